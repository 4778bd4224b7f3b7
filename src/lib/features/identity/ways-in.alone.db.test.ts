import { createClient } from '@supabase/supabase-js';
import { randomUUID } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import type { Db } from '$lib/server/db.server';
import { useTestBackend } from '../../../../tests/support/test-backend';
import { takeAttempt } from './attempts.server';
import {
	enterResetCode,
	sendJoinCode,
	sendResetCode,
	sendSignInCode,
	setPassword,
	signInWithCode
} from './codes.server';
import { signInWithPassword, signOut } from './sign-in.server';

const backend = useTestBackend();
const url = 'http://embedded.local';
const fetch = (input: RequestInfo | URL, init?: RequestInit) =>
	backend.embedded.fetch(new Request(input, init));

// Only the opening of the backend is replaced: the database, its auth server and their mails are real.
vi.mock('$lib/server/backend.server', () => ({
	backend: async () => ({
		url,
		fetch,
		publishableKey: backend.embedded.secrets.publishableKey,
		bucketKey: 'test'
	})
}));

/** One browser: a client with a session of its own. */
const browser = (): Db =>
	createClient(url, backend.embedded.secrets.publishableKey, {
		auth: { persistSession: false, autoRefreshToken: false },
		global: { fetch }
	}) as Db;
const address = () => `${randomUUID().slice(0, 8)}@mail.kz`;
/** Every visitor comes from elsewhere, so that the limiter is met only where it is meant. */
const from = () => randomUUID();
const mailsTo = (email: string) => backend.mails.filter((mail) => mail.to === email);
/** The code of the mail that this sending brings; on a busy machine it comes after the answer. */
async function codeOf(email: string, sending: Promise<unknown>): Promise<string> {
	const before = mailsTo(email).length;
	await sending;
	await vi.waitFor(() => expect(mailsTo(email).length).toBeGreaterThan(before), 20_000);
	return /\b\d{6}\b/.exec(mailsTo(email).at(-1)?.text ?? '')?.[0] ?? '';
}
const viewerOf = async (db: Db) =>
	((await db.rpc('page_viewer')).data as { viewer: { id: string } | null }).viewer;

/** A confirmed account. */
async function joined(password = 'tigin-sheber-77') {
	const email = address();
	const db = browser();
	const code = await codeOf(email, sendJoinCode(db, { email, password }, from()));
	expect(await signInWithCode(db, { email, code, password }, from())).toBe(true);
	return { email, password, db };
}
const enters = (email: string, password: string) =>
	signInWithPassword(browser(), { email, password }, from());

describe('joining', () => {
	it('needs the code from the mail, and then the password works', async () => {
		const email = address();
		const db = browser();
		const code = await codeOf(
			email,
			sendJoinCode(db, { email, password: 'tigin-sheber-77' }, from())
		);
		expect(await enters(email, 'tigin-sheber-77')).toBe(false);
		expect(await signInWithCode(db, { email, code: '000000' }, from())).toBe(false);
		expect(await signInWithCode(db, { email, code, password: 'tigin-sheber-77' }, from())).toBe(
			true
		);
		expect(await viewerOf(db)).not.toBeNull();
		expect(await enters(email, 'tigin-sheber-77')).toBe(true);
	});

	it('with a known address mails its owner a code and changes nothing without it', async () => {
		const { email, password } = await joined();
		await codeOf(email, sendJoinCode(browser(), { email, password: 'somebody-elses-1' }, from()));
		expect(await enters(email, password)).toBe(true);
		expect(await enters(email, 'somebody-elses-1')).toBe(false);
	});

	it.each([['joins'], ['enters with a code']])(
		'gives nothing to one who signed up with the address before its owner %s',
		async (way) => {
			const email = address();
			await codeOf(email, sendJoinCode(browser(), { email, password: 'of-the-thief-1' }, from()));
			const owner = browser();
			if (way === 'joins') {
				const mine = { email, password: 'of-the-owner-1' };
				const code = await codeOf(email, sendJoinCode(owner, mine, from()));
				await signInWithCode(owner, { ...mine, code }, from());
				expect(await enters(email, 'of-the-owner-1')).toBe(true);
			} else {
				const code = await codeOf(email, sendSignInCode(owner, email, from()));
				expect(await signInWithCode(owner, { email, code }, from())).toBe(true);
			}
			expect(await enters(email, 'of-the-thief-1')).toBe(false);
			expect(await viewerOf(owner)).not.toBeNull();
		}
	);
});

