import { error } from '@sveltejs/kit';
import { readPerson } from '$lib/features/alumni/person.server';
import { isId } from '$lib/ids';
import { staffPage } from '$lib/server/guard.server';

export const load = async ({ locals, params, url }) => {
	if (!isId(params.id)) error(404, 'not_found');
	const page = await staffPage(readPerson(locals.db, params.id), 'coordinator', 'officer');
	return { ...page, undone: url.searchParams.get('done') === 'undone' };
};
