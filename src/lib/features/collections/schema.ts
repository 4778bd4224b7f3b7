import { nestsTooDeep } from '$lib/markdown/parse.server';
import { z } from 'zod';
import { isPlace } from './rules';

const MOST_STEPS = 20;

export const idParam = (id: string): string | null => z.uuid().safeParse(id).data ?? null;

const line = (text: string) => text.replace(/\s+/g, ' ').trim();
const title = z
	.string('collections_title_short')
	.transform(line)
	.pipe(z.string().min(10, 'collections_title_short').max(120, 'error_too_long'));
const locale = z.enum(['kk', 'ru', 'en'], 'error_choose');
const code = z.string('forum_choose_direction').regex(/^[a-z]+$/, 'forum_choose_direction');

export const startForm = z.object({
	key: z.uuid('error_unexpected'),
	direction: code,
	locale,
	title
});

/** One entry a step in each list; the lists run side by side. */
export const STEP_LISTS = ['step', 'heading', 'note', 'place', 'drop'] as const;

export const draftForm = z
	.object({
		base: z.coerce.number().int().min(1),
		title,
		intro: z
			.string()
			.default('')
			.pipe(z.string().max(5000, 'error_too_long'))
			.refine((text) => text.length > 5000 || !nestsTooDeep(text), 'forum_writing_too_deep'),
		step: z.array(z.uuid()).max(MOST_STEPS, 'collections_too_many_steps'),
		heading: z.array(z.string().transform(line).pipe(z.string().max(120, 'error_too_long'))),
		note: z.array(
			z
				.string()
				.max(1000, 'error_too_long')
				.refine((text) => text.length > 1000 || !nestsTooDeep(text), 'forum_writing_too_deep')
		),
		place: z.array(
			z.coerce.number('collections_place_wrong').refine(isPlace, 'collections_place_wrong')
		),
		drop: z.array(z.uuid()),
		/** Which button was pressed; without one it is kept as it is. */
		to: z.enum(['keep', 'find', 'send']).default('keep'),
		add: z.uuid().optional(),
		q: z.string().max(200).optional()
	})
	.refine(({ step, add }) => step.length + (add ? 1 : 0) <= MOST_STEPS, {
		path: ['step'],
		message: 'collections_too_many_steps'
	});
export type DraftForm = z.infer<typeof draftForm>;

export const reviewForm = z.object({
	base: z.coerce.number().int().min(1),
	verdict: z.enum(['publish', 'return']),
	note: z.string().default('').pipe(z.string().max(1000, 'error_too_long'))
});

export const keepForm = z.object({ away: z.enum(['0', '1']) });

/** The query of the list; what makes no sense is left out rather than refused. */
export const listQuery = z.object({
	direction: code.optional().catch(undefined),
	locale: locale.optional().catch(undefined),
	after: z.uuid().optional().catch(undefined)
});
export type ListQuery = z.infer<typeof listQuery>;

export const draftQuery = z.object({ q: z.string().max(200).optional().catch(undefined) });
