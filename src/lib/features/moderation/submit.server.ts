import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import type { Db } from '$lib/server/db.server';
import { parseForm, refused, type FormState } from '$lib/server/forms.server';
import { keepTypedIfSignedOut } from '$lib/server/typed.server';

type Event = Pick<RequestEvent, 'cookies' | 'request' | 'url'> & { locals: { db: Db } };

/** What the database refused, as the form again in the reader's words. */
export async function refusedForm(event: Event, cause: unknown, state: FormState) {
	await keepTypedIfSignedOut(event, cause, state);
	return refused(cause, state, {
		'forbidden:record': ['', 'forum_act_claim'],
		'forbidden:own_post': ['', 'moderation_flag_own'],
		'forbidden:suspended': ['', 'moderation_suspended'],
		'forbidden:own_act': ['', 'moderation_appeal_own_act'],
		'invalid:reason': ['reason', 'moderation_error_reveal'],
		'invalid:note': ['note', 'moderation_error_note'],
		'invalid:why': ['why', 'moderation_error_why'],
		'invalid:words': ['words', 'moderation_error_words'],
		'invalid:answer': ['answer', 'moderation_error_why'],
		'invalid:email': ['email', 'moderation_error_email'],
		'invalid:word': ['word', 'moderation_error_word'],
		'conflict:claimed': ['', 'moderation_error_claimed'],
		'conflict:open': ['', 'moderation_error_appeal_open'],
		'conflict:over': ['', 'moderation_error_over'],
		'conflict:active': ['', 'moderation_error_active'],
		'conflict:staff': ['', 'moderation_error_staff'],
		'conflict:gone': ['', 'moderation_error_gone'],
		conflict: ['', 'moderation_error_used'],
		used: ['', 'moderation_error_used'],
		invalid: ['', 'error_unexpected'],
		'too_many:flag_today': ['', 'moderation_flag_today'],
		'too_many:appeal_today': ['', 'moderation_appeal_today']
	});
}

/** Checks a form, acts on it and leads on; else the form again with all that was typed. */
export async function submit<Schema extends z.ZodType>(
	event: Event,
	schema: Schema,
	act: (data: z.infer<Schema>) => Promise<unknown>,
	to: string | ((data: z.infer<Schema>) => string)
) {
	const { data, state } = parseForm(schema, await event.request.formData());
	if (!data) return fail(400, state);
	try {
		await act(data);
	} catch (cause) {
		return refusedForm(event, cause, state);
	}
	redirect(303, typeof to === 'string' ? to : to(data));
}
