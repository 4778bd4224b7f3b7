import type { StoredPhoto } from '$lib/server/photo.server';
import type { z } from 'zod';
import { unwrap, type Db } from '$lib/server/db.server';
import { photoArguments } from './photo.server';
import type { answerForm, askForm } from './schema';

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
