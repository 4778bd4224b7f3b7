import { unwrap, type Db } from '$lib/server/db.server';
import type { Locale } from '$lib/i18n';
import type { Viewer } from '$lib/viewer';

export interface Candidate {
	registryNo: string;
	name: string | null;
	birthYear: number | null;
	district: string | null;
	region: string | null;
	rounds: number[];
	claimed: boolean;
	contacts: string[];
}

export interface OpenClaim {
	id: string;
	fullName: string;
	registryNo: string | null;
	birthYear: number | null;
	round: number | null;
	region: string | null;
	phone: string | null;
	message: string;
	email: string;
	createdAt: string;
	/** The viewer's own request: somebody else decides. */
	mine: boolean;
	candidates: Candidate[];
}

/** A claim that an old address of the record says was not its holder's. */
export interface Dispute {
	person: string;
	account: string;
	name: string;
	registryNo: string;
	at: string;
	claimedAt: string;
	mine: boolean;
}

export interface ClaimsPage {
	viewer: Viewer | null;
	regions: Record<string, Record<Locale, string>>;
	disputes: Dispute[];
	requests: OpenClaim[];
	next: string | null;
}

/** Open requests of the regions this staff member answers for, oldest first; null for others. */
export const readClaims = async (db: Db, after: string | null): Promise<ClaimsPage | null> =>
	unwrap(await db.rpc('page_claims', { p_after: after })) as ClaimsPage | null;

/** Links the record of this number to the asker, or refuses. The reason is shown to them. */
export async function decideClaim(
	db: Db,
	request: string,
	decision: { approve: boolean; registryNo?: string | undefined; reason: string }
): Promise<void> {
	unwrap(
		await db.rpc('decide_claim', {
			p_request: request,
			p_approve: decision.approve,
			p_registry_no: decision.registryNo ?? null,
			p_reason: decision.reason
		})
	);
}
