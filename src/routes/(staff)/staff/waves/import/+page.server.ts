import { error, redirect } from '@sveltejs/kit';
import { isId } from '$lib/ids';
import { submitWaveFile } from '$lib/features/surveys/import-form.server';
import { applyWaveImport, readWaveImport } from '$lib/features/surveys/wave-import.server';
import { route } from '$lib/route';
import { publicPage, staffPage } from '$lib/server/guard.server';

export const load = ({ locals, url }) => {
	const id = url.searchParams.get('id');
	if (id !== null && !isId(id)) error(404, 'not_found');
	return staffPage(readWaveImport(locals.db, id), 'coordinator');
};

export const actions = {
	check: async ({ request, locals }) => {
		const { failure, id } = await submitWaveFile(locals.db, await request.formData());
		if (failure) return failure;
		redirect(303, `${route.waveImport()}?id=${id}`);
	},
	apply: async ({ request, locals }) => {
		const id = String((await request.formData()).get('id'));
		if (!isId(id)) error(404, 'not_found');
		redirect(303, route.waveResults(await publicPage(applyWaveImport(locals.db, id))));
	}
};
