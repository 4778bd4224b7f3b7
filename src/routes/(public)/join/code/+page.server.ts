import { fail, redirect } from '@sveltejs/kit';
import { useInvitation } from '$lib/features/invitations/invitation.server';
import { signInWithCode } from '$lib/features/identity/codes.server';
import { dropPending, readPending } from '$lib/features/identity/pending.server';
import { enterCode } from '$lib/features/identity/schema';
import { homeOf, myHome, readLoginPage } from '$lib/features/identity/sign-in.server';
import { route } from '$lib/route';
import { faulty, parseForm, refused } from '$lib/server/forms.server';
import { publicPage } from '$lib/server/guard.server';

export const load = async (event) => {
	const page = await publicPage(readLoginPage(event.locals.db));
	if (page.viewer) redirect(303, homeOf(page.viewer));
	const pending = await readPending(event, 'join');
	if (!pending) redirect(303, route.join());
	return { ...page, email: pending.email };
};

export const actions = {
	default: async (event) => {
		const { data, state } = parseForm(enterCode, await event.request.formData());
		const pending = await readPending(event, 'join');
		if (!pending) redirect(303, route.join());
		if (!data) return fail(400, state);
		const { db } = event.locals;
		try {
			if (!(await signInWithCode(db, { ...pending, code: data.code }, event.getClientAddress())))
				return faulty(state, 'code', 'identity_code_wrong');
		} catch (cause) {
			return refused(cause, state, { too_many: ['', 'error_too_many'] });
		}
		dropPending(event);
		if (pending.invitation) redirect(303, await useInvitation(db, pending.invitation));
		redirect(303, await myHome(db));
	}
};
