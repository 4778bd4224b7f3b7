import { z } from 'zod';

const title = z
	.string('surveys_error_title')
	.trim()
	.min(1, 'surveys_error_title')
	.max(120, 'surveys_error_title_long');
const list = (item: z.ZodType<string>) => z.array(item).max(40);

/** The day's end in Kazakhstan (UTC+5): a wave is open on its last day. */
const lastMoment = (day: string): string => new Date(`${day}T23:59:59+05:00`).toISOString();
const firstMoment = (day: string): string => new Date(`${day}T00:00:00+05:00`).toISOString();
/** A day that exists; Date alone would turn 31 February into March. */
const isDay = (text: string): boolean => {
	const date = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00Z` : NaN);
	return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
};
const day = (message: string) => z.string(message).refine(isDay, message);

/** A new wave as its form sends it; the lists are the audience. */
export const newWave = z
	.object({
		key: z.uuid('error_required'),
		title,
		form: z.string('error_choose').regex(/^[a-z0-9-]{1,40}$/, 'error_choose'),
		opens: day('surveys_error_opens').transform(firstMoment).optional(),
		closes: day('surveys_error_last_day').transform(lastMoment),
		regions: list(z.string().regex(/^KZ-\d{2}$/)),
		rounds: list(z.string().regex(/^20\d{2}$/)),
		directions: list(z.string().regex(/^[a-z]+$/)),
		states: list(z.enum(['unknown', 'continuing', 'paused', 'stopped']))
	})
	.refine(({ closes }) => Date.parse(closes) > Date.now(), {
		path: ['closes'],
		message: 'surveys_error_closes'
	})
	.refine(({ opens, closes }) => !opens || Date.parse(opens) < Date.parse(closes), {
		path: ['closes'],
		message: 'surveys_error_order'
	});
export type NewWave = z.infer<typeof newWave>;

/** Names of the fields that are lists. */
export const AUDIENCE_FIELDS = ['regions', 'rounds', 'directions', 'states'] as const;

export const importTitle = z.object({ title });
