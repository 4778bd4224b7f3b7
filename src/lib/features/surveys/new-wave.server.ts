import { fail } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import type { Db } from '$lib/server/db.server';
import { parseForm, refused, type FormState } from '$lib/server/forms.server';
import { AUDIENCE_FIELDS, newWave } from './schema';
import type { NewWavePage } from './types';
import { readNewWave, sendWave } from './waves.server';

/** The page of a new wave: what was chosen so far, and once it is complete, whom it would reach. */
export type NewWaveView = NewWavePage & { state: FormState; ready: boolean };

/** Step one keeps everything in the address, so that nothing is written before it is confirmed. */
export async function loadNewWave(db: Db, query: URLSearchParams): Promise<NewWaveView | null> {
	const form = new FormData();
	for (const [name, value] of query) form.append(name, value);
	const begun = query.has('key');
	const { data, state } = parseForm(newWave, form, AUDIENCE_FIELDS);
	const page = await readNewWave(db, data);
	if (!begun || query.has('change')) state.errors = {};
	if (!begun) state.values = { key: randomUUID() };
	return page && { ...page, state, ready: data !== null && !query.has('change') };
}

/** Step two sends: the new wave's id, or the form again. */
export async function submitNewWave(db: Db, form: FormData, origin: string) {
	const { data, state } = parseForm(newWave, form, AUDIENCE_FIELDS);
	if (!data) return { failure: fail(400, state) };
	try {
		return { id: await sendWave(db, data, origin) };
	} catch (cause) {
		const failure = refused(cause, state, {
			'invalid:title': ['title', 'surveys_error_title'],
			'invalid:closes': ['closes', 'surveys_error_closes'],
			'invalid:audience': ['', 'surveys_nobody'],
			'invalid:form': ['form', 'error_choose'],
			conflict: ['', 'surveys_error_conflict']
		});
		return { failure };
	}
}
