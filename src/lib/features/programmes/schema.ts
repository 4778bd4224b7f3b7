import { z } from 'zod';
import { NEEDS } from '$lib/features/tracker';
import { ALUMNUS_ACTIONS, GROUPS, KINDS, PARTNER_ACTIONS, PARTNER_REASONS } from './rules';

const REGION = /^KZ-[0-9]{2}$/;
/** A filter that is not understood is no filter: an old link still shows the list. */
const lenient = <Schema extends z.ZodType>(schema: Schema) => schema.nullable().catch(null);

export const programmeFilter = z.object({
	kind: lenient(z.enum(KINDS)),
	region: lenient(z.string().regex(REGION)),
	open: z
		.string()
		.nullable()
		.transform((value) => value === '1')
});
export type ProgrammeFilter = z.infer<typeof programmeFilter>;

export const candidateFilter = z.object({
	q: lenient(z.string().trim().min(1).max(100)),
	region: lenient(z.string().regex(REGION)),
	state: lenient(z.enum(['unknown', 'continuing', 'paused', 'stopped'])),
	need: lenient(z.enum(NEEDS)),
	direction: lenient(z.string().regex(/^[a-z]+$/)),
	round: lenient(z.coerce.number().int().min(2017).max(2030)),
	programme: lenient(z.string().regex(/^[a-z0-9-]{2,60}$/)),
	group: lenient(z.enum(GROUPS)),
	after: lenient(z.string().max(80))
});
export type CandidateFilter = z.infer<typeof candidateFilter>;

/** A filter out of an address; what is empty counts as absent. */
export function fromAddress<Schema extends z.ZodObject>(schema: Schema, url: URL): z.infer<Schema> {
	const values = Object.keys(schema.shape).map((key) => [key, url.searchParams.get(key) || null]);
	return schema.parse(Object.fromEntries(values));
}

export const referral = z.object({
	key: z.uuid('error_unexpected'),
	programme: z.string('error_choose').regex(/^[a-z0-9-]{2,60}$/, 'error_choose'),
	message: z.string().trim().max(500, 'error_too_long').optional()
});

export const alumnusAnswer = z.object({
	action: z.enum(ALUMNUS_ACTIONS, 'error_unexpected'),
	reason: z.string().trim().max(500, 'error_too_long').optional(),
	text_version: z.string().max(20).optional()
});

export const partnerAnswer = z.object({
	id: z.uuid('error_unexpected'),
	action: z.enum(PARTNER_ACTIONS, 'error_unexpected'),
	reason: z.enum(PARTNER_REASONS).optional().catch(undefined)
});

export const offersConsent = z.object({
	granted: z.enum(['yes', 'no'], 'error_choose'),
	text_version: z.string().max(20).optional()
});

/** An id out of an address; null when it is none. */
export const idParam = (value: string | null | undefined): string | null =>
	z.uuid().safeParse(value).data ?? null;
