import { error, redirect } from '@sveltejs/kit';
import { z } from 'zod';
import { readPerson } from '$lib/features/profiles/profiles.server';
import { route } from '$lib/route';
import { memberPage } from '$lib/server/guard.server';

export const load = async ({ locals, params, url }) => {
	const id = z.uuid().safeParse(params.id);
	if (!id.success) error(404, 'not_found');
	const page = await memberPage(readPerson(locals.db, id.data));
	// Two records became one: its address is the one to keep.
	if (page.person.id !== id.data) redirect(303, route.person(page.person.id));
	return {
		...page,
		reported: url.searchParams.has('reported')
	};
};
