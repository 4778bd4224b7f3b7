import { appeal, readMyModeration } from '$lib/features/moderation/own.server';
import { appealForm } from '$lib/features/moderation/schema';
import { submit } from '$lib/features/moderation/submit.server';
import { route } from '$lib/route';
import { memberPage } from '$lib/server/guard.server';
import { typedBefore } from '$lib/server/typed.server';

export const load = async (event) => ({
	...(await memberPage(readMyModeration(event.locals.db))),
	typed: await typedBefore(event),
	done: event.url.searchParams.get('done')
});

export const actions = {
	default: async (event) =>
		submit(
			event,
			appealForm,
			(data) => appeal(event.locals.db, null, data),
			() => route.myModeration({ done: 'appealed' })
		)
};
