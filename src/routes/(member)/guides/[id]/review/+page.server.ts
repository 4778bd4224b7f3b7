import { fail, redirect } from '@sveltejs/kit';
import { readReview } from '$lib/features/collections/read.server';
import { refusedGuide } from '$lib/features/collections/refusals.server';
import { reviewForm } from '$lib/features/collections/schema';
import { reviewGuide } from '$lib/features/collections/write.server';
import { route } from '$lib/route';
import { parseForm } from '$lib/server/forms.server';
import { memberPage } from '$lib/server/guard.server';

export const load = async ({ locals, params }) => memberPage(readReview(locals.db, params.id));

export const actions = {
	default: async (event) => {
		const { id } = event.params;
		const { data, state } = parseForm(reviewForm, await event.request.formData());
		if (!data) return fail(400, state);
		try {
			await reviewGuide(event.locals.db, id, data);
		} catch (cause) {
			return refusedGuide(event, cause, state);
		}
		const isPublished = data.verdict === 'publish';
		redirect(
			303,
			isPublished ? route.guide(id, { done: 'published' }) : route.guideDesk({ done: 'returned' })
		);
	}
};
