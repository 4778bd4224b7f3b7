import { fail, redirect } from '@sveltejs/kit';
import {
	dropView,
	readRegistry,
	registryQuery,
	saveView
} from '$lib/features/alumni/registry.server';
import { viewName } from '$lib/features/alumni/schema';
import { isId } from '$lib/ids';
import { route } from '$lib/route';
import { parseForm, refused } from '$lib/server/forms.server';
import { staffPage } from '$lib/server/guard.server';

export const load = async ({ locals, url }) => {
	const query = registryQuery(url.searchParams);
	const page = readRegistry(locals.db, query, url.searchParams.get('after'));
	const large = url.searchParams.has('large');
	return { ...(await staffPage(page, 'coordinator', 'officer')), query, large };
};

export const actions = {
	save: async ({ locals, request, url }) => {
		const query = registryQuery(url.searchParams);
		const { data, state } = parseForm(viewName, await request.formData());
		if (!data) return fail(400, state);
		try {
			await saveView(locals.db, data.name, query);
		} catch (cause) {
			return refused(cause, state, { too_many: ['name', 'alumni_view_many'] });
		}
		redirect(303, route.registry({ ...query }));
	},
	drop: async ({ locals, request, url }) => {
		const id = (await request.formData()).get('id');
		if (typeof id === 'string' && isId(id)) await dropView(locals.db, id);
		redirect(303, route.registry({ ...registryQuery(url.searchParams) }));
	}
};
