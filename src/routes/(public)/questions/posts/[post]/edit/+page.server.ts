import { error, fail, redirect } from '@sveltejs/kit';
import { previewed } from '$lib/features/forum/preview.server';
import { refusedAct } from '$lib/features/forum/refusals.server';
import { editPost, readEdit } from '$lib/features/forum/revisions.server';
import { editForm, idParam } from '$lib/features/forum/schema';
import { setTags } from '$lib/features/tags/tags.server';
import { route } from '$lib/route';
import { parseForm } from '$lib/server/forms.server';
import { memberPage } from '$lib/server/guard.server';
import { typedBefore } from '$lib/server/typed.server';

export const load = async (event) => {
	const id = idParam(event.params.post);
	if (!id) error(404, 'not_found');
	const { post, ...page } = await memberPage(readEdit(event.locals.db, id));
	if (!post) error(404, 'not_found');
	return { ...page, post, typed: await typedBefore(event) };
};

export const actions = {
	default: async (event) => {
		const form = await event.request.formData();
		const { data, state } = parseForm(editForm, form);
		const preview = previewed(state);
		if (preview) return preview;
		if (!data) return fail(400, state);
		let question: string;
		try {
			// First, because an edit that is refused as late is sent again with them.
			if (form.has('tags')) await setTags(event.locals.db, event.params.post, data.tags);
			question = await editPost(event.locals.db, event.params.post, data);
		} catch (cause) {
			return refusedAct(event, cause, state);
		}
		const at = event.params.post;
		redirect(303, `${route.question(question, { done: 'edited', at })}#${at}`);
	}
};
