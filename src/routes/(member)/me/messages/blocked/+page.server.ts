import { fail, redirect } from '@sveltejs/kit';
import { readBlocked, unblock } from '$lib/features/talk/messages.server';
import { person } from '$lib/features/talk/schema';
import { route } from '$lib/route';
import { parseForm, refused } from '$lib/server/forms.server';
import { memberPage } from '$lib/server/guard.server';
import { keepTypedIfSignedOut } from '$lib/server/typed.server';

export const load = async ({ locals, url }) => ({
	...(await memberPage(readBlocked(locals.db))),
	done: url.searchParams.has('done')
});

export const actions = {
	default: async (event) => {
		const { data, state } = parseForm(person, await event.request.formData());
		if (!data) return fail(400, state);
		try {
			await unblock(event.locals.db, data.person);
		} catch (cause) {
			await keepTypedIfSignedOut(event, cause, state);
			return refused(cause, state, {});
		}
		redirect(303, route.blocked({ done: 1 }));
	}
};
