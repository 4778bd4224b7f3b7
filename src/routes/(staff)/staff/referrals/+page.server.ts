import { fail, redirect } from '@sveltejs/kit';
import { readStaffReferrals, respondReferral } from '$lib/features/programmes/referrals.server';
import { idParam, partnerAnswer } from '$lib/features/programmes/schema';
import { route } from '$lib/route';
import { parseForm, refused } from '$lib/server/forms.server';
import { staffPage } from '$lib/server/guard.server';

export const load = async ({ locals, url }) => {
	const read = readStaffReferrals(locals.db, idParam(url.searchParams.get('after')));
	const page = await staffPage(read, 'officer', 'coordinator', 'partner');
	return { ...page, done: url.searchParams.has('done'), now: new Date() };
};

export const actions = {
	default: async ({ locals, request }) => {
		const { data, state } = parseForm(partnerAnswer, await request.formData());
		if (!data) return fail(400, state);
		try {
			await respondReferral(locals.db, data);
		} catch (cause) {
			return refused(cause, state, {
				'invalid:reason': ['reason', 'error_choose'],
				conflict: ['', 'programmes_error_changed'],
				not_found: ['', 'programmes_error_changed']
			});
		}
		redirect(303, route.staffReferrals({ done: 1 }));
	}
};
