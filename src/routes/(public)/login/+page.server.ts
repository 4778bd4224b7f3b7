import { fail, redirect } from '@sveltejs/kit';
import { signIn } from '$lib/features/identity/schema';
import {
	homeOf,
	myHome,
	readLoginPage,
	signInWithPassword
} from '$lib/features/identity/sign-in.server';
import { safeReturn } from '$lib/route';
import { parseForm, refused, say } from '$lib/server/forms.server';
import { publicPage } from '$lib/server/guard.server';
import { hasTyped } from '$lib/server/typed.server';

export const load = async ({ locals, url, cookies }) => {
	const page = await publicPage(readLoginPage(locals.db));
	const to = url.searchParams.get('to');
	if (page.viewer) redirect(303, safeReturn(to, homeOf(page.viewer)));
	return { ...page, to: to ?? undefined, sentHere: to !== null, typed: hasTyped(cookies) };
};

export const actions = {
	default: async ({ request, locals, url, getClientAddress }) => {
		const { data, state } = parseForm(signIn, await request.formData());
		if (!data) return fail(400, state);
		try {
			if (!(await signInWithPassword(locals.db, data, getClientAddress())))
				return fail(400, { ...state, errors: { password: say('identity_wrong_password') } });
		} catch (cause) {
			return refused(cause, state, { too_many: ['', 'error_too_many'] });
		}
		redirect(303, safeReturn(url.searchParams.get('to'), await myHome(locals.db)));
	}
};
