import { fail, redirect } from '@sveltejs/kit';
import {
	chooseWeekly,
	follow,
	readFollowing,
	unfollow
} from '$lib/features/following/following.server';
import { startForm, stopForm, weeklyForm } from '$lib/features/following/schema';
import { route, safeReturn } from '$lib/route';
import { parseForm, refused } from '$lib/server/forms.server';
import { memberPage } from '$lib/server/guard.server';
import { keepTypedIfSignedOut } from '$lib/server/typed.server';

export const load = async ({ locals }) => memberPage(readFollowing(locals.db));

export const actions = {
	start: async (event) => {
		const { data, state } = parseForm(startForm, await event.request.formData());
		if (!data) return fail(400, state);
		try {
			await follow(event.locals.db, data);
		} catch (cause) {
			await keepTypedIfSignedOut(event, cause, state);
			return refused(cause, state, {
				'forbidden:record': ['', 'forum_act_claim'],
				too_many: ['', 'forum_following_full']
			});
		}
		redirect(303, safeReturn(data.to, route.following()));
	},
	stop: async (event) => {
		const { data, state } = parseForm(stopForm, await event.request.formData());
		if (!data) return fail(400, state);
		try {
			await unfollow(event.locals.db, data.follow);
		} catch (cause) {
			await keepTypedIfSignedOut(event, cause, state);
			return refused(cause, state, {});
		}
		redirect(303, safeReturn(data.to, route.following()));
	},
	weekly: async (event) => {
		const { data, state } = parseForm(weeklyForm, await event.request.formData());
		if (!data) return fail(400, state);
		try {
			await chooseWeekly(event.locals.db, data.wanted === '1');
		} catch (cause) {
			await keepTypedIfSignedOut(event, cause, state);
			return refused(cause, state, { 'forbidden:record': ['', 'forum_act_claim'] });
		}
		redirect(303, route.following());
	}
};
