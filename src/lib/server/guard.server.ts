import { getRequestEvent } from '$app/server';
import { error, redirect } from '@sveltejs/kit';
import { route } from '$lib/route';
import { hasRole, type StaffRole, type Viewer } from '$lib/viewer';
import { Refusal } from './db.server';

const STATUS = { too_many: 429, invalid: 400, conflict: 409, used: 409 } as const;

/** Sends a signed-out visitor to the door, and back here afterwards. */
export function toLogin(): never {
	const { url } = getRequestEvent();
	// The name of an action (?/send) is no address to come back to.
	const query = [...url.searchParams].filter(([name]) => !name.startsWith('/'));
	const search = query.length > 0 ? `?${new URLSearchParams(query)}` : '';
	redirect(303, route.login(url.pathname + search));
}

/**
 * A page's read: awaits it, sends signed-out visitors to sign in, and answers 404 for what is not
 * theirs (so that nothing is told). `read` returns the page with its viewer, or null.
 */
export async function memberPage<Page extends { viewer: Viewer | null }>(
	read: Promise<Page | null>
): Promise<Page & { viewer: Viewer }> {
	const page = await publicPage(read);
	if (!page.viewer) toLogin();
	return page as Page & { viewer: Viewer };
}

/** As memberPage, for pages that anybody may read. */
export async function publicPage<Page>(read: Promise<Page | null>): Promise<Page> {
	let page: Page | null;
	try {
		page = await read;
	} catch (cause) {
		if (!(cause instanceof Refusal)) throw cause;
		if (cause.code === 'forbidden' && cause.detail === 'sign_in') toLogin();
		error(STATUS[cause.code as keyof typeof STATUS] ?? 404, cause.code);
	}
	if (page === null) error(404, 'not_found');
	return page;
}

/**
 * As memberPage, for pages of staff: whoever holds none of `roles` gets the 404 of a page that does
 * not exist. This only keeps pages tidy; the database decides about the data by itself.
 */
export async function staffPage<Page extends { viewer: Viewer | null }>(
	read: Promise<Page | null>,
	...roles: StaffRole[]
): Promise<Page & { viewer: Viewer }> {
	const page = await memberPage(read);
	if (!hasRole(page.viewer, ...roles)) error(404, 'not_found');
	return page;
}
