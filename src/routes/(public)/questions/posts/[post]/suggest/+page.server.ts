import { randomUUID } from 'node:crypto';
import { error, fail, redirect } from '@sveltejs/kit';
import { previewed } from '$lib/features/forum/preview.server';
import { idParam } from '$lib/features/forum/schema';
import { suggestForm } from '$lib/features/suggestions/schema';
import {
	readSuggest,
	refusedSuggestion,
	suggestEdit
} from '$lib/features/suggestions/suggestions.server';
import { route } from '$lib/route';
import { parseForm } from '$lib/server/forms.server';
import { memberPage } from '$lib/server/guard.server';
import { typedBefore } from '$lib/server/typed.server';

export const load = async (event) => {
	const id = idParam(event.params.post);
	if (!id) error(404, 'not_found');
	const { post, ...page } = await memberPage(readSuggest(event.locals.db, id));
	if (!post) error(404, 'not_found');
	return { ...page, post, key: randomUUID(), typed: await typedBefore(event) };
};

export const actions = {
	default: async (event) => {
		const { data, state } = parseForm(suggestForm, await event.request.formData());
		const preview = previewed(state);
		if (preview) return preview;
		if (!data) return fail(400, state);
		let done: Awaited<ReturnType<typeof suggestEdit>>;
		try {
			done = await suggestEdit(event.locals.db, event.params.post, data);
		} catch (cause) {
			return refusedSuggestion(event, cause, state);
		}
		const at = event.params.post;
		redirect(
			303,
			done.applied
				? `${route.question(done.question, { done: 'edited', at })}#${at}`
				: route.suggestion(done.suggestion)
		);
	}
};
