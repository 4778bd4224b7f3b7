import { Refusal, unwrap, type Db } from '$lib/server/db.server';
import { backend } from '$lib/server/backend.server';
import { keyedHash } from '$lib/server/secrets.server';

interface Limits {
	/** This account from this address. */
	pair: number;
	/** Everything from this address: a school or a village may share one. */
	address: number;
	/** This account from anywhere. */
	account: number;
	seconds: number;
}

const KINDS = {
	/** Passwords: tight for the pair and loose alone, so that nobody can lock another out. */
	password: { pair: 8, address: 60, account: 100, seconds: 900 },
	/** Six-digit codes have few values: tight for the account too. */
	code: { pair: 8, address: 60, account: 20, seconds: 900 },
	/** Mails that carry a code; the auth server itself sends at most one a minute. */
	mail: { pair: 6, address: 40, account: 12, seconds: 3600 },
	mailNow: { pair: 1, address: 20, account: 20, seconds: 60 }
} satisfies Record<string, Limits>;

/**
 * Counts an attempt of a kind. Throws Refusal too_many with the seconds to wait. Buckets are named
 * by a keyed hash, so that nobody who calls the database directly can fill another's.
 */
export async function takeAttempt(
	db: Db,
	kind: keyof typeof KINDS,
	account: string,
	address: string
): Promise<void> {
	const { bucketKey } = await backend();
	const limits = KINDS[kind];
	const wait = unwrap(
		await db.rpc('take_attempts', {
			p_buckets: [
				keyedHash(bucketKey, kind, 'pair', account, address),
				keyedHash(bucketKey, kind, 'address', address),
				keyedHash(bucketKey, kind, 'account', account)
			],
			p_limits: [limits.pair, limits.address, limits.account],
			p_seconds: limits.seconds
		})
	) as number;
	if (wait > 0) throw new Refusal('too_many', String(wait));
}
