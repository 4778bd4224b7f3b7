import { fail, redirect } from '@sveltejs/kit';
import { signIn } from '$lib/features/identity/schema';
import { signInWithPassword } from '$lib/features/identity/sign-in.server';
import { route, safeReturn } from '$lib/route';
import { parseForm, refused, say } from '$lib/server/forms.server';

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
		redirect(303, safeReturn(url.searchParams.get('to'), route.me()));
	}
};
