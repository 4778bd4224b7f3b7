import { error, redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { openSurvey } from '$lib/features/surveys/answer.server';
import { submitSurvey } from '$lib/features/surveys/submit.server';
import type { Locale } from '$lib/i18n';
import { getLocale } from '$lib/paraglide/runtime';
import { REREAD } from '$lib/reread';
import { route } from '$lib/route';
import { formValues } from '$lib/server/forms.server';

export const load = async ({ locals, params, url, getClientAddress }) => {
	const survey = await openSurvey(locals.db, params.token, getClientAddress());
	if (survey.outcome === 'unknown') error(404, 'not_found');
	if (survey.outcome === 'throttled') error(429, 'too_many');
	const done = url.searchParams.get('done');
	const takenAlong = survey.outcome === 'open' && done !== 'other' ? 'survey' : undefined;
	return { ...survey, key: randomUUID(), done, takenAlong };
};

export const actions = {
	default: async ({ request, locals, params, getClientAddress }) => {
		const form = await request.formData();
		// Nothing is an answer yet: the page comes back in the language of its new address.
		if (form.has(REREAD)) return { values: formValues(form), errors: {} };
		const { failure, done } = await submitSurvey(locals.db, params.token, form, {
			locale: getLocale() as Locale,
			address: getClientAddress()
		});
		if (failure) return failure;
		redirect(303, route.survey(params.token) + (done === 'too_late' ? '' : `?done=${done}`));
	}
};
