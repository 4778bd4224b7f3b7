import { nestsTooDeep } from '$lib/markdown/parse.server';
import { z } from 'zod';
import { cleanLine, cleanText, onOneLine } from './rules';
import { tagsField } from './tags';

/** An id out of an address; null when it is none. */
export const idParam = (id: string): string | null => z.uuid().safeParse(id).data ?? null;

const key = z.uuid('error_unexpected');
const locale = z.enum(['kk', 'ru', 'en'], 'error_choose');

/** Long enough for a good answer, and quick to read for the server. */
const markdown = z
	.string()
	.max(10_000, 'error_too_long')
	.refine((text) => text.length > 10_000 || !nestsTooDeep(text), 'forum_writing_too_deep');

export const askForm = z.object({
	key,
	direction: z.string('forum_choose_direction').regex(/^[a-z]+$/, 'forum_choose_direction'),
	title: z
		.string('forum_title_short')
		.transform(cleanLine)
		.pipe(z.string().min(10, 'forum_title_short').max(150, 'error_too_long')),
	body: z.string().default('').transform(cleanText).pipe(markdown),
	locale,
	tags: tagsField,
	/** Empty for none; a form from before there was a choice means the own region. */
	region: z
		.string()
		.regex(/^(KZ-[A-Z0-9]+)?$/, 'error_choose')
		.optional(),
	anonymous: z.literal('1').optional(),
	/** Present once the similar questions were seen. */
	sure: z.string().optional()
});

/** How a question begins that was a search first. */
export const askQuery = z.object({
	title: z
		.string()
		.transform((text) => cleanLine(text).slice(0, 150))
		.catch('')
});

export const answerForm = z.object({
	key,
	body: z
		.string('forum_answer_empty')
		.transform(cleanText)
		.pipe(markdown.min(2, 'forum_answer_empty')),
	locale
});

export const commentForm = z.object({
	key,
	comment: z
		.string('forum_writing_comment_short')
		.transform(cleanText)
		.pipe(z.string().min(2, 'forum_writing_comment_short').max(600, 'error_too_long'))
});

export const commentId = z.object({ id: z.uuid() });

/** A question has a title, an answer has none: the database knows which it is. */
export const editForm = z.object({
	base: z.coerce.number().int().min(1),
	dropPhoto: z.literal('1').optional(),
	tags: tagsField,
	title: z.string().default('').transform(cleanLine).pipe(z.string().max(150, 'error_too_long')),
	body: z.string().default('').transform(cleanText).pipe(markdown)
});

export const restoreForm = z.object({
	base: z.coerce.number().int().min(1),
	number: z.coerce.number().int().min(1)
});

/** The page of a history before this number; what makes no sense is left out. */
export const historyQuery = z.object({
	before: z.coerce.number().int().min(2).optional().catch(undefined)
});
export const commentsQuery = z.object({ after: z.uuid().optional().catch(undefined) });

export const voteForm = z.object({
	kind: z.enum(['question', 'answer']),
	post: z.uuid(),
	value: z.enum(['-1', '0', '1']).transform(Number)
});

export const markForm = z.object({
	answer: z.uuid(),
	kind: z.enum(['worked', 'outdated']),
	on: z.enum(['0', '1']),
	note: z.string().transform(cleanText).pipe(z.string().max(300, 'error_too_long')).optional()
});

/** Without a kind the thanks are taken back. */
export const thanksForm = z.object({
	answer: z.uuid(),
	kind: z.enum(['time', 'worked', 'clear']).optional()
});

export const acceptForm = z.object({ answer: z.uuid().optional() });

/** The query of the list; what makes no sense is left out rather than refused. */
export const listQuery = z.object({
	q: z.string().transform(onOneLine).pipe(z.string().max(200)).optional().catch(undefined),
	direction: z
		.string()
		.regex(/^[a-z]+$/)
		.optional()
		.catch(undefined),
	locale: locale.optional().catch(undefined),
	state: z.enum(['unanswered', 'solved']).optional().catch(undefined),
	region: z
		.string()
		.regex(/^KZ-[A-Z0-9]+$/)
		.optional()
		.catch(undefined),
	after: z.uuid().optional().catch(undefined)
});
export type ListQuery = z.infer<typeof listQuery>;
