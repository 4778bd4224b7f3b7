import { error } from '@sveltejs/kit';
import { z } from 'zod';
import { readPerson } from '$lib/features/profiles/profiles.server';
import { memberPage } from '$lib/server/guard.server';

export const load = async ({ locals, params, url }) => {
	const id = z.uuid().safeParse(params.id);
	if (!id.success) error(404, 'not_found');
	return {
		...(await memberPage(readPerson(locals.db, id.data))),
		reported: url.searchParams.has('reported')
	};
};
