import { readProgramme } from '$lib/features/programmes/directory.server';
import { publicPage } from '$lib/server/guard.server';

export const load = ({ locals, params }) => publicPage(readProgramme(locals.db, params.slug));
