import { redirect } from '@sveltejs/kit';
import { exportMyData, readMyData } from '$lib/features/privacy/data.server';
import { route } from '$lib/route';
import { memberPage } from '$lib/server/guard.server';

export const GET = async ({ locals }) => {
	const { wait } = await memberPage(readMyData(locals.db));
	// The page says how long to wait; a browser would save that as the file.
	if (wait > 0) redirect(303, route.myData());
	return new Response(await exportMyData(locals.db), {
		headers: {
			'content-type': 'application/zip',
			'content-disposition': 'attachment; filename="jalgas.zip"',
			'cache-control': 'private, no-store',
			'x-content-type-options': 'nosniff'
		}
	});
};
