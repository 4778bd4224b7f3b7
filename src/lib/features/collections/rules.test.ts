import { expect, it } from 'vitest';
import { inOrder, type TypedStep } from './rules';

const step = (answer: string, place: number, isDropped = false): TypedStep => ({
	...{ answer, place, isDropped },
	...{ heading: `h${answer}`, note: '' }
});

it.each([
	['as they stand', [step('a', 1), step('b', 2)], 'ab'],
	['by the numbers typed', [step('a', 3), step('b', 2), step('c', 1)], 'cba'],
	['as they stood where numbers are the same', [step('a', 2), step('b', 1), step('c', 1)], 'bca'],
	['between two, by half a number', [step('a', 1), step('b', 2), step('c', 1.5)], 'acb'],
	['without those taken out', [step('a', 1), step('b', 2, true), step('c', 3)], 'ac'],
	['none', [], '']
])('steps come %s', (_, typed, order) => {
	expect(
		inOrder(typed)
			.map(({ answer }) => answer)
			.join('')
	).toBe(order);
});
