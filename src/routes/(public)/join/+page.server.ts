import { fail, redirect } from '@sveltejs/kit';
import { sendJoinCode } from '$lib/features/identity/codes.server';
import { layPending } from '$lib/features/identity/pending.server';
import { join } from '$lib/features/identity/schema';
import { homeOf, readLoginPage } from '$lib/features/identity/sign-in.server';
import { route } from '$lib/route';
import { faulty, parseForm, refused } from '$lib/server/forms.server';
import { publicPage } from '$lib/server/guard.server';

export const load = async ({ locals }) => {
	const page = await publicPage(readLoginPage(locals.db));
	if (page.viewer) redirect(303, homeOf(page.viewer));
	return page;
};

export const actions = {
	default: async (event) => {
		const { data, state } = parseForm(join, await event.request.formData());
		if (!data) return fail(400, state);
		const { email, password } = data;
		try {
			if (!(await sendJoinCode(event.locals.db, data, event.getClientAddress())))
				return faulty(state, 'password', 'identity_password_common');
		} catch (cause) {
			return refused(cause, state, { too_many: ['', 'error_too_many'] });
		}
		await layPending(event, { purpose: 'join', email, password });
		redirect(303, route.joinCode());
	}
};
