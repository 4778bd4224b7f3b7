import { redirect } from '@sveltejs/kit';
import { callsQuery, readCalls } from '$lib/features/contacts/calls.server';
import { submitCall, submitDecision } from '$lib/features/contacts/submit-call.server';
import { isId } from '$lib/ids';
import { route } from '$lib/route';
import { staffPage } from '$lib/server/guard.server';
import { typedBefore } from '$lib/server/typed.server';

const DONE = ['reached', 'no_answer', 'not_working', 'refused', 'accepted', 'rejected'] as const;

export const load = async (event) => {
	const { searchParams } = event.url;
	const query = callsQuery(searchParams);
	const after = searchParams.get('after');
	const page = await staffPage(readCalls(event.locals.db, query, after), 'coordinator', 'officer');
	const done = DONE.find((one) => one === searchParams.get('done')) ?? null;
	const at = searchParams.get('at');
	return { ...page, query, after, done, at, typed: await typedBefore(event) };
};

/** The same filters and place, at the person who comes next. */
function onward(url: URL, form: FormData, done: string | undefined): never {
	const next = form.get('next');
	const at = typeof next === 'string' && isId(next) ? next : null;
	const place = { ...callsQuery(url.searchParams), after: url.searchParams.get('after') };
	redirect(303, `${route.calls({ ...place, done, at })}${at ? `#p-${at}` : ''}`);
}

export const actions = {
	call: async (event) => {
		const form = await event.request.formData();
		const { failure, outcome } = await submitCall(event, form);
		return failure ?? onward(event.url, form, outcome);
	},
	report: async (event) => {
		const form = await event.request.formData();
		const { failure, done } = await submitDecision(event, form);
		return failure ?? onward(event.url, form, done);
	}
};
