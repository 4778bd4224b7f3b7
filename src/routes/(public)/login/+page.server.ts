import { fail, redirect } from '@sveltejs/kit';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '$lib/demo-accounts';
import { signIn } from '$lib/features/identity/schema';
import {
	homeOf,
	myHome,
	readLoginPage,
	signInWithPassword
} from '$lib/features/identity/sign-in.server';
import { safeReturn } from '$lib/route';
import { faulty, parseForm, refused } from '$lib/server/forms.server';
import { publicPage } from '$lib/server/guard.server';
import { hasTyped } from '$lib/server/typed.server';

export const load = async ({ locals, url, cookies }) => {
	const page = await publicPage(readLoginPage(locals.db));
	const to = url.searchParams.get('to');
	if (page.viewer) redirect(303, safeReturn(to, homeOf(page.viewer)));
	return { ...page, to: to ?? undefined, sentHere: to !== null, typed: hasTyped(cookies) };
};

/** A button of the demo stands for e-mail and password of its person. */
function asDemoPerson(form: FormData): FormData {
	const person = DEMO_ACCOUNTS.find(({ email }) => email === form.get('demo'));
	if (!person) return form;
	form.set('email', person.email);
	form.set('password', DEMO_PASSWORD);
	return form;
}

export const actions = {
	default: async ({ request, locals, url, getClientAddress }) => {
		const { data, state } = parseForm(signIn, asDemoPerson(await request.formData()));
		if (!data) return fail(400, state);
		try {
			if (!(await signInWithPassword(locals.db, data, getClientAddress())))
				return faulty(state, 'password', 'identity_wrong_password');
		} catch (cause) {
			return refused(cause, state, { too_many: ['', 'error_too_many'] });
		}
		redirect(303, safeReturn(url.searchParams.get('to'), await myHome(locals.db)));
	}
};
