import { fail, redirect } from '@sveltejs/kit';
import { readMyProfile, setDirectoryConsent } from '$lib/features/profiles/profiles.server';
import { directoryConsent } from '$lib/features/profiles/schema';
import { submitProfile } from '$lib/features/profiles/submit.server';
import { getLocale } from '$lib/paraglide/runtime';
import { route } from '$lib/route';
import { parseForm, refused } from '$lib/server/forms.server';
import { memberPage } from '$lib/server/guard.server';
import { typedBefore } from '$lib/server/typed.server';

/** As whom one may look at one's own profile. */
const EYES = ['alumni', 'region'] as const;

export const load = async (event) => {
	const { locals, url } = event;
	const as = url.searchParams.get('as');
	return {
		...(await memberPage(readMyProfile(locals.db))),
		as: EYES.find((eyes) => eyes === as) ?? null,
		done: url.searchParams.has('done'),
		typed: await typedBefore(event)
	};
};

export const actions = {
	save: async (event) => {
		const failure = await submitProfile(event, await event.request.formData());
		return failure ?? redirect(303, route.myProfile({ done: 1 }));
	},
	directory: async ({ locals, request }) => {
		const { data, state } = parseForm(directoryConsent, await request.formData());
		if (!data) return fail(400, state);
		try {
			await setDirectoryConsent(locals.db, {
				granted: data.granted === 'yes',
				textVersion: data.text_version,
				locale: getLocale()
			});
		} catch (cause) {
			return refused(cause, state, { 'expired:text': ['', 'programmes_error_text_changed'] });
		}
		redirect(303, route.myProfile({ done: 1 }));
	}
};
