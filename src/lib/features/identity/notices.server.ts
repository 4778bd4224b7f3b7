import { backend } from '$lib/server/backend.server';
import { Refusal, unwrap, type Db } from '$lib/server/db.server';
import { keyedHash } from '$lib/server/secrets.server';
import type { Viewer } from '$lib/viewer';

export interface ClaimNotice {
	viewer: Viewer | null;
	outcome: 'unknown' | 'throttled' | 'closed' | 'disputed' | 'expired' | 'open';
	at: string;
	/** The account's address, masked. */
	account: string;
}

/** What cannot be a token is asked for as an empty one: it is unknown, and counted like a guess. */
const tokenOf = (text: string): string => (/^[0-9a-f]{32}$/.test(text) ? text : '');

/** What the link of a notice opens; looking changes nothing. Unknown tokens are counted by address. */
export async function openClaimNotice(
	db: Db,
	token: string,
	address: string
): Promise<ClaimNotice> {
	const { bucketKey } = await backend();
	return unwrap(
		await db.rpc('page_claim_notice', {
			p_token: tokenOf(token),
			p_bucket: keyedHash(bucketKey, 'claim-notice', address)
		})
	) as ClaimNotice;
}

/** "It was not me." What came too late is no error here: the page tells. */
export async function disputeClaim(db: Db, token: string): Promise<void> {
	try {
		unwrap(await db.rpc('dispute_claim', { p_token: tokenOf(token) }));
	} catch (cause) {
		if (cause instanceof Refusal && ['used', 'expired', 'not_found'].includes(cause.code)) return;
		throw cause;
	}
}
