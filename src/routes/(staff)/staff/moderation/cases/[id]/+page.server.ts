import { error } from '@sveltejs/kit';
import { caseActions } from '$lib/features/moderation/cases.server';
import { readCase, restrictAuthor, reverseCase } from '$lib/features/moderation/queue.server';
import { idParam, noteForm, restrictForm } from '$lib/features/moderation/schema';
import { submit } from '$lib/features/moderation/submit.server';
import { route } from '$lib/route';
import { staffPage } from '$lib/server/guard.server';

export const load = async ({ locals, params, url }) => {
	const id = idParam(params.id);
	if (!id) error(404, 'not_found');
	const page = await staffPage(readCase(locals.db, id), 'moderator', 'officer', 'coordinator');
	return { ...page, done: url.searchParams.get('done') };
};

export const actions = {
	...caseActions(route.moderationCase),
	reverse: async (event) => {
		const id = idParam(event.params.id) ?? '';
		return submit(
			event,
			noteForm,
			({ note }) => reverseCase(event.locals.db, id, note),
			() => route.moderationCase(id, { done: 'reversed' })
		);
	},
	restrict: async (event) => {
		const id = idParam(event.params.id) ?? '';
		return submit(
			event,
			restrictForm,
			(data) => restrictAuthor(event.locals.db, id, data),
			() => route.moderationCase(id, { done: 'restricted' })
		);
	}
};
