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
