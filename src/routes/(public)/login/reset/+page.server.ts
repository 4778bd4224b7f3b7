import { fail, redirect } from '@sveltejs/kit';
import {
	enterResetCode,
	isSignedInAs,
	sendResetCode,
	setPassword
} from '$lib/features/identity/codes.server';
import { dropPending, layPending, readPending } from '$lib/features/identity/pending.server';
import { askCode, resetPassword } from '$lib/features/identity/schema';
import { homeOf, readLoginPage } from '$lib/features/identity/sign-in.server';
import { route } from '$lib/route';
import { faulty, parseForm, refused } from '$lib/server/forms.server';
import { publicPage } from '$lib/server/guard.server';

export const load = async (event) => {
	const page = await publicPage(readLoginPage(event.locals.db));
	const { searchParams } = event.url;
	const pending = searchParams.has('other') ? null : await readPending(event, 'reset');
	return {
		...page,
		done: searchParams.has('done') && page.viewer !== null,
		home: page.viewer ? homeOf(page.viewer) : route.home(),
		email: pending?.email ?? null,
		verified: pending?.verified ?? false
	};
};

export const actions = {
	send: async (event) => {
		const { data, state } = parseForm(askCode, await event.request.formData());
		if (!data) return fail(400, state);
		try {
			await sendResetCode(event.locals.db, data.email, event.getClientAddress());
		} catch (cause) {
			return refused(cause, state, { too_many: ['', 'error_too_many'] });
		}
		await layPending(event, { purpose: 'reset', email: data.email });
		redirect(303, route.reset());
	},
	save: async (event) => {
		const pending = await readPending(event, 'reset');
		if (!pending) redirect(303, route.reset());
		const { data, state } = parseForm(
			resetPassword(pending.email, pending.verified ?? false),
			await event.request.formData()
		);
		if (!data) return fail(400, state);
		const { db } = event.locals;
		try {
			const entry = { email: pending.email, code: data.code ?? '' };
			const right = pending.verified
				? await isSignedInAs(db, pending.email)
				: await enterResetCode(db, entry, event.getClientAddress());
			if (!right && pending.verified) dropPending(event);
			if (!right) return faulty(state, 'code', 'identity_code_wrong');
			// The code is spent now: should the password be refused, it is not asked for again.
			await layPending(event, { ...pending, verified: true });
			await setPassword(db, data.password);
		} catch (cause) {
			return refused(cause, state, {
				too_many: ['', 'error_too_many'],
				'invalid:password': ['password', 'identity_password_common']
			});
		}
		dropPending(event);
		redirect(303, route.reset({ done: 1 }));
	}
};
