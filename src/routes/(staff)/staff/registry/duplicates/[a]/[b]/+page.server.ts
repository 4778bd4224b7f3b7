import { error, fail, redirect } from '@sveltejs/kit';
import { dismissPair, mergePersons, readPair } from '$lib/features/alumni/merge/merge.server';
import { choices, mergeForm } from '$lib/features/alumni/merge/schema';
import { isId } from '$lib/ids';
import { route } from '$lib/route';
import { Refusal } from '$lib/server/db.server';
import { parseForm, refused } from '$lib/server/forms.server';
import { staffPage } from '$lib/server/guard.server';

/** The two ids of the address. */
function pairOf({ a, b }: { a: string; b: string }): [string, string] {
	if (!isId(a) || !isId(b)) error(404, 'not_found');
	return [a, b];
}

export const load = async ({ locals, params }) => {
	const page = await staffPage(readPair(locals.db, ...pairOf(params)), 'coordinator', 'officer');
	if (page.mergedInto !== null) redirect(303, route.registryPerson(page.mergedInto));
	return page;
};

export const actions = {
	merge: async ({ locals, params, request }) => {
		const [a, b] = pairOf(params);
		const form = await request.formData();
		const { data, state } = parseForm(mergeForm, form);
		if (!data) return fail(400, state);
		if (data.survivor !== a && data.survivor !== b) error(404, 'not_found');
		try {
			await mergePersons(locals.db, data.survivor, data.survivor === a ? b : a, choices(form));
		} catch (cause) {
			// Sent twice, or somebody was quicker: the page leads to the one record there is.
			if (cause instanceof Refusal && cause.code === 'used')
				redirect(303, route.duplicatePair(a, b));
			return refused(cause, state, {
				'conflict:claimed': ['', 'merge_error_claimed'],
				'conflict:busy': ['', 'merge_error_busy'],
				'forbidden:own': ['', 'merge_error_own'],
				'invalid:keep': ['', 'merge_error_keep']
			});
		}
		redirect(303, route.registryPerson(data.survivor, { done: 'merged' }));
	},
	dismiss: async ({ locals, params, request }) => {
		const [a, b] = pairOf(params);
		const dismissed = (await request.formData()).get('dismissed') !== 'no';
		try {
			await dismissPair(locals.db, a, b, dismissed);
		} catch (cause) {
			return refused(
				cause,
				{ values: {}, errors: {} },
				{ 'forbidden:own': ['', 'merge_error_own'] }
			);
		}
		redirect(303, dismissed ? route.duplicates() : route.duplicatePair(a, b));
	}
};
