import { error } from '@sveltejs/kit';
import { isId } from '$lib/ids';
import { readResults } from '$lib/features/surveys/waves.server';
import { staffPage } from '$lib/server/guard.server';

export const load = ({ locals, params }) => {
	if (!isId(params.id)) error(404, 'not_found');
	return staffPage(readResults(locals.db, params.id), 'coordinator', 'officer');
};
