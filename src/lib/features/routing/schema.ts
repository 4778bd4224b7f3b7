import { z } from 'zod';

export const WEEKLY = ['2', '1', '0'] as const;

export const limits = z.object({
	weekly: z.enum(WEEKLY, 'error_choose').transform(Number),
	until: z.iso.date('routing_until_bad').optional()
});

export const pass = z.object({ question: z.uuid() });

/** Directions in one language; what makes no sense is left out. */
export const measuresQuery = z.object({
	locale: z.enum(['kk', 'ru', 'en']).optional().catch(undefined)
});
