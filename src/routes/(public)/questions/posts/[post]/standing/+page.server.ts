import { error, redirect } from '@sveltejs/kit';
import { appeal, readOwnPost } from '$lib/features/moderation/own.server';
import { appealForm, idParam } from '$lib/features/moderation/schema';
import { submit } from '$lib/features/moderation/submit.server';
import { route } from '$lib/route';
import { memberPage } from '$lib/server/guard.server';
import { typedBefore } from '$lib/server/typed.server';

export const load = async (event) => {
	const id = idParam(event.params.post);
	if (!id) error(404, 'not_found');
	const page = await memberPage(readOwnPost(event.locals.db, id));
	// There is nothing to say of a post that everybody sees.
	if (page.post.stands) redirect(303, `${route.question(page.post.question.id)}#${id}`);
	return {
		...page,
		typed: await typedBefore(event),
		done: event.url.searchParams.get('done')
	};
};

export const actions = {
	default: async (event) => {
		const id = idParam(event.params.post) ?? '';
		return submit(
			event,
			appealForm,
			async (data) => {
				const page = await memberPage(readOwnPost(event.locals.db, id));
				if (!page.post.case) error(404, 'not_found');
				await appeal(event.locals.db, page.post.case.id, data);
			},
			() => route.ownPost(id, { done: 'appealed' })
		);
	}
};
