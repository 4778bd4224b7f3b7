import { readHome } from '$lib/features/home/home.server';
import { publicPage } from '$lib/server/guard.server';

export const load = ({ locals }) => publicPage(readHome(locals.db));
