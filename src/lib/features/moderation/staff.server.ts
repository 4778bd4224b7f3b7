import type { z } from 'zod';
import { unwrap, type Db } from '$lib/server/db.server';
import type { answerForm, appointForm, dismissForm, notesForm, wordForm } from './schema';
import type {
	AppealPage,
	ModeratorsPage,
	NotesPage,
	RestrictionsPage,
	RevealPage,
	WordsPage
} from './types';

/** Who is restricted now and which appeals wait, in the reader's field. */
export async function readRestrictions(db: Db): Promise<RestrictionsPage | null> {
	return unwrap(await db.rpc('page_restrictions')) as RestrictionsPage | null;
}

export async function liftRestriction(db: Db, id: string, note: string): Promise<void> {
	unwrap(await db.rpc('lift_restriction', { p_id: id, p_note: note }));
}

/** An appeal that waits, with all that a second person needs to judge it; null where it is not theirs. */
export async function readAppeal(db: Db, id: string): Promise<AppealPage | null> {
	return unwrap(await db.rpc('page_appeal', { p_id: id })) as AppealPage | null;
}

/** Answers an appeal, once. Throws Refusal. */
export async function answerAppeal(
	db: Db,
	id: string,
	{ grant, answer }: z.infer<typeof answerForm>
): Promise<void> {
	unwrap(
		await db.rpc('answer_appeal', { p_appeal: id, p_grant: grant === 'yes', p_answer: answer })
	);
}

export async function readModerators(db: Db): Promise<ModeratorsPage | null> {
	return unwrap(await db.rpc('page_moderators')) as ModeratorsPage | null;
}

export async function appointModerator(
	db: Db,
	{ email, region, locale }: z.infer<typeof appointForm>
): Promise<void> {
	unwrap(await db.rpc('appoint_moderator', { p_email: email, p_region: region, p_locale: locale }));
}

/** Ends one appointment; with the last one the role. Throws Refusal. */
export async function dismissModerator(
	db: Db,
	{ account, scope }: z.infer<typeof dismissForm>
): Promise<void> {
	unwrap(await db.rpc('dismiss_moderator', { p_account: account, p_scope: scope }));
}

export async function readHeldWords(db: Db): Promise<WordsPage | null> {
	return unwrap(await db.rpc('page_held_words')) as WordsPage | null;
}

export async function addHeldWord(
	db: Db,
	{ word, locale }: z.infer<typeof wordForm>
): Promise<void> {
	unwrap(await db.rpc('add_held_word', { p_word: word, p_locale: locale }));
}

export async function removeHeldWord(db: Db, id: string): Promise<void> {
	unwrap(await db.rpc('remove_held_word', { p_id: id }));
}

/** An anonymous question, for whoever may learn who asked it. */
export async function readReveal(db: Db, question: string): Promise<RevealPage | null> {
	return unwrap(await db.rpc('page_reveal', { p_question: question })) as RevealPage | null;
}

/** Who asked; the reason stays in the log. Throws Refusal. */
export async function revealAsker(
	db: Db,
	question: string,
	reason: string
): Promise<{ name: string; person: string }> {
	return unwrap(
		await db.rpc('reveal_asker', { p_question: question, p_reason: reason })
	) as Awaited<ReturnType<typeof revealAsker>>;
}

/** What was noted about an answer being outdated; null for whoever does not look after it. */
export async function readNotes(db: Db, answer: string): Promise<NotesPage | null> {
	return unwrap(await db.rpc('page_answer_notes', { p_answer: answer })) as NotesPage | null;
}

/** Throws Refusal. */
export async function hideNotes(
	db: Db,
	answer: string,
	{ hide, note }: z.infer<typeof notesForm>
): Promise<void> {
	unwrap(
		await db.rpc('hide_answer_notes', { p_answer: answer, p_hide: hide === '1', p_note: note })
	);
}
