import { readExperts } from '$lib/features/reputation/experts.server';
import { expertsQuery } from '$lib/features/reputation/schema';
import { publicPage } from '$lib/server/guard.server';

export const load = async ({ locals, url }) => {
	const query = expertsQuery.parse(Object.fromEntries(url.searchParams));
	return { ...(await publicPage(readExperts(locals.db, query))), query };
};
