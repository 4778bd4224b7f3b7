import { redirect } from '@sveltejs/kit';
import { readQueue } from '$lib/features/moderation/queue.server';
import { queueQuery } from '$lib/features/moderation/schema';
import { route } from '$lib/route';
import { memberPage } from '$lib/server/guard.server';

export const load = async ({ locals, url }) => {
	const query = queueQuery.parse(Object.fromEntries(url.searchParams));
	const page = await memberPage(readQueue(locals.db, query));
	if (page.role === 'staff') redirect(303, route.moderation(query));
	return { ...page, query };
};
