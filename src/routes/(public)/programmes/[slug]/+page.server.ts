import { readProgramme } from '$lib/features/programmes/directory.server';
import { letCachesKeep } from '$lib/server/caching.server';
import { publicPage } from '$lib/server/guard.server';

export const load = async (event) => {
	const read = await publicPage(readProgramme(event.locals.db, event.params.slug));
	letCachesKeep(event, read.viewer);
	return read;
};
