import { error, redirect } from '@sveltejs/kit';
import { readUnsubscribe, unsubscribe } from '$lib/features/messaging/unsubscribe.server';
import { route } from '$lib/route';
import { publicPage } from '$lib/server/guard.server';
import { preferredLocale } from '$lib/server/hooks/locale';

export const load = async ({ locals, params, url, request, cookies }) => {
	const read = readUnsubscribe(locals.db, params.token);
	// The link in a message has no language: its page speaks that of the message. What mail programs
	// post there must not be led elsewhere (RFC 8058).
	if (url.pathname.startsWith('/u/') && request.method !== 'POST') {
		const header = request.headers.get('accept-language');
		const locale = (await read)?.locale ?? preferredLocale(cookies.get('locale'), header);
		redirect(307, route.unsubscribe(params.token, locale));
	}
	return publicPage(read);
};

export const actions = {
	default: async ({ locals, params }) => {
		if (!(await unsubscribe(locals.db, params.token))) error(404, 'not_found');
	}
};
