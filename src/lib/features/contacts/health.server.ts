import { unwrap, type Db } from '$lib/server/db.server';
import type { ContactHealthPage } from './types';

/** How reachable the registry is: all of it for coordinators, their regions for officers, null for others. */
export const readContactHealth = async (db: Db): Promise<ContactHealthPage | null> =>
	unwrap(await db.rpc('page_contact_health')) as ContactHealthPage | null;
