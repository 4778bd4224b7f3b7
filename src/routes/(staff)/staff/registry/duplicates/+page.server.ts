import { readDuplicates, SHOWN, type Shown } from '$lib/features/alumni/merge/merge.server';
import { isId } from '$lib/ids';
import { staffPage } from '$lib/server/guard.server';

export const load = async ({ locals, url }) => {
	const asked = url.searchParams.get('show') as Shown;
	const show = SHOWN.includes(asked) ? asked : 'likely';
	const after = url.searchParams.get('after') ?? '';
	const page = readDuplicates(locals.db, show, isId(after) ? after : null);
	return { ...(await staffPage(page, 'coordinator', 'officer')), show };
};
