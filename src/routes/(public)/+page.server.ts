import { readHome } from '$lib/features/home/home.server';
import { letCachesKeep } from '$lib/server/caching.server';
import { publicPage } from '$lib/server/guard.server';

export const load = async (event) => {
	const read = await publicPage(readHome(event.locals.db));
	letCachesKeep(event, read.viewer);
	return read;
};
