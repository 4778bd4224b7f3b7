import { describe, expect, it } from 'vitest';
import { inLanguage, safeReturn } from './route';

describe('safeReturn', () => {
	it.each([
		['/kk/me', '/kk/me'],
		[
			'/ru/questions?q=%D1%82%D1%96%D0%B3%D1%96%D0%BD',
			'/ru/questions?q=%D1%82%D1%96%D0%B3%D1%96%D0%BD'
		],
		['/kk/me#part', '/kk/me'],
		['/kk/../../me', '/me'],
		[null, '/home'],
		[undefined, '/home'],
		['', '/home'],
		['me', '/home'],
		['//evil.kz', '/home'],
		['///evil.kz', '/home'],
		['/\\evil.kz', '/home'],
		['/\t/evil.kz', '/home'],
		['/\n/evil.kz', '/home'],
		['https://evil.kz/kk/me', '/home'],
		['javascript:alert(1)', '/home'],
		['/..//evil.kz', '/home']
	])('%j leads to %j', (to, expected) => {
		expect(safeReturn(to, '/home')).toBe(expected);
	});
});

describe('inLanguage', () => {
	it.each([
		['http://x/kk/me?a=1', 'ru', '/ru/me?a=1'],
		['http://x/kk', 'en', '/en'],
		['http://x/', 'en', '/en'],
		['http://x/me', 'kk', '/kk/me']
	] as const)('%s in %s is %s', (url, locale, expected) => {
		expect(inLanguage(new URL(url), locale)).toBe(expected);
	});
});
