import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { actionQuery } from '$lib/features/identity/action-query';
import {
	deskQuery,
	makeLetters,
	readDesk,
	sendInvitations
} from '$lib/features/invitations/desk.server';
import { newLetters, newMails } from '$lib/features/invitations/schema';
import { route } from '$lib/route';
import { parseForm, refused, type FormState } from '$lib/server/forms.server';
import { staffPage } from '$lib/server/guard.server';
import { keepTypedIfSignedOut, typedBefore } from '$lib/server/typed.server';

export const load = async (event) => {
	const { searchParams } = event.url;
	const query = deskQuery(searchParams);
	const desk = await staffPage(readDesk(event.locals.db, query), 'officer', 'coordinator');
	return {
		...desk,
		query,
		typed: await typedBefore(event),
		sent: Number(searchParams.get('sent')) || 0,
		key: crypto.randomUUID(),
		to: { letters: actionQuery('letters', query), mails: actionQuery('mails', query) }
	};
};

async function again(event: RequestEvent, cause: unknown, state: FormState) {
	await keepTypedIfSignedOut(event, cause, state);
	return refused(cause, state, {
		'not_found:people': ['', 'invitations_none_error'],
		'invalid:office': ['office', 'error_required'],
		too_many: ['', 'invitations_many']
	});
}

export const actions = {
	letters: async (event) => {
		const { data, state } = parseForm(newLetters, await event.request.formData());
		if (!data) return fail(400, state);
		let batch: string;
		try {
			const query = deskQuery(event.url.searchParams);
			batch = await makeLetters(event.locals.db, data.key, query, data.office);
		} catch (cause) {
			return again(event, cause, state);
		}
		redirect(303, route.letters(batch));
	},
	mails: async (event) => {
		const { data, state } = parseForm(newMails, await event.request.formData());
		if (!data) return fail(400, state);
		const query = deskQuery(event.url.searchParams);
		let sent: number;
		try {
			sent = await sendInvitations(event.locals.db, data.key, query);
		} catch (cause) {
			return again(event, cause, state);
		}
		redirect(303, route.invite({ ...query, sent }));
	}
};
