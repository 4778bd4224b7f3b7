import { error, redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { openSurvey } from '$lib/features/surveys/answer.server';
import { submitSurvey } from '$lib/features/surveys/submit.server';
import type { Locale } from '$lib/i18n';
import { getLocale } from '$lib/paraglide/runtime';
import { route } from '$lib/route';

export const load = async ({ locals, params, url, getClientAddress }) => {
	const survey = await openSurvey(locals.db, params.token, getClientAddress());
	if (survey.outcome === 'unknown') error(404, 'not_found');
	if (survey.outcome === 'throttled') error(429, 'too_many');
	return { ...survey, key: randomUUID(), done: url.searchParams.get('done') };
};

export const actions = {
	default: async ({ request, locals, params, getClientAddress }) => {
		const { failure, done } = await submitSurvey(
			locals.db,
			params.token,
			await request.formData(),
			{ locale: getLocale() as Locale, address: getClientAddress() }
		);
		if (failure) return failure;
		redirect(303, route.survey(params.token) + (done === 'too_late' ? '' : `?done=${done}`));
	}
};
