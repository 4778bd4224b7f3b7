import { readContactHealth } from '$lib/features/contacts/health.server';
import { staffPage } from '$lib/server/guard.server';

export const load = ({ locals }) =>
	staffPage(readContactHealth(locals.db), 'coordinator', 'officer');
