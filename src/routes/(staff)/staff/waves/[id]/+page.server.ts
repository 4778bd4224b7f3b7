import { error } from '@sveltejs/kit';
import { readWavePage } from '$lib/features/surveys/waves.server';
import { isId } from '$lib/ids';
import { staffPage } from '$lib/server/guard.server';

export const load = async ({ locals, params, url }) => {
	const after = url.searchParams.get('after');
	if (!isId(params.id) || (after !== null && !isId(after))) error(404, 'not_found');
	const page = await staffPage(readWavePage(locals.db, params.id, after), 'coordinator', 'officer');
	return { ...page, done: url.searchParams.get('done') };
};
