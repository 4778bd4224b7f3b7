import { error, redirect } from '@sveltejs/kit';
import { openNotice } from '$lib/features/messaging/notices.server';
import { route } from '$lib/route';
import { publicPage } from '$lib/server/guard.server';

/**
 * The way from a notice to what it tells of. Being read is all that changes, and the same once or ten
 * times, so a plain link does: it can be long pressed, shared between tabs, and put into a digest.
 */
export const GET = async ({ locals, params }) => {
	const path = await publicPage(openNotice(locals.db, params.id));
	if (path === null) error(404, 'not_found');
	redirect(303, route.inApp(path));
};
