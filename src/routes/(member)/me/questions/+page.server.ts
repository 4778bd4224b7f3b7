import { fail, redirect } from '@sveltejs/kit';
import { bringBackPost, readMyPosts, refusedOwn } from '$lib/features/own-posts/own-posts.server';
import { discardDraft } from '$lib/features/own-posts/drafts.server';
import { draftForm, myPostsQuery, postForm } from '$lib/features/own-posts/schema';
import { route } from '$lib/route';
import { parseForm } from '$lib/server/forms.server';
import { memberPage } from '$lib/server/guard.server';

export const load = async ({ locals, url }) => {
	const { after } = myPostsQuery.parse(Object.fromEntries(url.searchParams));
	const page = await memberPage(readMyPosts(locals.db, after));
	return { ...page, isFirst: !after, done: url.searchParams.get('done') };
};

export const actions = {
	discard: async ({ locals, request }) => {
		const { data, state } = parseForm(draftForm, await request.formData());
		if (!data) return fail(400, state);
		try {
			await discardDraft(locals.db, data.key);
		} catch (cause) {
			return refusedOwn(cause, state);
		}
		redirect(303, route.myQuestions());
	},
	return: async ({ locals, request }) => {
		const { data, state } = parseForm(postForm, await request.formData());
		if (!data) return fail(400, state);
		let question: string | null;
		try {
			question = await bringBackPost(locals.db, data.post);
		} catch (cause) {
			return refusedOwn(cause, state);
		}
		redirect(303, question ? `${route.question(question)}#${data.post}` : route.myQuestions());
	}
};
