import { z } from 'zod';
import { ACTS, DAYS, REASONS, RESTRICTIONS, VERDICTS } from './rules';

/** An id out of an address; null when it is none. */
export const idParam = (id: string): string | null => z.uuid().safeParse(id).data ?? null;

// What counts is the text without blanks and signs of no width: that is the database's to say.
const note = z.string().trim().max(500, 'error_too_long').optional();
const words = (max: number, message: string) =>
	z.string(message).trim().min(10, message).max(max, 'error_too_long');
const locale = z.enum(['kk', 'ru', 'en'], 'error_choose');
const region = z.string().regex(/^KZ-\d\d$/, 'error_choose');

export const flagForm = z
	.object({ reason: z.enum(REASONS, 'moderation_error_reason'), note })
	.refine(({ reason, note: text }) => reason !== 'other' || text, {
		path: ['note'],
		message: 'moderation_error_note'
	});

export const verdictForm = z
	.object({
		verdict: z.enum(VERDICTS, 'moderation_error_verdict'),
		reason: z.enum(REASONS, 'moderation_error_reason').optional(),
		note
	})
	.refine(({ verdict, reason }) => verdict === 'kept' || reason, {
		path: ['reason'],
		message: 'moderation_error_reason'
	})
	.refine(({ verdict, reason, note: text }) => verdict === 'kept' || reason !== 'other' || text, {
		path: ['note'],
		message: 'moderation_error_note'
	});

export const restrictForm = z.object({
	kind: z.enum(RESTRICTIONS, 'moderation_error_kind'),
	days: z.enum(DAYS, 'moderation_error_days'),
	why: words(500, 'moderation_error_why')
});

/** Why a verdict is turned round or a restriction lifted. */
export const noteForm = z.object({ note: words(500, 'moderation_error_why') });

/** Hides what was noted about an answer, or shows it again. */
export const notesForm = noteForm.extend({ hide: z.enum(['0', '1']) });

/** A restriction where one is named; the page of a post appeals against what hides it. */
export const appealForm = z.object({
	restriction: z.uuid().optional(),
	words: words(1000, 'moderation_error_words')
});

export const answerForm = z.object({
	grant: z.enum(['yes', 'no'], 'moderation_error_verdict'),
	answer: words(500, 'moderation_error_why')
});

export const appointForm = z.object({
	email: z.string('error_email').trim().min(3, 'error_email').max(320, 'error_too_long'),
	region: region.optional(),
	locale: locale.optional()
});
export const dismissForm = z.object({ account: z.uuid(), scope: z.uuid().optional() });

export const wordForm = z.object({
	word: z
		.string('moderation_error_word')
		.trim()
		.min(2, 'moderation_error_word')
		.max(60, 'error_too_long'),
	locale: z.enum(['kk', 'ru'], 'error_choose')
});
export const wordId = z.object({ id: z.uuid() });

export const revealForm = z.object({ reason: words(300, 'moderation_error_reveal') });

/** What makes no sense in a query is left out rather than refused. */
export const queueQuery = z.object({
	region: region.optional().catch(undefined),
	locale: locale.optional().catch(undefined),
	state: z.enum(['open', 'done']).optional().catch(undefined),
	after: z.uuid().optional().catch(undefined)
});
export type QueueQuery = z.infer<typeof queueQuery>;

export const logQuery = z.object({
	act: z.enum(ACTS).optional().catch(undefined),
	region: region.optional().catch(undefined),
	locale: locale.optional().catch(undefined),
	who: z.uuid().optional().catch(undefined),
	after: z.coerce.number().int().min(1).optional().catch(undefined)
});
export type LogQuery = z.infer<typeof logQuery>;
