import { error } from '@sveltejs/kit';
import { idParam } from '$lib/features/tracker/schema';
import { readMyProject } from '$lib/features/tracker/tracker.server';
import { memberPage } from '$lib/server/guard.server';

export const load = async ({ locals, url }) => {
	const project = idParam(url.searchParams.get('project'));
	const after = idParam(url.searchParams.get('after'));
	if (project === null || after === null) error(404, 'not_found');
	const page = await memberPage(readMyProject(locals.db, project, after));
	const done = url.searchParams.get('done');
	return { ...page, isFirst: !after, done: done === '1', told: done === 'told' };
};
