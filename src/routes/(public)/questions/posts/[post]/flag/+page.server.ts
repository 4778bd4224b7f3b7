import { error } from '@sveltejs/kit';
import { flagPost, readFlagPage } from '$lib/features/moderation/own.server';
import { flagForm, idParam } from '$lib/features/moderation/schema';
import { submit } from '$lib/features/moderation/submit.server';
import { route } from '$lib/route';
import { publicPage } from '$lib/server/guard.server';
import { typedBefore } from '$lib/server/typed.server';

export const load = async (event) => {
	const post = idParam(event.params.post);
	if (!post) error(404, 'not_found');
	const page = await publicPage(readFlagPage(event.locals.db, post));
	return { ...page, typed: await typedBefore(event) };
};

export const actions = {
	default: async (event) => {
		const post = idParam(event.params.post);
		if (!post) error(404, 'not_found');
		let question = '';
		return submit(
			event,
			flagForm,
			async (data) => (question = await flagPost(event.locals.db, post, data)),
			() => route.question(question, { done: 'flagged' })
		);
	}
};
