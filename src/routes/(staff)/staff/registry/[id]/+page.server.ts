import { error, redirect } from '@sveltejs/kit';
import { undoMerge } from '$lib/features/alumni/merge/merge.server';
import { readPerson } from '$lib/features/alumni/person.server';
import { isId } from '$lib/ids';
import { route } from '$lib/route';
import { refused } from '$lib/server/forms.server';
import { staffPage } from '$lib/server/guard.server';

export const load = async ({ locals, params, url }) => {
	if (!isId(params.id)) error(404, 'not_found');
	const page = await staffPage(readPerson(locals.db, params.id), 'coordinator', 'officer');
	return { ...page, done: url.searchParams.get('done') };
};

export const actions = {
	undo: async ({ locals, request }) => {
		const merge = String((await request.formData()).get('merge'));
		if (!isId(merge)) error(404, 'not_found');
		let again: string;
		try {
			again = await undoMerge(locals.db, merge);
		} catch (cause) {
			return refused(
				cause,
				{ values: {}, errors: {} },
				{
					'conflict:busy': ['', 'merge_error_busy'],
					'conflict:later': ['', 'merge_blocked_later'],
					'conflict:number': ['', 'merge_blocked_number'],
					'forbidden:own': ['', 'merge_blocked_own'],
					used: ['', 'merge_error_undone']
				}
			);
		}
		redirect(303, route.registryPerson(again, { done: 'undone' }));
	}
};
