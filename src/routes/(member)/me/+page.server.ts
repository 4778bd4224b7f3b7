import { readMe } from '$lib/features/tracker/tracker.server';
import { memberPage } from '$lib/server/guard.server';

export const load = ({ locals }) => memberPage(readMe(locals.db));
