import { describe, expect, it } from 'vitest';
import { levelsOf, readInstagram, readTags } from './rules';

describe('tags', () => {
	it.each([
		['тігін, пішу;  өлшем   алу', ['тігін', 'пішу', 'өлшем алу']],
		['Excel\nexcel , EXCEL', ['Excel']],
		[' , ;\n', []]
	])('%j', (text, tags) => expect(readTags(text)).toEqual(tags));
});

describe('an Instagram', () => {
	it.each([
		['aigul.tigin', 'aigul.tigin'],
		[' @Aigul_Tigin ', 'aigul_tigin'],
		['https://www.instagram.com/aigul.tigin/?igsh=abc', 'aigul.tigin'],
		['instagram.com/aigul#x', 'aigul'],
		['javascript:alert(1)', null],
		['https://evil.example/aigul', null],
		['айгүл', null],
		['.aigul', null],
		['a'.repeat(31), null]
	])('%j', (text, handle) => expect(readInstagram(text)).toBe(handle));
});

it('a name is hidden from no alumnus', () => {
	expect(levelsOf('name')).toEqual(['everyone', 'alumni']);
	expect(levelsOf('village')).toContain('me');
});
