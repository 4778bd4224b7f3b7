import { readGuides } from '$lib/features/collections/read.server';
import { listQuery } from '$lib/features/collections/schema';
import { letCachesKeep } from '$lib/server/caching.server';
import { publicPage } from '$lib/server/guard.server';

export const load = async (event) => {
	const query = listQuery.parse(Object.fromEntries(event.url.searchParams));
	const read = await publicPage(readGuides(event.locals.db, query));
	letCachesKeep(event, read.viewer);
	return { ...read, query };
};
