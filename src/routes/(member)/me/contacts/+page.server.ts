import { fail, redirect } from '@sveltejs/kit';
import { preferContact, readMyContacts } from '$lib/features/contacts/contacts.server';
import { submitDecision } from '$lib/features/contacts/submit-call.server';
import { idForm } from '$lib/features/contacts/schema';
import { route } from '$lib/route';
import { parseForm, refused } from '$lib/server/forms.server';
import { memberPage, toLogin } from '$lib/server/guard.server';
import { Refusal } from '$lib/server/db.server';

const DONE = [
	'saved',
	'confirmed',
	'removed',
	'preferred',
	'code_dead',
	'mine',
	'not_mine'
] as const;

export const load = async ({ locals, url }) => {
	const page = await memberPage(readMyContacts(locals.db));
	const done = url.searchParams.get('done');
	return { ...page, done: DONE.find((one) => one === done) ?? null };
};

export const actions = {
	report: async (event) => {
		const { failure, done } = await submitDecision(event, await event.request.formData());
		if (failure) return failure;
		redirect(303, route.myContacts({ done: done === 'accepted' ? 'mine' : 'not_mine' }));
	},
	prefer: async ({ locals, request }) => {
		const { data, state } = parseForm(idForm, await request.formData());
		if (!data) return fail(400, state);
		try {
			await preferContact(locals.db, data.id);
		} catch (cause) {
			if (cause instanceof Refusal && cause.code === 'forbidden') toLogin();
			return refused(cause, state, {});
		}
		redirect(303, route.myContacts({ done: 'preferred' }));
	}
};
