import { registryCsv } from '$lib/features/alumni/export.server';
import { registryQuery } from '$lib/features/alumni/registry.server';
import { publicPage } from '$lib/server/guard.server';

export const GET = async ({ locals, url }) =>
	new Response(await publicPage(registryCsv(locals.db, registryQuery(url.searchParams))), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': 'attachment; filename="registry.csv"'
		}
	});
