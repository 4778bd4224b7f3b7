import { readCandidates } from '$lib/features/programmes/candidates.server';
import { candidateFilter, fromAddress } from '$lib/features/programmes/schema';
import { staffPage } from '$lib/server/guard.server';

export const load = async ({ locals, url }) => {
	const filter = fromAddress(candidateFilter, url);
	const page = await staffPage(readCandidates(locals.db, filter), 'officer', 'coordinator');
	return { ...page, filter, done: url.searchParams.has('done'), year: new Date().getFullYear() };
};
