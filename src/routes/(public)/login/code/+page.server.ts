import { fail, redirect } from '@sveltejs/kit';
import { sendSignInCode, signInWithCode } from '$lib/features/identity/codes.server';
import { dropPending, layPending, readPending } from '$lib/features/identity/pending.server';
import { askCode, enterCode } from '$lib/features/identity/schema';
import { homeOf, myHome, readLoginPage } from '$lib/features/identity/sign-in.server';
import { route, safeReturn } from '$lib/route';
import { faulty, parseForm, refused } from '$lib/server/forms.server';
import { publicPage } from '$lib/server/guard.server';

export const load = async (event) => {
	const page = await publicPage(readLoginPage(event.locals.db));
	const to = event.url.searchParams.get('to');
	if (page.viewer) redirect(303, safeReturn(to, homeOf(page.viewer)));
	const pending = event.url.searchParams.has('other') ? null : await readPending(event, 'code');
	return { ...page, to: to ?? undefined, email: pending?.email ?? null };
};

export const actions = {
	send: async (event) => {
		const { data, state } = parseForm(askCode, await event.request.formData());
		if (!data) return fail(400, state);
		const to = event.url.searchParams.get('to') ?? undefined;
		try {
			await sendSignInCode(event.locals.db, data.email, event.getClientAddress());
		} catch (cause) {
			return refused(cause, state, { too_many: ['', 'error_too_many'] });
		}
		await layPending(event, { purpose: 'code', email: data.email });
		redirect(303, route.loginCode(to));
	},
	enter: async (event) => {
		const { data, state } = parseForm(enterCode, await event.request.formData());
		const to = event.url.searchParams.get('to');
		const pending = await readPending(event, 'code');
		if (!pending) redirect(303, route.loginCode(to ?? undefined));
		if (!data) return fail(400, state);
		const { db } = event.locals;
		try {
			const credentials = { email: pending.email, code: data.code };
			if (!(await signInWithCode(db, credentials, event.getClientAddress())))
				return faulty(state, 'code', 'identity_code_wrong');
		} catch (cause) {
			return refused(cause, state, { too_many: ['', 'error_too_many'] });
		}
		dropPending(event);
		redirect(303, safeReturn(to, await myHome(db)));
	}
};
