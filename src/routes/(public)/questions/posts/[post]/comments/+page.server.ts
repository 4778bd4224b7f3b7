import { randomUUID } from 'node:crypto';
import { error, fail, redirect } from '@sveltejs/kit';
import { addComment, deleteComment, readComments } from '$lib/features/forum/comments.server';
import { refusedAct } from '$lib/features/forum/refusals.server';
import { commentForm, commentId, commentsQuery, idParam } from '$lib/features/forum/schema';
import { route } from '$lib/route';
import { parseForm } from '$lib/server/forms.server';
import { publicPage } from '$lib/server/guard.server';
import { typedBefore } from '$lib/server/typed.server';

export const load = async (event) => {
	const post = idParam(event.params.post);
	if (!post) error(404, 'not_found');
	const { after } = commentsQuery.parse(Object.fromEntries(event.url.searchParams));
	return {
		...(await publicPage(readComments(event.locals.db, post, after))),
		key: randomUUID(),
		typed: await typedBefore(event)
	};
};

export const actions = {
	add: async (event) => {
		const { data, state } = parseForm(commentForm, await event.request.formData());
		if (!data) return fail(400, state);
		let added: Awaited<ReturnType<typeof addComment>>;
		try {
			added = await addComment(event.locals.db, event.params.post, data);
		} catch (cause) {
			return refusedAct(event, cause, state);
		}
		redirect(303, `${route.postComments(event.params.post, { after: added.after })}#${added.id}`);
	},
	delete: async (event) => {
		const { data, state } = parseForm(commentId, await event.request.formData());
		if (!data) return fail(400, state);
		try {
			await deleteComment(event.locals.db, data.id);
		} catch (cause) {
			return refusedAct(event, cause, state);
		}
		redirect(303, route.postComments(event.params.post));
	}
};
