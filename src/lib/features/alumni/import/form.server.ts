import { m } from '$lib/paraglide/messages';
import { say, type FormState } from '$lib/server/forms.server';
import { checkMapping, FIELDS, type Field, type Mapping } from './columns';
import { UnreadableFile } from './sheet';

/** The chosen file of the upload form, or null. */
export async function fileOf(form: FormData): Promise<{ name: string; bytes: Uint8Array } | null> {
	const file = form.get('file');
	if (!(file instanceof File) || (file.name === '' && file.size === 0)) return null;
	return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
}

/** A file that cannot be read, as the form says it; anything else is thrown on. */
export function unreadable(cause: unknown): FormState {
	if (!(cause instanceof UnreadableFile)) throw cause;
	return { values: {}, errors: { file: say(cause.key, cause.inputs) } };
}

/** The mapping out of the selects column-0, column-1 …, and the first reason why it cannot be used. */
export function mappingOf(form: FormData): { mapping: Mapping; state: FormState } {
	const mapping: Mapping = [];
	const values: FormState['values'] = {};
	for (let at = 0; form.has(`column-${at}`) && at < 200; at++) {
		const chosen = String(form.get(`column-${at}`));
		values[`column-${at}`] = chosen;
		mapping.push(FIELDS.includes(chosen as Field) ? (chosen as Field) : null);
	}
	const refused = checkMapping(mapping);
	if (!refused) return { mapping, state: { values, errors: {} } };
	const at = Math.max(0, mapping.lastIndexOf(refused.field));
	const error = say(`alumni_mapping_${refused.problem}`, { field: fieldName(refused.field) });
	return { mapping, state: { values, errors: { [`column-${at}`]: error } } };
}

/** What a field is called in the reader's language. */
export const fieldName = (field: string): string =>
	field ? say(`alumni_field_${field}`) : m.alumni_findings_row();
