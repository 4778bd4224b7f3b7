import { fail, redirect } from '@sveltejs/kit';
import { readMyReferrals, setOffersConsent } from '$lib/features/programmes/referrals.server';
import { offersConsent } from '$lib/features/programmes/schema';
import { getLocale } from '$lib/paraglide/runtime';
import { route } from '$lib/route';
import { parseForm, refused } from '$lib/server/forms.server';
import { memberPage } from '$lib/server/guard.server';

export const load = async ({ locals, url }) => ({
	...(await memberPage(readMyReferrals(locals.db))),
	done: url.searchParams.has('done')
});

export const actions = {
	default: async ({ locals, request }) => {
		const { data, state } = parseForm(offersConsent, await request.formData());
		if (!data) return fail(400, state);
		try {
			await setOffersConsent(locals.db, {
				granted: data.granted === 'yes',
				textVersion: data.text_version,
				locale: getLocale()
			});
		} catch (cause) {
			return refused(cause, state, {
				not_found: ['', 'programmes_error_changed'],
				'expired:text': ['', 'programmes_error_text_changed']
			});
		}
		redirect(303, route.myReferrals({ done: 1 }));
	}
};
