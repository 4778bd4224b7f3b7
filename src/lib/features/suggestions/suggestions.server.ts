import { error, type RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { Refusal, unwrap, type Db } from '$lib/server/db.server';
import { refused, type FormState } from '$lib/server/forms.server';
import { keepTypedIfSignedOut } from '$lib/server/typed.server';
import type { suggestForm } from './schema';
import type { SuggestionPage, SuggestPage } from './types';

/** Somebody else's post as one may mend it; post is null where there is nothing to mend. */
export async function readSuggest(db: Db, post: string): Promise<SuggestPage> {
	return unwrap(await db.rpc('page_suggest', { p_post: post })) as SuggestPage;
}

/** A suggestion; null for everybody whom it does not concern. */
export async function readSuggestion(db: Db, id: string): Promise<SuggestionPage> {
	return unwrap(await db.rpc('page_suggestion', { p_id: id })) as SuggestionPage;
}

/** Proposes other words, once a key; `applied` when they stand there already. */
export async function suggestEdit(
	db: Db,
	post: string,
	form: z.infer<typeof suggestForm>
): Promise<{ question: string; suggestion: string; applied: boolean }> {
	return unwrap(
		await db.rpc('suggest_edit', {
			p_key: form.key,
			p_post: post,
			p_base: form.base,
			p_title: form.title,
			p_body: form.body,
			p_reason: form.reason
		})
	) as Awaited<ReturnType<typeof suggestEdit>>;
}

/** Returns the question. */
export async function acceptSuggestion(db: Db, id: string): Promise<string> {
	return unwrap(await db.rpc('accept_suggestion', { p_id: id }));
}

export async function declineSuggestion(db: Db, id: string, reason: string): Promise<void> {
	unwrap(await db.rpc('decline_suggestion', { p_id: id, p_reason: reason }));
}

export async function takeBackSuggestion(db: Db, id: string): Promise<void> {
	unwrap(await db.rpc('take_back_suggestion', { p_id: id }));
}

/** What was refused, in words; to sign in, with the text kept, when nobody is signed in. */
export async function refusedSuggestion(event: RequestEvent, cause: unknown, state: FormState) {
	await keepTypedIfSignedOut(event, cause, state);
	if (cause instanceof Refusal && cause.code === 'not_found') error(404, 'not_found');
	return refused(cause, state, {
		'forbidden:record': ['', 'forum_act_claim'],
		'forbidden:muted': ['', 'moderation_muted'],
		'forbidden:suspended': ['', 'moderation_suspended'],
		'forbidden:own_post': ['', 'forum_drafts_own_post'],
		'forbidden:edit': ['', 'forum_drafts_needs_100'],
		'invalid:title': ['title', 'forum_title_short'],
		'invalid:body': ['body', 'forum_answer_empty'],
		'invalid:reason': ['reason', 'forum_drafts_reason_short'],
		'invalid:declineReason': ['declineReason', 'forum_drafts_reason_short'],
		'invalid:unchanged': ['body', 'forum_drafts_unchanged'],
		invalid: ['', 'error_unexpected'],
		conflict: ['base', 'forum_drafts_conflict'],
		used: ['', 'forum_drafts_judged_already'],
		'too_many:suggestions': ['', 'forum_drafts_five_open'],
		too_many: ['', 'error_too_many']
	});
}
