import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { idParam } from '$lib/features/forum/schema';
import {
	bringBackPost,
	hideAsker,
	readWithdraw,
	refusedOwn,
	withdrawPost
} from '$lib/features/own-posts/own-posts.server';
import { route } from '$lib/route';
import { memberPage } from '$lib/server/guard.server';

const NOTHING_TYPED = { values: {}, errors: {} };

export const load = async ({ locals, params }) => {
	const id = idParam(params.post);
	if (!id) error(404, 'not_found');
	const { viewer, post } = await memberPage(readWithdraw(locals.db, id));
	if (!post) error(404, 'not_found');
	return { viewer, post };
};

/** Does it to the post of the address, and goes where it then says. */
const act =
	<Result>(
		run: (db: RequestEvent['locals']['db'], post: string) => Promise<Result>,
		next: (result: Result, post: string) => string
	) =>
	async ({ locals, params }: RequestEvent) => {
		const post = idParam(params.post ?? '');
		if (!post) error(404, 'not_found');
		let result: Result;
		try {
			result = await run(locals.db, post);
		} catch (cause) {
			return refusedOwn(cause, NOTHING_TYPED);
		}
		redirect(303, next(result, post));
	};

export const actions = {
	withdraw: act(withdrawPost, () => route.myQuestions({ done: 'withdrawn' })),
	hide: act(hideAsker, (_, post) => route.question(post)),
	return: act(bringBackPost, (question, post) =>
		question ? `${route.question(question)}#${post}` : route.myQuestions()
	)
};
