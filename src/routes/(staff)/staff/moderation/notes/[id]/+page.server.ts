import { error } from '@sveltejs/kit';
import { idParam, notesForm } from '$lib/features/moderation/schema';
import { hideNotes, readNotes } from '$lib/features/moderation/staff.server';
import { submit } from '$lib/features/moderation/submit.server';
import { route } from '$lib/route';
import { staffPage } from '$lib/server/guard.server';

export const load = async ({ locals, params }) => {
	const id = idParam(params.id);
	if (!id) error(404, 'not_found');
	return staffPage(readNotes(locals.db, id), 'moderator', 'officer', 'coordinator');
};

export const actions = {
	default: async (event) => {
		const id = idParam(event.params.id) ?? error(404, 'not_found');
		return submit(
			event,
			notesForm,
			(form) => hideNotes(event.locals.db, id, form),
			() => route.judgeNotes(id)
		);
	}
};
