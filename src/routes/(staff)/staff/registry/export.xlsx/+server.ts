import { redirect } from '@sveltejs/kit';
import { exportSelection } from '$lib/features/alumni/bulk.server';
import { registryXlsx } from '$lib/features/alumni/export.server';
import { registryQuery } from '$lib/features/alumni/registry.server';
import { route } from '$lib/route';
import { publicPage } from '$lib/server/guard.server';

const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export const GET = async ({ locals, url }) => {
	const selection = exportSelection(url.searchParams);
	const { workbook } = await publicPage(
		registryXlsx(locals.db, selection).then((workbook) => ({ workbook }))
	);
	if (!workbook) redirect(303, route.registry({ ...registryQuery(url.searchParams), large: 1 }));
	return new Response(new Uint8Array(workbook), {
		headers: {
			'content-type': TYPE,
			'content-disposition': 'attachment; filename="registry.xlsx"'
		}
	});
};
