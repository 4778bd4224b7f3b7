import { describe, expect, it } from 'vitest';
import { cursor, isFloored, may, signed, steps } from './rules';

describe('the ladder', () => {
	it.each([
		[1, 'vote_up', true],
		[0, 'comment', true],
		[49, 'vote_down', false],
		[50, 'vote_down', true],
		[99, 'edit', false],
		[500, 'moderate', true]
	] as const)('with %i, %s is open: %s', (reputation, act, open) =>
		expect(may(reputation, act)).toBe(open)
	);
	it('groups what opens together', () => {
		expect(steps(60)).toEqual([
			{ from: 1, acts: ['vote_up', 'comment'], isOpen: true },
			{ from: 50, acts: ['vote_down', 'suggest_tags'], isOpen: true },
			{ from: 100, acts: ['edit'], isOpen: false },
			{ from: 250, acts: ['review'], isOpen: false },
			{ from: 500, acts: ['moderate'], isOpen: false }
		]);
	});
});

it.each([
	[10, '+10'],
	[-2, '−2'],
	[0, '0']
])('%i is shown as %s', (number, shown) => expect(signed(number)).toBe(shown));

it.each([
	['12', 12],
	[null, null],
	['-1', null],
	['1; drop table', null],
	['9999999999999999', null]
])('the cursor %j is %j', (text, expected) => expect(cursor(text)).toBe(expected));

it.each([
	[{ kind: 'answer_down', points: -2, delta: 0 }, true],
	[{ kind: 'answer_up', points: 0, delta: 0 }, false],
	[{ kind: 'correction', points: 0, delta: 3 }, false]
] as const)('%j is held by the floor: %s', (change, held) => expect(isFloored(change)).toBe(held));
