import { readReports } from '$lib/features/talk/reports.server';
import { afterParam } from '$lib/features/talk/schema';
import { staffPage } from '$lib/server/guard.server';

export const load = ({ locals, url }) =>
	staffPage(readReports(locals.db, afterParam(url)), 'officer', 'coordinator');
