import { redirect } from '@sveltejs/kit';
import { chooseMessages, readMessages } from '$lib/features/talk/messages.server';
import { afterParam, messageChoices } from '$lib/features/talk/schema';
import { route } from '$lib/route';
import { parseForm, refused } from '$lib/server/forms.server';
import { memberPage } from '$lib/server/guard.server';
import { keepTypedIfSignedOut } from '$lib/server/typed.server';

export const load = async ({ locals, url }) => ({
	...(await memberPage(readMessages(locals.db, afterParam(url)))),
	done: url.searchParams.has('done')
});

export const actions = {
	choose: async (event) => {
		const { data, state } = parseForm(messageChoices, await event.request.formData());
		try {
			await chooseMessages(event.locals.db, {
				takes: data?.takes === '1',
				mails: data?.mails === '1'
			});
		} catch (cause) {
			await keepTypedIfSignedOut(event, cause, state);
			return refused(cause, state, {});
		}
		redirect(303, route.messages({ done: 1 }));
	}
};
