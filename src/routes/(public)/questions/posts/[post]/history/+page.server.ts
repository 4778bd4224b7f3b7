import { error, fail, redirect } from '@sveltejs/kit';
import { refusedAct } from '$lib/features/forum/refusals.server';
import { readHistory, restoreRevision } from '$lib/features/forum/revisions.server';
import { historyQuery, idParam, restoreForm } from '$lib/features/forum/schema';
import { route } from '$lib/route';
import { parseForm } from '$lib/server/forms.server';
import { memberPage } from '$lib/server/guard.server';

export const load = async ({ locals, params, url }) => {
	const id = idParam(params.post);
	if (!id) error(404, 'not_found');
	const { before } = historyQuery.parse(Object.fromEntries(url.searchParams));
	const page = await memberPage(readHistory(locals.db, id, before));
	if (!page.post) error(404, 'not_found');
	return page;
};

export const actions = {
	restore: async (event) => {
		const { data, state } = parseForm(restoreForm, await event.request.formData());
		if (!data) return fail(400, state);
		try {
			await restoreRevision(event.locals.db, event.params.post, data);
		} catch (cause) {
			return refusedAct(event, cause, state);
		}
		redirect(303, route.postHistory(event.params.post));
	}
};
