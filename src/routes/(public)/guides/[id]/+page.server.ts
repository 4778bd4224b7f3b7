import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { readGuide } from '$lib/features/collections/read.server';
import { refusedGuide } from '$lib/features/collections/refusals.server';
import { keepForm } from '$lib/features/collections/schema';
import { checkGuide, editGuide, keepGuide } from '$lib/features/collections/write.server';
import { route } from '$lib/route';
import { letCachesKeep } from '$lib/server/caching.server';
import { parseForm } from '$lib/server/forms.server';
import { publicPage } from '$lib/server/guard.server';

export const load = async (event) => {
	const read = await publicPage(readGuide(event.locals.db, event.params.id));
	letCachesKeep(event, read.viewer);
	return { ...read, done: event.url.searchParams.get('done') };
};

/** Does something to the guide, then leads on. */
async function act(event: RequestEvent, todo: () => Promise<void>, to: string) {
	try {
		await todo();
	} catch (cause) {
		return refusedGuide(event, cause, { values: {}, errors: {} });
	}
	redirect(303, to);
}

export const actions = {
	edit: (event) => {
		const { id } = event.params;
		return act(event, () => editGuide(event.locals.db, id), route.editGuide(id));
	},
	check: (event) => {
		const { id } = event.params;
		const done = route.guide(id, { done: 'checked' });
		return act(event, () => checkGuide(event.locals.db, id), done);
	},
	keep: async (event) => {
		const { id } = event.params;
		const { data, state } = parseForm(keepForm, await event.request.formData());
		if (!data) return fail(400, state);
		return act(event, () => keepGuide(event.locals.db, id, data.away === '1'), route.guide(id));
	}
};
