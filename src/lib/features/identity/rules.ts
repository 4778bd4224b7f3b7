/** Words that open every guesser's list, here and elsewhere; compared without digits and signs. */
const COMMON = [
	'password',
	'parol',
	'passw',
	'qwerty',
	'qwert',
	'qwertyuiop',
	'qazwsx',
	'qazwsxedc',
	'asdfgh',
	'zxcvbn',
	'admin',
	'welcome',
	'letmein',
	'iloveyou',
	'monkey',
	'dragon',
	'football',
	'abc',
	'abcd',
	'abcdef',
	'test',
	'user',
	'login',
	'jalgas',
	'zhalgas',
	'zhas',
	'zhasproject',
	'jas',
	'kazakhstan',
	'qazaqstan',
	'kazahstan',
	'almaty',
	'astana',
	'shymkent',
	'privet',
	'marina',
	'nursultan',
	'salem',
	'sabina',
	'kz',
	'aaa'
];

/**
 * What is wrong with a new password, as a message key, or null. Length counts most: ten signs with
 * Latin letters and digits, at most 72 bytes (bcrypt reads no more), nothing that is guessed first.
 */
export function passwordFault(password: string, email: string): string | null {
	if (password.length < 10) return 'identity_password_short';
	if (new TextEncoder().encode(password).length > 72) return 'identity_password_long';
	if (!/[a-z]/i.test(password) || !/[0-9]/.test(password)) return 'identity_password_mix';
	const plain = password.toLowerCase();
	const address = email.toLowerCase();
	const name = address.split('@')[0] ?? '';
	if (plain === address || (name.length >= 4 && withoutDigits(plain) === withoutDigits(name)))
		return 'identity_password_email';
	if (COMMON.includes(withoutDigits(plain)) || new Set(plain).size < 5)
		return 'identity_password_common';
	return null;
}

const withoutDigits = (text: string) => text.replace(/[^a-zа-яё]/g, '');

/** A piece of a mail as the demo mailbox shows it. */
export interface MailPart {
	kind: 'text' | 'code' | 'link';
	text: string;
	/** For a link: the path on this site. */
	href?: string;
}

/** Cuts a mail into texts, six-digit codes, and links; an address of another site stays plain text. */
export function mailParts(body: string, origin: string): MailPart[] {
	const parts: MailPart[] = [];
	let at = 0;
	for (const match of body.matchAll(/https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]|\b\d{6}\b/g)) {
		const [text] = match;
		const part = partOf(text, origin);
		if (match.index > at) parts.push({ kind: 'text', text: body.slice(at, match.index) });
		parts.push(part);
		at = match.index + text.length;
	}
	if (at < body.length) parts.push({ kind: 'text', text: body.slice(at) });
	return parts;
}

function partOf(text: string, origin: string): MailPart {
	if (/^\d/.test(text)) return { kind: 'code', text };
	if (!URL.canParse(text) || new URL(text).origin !== origin) return { kind: 'text', text };
	const { pathname, search, hash } = new URL(text);
	return { kind: 'link', text, href: pathname + search + hash };
}

/**
 * Whether the sign-in of a code is the one that confirmed the account. Both times are the auth
 * server's own, so that its clock and ours need not agree.
 */
export const confirmedBySignIn = (
	confirmedAt: string | null | undefined,
	signedInAt: string | null | undefined
): boolean =>
	!!confirmedAt &&
	!!signedInAt &&
	Math.abs(new Date(signedInAt).getTime() - new Date(confirmedAt).getTime()) < 2000;

/** What of a wrong account's doings can be taken back. */
export const TRACES = ['updates', 'profile', 'consents', 'contacts', 'referrals'] as const;
