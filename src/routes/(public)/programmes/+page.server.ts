import { readProgrammes } from '$lib/features/programmes/directory.server';
import { fromAddress, programmeFilter } from '$lib/features/programmes/schema';
import { publicPage } from '$lib/server/guard.server';

export const load = async ({ locals, url }) => {
	const filter = fromAddress(programmeFilter, url);
	return { ...(await publicPage(readProgrammes(locals.db, filter))), filter };
};
