import type { Handle } from '@sveltejs/kit';

/** Headers that every answer carries. Pages of people are never stored by anything in between. */
export const headers: Handle = async ({ event, resolve }) => {
	const response = await resolve(event);
	const set = (name: string, value: string) => {
		if (!response.headers.has(name)) response.headers.set(name, value);
	};
	set('x-content-type-options', 'nosniff');
	set('referrer-policy', 'same-origin');
	set('permissions-policy', 'camera=(), geolocation=(), microphone=()');
	set('cross-origin-opener-policy', 'same-origin');
	set('cache-control', 'private, no-cache');
	if (event.url.protocol === 'https:') set('strict-transport-security', 'max-age=31536000');
	return response;
};
