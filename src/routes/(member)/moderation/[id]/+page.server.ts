import { error } from '@sveltejs/kit';
import { caseActions } from '$lib/features/moderation/cases.server';
import { readCase } from '$lib/features/moderation/queue.server';
import { idParam } from '$lib/features/moderation/schema';
import { route } from '$lib/route';
import { memberPage } from '$lib/server/guard.server';

export const load = async ({ locals, params, url }) => {
	const id = idParam(params.id);
	if (!id) error(404, 'not_found');
	const page = await memberPage(readCase(locals.db, id));
	return { ...page, done: url.searchParams.get('done') };
};

export const actions = caseActions(route.helpModerateCase);
