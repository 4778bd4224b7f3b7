import { error } from '@sveltejs/kit';
import { readLetters } from '$lib/features/invitations/letters.server';
import { isId } from '$lib/ids';
import { route } from '$lib/route';
import { staffPage } from '$lib/server/guard.server';

export const load = async ({ locals, params, url }) => {
	if (!isId(params.id)) error(404, 'not_found');
	const page = await staffPage(
		readLetters(locals.db, params.id, url.origin),
		'officer',
		'coordinator'
	);
	return { ...page, site: route.printedInvitation(url.host) };
};
