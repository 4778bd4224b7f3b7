import { readRestrictions } from '$lib/features/moderation/staff.server';
import { staffPage } from '$lib/server/guard.server';

export const load = async ({ locals, url }) => ({
	...(await staffPage(readRestrictions(locals.db), 'moderator', 'officer', 'coordinator')),
	done: url.searchParams.get('done')
});
