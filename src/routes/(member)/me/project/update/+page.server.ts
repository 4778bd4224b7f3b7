import { error, redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { idParam } from '$lib/features/tracker/schema';
import { submitStatusUpdate } from '$lib/features/tracker/submit.server';
import { readUpdateProject } from '$lib/features/tracker/tracker.server';
import { route } from '$lib/route';
import { memberPage, publicPage } from '$lib/server/guard.server';

export const load = async ({ locals, url, request }) => {
	const project = idParam(url.searchParams.get('project'));
	if (project === null) error(404, 'not_found');
	// A form that comes back after the session ended stays on screen, with what was typed.
	const read = readUpdateProject(locals.db, project);
	const page = await (request.method === 'POST' ? publicPage(read) : memberPage(read));
	if (page.viewer && !page.project) redirect(303, route.me());
	const correcting = url.searchParams.get('correct') === '1' && page.last?.mine === true;
	return { ...page, correcting, key: randomUUID() };
};

export const actions = {
	default: async ({ locals, request }) => {
		const { failure, project } = await submitStatusUpdate(locals.db, await request.formData());
		return failure ?? redirect(303, route.myProject({ project, done: 1 }));
	}
};
