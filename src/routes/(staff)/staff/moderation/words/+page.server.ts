import { wordForm, wordId } from '$lib/features/moderation/schema';
import { addHeldWord, readHeldWords, removeHeldWord } from '$lib/features/moderation/staff.server';
import { submit } from '$lib/features/moderation/submit.server';
import { route } from '$lib/route';
import { staffPage } from '$lib/server/guard.server';

export const load = async ({ locals, url }) => ({
	...(await staffPage(readHeldWords(locals.db), 'coordinator')),
	done: url.searchParams.get('done')
});

export const actions = {
	add: async (event) =>
		submit(
			event,
			wordForm,
			(data) => addHeldWord(event.locals.db, data),
			() => route.heldWords({ done: 'word' })
		),
	remove: async (event) =>
		submit(
			event,
			wordId,
			({ id }) => removeHeldWord(event.locals.db, id),
			() => route.heldWords({ done: 'word' })
		)
};
