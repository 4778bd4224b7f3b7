import { redirect } from '@sveltejs/kit';
import { route } from '$lib/route';

export const load = () => redirect(303, route.home());

export const actions = {
	default: async ({ locals }) => {
		await locals.db.auth.signOut({ scope: 'local' });
		redirect(303, route.home());
	}
};
