import { redirect } from '@sveltejs/kit';
import { readLoginPage, signOut } from '$lib/features/identity/sign-in.server';
import { route } from '$lib/route';
import { memberPage } from '$lib/server/guard.server';

export const load = ({ locals }) => memberPage(readLoginPage(locals.db));

export const actions = {
	default: async ({ locals, request }) => {
		const everywhere = (await request.formData()).get('scope') === 'everywhere';
		await signOut(locals.db, everywhere ? 'global' : 'local');
		redirect(303, route.home());
	}
};
