import { fail, redirect } from '@sveltejs/kit';
import { joinAccounts } from '$lib/features/identity/joining.server';
import { signIn } from '$lib/features/identity/schema';
import { readMyData } from '$lib/features/privacy/data.server';
import { route } from '$lib/route';
import { faulty, parseForm, refused } from '$lib/server/forms.server';
import { memberPage } from '$lib/server/guard.server';

export const load = ({ locals }) => memberPage(readMyData(locals.db));

export const actions = {
	default: async ({ locals, request, getClientAddress }) => {
		await memberPage(readMyData(locals.db));
		const { data, state } = parseForm(signIn, await request.formData());
		if (!data) return fail(400, state);
		try {
			if (!(await joinAccounts(locals.db, data, getClientAddress())))
				return faulty(state, 'password', 'forum_gone_join_wrong');
		} catch (cause) {
			return refused(cause, state, {
				'conflict:same': ['email', 'forum_gone_join_same'],
				'conflict:staff': ['email', 'forum_gone_join_staff'],
				'conflict:busy': ['', 'forum_gone_join_busy'],
				'expired:session': ['password', 'forum_gone_join_wrong'],
				too_many: ['password', 'error_too_many']
			});
		}
		redirect(303, route.myData({ done: 'joined' }));
	}
};
