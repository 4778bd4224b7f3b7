import { error, redirect } from '@sveltejs/kit';
import { readMyContacts, removeContact } from '$lib/features/contacts/contacts.server';
import { contactParams } from '$lib/features/contacts/schema';
import { submitContact } from '$lib/features/contacts/submit.server';
import { route } from '$lib/route';
import { Refusal } from '$lib/server/db.server';
import { refused } from '$lib/server/forms.server';
import { memberPage, toLogin } from '$lib/server/guard.server';
import { typedBefore } from '$lib/server/typed.server';

const which = (url: URL) => contactParams(url.searchParams) ?? error(404, 'not_found');

export const load = async (event) => {
	const { kind, id } = which(event.url);
	const page = await memberPage(readMyContacts(event.locals.db));
	const contact = page.contacts.find((one) => one.id === id && one.kind === kind);
	if ((id && !contact) || !page.viewer.personId) error(404, 'not_found');
	return { ...page, kind, contact, typed: await typedBefore(event) };
};

export const actions = {
	save: async (event) => {
		const { kind, id } = which(event.url);
		const { failure, next } = await submitContact(event, kind, id);
		if (failure) return failure;
		redirect(303, next === 'code' ? route.contactCode() : route.myContacts({ done: 'saved' }));
	},
	remove: async ({ locals, url }) => {
		try {
			await removeContact(locals.db, which(url).id ?? error(404, 'not_found'));
		} catch (cause) {
			if (cause instanceof Refusal && cause.code === 'forbidden') toLogin();
			return refused(cause, { values: {}, errors: {} }, {});
		}
		redirect(303, route.myContacts({ done: 'removed' }));
	}
};
