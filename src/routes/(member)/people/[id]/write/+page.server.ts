import { randomUUID } from 'node:crypto';
import { error, redirect } from '@sveltejs/kit';
import { readPerson } from '$lib/features/profiles/profiles.server';
import { idParam } from '$lib/features/talk/schema';
import { submitMessage } from '$lib/features/talk/submit.server';
import { route } from '$lib/route';
import { memberPage } from '$lib/server/guard.server';
import { typedBefore } from '$lib/server/typed.server';

export const load = async (event) => {
	const id = idParam(event.params.id);
	if (!id) error(404, 'not_found');
	const page = await memberPage(readPerson(event.locals.db, id));
	if (id === page.viewer.personId) redirect(303, route.person(id));
	return { ...page, key: randomUUID(), typed: await typedBefore(event) };
};

export const actions = {
	default: async (event) => {
		const sent = await submitMessage(event, idParam(event.params.id) ?? '');
		if (typeof sent === 'string') redirect(303, route.message(sent, { done: 'sent' }));
		return sent;
	}
};
