import { error, fail, redirect } from '@sveltejs/kit';
import { answerContactCheck, openContactCheck } from '$lib/features/contacts/checks.server';
import { checkForm } from '$lib/features/contacts/schema';
import { route } from '$lib/route';
import { parseForm } from '$lib/server/forms.server';

export const load = async ({ locals, params, url, getClientAddress }) => {
	const check = await openContactCheck(locals.db, params.token, getClientAddress());
	if (check.outcome === 'unknown') error(404, 'not_found');
	if (check.outcome === 'throttled') error(429, 'too_many');
	return { ...check, done: url.searchParams.has('done') };
};

export const actions = {
	default: async ({ locals, params, request }) => {
		const { data, state } = parseForm(checkForm, await request.formData());
		if (!data) return fail(400, state);
		await answerContactCheck(locals.db, params.token, data.mine === 'yes');
		redirect(303, route.contactCheck(params.token, { done: 1 }));
	}
};
