import { redirect } from '@sveltejs/kit';
import { readMentoring } from '$lib/features/talk/mentoring.server';
import { submitMentoring } from '$lib/features/talk/submit.server';
import { route } from '$lib/route';
import { memberPage } from '$lib/server/guard.server';
import { typedBefore } from '$lib/server/typed.server';

export const load = async (event) => ({
	...(await memberPage(readMentoring(event.locals.db))),
	typed: await typedBefore(event),
	done: event.url.searchParams.has('done')
});

export const actions = {
	default: async (event) => {
		const failure = await submitMentoring(event);
		return failure ?? redirect(303, route.mentoring({ done: 1 }));
	}
};
