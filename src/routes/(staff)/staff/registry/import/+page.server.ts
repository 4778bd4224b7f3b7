import { fail, redirect } from '@sveltejs/kit';
import { checkRoster, importRoster, uploadRoster } from '$lib/features/alumni/import/batch.server';
import {
	fileOf,
	importId,
	mappingOf,
	refusedImport
} from '$lib/features/alumni/import/form.server';
import { readImportPage } from '$lib/features/alumni/import/page.server';
import { route } from '$lib/route';
import { say } from '$lib/server/forms.server';
import { staffPage } from '$lib/server/guard.server';
import { typedBefore } from '$lib/server/typed.server';

const NOTHING = { values: {}, errors: {} };

export const load = async (event) => {
	const { searchParams } = event.url;
	const page = readImportPage(event.locals.db, searchParams.get('id'));
	return {
		...(await staffPage(page, 'coordinator')),
		columns: searchParams.has('columns'),
		sheet: Number(searchParams.get('sheet') ?? -1),
		typed: await typedBefore(event)
	};
};

export const actions = {
	upload: async (event) => {
		const file = await fileOf(await event.request.formData());
		if (!file) return fail(400, { ...NOTHING, errors: { file: say('alumni_file_required') } });
		let id: string;
		try {
			({ id } = await uploadRoster(event.locals.db, file));
		} catch (cause) {
			return refusedImport(event, cause, NOTHING);
		}
		redirect(303, route.registryImport({ id }));
	},
	check: async (event) => {
		const form = await event.request.formData();
		const id = importId(event.url);
		const { mapping, state } = mappingOf(form);
		if (Object.keys(state.errors).length > 0) return fail(400, state);
		try {
			await checkRoster(event.locals.db, id, Number(form.get('sheet')) || 0, mapping);
		} catch (cause) {
			return refusedImport(event, cause, state);
		}
		redirect(303, route.registryImport({ id }));
	},
	import: async (event) => {
		const id = importId(event.url);
		const withoutWrong = (await event.request.formData()).has('without_wrong');
		try {
			await importRoster(event.locals.db, id, withoutWrong);
		} catch (cause) {
			return refusedImport(event, cause, NOTHING);
		}
		redirect(303, route.registryImport({ id }));
	}
};
