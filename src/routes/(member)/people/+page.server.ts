import { readPeople } from '$lib/features/profiles/profiles.server';
import { peopleQuery } from '$lib/features/profiles/schema';
import { memberPage } from '$lib/server/guard.server';

export const load = async ({ locals, url }) => {
	const query = peopleQuery.parse(
		Object.fromEntries([...url.searchParams].filter(([, value]) => value !== ''))
	);
	return { ...(await memberPage(readPeople(locals.db, query))), query };
};
