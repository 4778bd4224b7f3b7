import { readProgrammes } from '$lib/features/programmes/directory.server';
import { fromAddress, programmeFilter } from '$lib/features/programmes/schema';
import { letCachesKeep } from '$lib/server/caching.server';
import { publicPage } from '$lib/server/guard.server';

export const load = async (event) => {
	const filter = fromAddress(programmeFilter, event.url);
	const read = await publicPage(readProgrammes(event.locals.db, filter));
	letCachesKeep(event, read.viewer);
	return { ...read, filter };
};
