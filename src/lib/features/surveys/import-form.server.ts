import { fail } from '@sveltejs/kit';
import { UnreadableFile } from '$lib/features/alumni';
import type { Db } from '$lib/server/db.server';
import { parseForm, say, type FormState } from '$lib/server/forms.server';
import { importTitle } from './schema';
import { readWaveFile, stageWave } from './wave-import.server';

/** Takes the upload form in: the id of its dry run, or the form again. */
export async function submitWaveFile(db: Db, form: FormData) {
	const { data, state } = parseForm(importTitle, form);
	const chosen = form.get('file');
	const refuse = (message: string) => {
		const errors: FormState['errors'] = { ...state.errors, file: message };
		return fail(400, { values: state.values, errors });
	};
	if (!(chosen instanceof File) || chosen.size === 0)
		return { failure: refuse(say('surveys_error_file')) };
	try {
		const file = await readWaveFile(db, new Uint8Array(await chosen.arrayBuffer()));
		if (file.lacks.length > 0)
			return {
				failure: refuse(say('surveys_error_lacks', { columns: file.lacks.join(', ') }))
			};
		// A browser cannot be given a file back: whoever chose a good one is told to choose it again.
		if (!data) return { failure: refuse(say('surveys_error_file_again')) };
		return { id: await stageWave(db, data.title, file) };
	} catch (cause) {
		if (!(cause instanceof UnreadableFile)) throw cause;
		return { failure: refuse(say(cause.key, cause.inputs)) };
	}
}
