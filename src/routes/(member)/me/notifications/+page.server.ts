import { redirect } from '@sveltejs/kit';
import {
	endTelegram,
	readNotifications,
	saveNotifications,
	startTelegram
} from '$lib/features/messaging/notifications.server';
import { route } from '$lib/route';
import { memberPage } from '$lib/server/guard.server';

export const load = async ({ locals, url }) => ({
	...(await memberPage(readNotifications(locals.db))),
	saved: url.searchParams.has('saved')
});

export const actions = {
	save: async ({ locals, request }) => {
		const failure = await saveNotifications(locals.db, await request.formData());
		return failure ?? redirect(303, route.notifications({ saved: 1 }));
	},
	link: ({ locals }) => startTelegram(locals.db),
	unlink: async ({ locals }) => {
		await endTelegram(locals.db);
		redirect(303, route.notifications({ saved: 1 }));
	}
};
