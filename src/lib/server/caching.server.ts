import type { RequestEvent } from '@sveltejs/kit';

/**
 * Lets a cache before the app hand the same page to other visitors for a minute; browsers ask each time,
 * and get 304 when nothing changed. Only what a visitor without any session gets, and only where nothing
 * of their own is in it.
 */
export function letCachesKeep(event: RequestEvent, viewer: object | null): void {
	const own = event.cookies.getAll().some(({ name }) => name !== 'locale');
	if (viewer || own || event.url.searchParams.has('done') || event.request.method !== 'GET') return;
	event.setHeaders({
		'cache-control': 'public, max-age=0, s-maxage=60, must-revalidate',
		vary: 'Cookie'
	});
}
