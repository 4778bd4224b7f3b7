import { createClient } from '@supabase/supabase-js';
import type { Database } from '$lib/database.types';
import { backend } from '$lib/server/backend.server';
import { Refusal, unwrap, type Db } from '$lib/server/db.server';
import { signInWithPassword } from './sign-in.server';

/** The session that an access token of our own auth server belongs to. */
const sessionIn = (token: string): string =>
	JSON.parse(Buffer.from(token.split('.')[1] as string, 'base64url').toString()).session_id;

/**
 * Makes another account part of the visitor's: signs in to it beside their own session, whose cookies
 * stay as they are. False when e-mail and password do not belong together. Throws Refusal.
 */
export async function joinAccounts(
	db: Db,
	credentials: { email: string; password: string },
	address: string
): Promise<boolean> {
	const { url, publishableKey, fetch } = await backend();
	const other = createClient<Database>(url, publishableKey, {
		auth: { persistSession: false, autoRefreshToken: false },
		global: { fetch }
	});
	if (!(await signInWithPassword(other, credentials, address))) return false;
	const { data } = await other.auth.getSession();
	if (!data.session) throw new Refusal('expired', 'session');
	try {
		unwrap(await db.rpc('join_accounts', { p_session: sessionIn(data.session.access_token) }));
	} catch (cause) {
		await other.auth.signOut({ scope: 'local' });
		throw cause;
	}
	return true;
}
