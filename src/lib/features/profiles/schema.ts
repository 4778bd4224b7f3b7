import { z } from 'zod';
import { NEEDS } from '$lib/features/tracker';
import { FIELDS, LANGUAGES, LEVELS, MAX_TAG, MAX_TAGS, readInstagram, readTags } from './rules';

const text = (max: number) => z.string().trim().max(max, 'error_too_long').optional();

const level = z.enum(LEVELS, 'error_choose');
type Levels = Record<`see_${(typeof FIELDS)[number]}`, typeof level>;
/** The choice beside each field: see_<field>. */
const levels = Object.fromEntries(FIELDS.map((field) => [`see_${field}`, level])) as Levels;

export const profileForm = z.object({
	now: text(140),
	directions: z.array(z.string().regex(/^[a-z]+$/)),
	skills: z
		.string()
		.default('')
		.transform(readTags)
		.refine((tags) => tags.length <= MAX_TAGS, 'profiles_error_tags')
		.refine((tags) => tags.every((tag) => tag.length <= MAX_TAG), 'profiles_error_tag'),
	help: z.array(z.enum(NEEDS)),
	help_text: text(300),
	needs: z.array(z.enum(NEEDS)),
	need_text: text(300),
	languages: z.array(z.enum(LANGUAGES)),
	instagram: z
		.string()
		.max(200, 'profiles_error_instagram')
		.optional()
		.transform((pasted) => (pasted?.trim() ? readInstagram(pasted) : undefined))
		.refine((handle) => handle !== null, 'profiles_error_instagram'),
	story: text(1000),
	drop_photo: z.literal('1').optional(),
	...levels,
	see_name: z.enum(['everyone', 'alumni'], 'error_choose')
});
export type ProfileForm = z.infer<typeof profileForm>;

export const directoryConsent = z.object({
	granted: z.enum(['yes', 'no'], 'error_choose'),
	text_version: z.string().max(20).optional()
});

/** The query of the directory; what makes no sense is left out rather than refused. */
export const peopleQuery = z.object({
	q: z.string().trim().max(100).optional().catch(undefined),
	region: z
		.string()
		.regex(/^KZ-\d\d$/)
		.optional()
		.catch(undefined),
	direction: z
		.string()
		.regex(/^[a-z]+$/)
		.optional()
		.catch(undefined),
	round: z
		.string()
		.regex(/^20\d\d$/)
		.optional()
		.catch(undefined),
	help: z.enum(NEEDS).optional().catch(undefined),
	mentors: z.literal('1').optional().catch(undefined),
	after: z.uuid().optional().catch(undefined)
});
export type PeopleQuery = z.infer<typeof peopleQuery>;
