import { fail, redirect } from '@sveltejs/kit';
import { appealFinding } from '$lib/features/reputation/findings.server';
import { readReputation } from '$lib/features/reputation/reputation.server';
import { appealForm } from '$lib/features/reputation/schema';
import { route } from '$lib/route';
import { parseForm, refused } from '$lib/server/forms.server';
import { memberPage } from '$lib/server/guard.server';
import { keepTypedIfSignedOut } from '$lib/server/typed.server';

export const load = async ({ locals, url }) => {
	const after = url.searchParams.get('after');
	return { ...(await memberPage(readReputation(locals.db, after))), isFirst: !after };
};

export const actions = {
	appeal: async (event) => {
		const { data, state } = parseForm(appealForm, await event.request.formData());
		if (!data) return fail(400, state);
		try {
			await appealFinding(event.locals.db, data.finding, data.appeal);
		} catch (cause) {
			await keepTypedIfSignedOut(event, cause, state);
			return refused(cause, state, { 'invalid:appeal': ['appeal', 'reputation_say_why'] });
		}
		redirect(303, `${route.reputation()}#f-${data.finding}`);
	}
};
