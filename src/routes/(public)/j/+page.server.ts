import { fail, redirect } from '@sveltejs/kit';
import { readLoginPage } from '$lib/features/identity/sign-in.server';
import { typedCode } from '$lib/features/invitations/schema';
import { route } from '$lib/route';
import { parseForm } from '$lib/server/forms.server';
import { publicPage } from '$lib/server/guard.server';

export const load = async ({ locals }) => publicPage(readLoginPage(locals.db));

export const actions = {
	default: async ({ request }) => {
		const { data, state } = parseForm(typedCode, await request.formData());
		if (!data) return fail(400, state);
		redirect(303, route.invitation(data.code));
	}
};
