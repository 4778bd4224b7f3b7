import { error, redirect } from '@sveltejs/kit';
import { idParam } from '$lib/features/forum/schema';
import { openOffer } from '$lib/features/routing/offers.server';
import { route } from '$lib/route';

/**
 * The way from an offer to the question, which everybody may read. That it was opened is all that is
 * noted, once or ten times, so a plain link in a message does.
 */
export const GET = async ({ locals, params }) => {
	const id = idParam(params.id);
	if (!id) error(404, 'not_found');
	await openOffer(locals.db, id);
	redirect(303, route.question(id));
};
