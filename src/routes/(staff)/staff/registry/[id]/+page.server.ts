import { error, redirect } from '@sveltejs/kit';
import { readPerson } from '$lib/features/alumni/person.server';
import { submitCall, submitDecision } from '$lib/features/contacts/submit-call.server';
import { submitEnd, submitRecord } from '$lib/features/guardians/submit.server';
import { isId } from '$lib/ids';
import { route } from '$lib/route';
import { staffPage } from '$lib/server/guard.server';
import { typedBefore } from '$lib/server/typed.server';

const DONE = ['reached', 'no_answer', 'not_working', 'refused', 'accepted', 'rejected'] as const;
const GUARDIAN = ['recorded', 'asked', 'ended'] as const;

export const load = async (event) => {
	const { locals, params, url } = event;
	if (!isId(params.id)) error(404, 'not_found');
	const page = await staffPage(readPerson(locals.db, params.id), 'coordinator', 'officer');
	const done = DONE.find((one) => one === url.searchParams.get('done')) ?? null;
	const guardian = GUARDIAN.find((one) => one === url.searchParams.get('guardian')) ?? null;
	return { ...page, done, guardian, typed: await typedBefore(event) };
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
	}
};
