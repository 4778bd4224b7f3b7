import { z } from 'zod';

/** Where the button stood. */
const to = z.string().max(500).optional();

export const startForm = z.object({
	kind: z.enum(['question', 'tag', 'person']),
	target: z.string().max(60),
	to
});
export const stopForm = z.object({ follow: z.uuid().optional(), to });
export const weeklyForm = z.object({ wanted: z.enum(['0', '1']) });
