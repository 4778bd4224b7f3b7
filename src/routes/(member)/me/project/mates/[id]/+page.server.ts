import { error, redirect } from '@sveltejs/kit';
import { readReportContact } from '$lib/features/contacts/reports.server';
import { submitReport } from '$lib/features/contacts/submit.server';
import { isId } from '$lib/ids';
import { route } from '$lib/route';
import { memberPage } from '$lib/server/guard.server';
import { typedBefore } from '$lib/server/typed.server';

export const load = async (event) => {
	if (!isId(event.params.id)) error(404, 'not_found');
	const page = await memberPage(readReportContact(event.locals.db, event.params.id));
	return { ...page, typed: await typedBefore(event) };
};

export const actions = {
	default: async (event) => {
		if (!isId(event.params.id)) error(404, 'not_found');
		const failure = await submitReport(event, event.params.id);
		return failure ?? redirect(303, route.myProject({ done: 'told' }));
	}
};
