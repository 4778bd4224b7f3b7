import { redirect } from '@sveltejs/kit';
import { submitAsk } from '$lib/features/guardians/submit.server';
import { readPrivacy } from '$lib/features/privacy/consents.server';
import { route } from '$lib/route';
import { memberPage } from '$lib/server/guard.server';
import { typedBefore } from '$lib/server/typed.server';

export const load = async (event) => {
	const { viewer, guardian } = await memberPage(readPrivacy(event.locals.db));
	// Whoever is of age decides alone.
	if (!guardian?.minor) redirect(303, route.privacy());
	return { viewer, typed: await typedBefore(event) };
};

export const actions = {
	default: async (event) => {
		const { viewer } = await memberPage(readPrivacy(event.locals.db));
		const failure = await submitAsk(event, viewer.personId ?? '');
		return failure ?? redirect(303, route.privacy({ done: 'guardian' }));
	}
};
