import { randomUUID } from 'node:crypto';
import { fail, redirect } from '@sveltejs/kit';
import { takePhoto, withPhotoError } from '$lib/features/forum/photo.server';
import { previewed } from '$lib/features/forum/preview.server';
import { readQuestion } from '$lib/features/forum/read.server';
import { refusedAct } from '$lib/features/forum/refusals.server';
import { acceptForm, answerForm, markForm, thanksForm, voteForm } from '$lib/features/forum/schema';
import {
	acceptAnswer,
	castVote,
	markAnswer,
	postAnswer,
	thankAnswer
} from '$lib/features/forum/write.server';
import { leadToOwnPost } from '$lib/features/moderation/own.server';
import { draftOf, savedDraft } from '$lib/features/own-posts/drafts.server';
import { route } from '$lib/route';
import { letCachesKeep } from '$lib/server/caching.server';
import { parseForm } from '$lib/server/forms.server';
import { publicPage } from '$lib/server/guard.server';
import { readsAlone } from '$lib/server/shared-reads.server';
import { typedBefore } from '$lib/server/typed.server';

export const load = async (event) => {
	const { db } = event.locals;
	const read = await publicPage(
		readQuestion(db, event.params.id, readsAlone(event)).then(
			(page) => page ?? leadToOwnPost(db, event.params.id)
		)
	);
	const { duplicateOf } = read.question;
	if (duplicateOf) {
		// For good as far as readers know; yet it can be undone, so nobody is to remember it for long.
		event.setHeaders({ 'cache-control': 'public, max-age=60' });
		redirect(308, route.question(duplicateOf));
	}
	letCachesKeep(event, read.viewer);
	return {
		...read,
		key: randomUUID(),
		typed: await typedBefore(event),
		draft: await draftOf(db, event.url, read.question.id, read.viewer),
		done: event.url.searchParams.get('done'),
		at: event.url.searchParams.get('at')
	};
};

export const actions = {
	answer: async (event) => {
		const form = await event.request.formData();
		const { data, state: read } = parseForm(answerForm, form);
		const state = withPhotoError(read, form);
		const { id: question } = event.params;
		const draft = await savedDraft(event, state, question, (key) =>
			route.question(question, { draft: key, done: 'draft' })
		);
		if (draft) return draft;
		const preview = previewed(state);
		if (preview) return preview;
		if (!data) return fail(400, state);
		let id: string;
		try {
			const { photo, error } = await takePhoto(event.locals.db, form);
			if (error) return fail(400, withPhotoError(read, form, error));
			id = await postAnswer(event.locals.db, event.params.id, data, photo);
		} catch (cause) {
			return refusedAct(event, cause, state);
		}
		redirect(303, `${route.question(event.params.id, { done: 'answered', at: id })}#${id}`);
	},
	vote: async (event) => {
		const { data, state } = parseForm(voteForm, await event.request.formData());
		if (!data) return fail(400, state);
		try {
			await castVote(event.locals.db, data);
		} catch (cause) {
			return refusedAct(event, cause, state);
		}
		redirect(303, `${route.question(event.params.id)}#vote-${data.post}`);
	},
	mark: async (event) => {
		const { data, state } = parseForm(markForm, await event.request.formData());
		if (!data) return fail(400, state);
		try {
			await markAnswer(event.locals.db, data);
		} catch (cause) {
			return refusedAct(event, cause, state);
		}
		redirect(303, `${route.question(event.params.id)}#marks-${data.answer}`);
	},
	thank: async (event) => {
		const { data, state } = parseForm(thanksForm, await event.request.formData());
		if (!data) return fail(400, state);
		try {
			await thankAnswer(event.locals.db, data);
		} catch (cause) {
			return refusedAct(event, cause, state);
		}
		redirect(303, `${route.question(event.params.id)}#${data.answer}`);
	},
	accept: async (event) => {
		const { data, state } = parseForm(acceptForm, await event.request.formData());
		if (!data) return fail(400, state);
		try {
			await acceptAnswer(event.locals.db, event.params.id, data.answer);
		} catch (cause) {
			return refusedAct(event, cause, state);
		}
		redirect(303, `${route.question(event.params.id)}#answers`);
	}
};
