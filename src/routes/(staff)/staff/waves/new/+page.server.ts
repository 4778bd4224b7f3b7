import { redirect } from '@sveltejs/kit';
import { loadNewWave, submitNewWave } from '$lib/features/surveys/new-wave.server';
import { route } from '$lib/route';
import { staffPage } from '$lib/server/guard.server';

export const load = ({ locals, url }) =>
	staffPage(loadNewWave(locals.db, url.searchParams), 'coordinator');

export const actions = {
	send: async ({ request, locals, url }) => {
		const { failure, id } = await submitNewWave(locals.db, await request.formData(), url.origin);
		if (failure) return failure;
		redirect(303, `${route.wave(id)}?done=sent`);
	}
};
