import type { HandleServerError } from '@sveltejs/kit';

/** Logs what went wrong without what people typed; the visitor gets a number to quote. */
export const logError: HandleServerError = ({ error: cause, event, status }) => {
	const id = crypto.randomUUID().slice(0, 8);
	if (status !== 404) {
		const message = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
		process.stderr.write(`${id} ${event.request.method} ${event.route.id ?? '?'}: ${message}\n`);
	}
	return { message: 'error', id };
};
