import { describe, expect, it } from 'vitest';
import { offeredTags } from './rules';
import { tagsField } from './tags';

describe('the field of topics', () => {
	it.each([
		['Жем,  жұмыртқа ', ['Жем', 'жұмыртқа']],
		['Жем; жем, ЖЕМ', ['Жем']],
		[', ,,;', []],
		[undefined, []],
		['1С бухгалтерия, кросс-докинг', ['1С бухгалтерия', 'кросс-докинг']],
		['\u202eЖем\u202c, \u200bжем', ['Жем']],
		['Мал\u0438\u0306', ['Малй']]
	])('reads %j', (typed, names) => expect(tagsField.parse(typed)).toEqual(names));

	it.each([
		['six', 'а1, а2, а3, а4, а5, а6', 'forum_tags_many'],
		['one letter', 'а', 'forum_tags_letters'],
		['a long one', 'а'.repeat(31), 'forum_tags_letters'],
		['a script', '<script>alert(1)</script>', 'forum_tags_letters'],
		['an address', 'javascript:alert(1)', 'forum_tags_letters'],
		['letters of another alphabet', 'жылқы🐎', 'forum_tags_letters'],
		['a book', 'а'.repeat(50_000), 'forum_tags_many']
	])('refuses %s', (_, typed, message) =>
		expect(tagsField.safeParse(typed).error?.issues[0]?.message).toBe(message)
	);
});

describe('what the field offers', () => {
	const tags = { poultry: ['жем', 'қора'], sewing: ['оверлок'] };
	it('is what the direction uses', () => expect(offeredTags(tags, 'sewing')).toEqual(['оверлок']));
	it('is the first of every direction before one is chosen', () =>
		expect(offeredTags(tags, undefined)).toEqual(['жем', 'оверлок', 'қора']));
	it('is thirty at most', () =>
		expect(
			offeredTags({ other: Array.from({ length: 50 }, (_, i) => `т${i}`) }, undefined)
		).toHaveLength(30));
});
