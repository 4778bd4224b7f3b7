import { error, fail, redirect } from '@sveltejs/kit';
import { m } from '$lib/paraglide/messages';
import { route } from '$lib/route';
import { Refusal } from '$lib/server/db.server';
import { refused, say, type FormState } from '$lib/server/forms.server';
import { keepTypedIfSignedOut } from '$lib/server/typed.server';
import { checkMapping, FIELDS, type Field, type Mapping } from './columns';
import { UnreadableFile } from './sheet';

/** The chosen file of the upload form, or null. */
export async function fileOf(form: FormData): Promise<{ name: string; bytes: Uint8Array } | null> {
	const file = form.get('file');
	if (!(file instanceof File) || (file.name === '' && file.size === 0)) return null;
	return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
}

/** The import that an action is about; a made-up id is a page that does not exist. */
export function importId(url: URL): string {
	const id = url.searchParams.get('id') ?? '';
	if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) error(404, 'not_found');
	return id;
}

/** Why a step was not taken, as the form says it. A step taken already leads to where it led. */
export async function refusedImport(
	event: Parameters<typeof keepTypedIfSignedOut>[0],
	cause: unknown,
	state: FormState
) {
	if (cause instanceof UnreadableFile)
		return fail(400, { ...state, errors: { file: say(cause.key, cause.inputs) } });
	await keepTypedIfSignedOut(event, cause, state);
	if (cause instanceof Refusal && cause.code === 'used')
		redirect(303, route.registryImport({ id: importId(event.url) }));
	return refused(cause, state, {
		'invalid:wrong': ['without_wrong', 'alumni_import_wrong_left'],
		conflict: ['', 'alumni_import_changed']
	});
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
const fieldName = (field: string): string =>
	field ? say(`alumni_field_${field}`) : m.alumni_findings_row();
