import { describe, expect, it } from 'vitest';
import { readPhone, showPhone } from './phone';
import { readHandle } from './rules';

describe('phones', () => {
	it.each([
		['8 701 234 56 78', '+77012345678'],
		['87012345678', '+77012345678'],
		['701 234 56 78', '+77012345678'],
		['+7 (701) 234-56-78', '+77012345678'],
		['77012345678', '+77012345678'],
		['8 7172 12 34 56', '+77172123456']
	])('%s is kept as %s', (text, value) => expect(readPhone(text)).toEqual({ value }));

	it.each([
		['8701 ABC 5678', 'phone_letters'],
		['8 701 234 56 78 доб. 5', 'phone_letters'],
		['87012345678, 87021234567', 'phone_letters'],
		['8 701 234 56', 'phone_length'],
		['8 701 234 56 789', 'phone_length'],
		['', 'phone_length'],
		['998901234567', 'phone_length'],
		['+7 916 123 45 67', 'phone_foreign'],
		['8 916 123 45 67', 'phone_foreign'],
		['+998 90 123 45 67', 'phone_foreign'],
		['+82 10 1234 5678', 'phone_foreign']
	])('%s is answered with %s', (text, wrong) => expect(readPhone(text)).toEqual({ wrong }));

	it('a number of another country is good where messages go everywhere', () => {
		expect(readPhone('+82 10 1234 5678', { abroad: true })).toEqual({ value: '+821012345678' });
		expect(readPhone('+82 10', { abroad: true })).toEqual({ wrong: 'phone_length' });
	});

	it('is shown the way people read it', () => {
		expect(showPhone('+77012345678')).toBe('+7 701 234 56 78');
		expect(showPhone('+821012345678')).toBe('+82 10 1234 5678');
	});
});

describe('names on the networks', () => {
	it.each([
		['telegram', 'Aigul_K', 'aigul_k'],
		['telegram', '@aigul', 'aigul'],
		['telegram', 'https://t.me/aigul', 'aigul'],
		['telegram', 't.me/aigul?start=1', 'aigul'],
		['instagram', '@aigul.tigin', 'aigul.tigin'],
		['instagram', 'https://www.instagram.com/Aigul.Tigin/?igsh=x', 'aigul.tigin']
	] as const)('%s: %s is %s', (site, text, key) =>
		expect(readHandle(site, text)).toEqual({ value: `@${key}`, key })
	);

	it.each([
		['telegram', 'https://t.me/+AbCdEf'],
		['telegram', '+7 701 234 56 78'],
		['telegram', 'Айгүл'],
		['telegram', 'abc'],
		['instagram', 'https://evil.example/aigul'],
		['instagram', 'a b']
	] as const)('%s: %s is none', (site, text) => expect(readHandle(site, text)).toBeNull());
});
