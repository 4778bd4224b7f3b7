import { error, fail, redirect } from '@sveltejs/kit';
import { decideReport, liftRestrictions, readReport } from '$lib/features/talk/reports.server';
import { idParam, verdict } from '$lib/features/talk/schema';
import { route } from '$lib/route';
import { parseForm, refused } from '$lib/server/forms.server';
import { staffPage } from '$lib/server/guard.server';
import { keepTypedIfSignedOut } from '$lib/server/typed.server';

export const load = async ({ locals, params, url }) => {
	const id = idParam(params.id);
	if (!id) error(404, 'not_found');
	const page = await staffPage(readReport(locals.db, id), 'officer', 'coordinator');
	return { ...page, done: url.searchParams.get('done') };
};

export const actions = {
	decide: async (event) => {
		const { data, state } = parseForm(verdict, await event.request.formData());
		if (!data) return fail(400, state);
		const id = idParam(event.params.id) ?? '';
		try {
			await decideReport(event.locals.db, id, data);
		} catch (cause) {
			await keepTypedIfSignedOut(event, cause, state);
			return refused(cause, state, { used: ['', 'talk_error_decided'] });
		}
		redirect(303, route.report(id, { done: 'decided' }));
	},
	lift: async (event) => {
		const id = idParam(event.params.id) ?? '';
		const state = { values: {}, errors: {} };
		try {
			await liftRestrictions(event.locals.db, id);
		} catch (cause) {
			await keepTypedIfSignedOut(event, cause, state);
			return refused(cause, state, {});
		}
		redirect(303, route.report(id, { done: 'lifted' }));
	}
};
