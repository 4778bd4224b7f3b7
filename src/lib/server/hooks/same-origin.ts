import { text, type Handle } from '@sveltejs/kit';

/** What a form of any site can send without asking. */
const FORM_TYPES = [
	...['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain'],
	'application/x-sveltekit-formdata'
];
/** The link in a message: mail programs post to it for their reader, from no site at all (RFC 8058). */
const ONE_TAP = /^\/u\/[0-9a-f]{32}$/;

/** Whether a form came from another site. The link's own token is all that its post needs. */
export function isForeignForm(request: Request, url: URL): boolean {
	const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
	return (
		FORM_TYPES.includes(type) &&
		!['GET', 'HEAD', 'OPTIONS'].includes(request.method) &&
		request.headers.get('origin') !== url.origin &&
		!ONE_TAP.test(url.pathname)
	);
}

/**
 * Refuses forms sent from other sites. In place of the framework's own check, which is the same and
 * knows no exception.
 */
export const sameOrigin: Handle = ({ event, resolve }) =>
	isForeignForm(event.request, event.url)
		? text('Cross-site form submissions are forbidden', { status: 403 })
		: resolve(event);
