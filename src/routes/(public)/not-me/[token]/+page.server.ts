import { error, redirect } from '@sveltejs/kit';
import { disputeClaim, openClaimNotice } from '$lib/features/identity/notices.server';
import { route } from '$lib/route';

export const load = async ({ locals, params, getClientAddress }) => {
	const notice = await openClaimNotice(locals.db, params.token, getClientAddress());
	if (notice.outcome === 'unknown') error(404, 'not_found');
	if (notice.outcome === 'throttled') error(429, 'too_many');
	return { ...notice, outcome: notice.outcome };
};

export const actions = {
	default: async ({ locals, params }) => {
		await disputeClaim(locals.db, params.token);
		redirect(303, route.claimNotice(params.token));
	}
};
