import { error } from '@sveltejs/kit';
import { answerForm, idParam } from '$lib/features/moderation/schema';
import { answerAppeal, readAppeal } from '$lib/features/moderation/staff.server';
import { submit } from '$lib/features/moderation/submit.server';
import { route } from '$lib/route';
import { staffPage } from '$lib/server/guard.server';

export const load = async ({ locals, params }) => {
	const id = idParam(params.id) ?? error(404, 'not_found');
	return staffPage(readAppeal(locals.db, id), 'moderator', 'officer', 'coordinator');
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
