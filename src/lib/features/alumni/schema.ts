import { z } from 'zod';
import { RECORD_FIELDS } from './record-words';

/** A name for a selection of the registry. */
export const viewName = z.object({
	name: z.string('error_required').trim().min(1, 'error_required').max(60, 'error_too_long')
});

const text = (max: number) => z.string().trim().max(max, 'error_too_long').default('');

/** A person's own record, as the form sends it. An empty field is the person's word too. */
export const recordForm = z.object({
	full_name: z.string('error_required').trim().min(1, 'error_required').max(200, 'error_too_long'),
	birth_year: z
		.string()
		.trim()
		.regex(/^(19[5-9]\d|200\d|201[0-5])$/, 'alumni_reason_birth_year')
		.default(''),
	gender: z.enum(['female', 'male', ''], 'error_choose').default(''),
	region: z.string('conflicts_record_region_choose').regex(/^KZ-\d\d$/, 'error_choose'),
	district: text(120),
	settlement: z.enum(['village', 'town', 'city', ''], 'error_choose').default('')
});

const decided = {
	decision: z.enum(['kept', 'taken'], 'error_choose'),
	seen: z.iso.datetime({ offset: true, error: 'conflicts_changed' })
};
/** One conflict, or all of a field. */
export const conflictForm = z.object({ id: z.uuid('conflicts_changed'), ...decided });
export const conflictsForm = z.object({ field: z.enum(RECORD_FIELDS, 'error_choose'), ...decided });

const confirmed = {
	key: z.uuid('bulk_changed'),
	expected: z.coerce.number('bulk_changed').int('bulk_changed')
};
export const placeForm = z
	.object({
		...confirmed,
		region: z
			.string()
			.regex(/^KZ-\d\d$/, 'error_choose')
			.optional(),
		district: z.string().trim().max(120, 'error_too_long').optional()
	})
	.refine(({ region, district }) => region || district, {
		path: ['district'],
		message: 'bulk_place_needed'
	});
export const waveForm = z.object({ ...confirmed, wave: z.uuid('error_choose') });
