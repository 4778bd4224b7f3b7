import { error, fail } from '@sveltejs/kit';
import type { z } from 'zod';
import { m } from '$lib/paraglide/messages';
import { Refusal } from './db.server';

/** What a page shows again after bad input: nothing typed is lost. Files and passwords are not sent back. */
export interface FormState {
	values: Record<string, string | string[]>;
	/** Messages in the reader's language by field name; '' holds what concerns the whole form. */
	errors: Record<string, string>;
}

/** A message by its key, or the general one. Schemas carry keys such as 'error_required' as messages. */
export function say(key: string, inputs: Record<string, unknown> = {}): string {
	const message = (m as unknown as Record<string, ((i: object) => string) | undefined>)[key];
	return message ? message(inputs) : m.error_required();
}

/** No form here has more names; who sends more wants the server's time. */
const MOST_NAMES = 500;

/** What was sent under each name, in one walk: asking a form name by name walks it as often. */
function sent(form: FormData): Map<string, FormDataEntryValue[]> {
	const fields = new Map<string, FormDataEntryValue[]>();
	for (const [key, value] of form) {
		const known = fields.get(key);
		if (known) known.push(value);
		else if (fields.size < MOST_NAMES) fields.set(key, [value]);
	}
	return fields;
}

/** The text fields of a form as zod sees them: repeated names become lists, empty ones are undefined. */
export function formValues(form: FormData): FormState['values'] {
	const values: FormState['values'] = {};
	for (const [key, all] of sent(form)) {
		if (/password/.test(key)) continue;
		const texts = all.filter((value) => typeof value === 'string');
		if (texts.length === 1) values[key] = texts[0] as string;
		else if (texts.length > 1) values[key] = texts;
	}
	return values;
}

type Parsed<Schema extends z.ZodType> =
	{ data: z.infer<Schema>; state: FormState } | { data: null; state: FormState };

/** Checks a form against its schema. On failure the state holds one message a field. */
export function parseForm<Schema extends z.ZodType>(
	schema: Schema,
	form: FormData,
	/** Names of fields that are lists even when one value was sent. */
	lists: readonly string[] = []
): Parsed<Schema> {
	const values = formValues(form);
	const input: Record<string, unknown> = Object.fromEntries(
		[...sent(form)].map(([key, all]) => {
			if (lists.includes(key)) return [key, all];
			return [key, all[0] === '' ? undefined : all[0]];
		})
	);
	for (const key of lists) input[key] ??= [];
	const result = schema.safeParse(input);
	if (result.success) return { data: result.data, state: { values, errors: {} } };
	const errors: FormState['errors'] = {};
	for (const issue of result.error.issues) {
		const field = String(issue.path[0] ?? '');
		const inputs = 'maximum' in issue ? { max: issue.maximum } : {};
		errors[field] ??= say(issue.message, inputs);
	}
	return { data: null, state: { values, errors } };
}

/** The form again with one message: for what only trying could tell, such as a wrong code. */
export const faulty = (state: FormState, field: string, key: string) =>
	fail<FormState>(400, { ...state, errors: { [field]: say(key) } });

/**
 * Turns a refusal of the database into the form again: 400, or the status given by its code.
 * `messages` maps a refusal (`code` or `code:detail`) to [field, message key].
 */
export function refused(
	cause: unknown,
	state: FormState,
	messages: Record<string, [field: string, message: string]>
) {
	if (!(cause instanceof Refusal)) throw cause;
	const known = messages[`${cause.code}:${cause.detail}`] ?? messages[cause.code];
	// Not theirs or not there: the same 404 as reading it, so that nothing is told.
	if (!known && (cause.code === 'not_found' || cause.code === 'forbidden')) error(404, 'not_found');
	if (!known) throw cause;
	const status = cause.code === 'too_many' ? 429 : 400;
	return fail(status, {
		...state,
		errors: { [known[0]]: say(known[1], { minutes: Math.ceil(Number(cause.detail) / 60) || 1 }) }
	});
}
