import { createServerClient } from '@supabase/ssr';
import type { Handle } from '@sveltejs/kit';
import type { Database } from '$lib/database.types';
import { backend } from '../backend.server';
import { withoutNul } from '../without-nul';

/**
 * Gives every request a client that carries the visitor's own token, so that row level security
 * decides. Cookies are HttpOnly: no script of a page can read them.
 */
export const session: Handle = async ({ event, resolve }) => {
	const { url, publishableKey, fetch } = await backend();
	event.locals.db = createServerClient<Database>(url, publishableKey, {
		global: { fetch: withoutNul(fetch) },
		cookieOptions: {
			name: 'jalgas',
			path: '/',
			httpOnly: true,
			sameSite: 'lax',
			secure: event.url.protocol === 'https:'
		},
		cookies: {
			getAll: () => event.cookies.getAll(),
			setAll: (cookies) => {
				for (const { name, value, options } of cookies)
					event.cookies.set(name, value, { ...options, path: '/' });
			}
		}
	});
	return resolve(event, { filterSerializedResponseHeaders: () => false });
};
