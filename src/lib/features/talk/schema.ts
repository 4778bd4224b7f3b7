import { z } from 'zod';
import {
	DECISIONS,
	MENTOR_DIRECTIONS,
	MESSAGE_MAX,
	MESSAGE_MIN,
	REPORT_REASONS,
	SUSPENSIONS
} from './rules';

/** Laid into the form by its page, so that one sent twice is taken once. */
const key = z.uuid();
const words = (max: number) => z.string().trim().max(max, 'error_too_long');

export const newMessage = z.object({
	key,
	body: z
		.string('error_required')
		.trim()
		.min(MESSAGE_MIN, 'talk_error_short')
		.max(MESSAGE_MAX, 'error_too_long')
});

export const reply = z.object({
	key,
	body: words(MESSAGE_MAX).optional(),
	share: z.uuid().optional()
});

export const report = z.object({
	key,
	reason: z.enum(REPORT_REASONS, 'error_choose'),
	words: words(1000).optional(),
	block: z.literal('1').optional()
});

/** Check boxes: what is not sent is not wanted. */
export const messageChoices = z.object({
	takes: z.literal('1').optional(),
	mails: z.literal('1').optional()
});

export const person = z.object({ person: z.uuid() });

export const verdict = z
	.object({
		decision: z.enum(DECISIONS, 'error_choose'),
		days: z.enum(SUSPENSIONS).optional()
	})
	.refine(({ decision, days }) => decision !== 'suspended' || days, {
		path: ['days'],
		message: 'talk_error_days'
	});

export const mentoring = z
	.object({
		directions: z
			.array(z.string().regex(/^[a-z]+$/))
			.min(1, 'talk_error_directions')
			.max(MENTOR_DIRECTIONS, 'talk_error_directions'),
		topics: words(200).optional(),
		limit: z.coerce
			.number('talk_error_limit')
			.int()
			.min(1, 'talk_error_limit')
			.max(10, 'talk_error_limit'),
		when: z.enum(['now', 'until', 'paused'], 'error_choose'),
		until: z.iso.date('talk_error_until').optional()
	})
	.refine(({ when, until }) => when !== 'until' || until, {
		path: ['until'],
		message: 'talk_error_until'
	});

/** An id in an address; null for what is none. */
export const idParam = (text: string): string | null => z.uuid().safeParse(text).data ?? null;

/** The cursor of a list; what makes no sense is the first page. */
export const afterParam = (url: URL): string | null => idParam(url.searchParams.get('after') ?? '');
