import { fail, redirect } from '@sveltejs/kit';
import { checkRoster, importRoster, uploadRoster } from '$lib/features/alumni/import/batch.server';
import { fileOf, mappingOf, unreadable } from '$lib/features/alumni/import/form.server';
import { readImportPage } from '$lib/features/alumni/import/page.server';
import { route } from '$lib/route';
import { refused, say } from '$lib/server/forms.server';
import { staffPage } from '$lib/server/guard.server';

const idOf = (url: URL) => url.searchParams.get('id') ?? '';
const REFUSALS: Parameters<typeof refused>[2] = {
	'invalid:wrong': ['without_wrong', 'alumni_import_wrong_left'],
	conflict: ['', 'alumni_import_changed']
};

export const load = async ({ locals, url }) => ({
	...(await staffPage(readImportPage(locals.db, idOf(url) || null), 'coordinator')),
	columns: url.searchParams.has('columns'),
	sheet: Number(url.searchParams.get('sheet') ?? -1)
});

export const actions = {
	upload: async ({ request, locals }) => {
		const file = await fileOf(await request.formData());
		if (!file) return fail(400, { values: {}, errors: { file: say('alumni_file_required') } });
		let id: string;
		try {
			({ id } = await uploadRoster(locals.db, file));
		} catch (cause) {
			return fail(400, unreadable(cause));
		}
		redirect(303, route.registryImport({ id }));
	},
	check: async ({ request, locals, url }) => {
		const form = await request.formData();
		const { mapping, state } = mappingOf(form);
		if (Object.keys(state.errors).length > 0) return fail(400, state);
		try {
			await checkRoster(locals.db, idOf(url), Number(form.get('sheet')) || 0, mapping);
		} catch (cause) {
			return refused(cause, state, REFUSALS);
		}
		redirect(303, route.registryImport({ id: idOf(url) }));
	},
	import: async ({ request, locals, url }) => {
		const withoutWrong = (await request.formData()).has('without_wrong');
		try {
			await importRoster(locals.db, idOf(url), withoutWrong);
		} catch (cause) {
			return refused(cause, { values: {}, errors: {} }, REFUSALS);
		}
		redirect(303, route.registryImport({ id: idOf(url) }));
	}
};
