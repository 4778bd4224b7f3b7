import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { decideConflicts, readConflicts } from '$lib/features/alumni/conflicts.server';
import { isRecordField } from '$lib/features/alumni/record-words';
import { conflictForm, conflictsForm } from '$lib/features/alumni/schema';
import { isId } from '$lib/ids';
import { route } from '$lib/route';
import { parseForm, refused } from '$lib/server/forms.server';
import { staffPage } from '$lib/server/guard.server';
import { keepTypedIfSignedOut } from '$lib/server/typed.server';

const fieldOf = (url: URL) => {
	const field = url.searchParams.get('field');
	return isRecordField(field) ? field : null;
};

/** Decides what a form of this page names, and says how many. */
const decide =
	(schema: typeof conflictForm | typeof conflictsForm) => async (event: RequestEvent) => {
		const { data, state } = parseForm(schema, await event.request.formData());
		if (!data) return fail(400, state);
		let n: number;
		try {
			n = await decideConflicts(event.locals.db, data, data.decision, data.seen);
		} catch (cause) {
			await keepTypedIfSignedOut(event, cause, state);
			return refused(cause, state, { conflict: ['', 'conflicts_changed'] });
		}
		redirect(303, route.conflicts({ field: fieldOf(event.url), done: data.decision, n }));
	};

export const load = async ({ locals, url }) => {
	const field = fieldOf(url);
	const after = url.searchParams.get('after');
	const page = readConflicts(locals.db, field, isId(after) ? after : null);
	const done = url.searchParams.get('done');
	const n = Number(url.searchParams.get('n')) || 0;
	return { ...(await staffPage(page, 'officer', 'coordinator')), field, done, n };
};

export const actions = { one: decide(conflictForm), all: decide(conflictsForm) };
