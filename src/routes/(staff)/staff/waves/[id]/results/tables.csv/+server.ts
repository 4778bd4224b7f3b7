import { error } from '@sveltejs/kit';
import { isId } from '$lib/ids';
import { tablesCsv } from '$lib/features/surveys/tables-csv';
import { tabulate } from '$lib/features/surveys/tabulate';
import { readResults } from '$lib/features/surveys/waves.server';
import { staffPage } from '$lib/server/guard.server';

export const GET = async ({ locals, params }) => {
	if (!isId(params.id)) error(404, 'not_found');
	const { counts, regions } = await staffPage(
		readResults(locals.db, params.id),
		'coordinator',
		'officer'
	);
	return new Response(tablesCsv(tabulate(counts), regions), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="wave-${params.id}.csv"`
		}
	});
};
