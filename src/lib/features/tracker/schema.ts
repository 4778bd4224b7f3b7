import { z } from 'zod';
import { BASES, HOWS, NEEDS, STOP_REASONS, standingOf } from './rules';

/** The one-minute form. Which of basis and reason is needed follows from how. */
export const statusUpdate = z
	.object({
		key: z.uuid('error_unexpected'),
		project: z.uuid('error_unexpected'),
		how: z.enum(HOWS, 'tracker_error_how'),
		// A value that is not on the list counts as no answer: it is only asked where it matters.
		basis: z.enum(BASES).optional().catch(undefined),
		reason: z.enum(STOP_REASONS).optional().catch(undefined),
		before: z.string().max(60).optional(),
		something_new: z.literal('1').optional(),
		needs: z.array(z.enum(NEEDS)),
		note: z.string().trim().max(1000, 'error_too_long').optional(),
		corrects: z.uuid().optional(),
		keep_photo: z.literal('1').optional()
	})
	.transform((form, context) => {
		const standing = standingOf(form);
		if (!('missing' in standing)) return { ...form, standing };
		context.addIssue({
			code: 'custom',
			path: [standing.missing],
			message: `tracker_error_${standing.missing}`
		});
		return z.NEVER;
	});

export type StatusUpdateForm = z.infer<typeof statusUpdate>;

/** An id out of an address; undefined when none was given, null when it is none. */
export function idParam(value: string | null): string | null | undefined {
	if (value === null || value === '') return undefined;
	return z.uuid().safeParse(value).success ? value : null;
}
