import { redirect } from '@sveltejs/kit';
import { markAllRead, readNotices } from '$lib/features/messaging/notices.server';
import type { Locale } from '$lib/i18n';
import { getLocale } from '$lib/paraglide/runtime';
import { route } from '$lib/route';
import { memberPage } from '$lib/server/guard.server';

export const load = async ({ locals, url }) => {
	const after = url.searchParams.get('after');
	return {
		...(await memberPage(readNotices(locals.db, after, getLocale() as Locale))),
		isFirst: !after,
		done: url.searchParams.has('read')
	};
};

export const actions = {
	default: async ({ locals, request }) => {
		await markAllRead(locals.db, (await request.formData()).get('newest'));
		redirect(303, route.notices({ read: 1 }));
	}
};
