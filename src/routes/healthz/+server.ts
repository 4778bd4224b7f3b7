import { json } from '@sveltejs/kit';
import { version } from '$app/environment';
import { unwrap } from '$lib/server/db.server';

/** For whatever watches the process: 200 while the database answers, else 503. */
export async function GET({ locals }) {
	try {
		unwrap(await locals.db.rpc('page_viewer'));
		return json({ status: 'ok', version, database: 'ok' });
	} catch {
		return json({ status: 'failing', version, database: 'unreachable' }, { status: 503 });
	}
}
