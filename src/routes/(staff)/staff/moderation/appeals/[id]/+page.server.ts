import { error } from '@sveltejs/kit';
import { answerForm, idParam } from '$lib/features/moderation/schema';
import { answerAppeal, readRestrictions } from '$lib/features/moderation/staff.server';
import { submit } from '$lib/features/moderation/submit.server';
import { route } from '$lib/route';
import { staffPage } from '$lib/server/guard.server';

export const load = async ({ locals, params }) => {
	const page = await staffPage(
		readRestrictions(locals.db),
		...(['moderator', 'officer', 'coordinator'] as const)
	);
	const appeal = page.appeals.find(({ id }) => id === params.id);
	if (!appeal) error(404, 'not_found');
	return { viewer: page.viewer, appeal };
};

export const actions = {
	default: async (event) => {
		const id = idParam(event.params.id) ?? '';
		return submit(
			event,
			answerForm,
			(data) => answerAppeal(event.locals.db, id, data),
			() => route.restrictions({ done: 'answered' })
		);
	}
};
