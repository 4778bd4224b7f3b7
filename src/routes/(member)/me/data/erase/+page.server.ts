import { fail, redirect } from '@sveltejs/kit';
import { signInWithPassword, signOut } from '$lib/features/identity/sign-in.server';
import { eraseMe, readErase } from '$lib/features/privacy/data.server';
import { eraseForm, forumChoice } from '$lib/features/privacy/schema';
import { route } from '$lib/route';
import { faulty, parseForm, refused } from '$lib/server/forms.server';
import { memberPage } from '$lib/server/guard.server';

export const load = async ({ locals, url }) => ({
	...(await memberPage(readErase(locals.db))),
	forum: forumChoice.parse(url.searchParams.get('forum'))
});

export const actions = {
	default: async ({ locals, request, getClientAddress }) => {
		const { email } = await memberPage(readErase(locals.db));
		const { data, state } = parseForm(eraseForm, await request.formData());
		if (!data) return fail(400, state);
		try {
			// The session that this begins is the fresh one that the database wants.
			const credentials = { email: email ?? '', password: data.password };
			if (!(await signInWithPassword(locals.db, credentials, getClientAddress())))
				return faulty(state, 'password', 'privacy_erase_password_wrong');
			await eraseMe(locals.db, data.forum);
		} catch (cause) {
			return refused(cause, state, {
				'conflict:staff': ['', 'privacy_erase_staff'],
				'expired:session': ['password', 'privacy_erase_password_wrong'],
				too_many: ['password', 'error_too_many']
			});
		}
		// The session is gone; this takes its cookies out of the browser.
		await signOut(locals.db, 'local');
		redirect(303, route.erased());
	}
};
