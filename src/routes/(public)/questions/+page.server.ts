import { readQuestions } from '$lib/features/forum/read.server';
import { listQuery } from '$lib/features/forum/schema';
import { publicPage } from '$lib/server/guard.server';

export const load = async ({ locals, url }) => {
	const query = listQuery.parse(Object.fromEntries(url.searchParams));
	return { ...(await publicPage(readQuestions(locals.db, query))), query };
};
