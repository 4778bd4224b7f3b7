import { redirect } from '@sveltejs/kit';
import { passOffer, readOffers, saveLimits } from '$lib/features/routing/offers.server';
import { route } from '$lib/route';
import { memberPage } from '$lib/server/guard.server';

export const load = async ({ locals, url }) => ({
	...(await memberPage(readOffers(locals.db))),
	done: url.searchParams.get('done')
});

export const actions = {
	pass: async ({ locals, request }) => {
		const failure = await passOffer(locals.db, await request.formData());
		return failure ?? redirect(303, route.questionsForYou({ done: 'passed' }));
	},
	limit: async ({ locals, request }) => {
		const failure = await saveLimits(locals.db, await request.formData());
		return failure ?? redirect(303, route.questionsForYou({ done: 'saved' }));
	}
};
