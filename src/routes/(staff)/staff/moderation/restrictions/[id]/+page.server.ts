import { error } from '@sveltejs/kit';
import { idParam, noteForm } from '$lib/features/moderation/schema';
import { liftRestriction, readRestrictions } from '$lib/features/moderation/staff.server';
import { submit } from '$lib/features/moderation/submit.server';
import { route } from '$lib/route';
import { staffPage } from '$lib/server/guard.server';

export const load = async ({ locals, params }) => {
	const page = await staffPage(
		readRestrictions(locals.db),
		...(['moderator', 'officer', 'coordinator'] as const)
	);
	const restriction = page.restrictions.find(({ id }) => id === params.id);
	if (!restriction) error(404, 'not_found');
	return { viewer: page.viewer, restriction };
};

export const actions = {
	default: async (event) => {
		const id = idParam(event.params.id) ?? '';
		return submit(
			event,
			noteForm,
			({ note }) => liftRestriction(event.locals.db, id, note),
			() => route.restrictions({ done: 'lifted' })
		);
	}
};
