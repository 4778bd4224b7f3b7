import { unwrap, type Db } from '$lib/server/db.server';
import type { Viewer } from '$lib/viewer';
import type { TRACES } from './rules';

type Trace = (typeof TRACES)[number];

export interface ClaimToUndo {
	person: { id: string; name: string; registryNo: string };
	account: string;
	email: string;
	at: string;
	/** The viewer's own claim: somebody else decides. */
	mine: boolean;
	/** When an old address of the record said "not me". */
	disputedAt: string | null;
	did: Record<Trace, number>;
}

/** The claim on a record of this staff member's regions; null for others and where there is none. */
export const readClaimToUndo = async (
	db: Db,
	person: string
): Promise<{ viewer: Viewer | null; claim: ClaimToUndo } | null> =>
	unwrap(await db.rpc('page_undo_claim', { p_person: person })) as {
		viewer: Viewer | null;
		claim: ClaimToUndo;
	} | null;

/** Parts the account from the record. Throws Refusal conflict:changed where it no longer holds it. */
export async function undoClaim(
	db: Db,
	person: string,
	decision: { account: string; reason: string; takeBack: Trace[] }
): Promise<void> {
	unwrap(
		await db.rpc('undo_claim', {
			p_person: person,
			p_account: decision.account,
			p_reason: decision.reason,
			p_take_back: decision.takeBack
		})
	);
}

/** Closes the disputes of a claim that was found right. */
export async function keepClaim(db: Db, person: string, account: string): Promise<void> {
	unwrap(await db.rpc('keep_claim', { p_person: person, p_account: account }));
}
