import { z } from 'zod';
import { unwrap, type Db } from '$lib/server/db.server';
import { tagSlug } from './schema';
import type { QuestionTagsPage, TagPage, TagsPage } from './types';

/** The most used topics, by direction. */
export async function readTags(db: Db): Promise<TagsPage> {
	return unwrap(await db.rpc('page_tags')) as TagsPage;
}

/** A topic with its questions; null where no question has it. */
export async function readTag(db: Db, slug: string, after?: string): Promise<TagPage | null> {
	if (!tagSlug.safeParse(slug).success) return null;
	return unwrap(await db.rpc('page_tag', { p_slug: slug, p_after: after })) as TagPage | null;
}

/** The topics of a question, and what the reader may do about them. */
export async function readQuestionTags(db: Db, question: string): Promise<QuestionTagsPage | null> {
	if (!z.uuid().safeParse(question).success) return null;
	return unwrap(
		await db.rpc('page_question_tags', { p_question: question })
	) as QuestionTagsPage | null;
}

/** The topics of one's own question. Throws Refusal. */
export async function setTags(db: Db, question: string, tags: string[]): Promise<void> {
	unwrap(await db.rpc('set_question_tags', { p_question: question, p_tags: tags }));
}

/** Topics for another's question. Throws Refusal. */
export async function suggestTags(db: Db, question: string, tags: string[]): Promise<void> {
	unwrap(await db.rpc('suggest_tags', { p_question: question, p_tags: tags }));
}

export async function decideTags(db: Db, suggestion: string, accept: boolean): Promise<void> {
	unwrap(await db.rpc('decide_tags', { p_suggestion: suggestion, p_accept: accept }));
}

/** Says that a topic is the same as another; returns the address of the other. Throws Refusal. */
export async function joinTags(db: Db, slug: string, into: string): Promise<string> {
	return unwrap(await db.rpc('join_tags', { p_slug: slug, p_into: into }));
}

export async function partTags(db: Db, slug: string): Promise<void> {
	unwrap(await db.rpc('part_tags', { p_slug: slug }));
}
