import { createClient, type User } from '@supabase/supabase-js';
import { randomBytes } from 'node:crypto';
import { backend } from '$lib/server/backend.server';
import { Refusal, type Db } from '$lib/server/db.server';
import { steadily } from '$lib/server/steady';
import { takeAttempt } from './attempts.server';
import { confirmedBySignIn } from './rules';

/** Sending a mail lasts about this long at most; the answer never comes sooner or later. */
const STEADY_MS = 900;

/** An auth client without a session or a cookie, for mails that anybody may ask for. */
async function guestAuth() {
	const { url, publishableKey, fetch } = await backend();
	return createClient(url, publishableKey, {
		auth: { persistSession: false, autoRefreshToken: false },
		global: { fetch }
	}).auth;
}

async function takeMailAttempt(db: Db, email: string, address: string): Promise<void> {
	await takeAttempt(db, 'mailNow', email, address);
	await takeAttempt(db, 'mail', email, address);
}

/**
 * What the auth server says about an address stays here: the visitor gets one answer for all. Only
 * real failures reach the log.
 */
function report(cause: unknown): void {
	const { code = '', message = '' } = cause as { code?: string; message?: string };
	if (/^(otp_disabled|user_not_found|over_.*rate_limit)$/.test(code)) return;
	process.stderr.write(`auth mail: ${code} ${message}\n`);
}

const failIf = ({ error }: { error: unknown }) => {
	if (error) throw error;
};

/** Mails a one-time code, if an account has this address. Throws Refusal too_many. */
export async function sendSignInCode(db: Db, email: string, address: string): Promise<void> {
	await takeMailAttempt(db, email, address);
	const auth = await guestAuth();
	const options = { shouldCreateUser: false };
	await steadily(
		STEADY_MS,
		async () => failIf(await auth.signInWithOtp({ email, options })),
		report
	);
}

/** Mails a code with which a new password may be set, if an account has this address. */
export async function sendResetCode(db: Db, email: string, address: string): Promise<void> {
	await takeMailAttempt(db, email, address);
	const auth = await guestAuth();
	await steadily(STEADY_MS, async () => failIf(await auth.resetPasswordForEmail(email)), report);
}

/**
 * Makes an unconfirmed account and mails its code. When the address has an account already, its
 * owner gets a sign-in code instead and the visitor sees the same. False: the auth server finds the
 * password too weak (said before it looks at the address).
 */
export async function sendJoinCode(
	db: Db,
	{ email, password }: { email: string; password: string },
	address: string
): Promise<boolean> {
	await takeMailAttempt(db, email, address);
	const auth = await guestAuth();
	let weak = false;
	await steadily(
		STEADY_MS,
		async () => {
			const { data, error } = await auth.signUp({ email, password });
			weak = error?.code === 'weak_password';
			// The embedded server answers a known address with a rate limit, a full one with an empty shell.
			const known =
				/^(user_already_exists|email_exists|over_email_send_rate_limit)$/.test(error?.code ?? '') ||
				data.user?.identities?.length === 0;
			if (known) failIf(await auth.signInWithOtp({ email, options: { shouldCreateUser: false } }));
			else if (error && !weak) throw error;
		},
		report
	);
	return !weak;
}

const isFresh = (user: User | null) =>
	confirmedBySignIn(user?.email_confirmed_at, user?.last_sign_in_at);

/**
 * Signs in with a code from a mail; false when it is wrong, used or too old. `types` are the kinds of
 * codes that count, in the order of trying.
 */
async function verify(
	db: Db,
	email: string,
	code: string,
	types: ('magiclink' | 'signup' | 'recovery')[]
): Promise<{ fresh: boolean } | null> {
	for (const type of types) {
		const { data, error } = await db.auth.verifyOtp({ email, token: code, type });
		if (!error && data.session) return { fresh: isFresh(data.user) };
	}
	return null;
}

/**
 * Signs in with a one-time code. Throws Refusal too_many.
 * Somebody else may have signed up with this address and a password of theirs, and be waiting for
 * its owner to confirm it. So a confirmation sets the password anew: to the one typed in this very
 * browser, or to one that nobody knows.
 */
export async function signInWithCode(
	db: Db,
	{ email, code, password }: { email: string; code: string; password?: string },
	address: string
): Promise<boolean> {
	await takeAttempt(db, 'code', email, address);
	const done = await verify(db, email, code, ['magiclink', 'signup']);
	if (!done) return false;
	if (password) await setPassword(db, password);
	else if (done.fresh) await setPassword(db, `${randomBytes(24).toString('base64url')}a1`);
	return true;
}

/** Checks the code of a reset and signs in with it. Throws Refusal too_many. */
export async function enterResetCode(
	db: Db,
	{ email, code }: { email: string; code: string },
	address: string
): Promise<boolean> {
	await takeAttempt(db, 'code', email, address);
	return (await verify(db, email, code, ['recovery'])) !== null;
}

/** Whether the one who is signed in here is the owner of this address: asked of the auth server itself. */
export async function isSignedInAs(db: Db, email: string): Promise<boolean> {
	const { data } = await db.auth.getUser();
	return data.user?.email === email;
}

/**
 * Gives the signed-in account a new password and ends its sessions on all other devices.
 * Throws Refusal invalid:password when the auth server knows the password from a leak.
 */
export async function setPassword(db: Db, password: string): Promise<void> {
	const { error } = await db.auth.updateUser({ password });
	if (error?.code === 'weak_password') throw new Refusal('invalid', 'password');
	if (error && error.code !== 'same_password') throw error;
	await db.auth.signOut({ scope: 'others' });
}
