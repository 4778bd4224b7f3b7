import { readExperts } from '$lib/features/reputation/experts.server';
import { expertsQuery } from '$lib/features/reputation/schema';
import { letCachesKeep } from '$lib/server/caching.server';
import { publicPage } from '$lib/server/guard.server';

export const load = async (event) => {
	const query = expertsQuery.parse(Object.fromEntries(event.url.searchParams));
	const read = await publicPage(readExperts(event.locals.db, query));
	letCachesKeep(event, read.viewer);
	return { ...read, query };
};
