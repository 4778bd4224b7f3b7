import { fail, redirect } from '@sveltejs/kit';
import { readDraft } from '$lib/features/collections/read.server';
import { refusedGuide } from '$lib/features/collections/refusals.server';
import { draftForm, draftQuery, STEP_LISTS } from '$lib/features/collections/schema';
import { dropGuide, saveDraft, sendGuide } from '$lib/features/collections/write.server';
import { route } from '$lib/route';
import { parseForm } from '$lib/server/forms.server';
import { memberPage } from '$lib/server/guard.server';
import { typedBefore } from '$lib/server/typed.server';

export const load = async (event) => {
	const { q } = draftQuery.parse(Object.fromEntries(event.url.searchParams));
	return {
		...(await memberPage(readDraft(event.locals.db, event.params.id, q))),
		q: q ?? '',
		typed: await typedBefore(event),
		done: event.url.searchParams.get('done')
	};
};

export const actions = {
	/** Whatever is pressed, all that was typed is kept first. */
	keep: async (event) => {
		const { id } = event.params;
		const { data, state } = parseForm(draftForm, await event.request.formData(), STEP_LISTS);
		if (!data) return fail(400, state);
		try {
			const revision = await saveDraft(event.locals.db, id, data);
			if (data.to === 'send' && !data.add) {
				// What was kept a moment ago is what the form begins with, should it come back.
				state.values.base = String(revision);
				await sendGuide(event.locals.db, id, revision);
			}
		} catch (cause) {
			return refusedGuide(event, cause, state);
		}
		if (data.add) redirect(303, `${route.editGuide(id, { done: 'added' })}#step-${data.add}`);
		if (data.to === 'send') redirect(303, route.guideDesk({ done: 'sent' }));
		// An empty search is one for the newest.
		if (data.to === 'find')
			redirect(303, `${route.editGuide(id)}?q=${encodeURIComponent(data.q ?? '')}#found`);
		redirect(303, route.editGuide(id, { done: 'kept' }));
	},
	drop: async (event) => {
		try {
			await dropGuide(event.locals.db, event.params.id);
		} catch (cause) {
			return refusedGuide(event, cause, { values: {}, errors: {} });
		}
		redirect(303, route.guideDesk({ done: 'dropped' }));
	}
};
