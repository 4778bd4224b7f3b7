import { fail, redirect } from '@sveltejs/kit';
import { refusedAct } from '$lib/features/forum/refusals.server';
import { decideForm, suggestForm, tagsForm } from '$lib/features/tags/schema';
import { decideTags, readQuestionTags, setTags, suggestTags } from '$lib/features/tags/tags.server';
import { route } from '$lib/route';
import { parseForm } from '$lib/server/forms.server';
import { memberPage } from '$lib/server/guard.server';
import { typedBefore } from '$lib/server/typed.server';

export const load = async (event) => ({
	...(await memberPage(readQuestionTags(event.locals.db, event.params.id))),
	typedBefore: await typedBefore(event),
	done: event.url.searchParams.get('done')
});

export const actions = {
	set: async (event) => {
		const { data, state } = parseForm(tagsForm, await event.request.formData());
		if (!data) return fail(400, state);
		try {
			await setTags(event.locals.db, event.params.id, data.tags);
		} catch (cause) {
			return refusedAct(event, cause, state);
		}
		redirect(303, route.question(event.params.id, { done: 'edited' }));
	},
	suggest: async (event) => {
		const { data, state } = parseForm(suggestForm, await event.request.formData());
		if (!data) return fail(400, state);
		try {
			await suggestTags(event.locals.db, event.params.id, data.tags);
		} catch (cause) {
			return refusedAct(event, cause, state);
		}
		redirect(303, route.questionTags(event.params.id, { done: 'suggested' }));
	},
	decide: async (event) => {
		const { data, state } = parseForm(decideForm, await event.request.formData());
		if (!data) return fail(400, state);
		try {
			await decideTags(event.locals.db, data.suggestion, data.accept === '1');
		} catch (cause) {
			return refusedAct(event, cause, state);
		}
		redirect(303, route.questionTags(event.params.id, { done: 'decided' }));
	}
};
