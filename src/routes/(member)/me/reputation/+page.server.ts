import { readReputation } from '$lib/features/reputation/reputation.server';
import { memberPage } from '$lib/server/guard.server';

export const load = async ({ locals, url }) => {
	const after = url.searchParams.get('after');
	return { ...(await memberPage(readReputation(locals.db, after))), isFirst: !after };
};
