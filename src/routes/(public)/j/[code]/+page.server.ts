import { error, fail, redirect } from '@sveltejs/kit';
import { sendJoinCode } from '$lib/features/identity/codes.server';
import { layPending } from '$lib/features/identity/pending.server';
import { join } from '$lib/features/identity/schema';
import { claimByInvitation, openInvitation } from '$lib/features/invitations/invitation.server';
import { readCode } from '$lib/features/invitations/rules';
import { route } from '$lib/route';
import { Refusal } from '$lib/server/db.server';
import { faulty, parseForm, refused } from '$lib/server/forms.server';

export const load = async ({ locals, params, getClientAddress }) => {
	const code = readCode(params.code);
	const invitation = await openInvitation(locals.db, code, getClientAddress());
	if (invitation.outcome === 'unknown' || !code) error(404, 'not_found');
	if (invitation.outcome === 'throttled') error(429, 'too_many');
	return { ...invitation, outcome: invitation.outcome, code };
};

export const actions = {
	join: async (event) => {
		const { data, state } = parseForm(join, await event.request.formData());
		const invitation = readCode(event.params.code);
		if (!invitation) error(404, 'not_found');
		if (!data) return fail(400, state);
		const { email, password } = data;
		try {
			if (!(await sendJoinCode(event.locals.db, data, event.getClientAddress())))
				return faulty(state, 'password', 'identity_password_common');
		} catch (cause) {
			return refused(cause, state, { too_many: ['', 'error_too_many'] });
		}
		await layPending(event, { purpose: 'join', email, password, invitation });
		redirect(303, route.joinCode());
	},
	claim: async ({ locals, params }) => {
		const code = readCode(params.code) ?? '';
		const here = route.invitation(code);
		let claimed: boolean;
		try {
			claimed = await claimByInvitation(locals.db, code);
		} catch (cause) {
			if (cause instanceof Refusal && cause.code === 'forbidden') redirect(303, route.login(here));
			// The account got its record in another window: the page itself says so.
			if (cause instanceof Refusal && cause.code === 'conflict') redirect(303, here);
			return refused(cause, { values: {}, errors: {} }, { too_many: ['', 'error_too_many'] });
		}
		redirect(303, claimed ? route.claim() : here);
	}
};
