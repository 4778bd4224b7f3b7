import { readWaves } from '$lib/features/surveys/waves.server';
import { staffPage } from '$lib/server/guard.server';

export const load = ({ locals, url }) =>
	staffPage(readWaves(locals.db, url.searchParams.get('after')), 'coordinator', 'officer');
