import { z } from 'zod';

/** A name for a selection of the registry. */
export const viewName = z.object({
	name: z.string('error_required').trim().min(1, 'error_required').max(60, 'error_too_long')
});
