import { describe, expect, it } from 'vitest';
import { cleanLine, cleanText, nextVote, oneByOne, standing } from './rules';

describe('standing', () => {
	it.each([
		[null, 'sign_in'],
		[{ personId: null }, 'claim'],
		[{ personId: 'p' }, 'may_act']
	] as const)('%j → %s', (viewer, expected) => expect(standing(viewer)).toBe(expected));
});

describe('cleanText', () => {
	it.each([
		['one kind of line break', 'а\r\nб\rв', 'а\nб\nв'],
		['no controls, a NUL least of all', 'a\u0000b\u0007c\td', 'abc\td'],
		['no turned text', 'ab\u202Ecd\u2066ef', 'abcdef'],
		['no hidden signs', '\ufeffтауық\u200b', 'тауық'],
		['at most one empty line', 'а\n \n\n\nб', 'а\n\nб'],
		['no spaces around', '  \n сұрақ \n ', 'сұрақ'],
		['no blank letters', 'а\u3164\u2800\u115fб\u00adв', 'абв'],
		['no tags', `а${String.fromCodePoint(0xe0041)}б`, 'аб'],
		['no towers of accents', `а${'\u0301'.repeat(40)}`, `а${'\u0301'.repeat(3)}`],
		[
			'joiners only where they join',
			'\u200d\u200d \u200c а\u200d\u200d\u200dә\u200c 👩\u200d\u200d🌾',
			'аә 👩\u200d🌾'
		],
		[
			'no joiners that keep a tower up',
			`а${'\u0301\u0301\u200c'.repeat(20)}`,
			`а${'\u0301'.repeat(3)}`
		],
		['no marks that stand on nothing', ' \u0301\u0489\ufe0f а', 'а'],
		['one spelling of a letter', 'и\u0306од', 'йод'],
		['blanks of other scripts as blanks', 'а\u3000\u2003б\u2028в\u00a0', 'а  б\nв'],
		['letters of Kazakhstan and emoji with joiners stay', 'Әңгіме 👩‍🌾', 'Әңгіме 👩‍🌾']
	])('%s', (_, typed, kept) => expect(cleanText(typed)).toBe(kept));
	it('is quick with a long run of one sign', () => {
		expect(cleanText(' '.repeat(50_000) + 'а')).toBe('а');
	});
});

it('cleanLine puts a title on one line, and leaves none that nobody can read', () => {
	expect(cleanLine(' Неге\n бұлай? ')).toBe('Неге бұлай?');
	for (const blank of [
		'…'.repeat(12),
		'\u{1d159}'.repeat(12),
		'\ufffc'.repeat(12),
		'ㅤ⠀'.repeat(9)
	])
		expect(cleanLine(blank)).toBe('');
});

it.each([
	[0, 1, 1],
	[1, 1, 0],
	[-1, 1, 1],
	[-1, -1, 0],
	[1, -1, -1]
] as const)('with vote %i, pressing %i leads to %i', (current, pressed, next) =>
	expect(nextVote(current, pressed)).toBe(next)
);

it.each([
	['тауық жемі қымбат па', ['қымбат', 'тауық', 'жемі']],
	['тауық', []],
	['  ', []],
	['жем жем', ['жем']],
	['а б в', []]
])('"%s" that found nothing is looked for as %j', (search, words) =>
	expect(oneByOne(search)).toEqual(words)
);
