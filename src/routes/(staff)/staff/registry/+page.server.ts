import { readRegistry, registryFilters } from '$lib/features/alumni/registry.server';
import { staffPage } from '$lib/server/guard.server';

export const load = async ({ locals, url }) => {
	const filters = registryFilters(url.searchParams);
	const page = readRegistry(locals.db, filters, url.searchParams.get('after'));
	return { ...(await staffPage(page, 'coordinator', 'officer')), filters };
};
