import type { Locale } from '$lib/i18n';
import { getLocale } from '$lib/paraglide/runtime';
import { route } from '$lib/route';
import { backend } from '$lib/server/backend.server';
import { Refusal, unwrap, type Db } from '$lib/server/db.server';
import { keyedHash } from '$lib/server/secrets.server';
import type { Viewer } from '$lib/viewer';

export interface Invitation {
	viewer: Viewer | null;
	demo: boolean;
	outcome: 'unknown' | 'throttled' | 'used' | 'taken' | 'revoked' | 'expired' | 'open';
	/** When it was used, or until when it works. */
	at: string;
	/** Of an open one: a name and an initial, and the years of the grant. */
	name: string | null;
	rounds: number[];
}

/** What a code opens; looking changes nothing. Unknown codes are counted by address. */
export async function openInvitation(
	db: Db,
	code: string | null,
	address: string
): Promise<Invitation> {
	const { bucketKey } = await backend();
	return unwrap(
		await db.rpc('page_invitation', {
			p_code: code ?? '',
			p_bucket: keyedHash(bucketKey, 'invitation', address)
		})
	) as Invitation;
}

/** Claims the record of a code; false where the code does not work, as its page will tell. */
export async function claimByInvitation(db: Db, code: string): Promise<boolean> {
	const outcome = unwrap(
		await db.rpc('claim_by_invitation', { p_code: code, p_locale: getLocale() as Locale })
	);
	return outcome === 'claimed';
}

/** For somebody who has just joined with a code: claims with it, and says where to go. */
export async function useInvitation(db: Db, code: string): Promise<string> {
	try {
		return (await claimByInvitation(db, code)) ? route.claim() : route.invitation(code);
	} catch (cause) {
		// The mailbox may belong to an account with a record: the page of the code says so.
		if (cause instanceof Refusal) return route.invitation(code);
		throw cause;
	}
}
