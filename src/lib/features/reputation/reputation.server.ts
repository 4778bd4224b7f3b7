import { unwrap, type Db } from '$lib/server/db.server';
import { cursor } from './rules';
import type { ReputationPage } from './types';

/** One's own reputation with its changes, newest first, 20 a page. */
export async function readReputation(db: Db, after: string | null): Promise<ReputationPage> {
	return unwrap(await db.rpc('page_reputation', { p_after: cursor(after) })) as ReputationPage;
}
