import { z } from 'zod';

/** The record that stays; what was chosen field by field comes beside it (keep_FIELD). */
export const mergeForm = z.object({ survivor: z.uuid('merge_error_survivor') });

/** What was chosen, by field: the id of the record whose value stays. */
export function choices(form: FormData): Record<string, string> {
	const kept = [...form.entries()].filter(([name]) => name.startsWith('keep_'));
	return Object.fromEntries(kept.map(([name, id]) => [name.slice('keep_'.length), String(id)]));
}
