import { error, fail } from '@sveltejs/kit';
import { idParam, revealForm } from '$lib/features/moderation/schema';
import { readReveal, revealAsker } from '$lib/features/moderation/staff.server';
import { refusedForm } from '$lib/features/moderation/submit.server';
import { parseForm } from '$lib/server/forms.server';
import { staffPage } from '$lib/server/guard.server';

export const load = async ({ locals, params }) => {
	const id = idParam(params.id);
	if (!id) error(404, 'not_found');
	return staffPage(readReveal(locals.db, id), 'moderator', 'officer', 'coordinator');
};

export const actions = {
	/** The name stands in this one answer and in no address. */
	default: async (event) => {
		const { data, state } = parseForm(revealForm, await event.request.formData());
		if (!data) return fail(400, state);
		try {
			const id = idParam(event.params.id) ?? '';
			return { ...state, asker: await revealAsker(event.locals.db, id, data.reason) };
		} catch (cause) {
			return refusedForm(event, cause, state);
		}
	}
};
