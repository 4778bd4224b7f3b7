import { unwrap, type Db } from '$lib/server/db.server';
import type { ProgrammeFilter } from './schema';
import type { ProgrammePage, ProgrammesPage } from './types';

/** The directory, what takes applications first and what has ended apart. */
export async function readProgrammes(db: Db, filter: ProgrammeFilter): Promise<ProgrammesPage> {
	return unwrap(
		await db.rpc('page_programmes', {
			p_kind: filter.kind,
			p_region: filter.region,
			p_open: filter.open
		})
	) as ProgrammesPage;
}

/** One programme with its facts; null where there is none of this name. */
export async function readProgramme(db: Db, slug: string): Promise<ProgrammePage | null> {
	return unwrap(await db.rpc('page_programme', { p_slug: slug })) as ProgrammePage | null;
}
