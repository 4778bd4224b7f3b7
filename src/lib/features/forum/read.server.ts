import { z } from 'zod';
import { parseMarkdown } from '$lib/markdown/parse.server';
import { unwrap, type Db } from '$lib/server/db.server';
import { sharedRead } from '$lib/server/shared-reads.server';
import type { Viewer } from '$lib/viewer';
import { withOwnPart, type OwnPart } from './own-part';
import type { ListQuery } from './schema';
import type {
	AskPage,
	Question,
	QuestionCard,
	QuestionPage,
	QuestionsPage,
	SitemapPage
} from './types';

/** The list of questions, newest first, 20 a page. */
export async function readQuestions(db: Db, query: ListQuery): Promise<QuestionsPage> {
	return unwrap(
		await db.rpc('page_questions', {
			p_q: query.q,
			p_direction: query.direction,
			p_locale: query.locale,
			p_state: query.state,
			p_region: query.region,
			p_after: query.after
		})
	) as QuestionsPage;
}

/** A question with its answers; null when there is none of this id. `alone`: see readsAlone. */
export async function readQuestion(
	db: Db,
	id: string,
	alone: boolean
): Promise<QuestionPage | null> {
	if (!z.uuid().safeParse(id).success) return null;
	if (alone) return readWhole(db, id);
	const [own, everyones] = await Promise.all([
		db.rpc('page_my_question', { p_id: id }),
		sharedRead(`question ${id}`, (visitor) => readWhole(visitor, id))
	]);
	const page = unwrap(own) as { viewer: Viewer | null; mine: OwnPart | null } | null;
	if (!page || !everyones) return null;
	const { viewer, mine } = page;
	return { viewer, question: mine ? withOwnPart(everyones.question, mine) : everyones.question };
}

async function readWhole(db: Db, id: string): Promise<QuestionPage | null> {
	const page = unwrap(await db.rpc('page_question', { p_id: id })) as QuestionPage | null;
	return page && { ...page, question: withText(page.question) };
}

const withText = (question: Question): Question => ({
	...withTexts(question),
	alsoAsked: question.alsoAsked.map(withTexts)
});
const withTexts = <Asked extends Pick<Question, 'body' | 'answers'>>(asked: Asked) => ({
	...asked,
	text: parseMarkdown(asked.body),
	answers: asked.answers.map((answer) => ({ ...answer, text: parseMarkdown(answer.body) }))
});

export async function readAskPage(db: Db): Promise<AskPage> {
	return unwrap(await db.rpc('page_ask')) as AskPage;
}

/** Up to five questions whose titles are likest. */
export async function similarQuestions(db: Db, title: string): Promise<QuestionCard[]> {
	return unwrap(await db.rpc('similar_questions', { p_title: title })) as QuestionCard[];
}

/** Questions, guides and topics by address alone, for search engines. */
export async function readSitemap(db: Db): Promise<SitemapPage> {
	return unwrap(await db.rpc('page_sitemap')) as SitemapPage;
}
