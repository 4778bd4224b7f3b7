import { fail } from '@sveltejs/kit';
import { getLocale } from '$lib/paraglide/runtime';
import type { Locale } from '$lib/i18n';
import type { RequestEvent } from '@sveltejs/kit';
import { parseForm, refused } from '$lib/server/forms.server';
import { keepTypedIfSignedOut, keepTypedUnlessSignedIn } from '$lib/server/typed.server';
import { saveContact, startContactCode } from './contacts.server';
import type { ContactKind } from './rules';
import { reportContact } from './reports.server';
import { contactForms, reportForm } from './schema';

/**
 * Takes the form of one contact: what comes next, or the form again with its errors. An e-mail waits
 * for its code, everything else is kept at once.
 */
export async function submitContact(
	event: RequestEvent,
	kind: ContactKind,
	replaces: string | null
) {
	const { db } = event.locals;
	const { data, state } = parseForm(contactForms[kind], await event.request.formData());
	if (!data) {
		await keepTypedUnlessSignedIn(event, state);
		return { failure: fail(400, state) };
	}
	try {
		if (kind === 'email')
			await startContactCode(db, data.value.key, replaces, getLocale() as Locale);
		else await saveContact(db, { kind, replaces, ...data });
		return { next: kind === 'email' ? ('code' as const) : ('done' as const) };
	} catch (cause) {
		await keepTypedIfSignedOut(event, cause, state);
		return {
			failure: refused(cause, state, {
				'invalid:value': ['value', `contacts_wrong_${kind === 'email' ? 'address' : 'value'}`],
				too_many: ['', 'contacts_too_many']
			})
		};
	}
}

/** Takes a team-mate's number: nothing, or the form again with its errors. */
export async function submitReport(event: RequestEvent, person: string) {
	const { data, state } = parseForm(reportForm, await event.request.formData());
	if (!data) {
		await keepTypedUnlessSignedIn(event, state);
		return fail(400, state);
	}
	try {
		await reportContact(event.locals.db, person, data);
		return null;
	} catch (cause) {
		await keepTypedIfSignedOut(event, cause, state);
		return refused(cause, state, {
			'invalid:value': ['value', 'contacts_wrong_value'],
			too_many: ['', 'contacts_mate_many']
		});
	}
}
