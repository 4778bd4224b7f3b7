import { fail, redirect } from '@sveltejs/kit';
import { correctMyRecord, readMyRecord } from '$lib/features/alumni/record.server';
import { recordForm } from '$lib/features/alumni/schema';
import { route } from '$lib/route';
import { parseForm, refused } from '$lib/server/forms.server';
import { memberPage } from '$lib/server/guard.server';
import {
	keepTypedIfSignedOut,
	keepTypedUnlessSignedIn,
	typedBefore
} from '$lib/server/typed.server';

export const load = async (event) => ({
	...(await memberPage(readMyRecord(event.locals.db))),
	done: event.url.searchParams.has('done'),
	typed: await typedBefore(event)
});

export const actions = {
	default: async (event) => {
		const { data, state } = parseForm(recordForm, await event.request.formData());
		if (!data) {
			await keepTypedUnlessSignedIn(event, state);
			return fail(400, state);
		}
		try {
			await correctMyRecord(event.locals.db, data);
		} catch (cause) {
			await keepTypedIfSignedOut(event, cause, state);
			return refused(cause, state, {
				too_many: ['', 'conflicts_record_too_many'],
				'invalid:full_name': ['full_name', 'error_required'],
				'invalid:region': ['region', 'error_choose']
			});
		}
		redirect(303, route.myRecord({ done: 1 }));
	}
};
