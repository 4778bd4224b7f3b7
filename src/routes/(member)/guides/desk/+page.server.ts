import { randomUUID } from 'node:crypto';
import { fail, redirect } from '@sveltejs/kit';
import { readDesk } from '$lib/features/collections/read.server';
import { refusedGuide } from '$lib/features/collections/refusals.server';
import { startForm } from '$lib/features/collections/schema';
import { startGuide } from '$lib/features/collections/write.server';
import { route } from '$lib/route';
import { parseForm } from '$lib/server/forms.server';
import { memberPage } from '$lib/server/guard.server';
import { typedBefore } from '$lib/server/typed.server';

export const load = async (event) => ({
	...(await memberPage(readDesk(event.locals.db))),
	key: randomUUID(),
	typed: await typedBefore(event),
	done: event.url.searchParams.get('done')
});

export const actions = {
	default: async (event) => {
		const { data, state } = parseForm(startForm, await event.request.formData());
		if (!data) return fail(400, state);
		let id: string;
		try {
			id = await startGuide(event.locals.db, data);
		} catch (cause) {
			return refusedGuide(event, cause, state);
		}
		redirect(303, route.editGuide(id));
	}
};
