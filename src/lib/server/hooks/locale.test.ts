import { describe, expect, it } from 'vitest';
import { preferredLocale } from './locale';

describe('preferredLocale', () => {
	it.each([
		['ru', 'kk-KZ,kk;q=0.9', 'ru'],
		[undefined, 'kk-KZ,kk;q=0.9,ru;q=0.8', 'kk'],
		[undefined, 'ru-RU,ru;q=0.9', 'ru'],
		[undefined, 'de-DE,de;q=0.9,en;q=0.5', 'en'],
		[undefined, 'de', 'kk'],
		[undefined, '', 'kk'],
		[undefined, null, 'kk'],
		['xx', 'en', 'en'],
		['', 'RU', 'ru'],
		[undefined, 'en;q=0.1,kk;q=0.9', 'kk'],
		[undefined, 'ru;q=0,en', 'en']
	])('cookie %j and header %j give %s', (cookie, header, expected) => {
		expect(preferredLocale(cookie, header)).toBe(expected);
	});
});
