import { readRegistry, registryQuery } from '$lib/features/alumni/registry.server';
import { staffPage } from '$lib/server/guard.server';

export const load = async ({ locals, url }) => {
	const query = registryQuery(url.searchParams);
	const page = readRegistry(locals.db, query, url.searchParams.get('after'));
	const large = url.searchParams.has('large');
	return { ...(await staffPage(page, 'coordinator', 'officer')), query, large };
};
