import { error, fail, redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { readCandidate, referCandidate } from '$lib/features/programmes/candidates.server';
import { idParam, referral } from '$lib/features/programmes/schema';
import { route } from '$lib/route';
import { parseForm, refused } from '$lib/server/forms.server';
import { staffPage } from '$lib/server/guard.server';

export const load = async ({ locals, params, url }) => {
	const id = idParam(params.id);
	if (!id) error(404, 'not_found');
	const read = readCandidate(locals.db, id, url.searchParams.get('programme'));
	const page = await staffPage(read, 'officer', 'coordinator');
	return { ...page, key: randomUUID(), year: new Date().getFullYear() };
};

export const actions = {
	default: async ({ locals, params, request }) => {
		const { data, state } = parseForm(referral, await request.formData());
		if (!data) return fail(400, state);
		try {
			await referCandidate(locals.db, idParam(params.id) ?? '', data);
		} catch (cause) {
			return refused(cause, state, {
				'conflict:open': ['programme', 'programmes_error_open'],
				'conflict:said_no': ['programme', 'programmes_error_said_no'],
				'forbidden:no_consent': ['', 'programmes_error_no_consent'],
				'forbidden:not_yet': ['programme', 'programmes_error_not_yet'],
				'invalid:programme': ['programme', 'error_choose'],
				not_found: ['', 'programmes_error_changed']
			});
		}
		redirect(303, route.candidates({ programme: data.programme, done: 1 }));
	}
};
