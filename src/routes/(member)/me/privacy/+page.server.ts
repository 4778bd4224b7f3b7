import { fail, redirect } from '@sveltejs/kit';
import { readPrivacy, setConsent } from '$lib/features/privacy/consents.server';
import { consentForm } from '$lib/features/privacy/schema';
import { getLocale } from '$lib/paraglide/runtime';
import { route } from '$lib/route';
import { parseForm, refused } from '$lib/server/forms.server';
import { memberPage } from '$lib/server/guard.server';

export const load = async ({ locals, url }) => ({
	...(await memberPage(readPrivacy(locals.db))),
	done: url.searchParams.has('done'),
	asked: url.searchParams.get('done') === 'guardian'
});

export const actions = {
	default: async ({ locals, request }) => {
		const { data, state } = parseForm(consentForm, await request.formData());
		if (!data) return fail(400, state);
		try {
			await setConsent(locals.db, {
				purpose: data.purpose,
				granted: data.granted === 'yes',
				textVersion: data.text_version,
				locale: getLocale()
			});
		} catch (cause) {
			return refused(cause, state, { 'expired:text': [data.purpose, 'privacy_error_text'] });
		}
		redirect(303, route.privacy({ done: data.purpose }));
	}
};
