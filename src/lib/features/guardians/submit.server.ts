import { fail, type RequestEvent } from '@sveltejs/kit';
import { getLocale } from '$lib/paraglide/runtime';
import { parseForm, refused, type FormState } from '$lib/server/forms.server';
import { keepTypedIfSignedOut, keepTypedUnlessSignedIn } from '$lib/server/typed.server';
import { askGuardian, endGuardian, recordGuardian } from './guardians.server';
import { askForm, endForm, recordForm } from './schema';

const FAULTS = {
	'invalid:contact': ['contact', 'error_email'],
	'conflict:own_address': ['contact', 'guardians_error_own'],
	'conflict:of_age': ['', 'guardians_error_of_age'],
	'conflict:site': ['', 'guardians_error_site'],
	too_many: ['', 'guardians_error_many']
} satisfies Parameters<typeof refused>[2];

async function failed(event: RequestEvent, cause: unknown, state: FormState) {
	await keepTypedIfSignedOut(event, cause, state);
	return refused(cause, state, FAULTS);
}

/** A young person names whom to ask: nothing, or the form again with its errors. */
export async function submitAsk(event: RequestEvent, person: string) {
	const { data, state } = parseForm(askForm, await event.request.formData(), ['purposes']);
	if (!data) {
		await keepTypedUnlessSignedIn(event, state);
		return fail(400, state);
	}
	try {
		await askGuardian(event.locals.db, person, { ...data, locale: getLocale() });
		return null;
	} catch (cause) {
		return failed(event, cause, state);
	}
}

/** Staff record a consent or send the link: what was done, or the form again. */
export async function submitRecord(event: RequestEvent, person: string) {
	const { data, state } = parseForm(recordForm, await event.request.formData(), ['purposes']);
	if (!data) {
		await keepTypedUnlessSignedIn(event, state);
		return { failure: fail(400, state) };
	}
	const { way, ...about } = data;
	try {
		if (way === 'email') await askGuardian(event.locals.db, person, about);
		else await recordGuardian(event.locals.db, person, way, about);
		return { done: way === 'email' ? ('asked' as const) : ('recorded' as const) };
	} catch (cause) {
		return { failure: await failed(event, cause, state) };
	}
}

/** Staff end a consent: nothing, or the form again. */
export async function submitEnd(event: RequestEvent) {
	const { data, state } = parseForm(endForm, await event.request.formData());
	if (!data) return fail(400, state);
	try {
		await endGuardian(event.locals.db, data.id);
		return null;
	} catch (cause) {
		return failed(event, cause, state);
	}
}
