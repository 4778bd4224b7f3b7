import { appointForm, dismissForm } from '$lib/features/moderation/schema';
import {
	appointModerator,
	dismissModerator,
	readModerators
} from '$lib/features/moderation/staff.server';
import { submit } from '$lib/features/moderation/submit.server';
import { route } from '$lib/route';
import { staffPage } from '$lib/server/guard.server';

export const load = async ({ locals, url }) => ({
	...(await staffPage(readModerators(locals.db), 'coordinator')),
	done: url.searchParams.get('done')
});

export const actions = {
	appoint: async (event) =>
		submit(
			event,
			appointForm,
			(data) => appointModerator(event.locals.db, data),
			() => route.moderators({ done: 'appointed' })
		),
	dismiss: async (event) =>
		submit(
			event,
			dismissForm,
			(data) => dismissModerator(event.locals.db, data),
			() => route.moderators({ done: 'dismissed' })
		)
};
