import { readMeasures } from '$lib/features/routing/measures.server';
import { measuresQuery } from '$lib/features/routing/schema';
import { staffPage } from '$lib/server/guard.server';

export const load = async ({ locals, url }) => {
	const query = measuresQuery.parse(Object.fromEntries(url.searchParams));
	const read = readMeasures(locals.db, query);
	return { ...(await staffPage(read, 'coordinator', 'officer', 'moderator')), query };
};
