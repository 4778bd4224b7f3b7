import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import {
	addToWave,
	pickedIds,
	placePeople,
	readBulk,
	selectionOf
} from '$lib/features/alumni/bulk.server';
import { BULK_ACTS } from '$lib/features/alumni/rules';
import { registryQuery } from '$lib/features/alumni/registry.server';
import { placeForm, waveForm } from '$lib/features/alumni/schema';
import { route } from '$lib/route';
import { parseForm, refused, type FormState } from '$lib/server/forms.server';
import { staffPage } from '$lib/server/guard.server';
import { keepTypedIfSignedOut } from '$lib/server/typed.server';
import { hasRole } from '$lib/viewer';

export const load = async ({ locals, url: { searchParams } }) => {
	const act = BULK_ACTS.find((one) => one === searchParams.get('do'));
	const done = searchParams.get('done');
	const selection = done ? { pick: [] } : selectionOf(searchParams);
	const page = await staffPage(readBulk(locals.db, selection), 'officer', 'coordinator');
	if (!act || (act === 'wave' && !hasRole(page.viewer, 'coordinator'))) error(404, 'not_found');
	const query: Record<string, string> = searchParams.has('all')
		? { all: '1', ...registryQuery(searchParams) }
		: { pick: pickedIds(searchParams).join(',') };
	const n = Number(searchParams.get('n')) || 0;
	return { page, viewer: page.viewer, act, query, done, n, key: randomUUID() };
};

/** Why nothing was done, as the form says it. */
async function refusedBulk(event: RequestEvent, cause: unknown, state: FormState) {
	await keepTypedIfSignedOut(event, cause, state);
	return refused(cause, state, {
		conflict: ['', 'bulk_changed'],
		'invalid:many': ['', 'bulk_changed'],
		'invalid:region': ['region', 'error_choose'],
		'invalid:wave': ['wave', 'bulk_wave_gone']
	});
}

export const actions = {
	place: async (event) => {
		const { data, state } = parseForm(placeForm, await event.request.formData());
		if (!data) return fail(400, state);
		const selection = selectionOf(event.url.searchParams);
		let n: number;
		try {
			n = await placePeople(event.locals.db, { ...data, selection }, data);
		} catch (cause) {
			return refusedBulk(event, cause, state);
		}
		redirect(303, route.registryBulk({ do: 'place', done: 1, n }));
	},
	wave: async (event) => {
		const { data, state } = parseForm(waveForm, await event.request.formData());
		if (!data) return fail(400, state);
		const selection = selectionOf(event.url.searchParams);
		let n: number;
		try {
			const act = { ...data, selection };
			n = await addToWave(event.locals.db, act, data.wave, event.url.origin);
		} catch (cause) {
			return refusedBulk(event, cause, state);
		}
		redirect(303, route.registryBulk({ do: 'wave', done: 1, n }));
	}
};
