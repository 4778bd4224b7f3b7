import { findingsFile } from '$lib/features/alumni/import/findings-file.server';
import { staffPage } from '$lib/server/guard.server';
import { readImportPage } from '$lib/features/alumni/import/page.server';

/** More findings than a file can have. */
const ALL = 10_000_000;

export const GET = async ({ locals, params }) => {
	const page = await staffPage(readImportPage(locals.db, params.id, ALL), 'coordinator');
	return findingsFile(page.import?.findings ?? []);
};
