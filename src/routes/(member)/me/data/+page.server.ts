import { fail, redirect } from '@sveltejs/kit';
import { readMyData } from '$lib/features/privacy/data.server';
import { route } from '$lib/route';
import { say } from '$lib/server/forms.server';
import { memberPage } from '$lib/server/guard.server';

export const load = async ({ locals, url }) => ({
	...(await memberPage(readMyData(locals.db))),
	done: url.searchParams.get('done')
});

export const actions = {
	// Asked here first, because the answer to a file can only be a file.
	default: async ({ locals }) => {
		const { wait } = await memberPage(readMyData(locals.db));
		if (wait === 0) redirect(303, route.myDataFile());
		const minutes = Math.ceil(wait / 60);
		return fail(429, { errors: { '': say('privacy_export_too_many', { minutes }) } });
	}
};
