import { redirect } from '@sveltejs/kit';
import { readToday } from '$lib/features/programmes/candidates.server';
import { route } from '$lib/route';
import { staffPage } from '$lib/server/guard.server';

export const load = async ({ locals }) => {
	const page = await staffPage(readToday(locals.db), 'officer', 'coordinator', 'partner');
	// A partner has one thing to do here.
	if (!page.counts) redirect(303, route.staffReferrals());
	return { ...page, counts: page.counts };
};
