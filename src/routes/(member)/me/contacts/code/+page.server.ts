import { fail, redirect } from '@sveltejs/kit';
import {
	finishContactCode,
	readMyContacts,
	startContactCode
} from '$lib/features/contacts/contacts.server';
import { codeForm } from '$lib/features/contacts/schema';
import type { Locale } from '$lib/i18n';
import { getLocale } from '$lib/paraglide/runtime';
import { route } from '$lib/route';
import { parseForm, refused, say } from '$lib/server/forms.server';
import { memberPage } from '$lib/server/guard.server';
import { keepTypedIfSignedOut } from '$lib/server/typed.server';

export const load = async ({ locals }) => {
	const page = await memberPage(readMyContacts(locals.db));
	return { ...page, code: page.code ?? redirect(303, route.myContacts({ done: 'code_dead' })) };
};

const FAULTS = { too_many: ['', 'contacts_too_many'] } satisfies Parameters<typeof refused>[2];

export const actions = {
	confirm: async (event) => {
		const { data, state } = parseForm(codeForm, await event.request.formData());
		if (!data) return fail(400, state);
		try {
			const answer = await finishContactCode(event.locals.db, data.code);
			if (answer.outcome === 'wrong') {
				const { left } = answer;
				return fail(400, { ...state, errors: { code: say('contacts_code_wrong', { left }) } });
			}
			const done = answer.outcome === 'dead' ? 'code_dead' : 'confirmed';
			redirect(303, route.myContacts({ done }));
		} catch (cause) {
			await keepTypedIfSignedOut(event, cause, state);
			return refused(cause, state, FAULTS);
		}
	},
	again: async (event) => {
		const { locals } = event;
		const { code } = await memberPage(readMyContacts(locals.db));
		if (!code) redirect(303, route.myContacts({ done: 'code_dead' }));
		try {
			await startContactCode(locals.db, code.address, code.replaces, getLocale() as Locale);
		} catch (cause) {
			return refused(cause, { values: {}, errors: {} }, FAULTS);
		}
		redirect(303, route.contactCode());
	}
};
