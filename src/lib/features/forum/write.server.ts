import type { StoredPhoto } from '$lib/server/photo.server';
import type { z } from 'zod';
import { unwrap, type Db } from '$lib/server/db.server';
import { photoArguments } from './photo.server';
import type { answerForm, askForm, markForm, thanksForm } from './schema';

/** Asks, once a key; returns the question's id. */
export async function askQuestion(
	db: Db,
	form: z.infer<typeof askForm>,
	photo: StoredPhoto | null
): Promise<string> {
	return unwrap(
		await db.rpc('ask_question', {
			p_key: form.key,
			p_direction: form.direction,
			p_title: form.title,
			p_body: form.body,
			p_locale: form.locale,
			p_anonymous: form.anonymous === '1',
			p_tags: form.tags,
			p_region: form.region,
			...photoArguments(photo)
		})
	);
}

/** Answers, once a key; returns the answer's id. */
export async function postAnswer(
	db: Db,
	question: string,
	form: z.infer<typeof answerForm>,
	photo: StoredPhoto | null
): Promise<string> {
	return unwrap(
		await db.rpc('post_answer', {
			p_key: form.key,
			p_question: question,
			p_body: form.body,
			p_locale: form.locale,
			...photoArguments(photo)
		})
	);
}

export async function castVote(
	db: Db,
	vote: { kind: 'question' | 'answer'; post: string; value: number }
): Promise<void> {
	unwrap(await db.rpc('cast_vote', { p_kind: vote.kind, p_post: vote.post, p_value: vote.value }));
}

/** Marks the answer that helped; without an answer the mark is taken away. */
export async function acceptAnswer(
	db: Db,
	question: string,
	answer: string | undefined
): Promise<void> {
	unwrap(await db.rpc('accept_answer', { p_question: question, p_answer: answer ?? null }));
}

/** Says what became of an answer, or takes that back. */
export async function markAnswer(db: Db, form: z.infer<typeof markForm>): Promise<void> {
	unwrap(
		await db.rpc('mark_answer', {
			p_answer: form.answer,
			p_kind: form.kind,
			p_on: form.on === '1',
			p_note: form.note
		})
	);
}

/** The asker thanks for an answer, or takes that back. */
export async function thankAnswer(db: Db, form: z.infer<typeof thanksForm>): Promise<void> {
	unwrap(await db.rpc('thank_answer', { p_answer: form.answer, p_kind: form.kind ?? null }));
}
