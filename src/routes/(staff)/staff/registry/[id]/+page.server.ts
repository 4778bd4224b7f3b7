import { error, redirect } from '@sveltejs/kit';
import { undoMerge } from '$lib/features/alumni/merge/merge.server';
import { readPerson } from '$lib/features/alumni/person.server';
import { submitCall, submitDecision } from '$lib/features/contacts/submit-call.server';
import { submitEnd, submitRecord } from '$lib/features/guardians/submit.server';
import { isId } from '$lib/ids';
import { route } from '$lib/route';
import { refused } from '$lib/server/forms.server';
import { staffPage } from '$lib/server/guard.server';
import { typedBefore } from '$lib/server/typed.server';

const DONE = ['reached', 'no_answer', 'not_working', 'refused', 'accepted', 'rejected'] as const;
const TOLD = ['merged', 'undone', 'parted'] as const;
const GUARDIAN = ['recorded', 'asked', 'ended'] as const;

export const load = async (event) => {
	const { locals, params, url } = event;
	if (!isId(params.id)) error(404, 'not_found');
	const page = await staffPage(readPerson(locals.db, params.id), 'coordinator', 'officer');
	// For now: a merge can be undone, and the address is the record's again.
	if (page.mergedInto !== undefined) redirect(303, route.registryPerson(page.mergedInto));
	const word = url.searchParams.get('done');
	const done = DONE.find((one) => one === word) ?? null;
	const told = TOLD.find((one) => one === word) ?? null;
	const guardian = GUARDIAN.find((one) => one === url.searchParams.get('guardian')) ?? null;
	return { ...page, done, told, guardian, typed: await typedBefore(event) };
};

export const actions = {
	call: async (event) => {
		const { failure, outcome } = await submitCall(event, await event.request.formData());
		return failure ?? redirect(303, route.registryPerson(event.params.id, { done: outcome }));
	},
	report: async (event) => {
		const { failure, done } = await submitDecision(event, await event.request.formData());
		return failure ?? redirect(303, route.registryPerson(event.params.id, { done }));
	},
	guardian: async (event) => {
		const { failure, done } = await submitRecord(event, event.params.id);
		return failure ?? redirect(303, route.registryPerson(event.params.id, { guardian: done }));
	},
	guardianEnd: async (event) => {
		const failure = await submitEnd(event);
		return failure ?? redirect(303, route.registryPerson(event.params.id, { guardian: 'ended' }));
	},
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
