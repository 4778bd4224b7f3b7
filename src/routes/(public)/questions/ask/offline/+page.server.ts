import { randomUUID } from 'node:crypto';
import { readAskPage } from '$lib/features/forum/read.server';
import { publicPage } from '$lib/server/guard.server';

/** Kept on phones as a visitor gets it: nothing on it may be anybody's own. */
export const load = async ({ locals }) => {
	const { directions } = await publicPage(readAskPage(locals.db));
	return { directions, key: randomUUID() };
};