describe('one-time codes', () => {
	it('work once, and keep the password', async () => {
		const { email, password } = await joined();
		await backend.sql(
			`update auth.users set email_confirmed_at = now() - interval '1 day' where email = $1`,
			[email]
		);
		const code = await codeOf(email, sendSignInCode(browser(), email, from()));
		expect(await signInWithCode(browser(), { email, code }, from())).toBe(true);
		expect(await signInWithCode(browser(), { email, code }, from())).toBe(false);
		expect(await enters(email, password)).toBe(true);
	});

	it('go to nobody for an unknown address, and make no account', async () => {
		const email = address();
		const began = Date.now();
		await sendSignInCode(browser(), email, from());
		await sendResetCode(browser(), email, from());
		expect(Date.now() - began).toBeGreaterThanOrEqual(1790);
		expect(mailsTo(email)).toEqual([]);
		expect(await backend.sql('select id from auth.users where email = $1', [email])).toEqual([]);
	});

	it('belong to one address', async () => {
		const [one, two] = [await joined(), await joined()];
		const code = await codeOf(one.email, sendSignInCode(browser(), one.email, from()));
		expect(await signInWithCode(browser(), { email: two.email, code }, from())).toBe(false);
	});
});

describe('a new password', () => {
	it('is set with the code, and ends the sessions of other devices', async () => {
		const { email, password, db: other } = await joined();
		expect(await viewerOf(other)).not.toBeNull();
		const here = browser();
		const code = await codeOf(email, sendResetCode(here, email, from()));
		expect(await enterResetCode(here, { email, code: '000000' }, from())).toBe(false);
		expect(await enterResetCode(here, { email, code }, from())).toBe(true);
		await setPassword(here, 'zhana-kilt-2027');
		expect(await viewerOf(here)).not.toBeNull();
		expect(await viewerOf(other)).toBeNull();
		expect(await enters(email, password)).toBe(false);
		expect(await enters(email, 'zhana-kilt-2027')).toBe(true);
	});

	it('is refused by the auth server too when weak', async () => {
		const { db } = await joined();
		await expect(setPassword(db, 'onlyletters')).rejects.toMatchObject({
			code: 'invalid',
			detail: 'password'
		});
	});
});

describe('sign-out everywhere', () => {
	it('kills the tokens of all devices, which are still within their hour', async () => {
		const { email, password, db } = await joined();
		const phone = browser();
		await signInWithPassword(phone, { email, password }, from());
		const stolen = (await phone.auth.getSession()).data.session?.access_token ?? '';
		await signOut(db, 'global');
		const thief = createClient(url, backend.embedded.secrets.publishableKey, {
			auth: { persistSession: false },
			global: { fetch, headers: { authorization: `Bearer ${stolen}` } }
		}) as Db;
		expect(await viewerOf(thief)).toBeNull();
		expect((await thief.from('accounts').select('id')).data).toEqual([]);
	});
});

describe('attempts', () => {
	it('end after the limit of the pair, not for others at the address, and not for the account elsewhere', async () => {
		const [db, account, here] = [browser(), address(), from()];
		for (let i = 0; i < 8; i++) await takeAttempt(db, 'password', account, here);
		await expect(takeAttempt(db, 'password', account, here)).rejects.toMatchObject({
			code: 'too_many'
		});
		await takeAttempt(db, 'password', address(), here);
		await takeAttempt(db, 'password', account, from());
		await takeAttempt(db, 'code', account, here);
	});

	it('tell the seconds to wait, and begin anew afterwards', async () => {
		const bucket = 'a'.repeat(64);
		const take = async () =>
			(
				await backend.anon.rpc('take_attempts', {
					p_buckets: [bucket],
					p_limits: [1],
					p_seconds: 60
				})
			).data as number;
		expect(await take()).toBe(0);
		expect(await take()).toBeGreaterThan(55);
		await backend.sql(`update private.attempts set window_ends_at = now() where bucket = $1`, [
			bucket
		]);
		expect(await take()).toBe(0);
	});

	it('mail at most once a minute to one address from one place', async () => {
		const [db, email, here] = [browser(), address(), from()];
		await sendSignInCode(db, email, here);
		await expect(sendSignInCode(db, email, here)).rejects.toMatchObject({ code: 'too_many' });
	});

	it('lock a code after eight guesses, although the ninth is right', async () => {
		const { email } = await joined();
		const code = await codeOf(email, sendSignInCode(browser(), email, from()));
		const [db, here] = [browser(), from()];
		for (let i = 0; i < 8; i++)
			expect(await signInWithCode(db, { email, code: '000000' }, here)).toBe(false);
		await expect(signInWithCode(db, { email, code }, here)).rejects.toMatchObject({
			code: 'too_many'
		});
	});

	it('cannot be read or emptied by anybody outside', async () => {
		for (const db of [backend.anon, (await backend.member()).db]) {
			expect((await db.from('attempts').select('*')).error).not.toBeNull();
			expect(
				(await db.rpc('take_attempts', { p_buckets: ['short'], p_limits: [1], p_seconds: 60 }))
					.error
			).not.toBeNull();
		}
	});
});
