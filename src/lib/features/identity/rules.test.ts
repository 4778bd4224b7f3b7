import { describe, expect, it } from 'vitest';
import { confirmedBySignIn, mailParts, passwordFault } from './rules';

describe('passwordFault', () => {
	it.each([
		['қысқа1a', 'identity_password_short'],
		['abcdefgh1', 'identity_password_short'],
		['құпиясөзім2026', 'identity_password_mix'],
		['onlyletters', 'identity_password_mix'],
		['1234567890', 'identity_password_mix'],
		['password2026', 'identity_password_common'],
		['Qwerty123456', 'identity_password_common'],
		['jalgas-2026!', 'identity_password_common'],
		['a1a1a1a1a1a1', 'identity_password_common'],
		['aigul.k@mail2.kz', 'identity_password_email'],
		['Aigul.K2019', 'identity_password_email'],
		[`a1${'ж'.repeat(40)}`, 'identity_password_long'],
		['tigin-sheberhana-7', null],
		['jalgas-demo-2026', null]
	])('%s: %s', (password, fault) => {
		expect(passwordFault(password, 'aigul.k@mail2.kz')).toBe(fault);
	});
});

describe('mailParts', () => {
	const origin = 'https://jalgas.kz';
	it('finds codes and links of this site, and leaves other sites as text', () => {
		expect(
			mailParts('Код: 123456.\nhttps://jalgas.kz/kk/s/ab?x=1. https://evil.kz/kk/login', origin)
		).toEqual([
			{ kind: 'text', text: 'Код: ' },
			{ kind: 'code', text: '123456' },
			{ kind: 'text', text: '.\n' },
			{ kind: 'link', text: 'https://jalgas.kz/kk/s/ab?x=1', href: '/kk/s/ab?x=1' },
			{ kind: 'text', text: '. ' },
			{ kind: 'text', text: 'https://evil.kz/kk/login' }
		]);
	});
	it.each([
		'javascript:alert(1)',
		'https://jalgas.kz.evil.kz/x',
		'http://jalgas.kz/x',
		'https://jalgas.kz@evil.kz/'
	])('makes no link of %s', (body) => {
		expect(mailParts(body, origin).some((part) => part.kind === 'link')).toBe(false);
	});
	it('takes no part of a longer number for a code', () => {
		expect(mailParts('77012345678', origin)).toEqual([{ kind: 'text', text: '77012345678' }]);
	});
});

describe('confirmedBySignIn', () => {
	it.each([
		[null, '2026-11-23T10:00:00Z', false],
		['2026-11-23T10:00:00Z', null, false],
		['2026-11-23T10:00:00Z', '2026-11-23T10:00:00.400Z', true],
		['2026-11-23T09:59:30Z', '2026-11-23T10:00:00Z', false]
	])('confirmed %s, signed in %s: %s', (confirmed, signedIn, expected) => {
		expect(confirmedBySignIn(confirmed, signedIn)).toBe(expected);
	});
});
