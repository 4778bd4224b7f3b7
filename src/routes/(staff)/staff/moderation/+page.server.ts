import { readQueue } from '$lib/features/moderation/queue.server';
import { queueQuery } from '$lib/features/moderation/schema';
import { staffPage } from '$lib/server/guard.server';

export const load = async ({ locals, url }) => {
	const query = queueQuery.parse(Object.fromEntries(url.searchParams));
	const read = readQueue(locals.db, query);
	return { ...(await staffPage(read, 'moderator', 'officer', 'coordinator')), query };
};
