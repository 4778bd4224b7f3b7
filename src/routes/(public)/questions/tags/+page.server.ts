import { readTags } from '$lib/features/tags/tags.server';
import { letCachesKeep } from '$lib/server/caching.server';
import { publicPage } from '$lib/server/guard.server';

export const load = async (event) => {
	const read = await publicPage(readTags(event.locals.db));
	letCachesKeep(event, read.viewer);
	return read;
};
