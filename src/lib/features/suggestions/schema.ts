import { cleanLine, cleanText } from '$lib/features/forum';
import { nestsTooDeep } from '$lib/markdown/parse.server';
import { z } from 'zod';

const reason = z
	.string('forum_drafts_reason_short')
	.transform(cleanLine)
	.pipe(z.string().min(3, 'forum_drafts_reason_short').max(200, 'error_too_long'));

/** A question has a title, an answer has none: the database knows which it is. */
export const suggestForm = z.object({
	key: z.uuid('error_unexpected'),
	base: z.coerce.number().int().min(1),
	title: z.string().default('').transform(cleanLine).pipe(z.string().max(150, 'error_too_long')),
	body: z
		.string()
		.default('')
		.transform(cleanText)
		.pipe(
			z
				.string()
				.max(10_000, 'error_too_long')
				.refine((text) => text.length > 10_000 || !nestsTooDeep(text), 'forum_writing_too_deep')
		),
	reason
});

export const declineForm = z.object({ declineReason: reason });
