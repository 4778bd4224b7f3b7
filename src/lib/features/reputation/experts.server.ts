import { unwrap, type Db } from '$lib/server/db.server';
import type { ExpertsQuery } from './schema';
import type { ExpertsPage } from './types';

/** Experts, and leaders of a month, of a direction and a region where they are chosen. */
export async function readExperts(db: Db, query: ExpertsQuery): Promise<ExpertsPage> {
	return unwrap(
		await db.rpc('page_experts', {
			p_direction: query.direction,
			p_region: query.region,
			p_month: query.month ? `${query.month}-01` : undefined
		})
	) as ExpertsPage;
}
