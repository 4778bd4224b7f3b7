import { z } from 'zod';

/** The query of the experts' page; what makes no sense is left out rather than refused. */
export const expertsQuery = z.object({
	direction: z
		.string()
		.regex(/^[a-z]+$/)
		.optional()
		.catch(undefined),
	region: z
		.string()
		.regex(/^KZ-\d\d$/)
		.optional()
		.catch(undefined),
	month: z
		.string()
		.regex(/^20\d\d-(0[1-9]|1[0-2])$/)
		.optional()
		.catch(undefined)
});
export type ExpertsQuery = z.infer<typeof expertsQuery>;

export const appealForm = z.object({
	finding: z.uuid(),
	appeal: z
		.string({ error: 'reputation_say_why' })
		.trim()
		.min(10, 'reputation_say_why')
		.max(500, 'error_too_long')
});

export const clearForm = z.object({
	finding: z.uuid(),
	reason: z
		.string({ error: 'reputation_say_why' })
		.trim()
		.min(10, 'reputation_say_why')
		.max(500, 'error_too_long')
});
