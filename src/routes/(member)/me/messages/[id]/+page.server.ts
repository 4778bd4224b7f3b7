import { randomUUID } from 'node:crypto';
import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { blockSide, endThread, readMessage } from '$lib/features/talk/messages.server';
import { idParam } from '$lib/features/talk/schema';
import { submitReply } from '$lib/features/talk/submit.server';
import { route } from '$lib/route';
import { refused } from '$lib/server/forms.server';
import { memberPage } from '$lib/server/guard.server';
import { keepTypedIfSignedOut, typedBefore } from '$lib/server/typed.server';

export const load = async (event) => {
	const id = idParam(event.params.id);
	if (!id) error(404, 'not_found');
	const page = await memberPage(readMessage(event.locals.db, id));
	return {
		...page,
		key: randomUUID(),
		typed: await typedBefore(event),
		done: event.url.searchParams.get('done')
	};
};

/** One tap without a form of its own, and back to the conversation. */
async function tap(event: RequestEvent, act: typeof endThread, done: 'ended' | 'blocked') {
	const id = idParam(event.params.id ?? '') ?? '';
	const state = { values: {}, errors: {} };
	try {
		await act(event.locals.db, id);
	} catch (cause) {
		await keepTypedIfSignedOut(event, cause, state);
		return refused(cause, state, {});
	}
	redirect(303, route.message(id, { done }));
}

export const actions = {
	reply: async (event) => {
		const id = idParam(event.params.id) ?? '';
		const failure = await submitReply(event, id);
		return failure ?? redirect(303, route.message(id, { done: 'answered' }));
	},
	end: (event) => tap(event, endThread, 'ended'),
	block: (event) => tap(event, blockSide, 'blocked')
};
