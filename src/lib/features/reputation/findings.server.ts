import { unwrap, type Db } from '$lib/server/db.server';
import type { FindingsPage } from './types';

/** Votes that were taken back, for moderators and coordinators; newest first, 20 a page. */
export async function readFindings(db: Db, after: string | null): Promise<FindingsPage> {
	return unwrap(
		await db.rpc('page_vote_findings', { p_after: after ?? undefined })
	) as unknown as FindingsPage;
}

/** Says why the votes of a finding one is in were honest; once. */
export async function appealFinding(db: Db, finding: string, text: string): Promise<void> {
	unwrap(await db.rpc('appeal_vote_finding', { p_id: finding, p_text: text }));
}

/** Gives the votes of a finding back with their points; returns how many. */
export async function clearFinding(db: Db, finding: string, reason: string): Promise<number> {
	return unwrap(await db.rpc('clear_vote_finding', { p_id: finding, p_reason: reason }));
}
