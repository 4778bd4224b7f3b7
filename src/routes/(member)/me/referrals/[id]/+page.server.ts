import { error, fail, redirect } from '@sveltejs/kit';
import { answerReferral, readMyReferral } from '$lib/features/programmes/referrals.server';
import { alumnusAnswer, idParam } from '$lib/features/programmes/schema';
import { getLocale } from '$lib/paraglide/runtime';
import { route } from '$lib/route';
import { parseForm, refused } from '$lib/server/forms.server';
import { memberPage } from '$lib/server/guard.server';

export const load = async ({ locals, params, url }) => {
	const id = idParam(params.id);
	if (!id) error(404, 'not_found');
	const page = await memberPage(readMyReferral(locals.db, id));
	return { ...page, done: url.searchParams.has('done') };
};

export const actions = {
	default: async ({ locals, params, request }) => {
		const { data, state } = parseForm(alumnusAnswer, await request.formData());
		if (!data) return fail(400, state);
		const id = idParam(params.id) ?? '';
		try {
			const { action, reason, text_version: textVersion } = data;
			await answerReferral(locals.db, id, { action, reason, textVersion, locale: getLocale() });
		} catch (cause) {
			return refused(cause, state, {
				'conflict:guardian': ['', 'guardians_referral_wait'],
				conflict: ['', 'programmes_error_changed'],
				expired: ['', 'programmes_error_text_changed'],
				not_found: ['', 'programmes_error_changed']
			});
		}
		redirect(303, route.myReferral(id, { done: 1 }));
	}
};
