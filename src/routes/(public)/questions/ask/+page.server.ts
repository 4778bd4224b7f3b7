import { randomUUID } from 'node:crypto';
import { fail, redirect } from '@sveltejs/kit';
import { takePhoto, withPhotoError } from '$lib/features/forum/photo.server';
import { previewed } from '$lib/features/forum/preview.server';
import { readAskPage, similarQuestions } from '$lib/features/forum/read.server';
import { refusedAct } from '$lib/features/forum/refusals.server';
import { askForm, askQuery } from '$lib/features/forum/schema';
import { askQuestion } from '$lib/features/forum/write.server';
import { draftOf, savedDraft } from '$lib/features/own-posts/drafts.server';
import { route } from '$lib/route';
import { parseForm } from '$lib/server/forms.server';
import { publicPage } from '$lib/server/guard.server';
import { typedBefore } from '$lib/server/typed.server';

export const load = async (event) => {
	const { db } = event.locals;
	const read = await publicPage(readAskPage(db));
	return {
		...read,
		key: randomUUID(),
		typed: await typedBefore(event),
		/** What somebody looked for and did not find. */
		begun: askQuery.parse(Object.fromEntries(event.url.searchParams)),
		draft: await draftOf(db, event.url, null, read.viewer),
		done: event.url.searchParams.get('done')
	};
};

export const actions = {
	default: async (event) => {
		const form = await event.request.formData();
		const { data, state: read } = parseForm(askForm, form);
		const state = withPhotoError(read, form);
		const draft = await savedDraft(event, state, null, (key) =>
			route.ask({ draft: key, done: 'draft' })
		);
		if (draft) return draft;
		const preview = previewed(state);
		if (preview) return preview;
		if (!data) return fail(400, state);
		let id: string;
		try {
			const similar = data.sure ? [] : await similarQuestions(event.locals.db, data.title);
			if (similar.length > 0) return { ...state, similar };
			const { photo, error } = await takePhoto(event.locals.db, form);
			if (error) return fail(400, withPhotoError(read, form, error));
			id = await askQuestion(event.locals.db, data, photo);
		} catch (cause) {
			return refusedAct(event, cause, state);
		}
		redirect(303, route.question(id, { done: 'asked' }));
	}
};
