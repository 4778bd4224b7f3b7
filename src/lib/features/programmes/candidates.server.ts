import { unwrap, type Db } from '$lib/server/db.server';
import type { CandidateFilter } from './schema';
import type { CandidatePage, CandidatesPage, TodayPage } from './types';

/** What waits for a member of staff. */
export async function readToday(db: Db): Promise<TodayPage> {
	return unwrap(await db.rpc('page_today')) as TodayPage;
}

/** Candidates of the visitor's regions by group, 20 a page. */
export async function readCandidates(db: Db, filter: CandidateFilter): Promise<CandidatesPage> {
	return unwrap(
		await db.rpc('page_candidates', {
			p_q: filter.q,
			p_region: filter.region,
			p_state: filter.state,
			p_need: filter.need,
			p_direction: filter.direction,
			p_round: filter.round,
			p_programme: filter.programme,
			p_group: filter.group,
			p_after: filter.after
		})
	) as CandidatesPage;
}

/** One candidate and how they stand to a programme; null when not of the visitor's regions. */
export async function readCandidate(
	db: Db,
	person: string,
	programme: string | null
): Promise<CandidatePage | null> {
	return unwrap(
		await db.rpc('page_candidate', { p_person: person, p_programme: programme })
	) as CandidatePage | null;
}

/** Offers a programme to a person; the same key again changes nothing. Throws Refusal. */
export async function referCandidate(
	db: Db,
	person: string,
	offer: { key: string; programme: string; message?: string | undefined }
): Promise<void> {
	unwrap(
		await db.rpc('refer_candidate', {
			p_person: person,
			p_programme: offer.programme,
			p_message: offer.message ?? '',
			p_key: offer.key
		})
	);
}
