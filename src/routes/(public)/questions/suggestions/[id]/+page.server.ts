import { error, fail, redirect } from '@sveltejs/kit';
import { idParam } from '$lib/features/forum/schema';
import { declineForm } from '$lib/features/suggestions/schema';
import {
	acceptSuggestion,
	declineSuggestion,
	readSuggestion,
	refusedSuggestion,
	takeBackSuggestion
} from '$lib/features/suggestions/suggestions.server';
import { route } from '$lib/route';
import { parseForm } from '$lib/server/forms.server';
import { memberPage } from '$lib/server/guard.server';

const NOTHING_TYPED = { values: {}, errors: {} };

export const load = async ({ locals, params, url }) => {
	const id = idParam(params.id);
	if (!id) error(404, 'not_found');
	const { viewer, suggestion } = await memberPage(readSuggestion(locals.db, id));
	if (!suggestion) error(404, 'not_found');
	return { viewer, suggestion, done: url.searchParams.get('done') };
};

export const actions = {
	accept: async (event) => {
		let question: string;
		try {
			question = await acceptSuggestion(event.locals.db, event.params.id);
		} catch (cause) {
			return refusedSuggestion(event, cause, NOTHING_TYPED);
		}
		redirect(303, route.question(question, { done: 'edited' }));
	},
	decline: async (event) => {
		const { data, state } = parseForm(declineForm, await event.request.formData());
		if (!data) return fail(400, state);
		try {
			await declineSuggestion(event.locals.db, event.params.id, data.declineReason);
		} catch (cause) {
			return refusedSuggestion(event, cause, state);
		}
		redirect(303, route.suggestion(event.params.id, { done: 'declined' }));
	},
	take_back: async (event) => {
		try {
			await takeBackSuggestion(event.locals.db, event.params.id);
		} catch (cause) {
			return refusedSuggestion(event, cause, NOTHING_TYPED);
		}
		redirect(303, route.suggestion(event.params.id));
	}
};
