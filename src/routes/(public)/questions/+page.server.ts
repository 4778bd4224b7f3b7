import { readQuestions } from '$lib/features/forum/read.server';
import { listQuery } from '$lib/features/forum/schema';
import { letCachesKeep } from '$lib/server/caching.server';
import { publicPage } from '$lib/server/guard.server';

export const load = async (event) => {
	const query = listQuery.parse(Object.fromEntries(event.url.searchParams));
	const read = await publicPage(readQuestions(event.locals.db, query));
	letCachesKeep(event, read.viewer);
	return { ...read, query };
};
