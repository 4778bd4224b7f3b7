import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import {
	declineDuplicate,
	proposeDuplicate,
	readDuplicates,
	undoDuplicate
} from '$lib/features/duplicates/duplicates.server';
import { duplicatesQuery, proposeForm, undoForm } from '$lib/features/duplicates/schema';
import { route } from '$lib/route';
import { parseForm, refused, type FormState } from '$lib/server/forms.server';
import { memberPage } from '$lib/server/guard.server';
import { keepTypedIfSignedOut } from '$lib/server/typed.server';

export const load = async ({ locals, params, url }) => {
	const { q } = duplicatesQuery.parse(Object.fromEntries(url.searchParams));
	const done = url.searchParams.get('done');
	return { ...(await memberPage(readDuplicates(locals.db, params.id, q))), q: q ?? '', done };
};

async function refusedLink(event: RequestEvent, cause: unknown, state: FormState) {
	await keepTypedIfSignedOut(event, cause, state);
	return refused(cause, state, {
		'conflict:merged': ['', 'forum_duplicates_already'],
		'invalid:circle': ['', 'forum_duplicates_circle'],
		invalid: ['', 'forum_duplicates_gone'],
		too_many: ['', 'error_too_many']
	});
}

export const actions = {
	propose: async (event) => {
		const { id } = event.params;
		const { data, state } = parseForm(proposeForm, await event.request.formData());
		if (!data) return fail(400, state);
		let isJoined: boolean;
		try {
			isJoined = await proposeDuplicate(event.locals.db, id, data.kept);
		} catch (cause) {
			return refusedLink(event, cause, state);
		}
		redirect(
			303,
			isJoined
				? route.question(data.kept, { done: 'joined' })
				: route.duplicate(id, { done: 'proposed' })
		);
	},
	decline: async (event) => {
		const { id } = event.params;
		try {
			await declineDuplicate(event.locals.db, id);
		} catch (cause) {
			return refusedLink(event, cause, { values: {}, errors: {} });
		}
		redirect(303, route.duplicate(id, { done: 'declined' }));
	},
	undo: async (event) => {
		const { data, state } = parseForm(undoForm, await event.request.formData());
		if (!data) return fail(400, state);
		try {
			await undoDuplicate(event.locals.db, data.question);
		} catch (cause) {
			return refusedLink(event, cause, state);
		}
		redirect(303, route.duplicate(event.params.id, { done: 'undone' }));
	}
};
