import { z } from 'zod';
import { tagsField } from '$lib/features/forum';

export const tagSlug = z
	.string()
	.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
	.max(60);

/** What makes no sense is left out rather than refused. */
export const tagQuery = z.object({ after: z.uuid().optional().catch(undefined) });

export const tagsForm = z.object({ tags: tagsField });
export const suggestForm = z.object({
	tags: tagsField.pipe(z.array(z.string()).min(1, 'forum_tags_none_typed'))
});
export const decideForm = z.object({ suggestion: z.uuid(), accept: z.enum(['0', '1']) });
export const joinForm = z.object({
	into: z.string('forum_tags_into_unknown').max(200, 'error_too_long')
});
export const partForm = z.object({ slug: tagSlug });
