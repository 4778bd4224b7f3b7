import { readLog } from '$lib/features/moderation/queue.server';
import { logQuery } from '$lib/features/moderation/schema';
import { staffPage } from '$lib/server/guard.server';

export const load = async ({ locals, url }) => {
	const query = logQuery.parse(Object.fromEntries(url.searchParams));
	const read = readLog(locals.db, query);
	return { ...(await staffPage(read, 'moderator', 'officer', 'coordinator')), query };
};
