import type { Db } from '$lib/server/db.server';
import { Refusal, unwrap } from '$lib/server/db.server';
import { backend } from '$lib/server/backend.server';
import { keyedHash } from '$lib/server/secrets.server';

const WINDOW_SECONDS = 900;

/**
 * Counts an attempt to get in: tightly for this account from this address, loosely for each alone,
 * so that guessing is slow and yet nobody can lock another out. Throws Refusal too_many with the
 * seconds to wait.
 */
export async function takeEntryAttempt(db: Db, account: string, address: string): Promise<void> {
	const { bucketKey } = await backend();
	const wait = unwrap(
		await db.rpc('take_attempts', {
			p_buckets: [
				keyedHash(bucketKey, 'pair', account, address),
				keyedHash(bucketKey, 'address', address),
				keyedHash(bucketKey, 'account', account)
			],
			p_limits: [8, 60, 100],
			p_seconds: WINDOW_SECONDS
		})
	) as number;
	if (wait > 0) throw new Refusal('too_many', String(wait));
}

/** Signs in with a password; false when e-mail and password do not belong together. */
export async function signInWithPassword(
	db: Db,
	credentials: { email: string; password: string },
	address: string
): Promise<boolean> {
	await takeEntryAttempt(db, credentials.email, address);
	const { error } = await db.auth.signInWithPassword(credentials);
	return !error;
}
