import { fail, redirect } from '@sveltejs/kit';
import { clearFinding, readFindings } from '$lib/features/reputation/findings.server';
import { clearForm } from '$lib/features/reputation/schema';
import { afterParam } from '$lib/features/talk/schema';
import { route } from '$lib/route';
import { parseForm, refused } from '$lib/server/forms.server';
import { staffPage } from '$lib/server/guard.server';
import { keepTypedIfSignedOut } from '$lib/server/typed.server';

export const load = async ({ locals, url }) => ({
	...(await staffPage(readFindings(locals.db, afterParam(url)), 'moderator', 'coordinator')),
	done: url.searchParams.get('done')
});

export const actions = {
	clear: async (event) => {
		const { data, state } = parseForm(clearForm, await event.request.formData());
		if (!data) return fail(400, state);
		try {
			await clearFinding(event.locals.db, data.finding, data.reason);
		} catch (cause) {
			await keepTypedIfSignedOut(event, cause, state);
			return refused(cause, state, { 'invalid:reason': ['reason', 'reputation_say_why'] });
		}
		redirect(303, `${route.voteFindings({ done: 'cleared' })}#f-${data.finding}`);
	}
};
