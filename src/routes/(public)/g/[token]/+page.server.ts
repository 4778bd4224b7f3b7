import { error, fail, redirect } from '@sveltejs/kit';
import { answerGuardian, openGuardian } from '$lib/features/guardians/guardians.server';
import { answerForm } from '$lib/features/guardians/schema';
import { getLocale } from '$lib/paraglide/runtime';
import { route } from '$lib/route';
import { parseForm, refused } from '$lib/server/forms.server';

export const load = async ({ locals, params, getClientAddress }) => {
	const page = await openGuardian(locals.db, params.token, getClientAddress());
	if (page.outcome === 'unknown') error(404, 'not_found');
	if (page.outcome === 'throttled') error(429, 'too_many');
	return page;
};

export const actions = {
	default: async ({ locals, params, request }) => {
		const { data, state } = parseForm(answerForm, await request.formData());
		if (!data) return fail(400, state);
		try {
			const { answer, text_version: textVersion } = data;
			await answerGuardian(locals.db, params.token, { answer, textVersion, locale: getLocale() });
		} catch (cause) {
			// Too late is told by the page itself.
			return refused(cause, state, {
				'expired:text': ['', 'privacy_error_text'],
				'expired:token': ['', 'guardians_expired_title']
			});
		}
		redirect(303, route.guardian(params.token));
	}
};
