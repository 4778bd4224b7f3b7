import { exportSelection } from '$lib/features/alumni/bulk.server';
import { registryCsv } from '$lib/features/alumni/export.server';
import { publicPage } from '$lib/server/guard.server';

export const GET = async ({ locals, url }) =>
	new Response(await publicPage(registryCsv(locals.db, exportSelection(url.searchParams))), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': 'attachment; filename="registry.csv"'
		}
	});
