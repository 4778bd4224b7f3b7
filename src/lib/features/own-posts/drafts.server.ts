import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import { Refusal, unwrap, type Db } from '$lib/server/db.server';
import { refused, type FormState } from '$lib/server/forms.server';
import { keepTypedIfSignedOut } from '$lib/server/typed.server';

type Values = FormState['values'];

/** What belongs to the form and not to what is written in it. */
const OF_THE_FORM = new Set(['key', 'draft', 'preview', 'sure']);

/** The draft that the address names, as its form takes it; null when it names none of one's own. */
export async function draftOf(
	db: Db,
	url: URL,
	question: string | null,
	viewer: object | null
): Promise<Values | null> {
	const key = z.uuid().safeParse(url.searchParams.get('draft')).data;
	if (!key || !viewer) return null;
	return unwrap(await db.rpc('my_draft', { p_key: key, p_question: question })) as Values | null;
}

/**
 * Where a form was sent by its "save draft" button: keeps it as it stands, in order or not, and goes
 * to `next`. Null when it was sent for something else.
 */
export async function savedDraft(
	event: RequestEvent,
	state: FormState,
	question: string | null,
	next: (key: string) => string
) {
	if (!state.values.draft) return null;
	const key = z.uuid().safeParse(state.values.key).data ?? error(400);
	const fields = Object.fromEntries(
		Object.entries(state.values).filter(([name]) => !OF_THE_FORM.has(name))
	);
	try {
		unwrap(
			await event.locals.db.rpc('save_draft', {
				p_key: key,
				p_question: question,
				p_fields: fields
			})
		);
	} catch (cause) {
		await keepTypedIfSignedOut(event, cause, state);
		if (cause instanceof Refusal && cause.code === 'not_found') error(404, 'not_found');
		return refused(cause, state, {
			'forbidden:record': ['', 'forum_act_claim'],
			'used:posted': ['', 'forum_drafts_posted'],
			'too_many:drafts': ['', 'forum_drafts_full'],
			invalid: ['body', 'error_too_long']
		});
	}
	redirect(303, next(key));
}

export async function discardDraft(db: Db, key: string): Promise<void> {
	unwrap(await db.rpc('discard_draft', { p_key: key }));
}
