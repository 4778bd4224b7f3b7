import { error, type Handle } from '@sveltejs/kit';

const KB = 1024;

/** What a page may be sent, in bytes: text forms are small, photos and rosters are not. */
const LIMITS: [path: RegExp, bytes: number][] = [
	[/^\/staff\/(registry|waves)\/import$/, 17 * KB * KB],
	[/^\/me\/(project\/update|profile)$/, 7 * KB * KB],
	[/^\/questions\/(ask|[0-9a-f-]{36})$/, 7 * KB * KB],
	[/^\/(webhooks|u)\//, 64 * KB],
	[/./, 256 * KB]
];

export const bodyLimit = (path: string): number =>
	LIMITS.find(([pattern]) => pattern.test(path))?.[1] ?? 0;

/** Only forms with a file are large, and those are sent in parts. */
const FILES = /^multipart\/form-data\b/i;

/** Whether more is sent than the page takes, or nobody knows how much: browsers declare every form. */
export function isTooLarge(request: Request, path: string): boolean {
	const declared = request.headers.get('content-length');
	if (declared === null) return request.body !== null;
	const limit = bodyLimit(path);
	const isFiles = FILES.test(request.headers.get('content-type') ?? '');
	return Number(declared) > (isFiles ? limit : Math.min(limit, 256 * KB));
}

/** Refuses a body that is too large by its declared length, before a byte of it is read. */
export const limitBody: Handle = ({ event, resolve }) => {
	const path = event.url.pathname.replace(/^\/(kk|ru|en)(?=\/|$)/, '');
	if (isTooLarge(event.request, path || '/')) error(413, 'too_large');
	return resolve(event);
};
