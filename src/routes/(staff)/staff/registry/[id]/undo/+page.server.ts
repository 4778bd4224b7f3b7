import { error, fail, redirect } from '@sveltejs/kit';
import { keeping, undoing } from '$lib/features/identity/schema';
import { keepClaim, readClaimToUndo, undoClaim } from '$lib/features/identity/undo.server';
import { isId } from '$lib/ids';
import { route } from '$lib/route';
import { parseForm, refused } from '$lib/server/forms.server';
import { staffPage } from '$lib/server/guard.server';
import { keepTypedIfSignedOut, typedBefore } from '$lib/server/typed.server';

export const load = async (event) => {
	if (!isId(event.params.id)) error(404, 'not_found');
	const page = readClaimToUndo(event.locals.db, event.params.id);
	return { ...(await staffPage(page, 'officer', 'coordinator')), typed: await typedBefore(event) };
};

export const actions = {
	undo: async (event) => {
		const form = await event.request.formData();
		const { data, state } = parseForm(undoing, form, ['takeBack']);
		if (!data) return fail(400, state);
		try {
			await undoClaim(event.locals.db, event.params.id, data);
		} catch (cause) {
			await keepTypedIfSignedOut(event, cause, state);
			return refused(cause, state, {
				'invalid:reason': ['reason', 'error_required'],
				'conflict:changed': ['', 'identity_undo_changed'],
				'forbidden:own': ['', 'identity_undo_own']
			});
		}
		redirect(303, route.registryPerson(event.params.id, { done: 'parted' }));
	},
	keep: async (event) => {
		const { data, state } = parseForm(keeping, await event.request.formData());
		if (!data) return fail(400, state);
		try {
			await keepClaim(event.locals.db, event.params.id, data.account);
		} catch (cause) {
			return refused(cause, state, { 'forbidden:own': ['', 'identity_undo_own'] });
		}
		redirect(303, route.claims({ done: 'kept' }));
	}
};
