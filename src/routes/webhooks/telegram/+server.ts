import { error, json } from '@sveltejs/kit';
import { answerUpdate, sameSecret } from '$lib/features/messaging/telegram-webhook.server';
import { backend } from '$lib/server/backend.server';
import { readLimited } from '$lib/server/read-limited';

const BODY_BYTES = 64 * 1024;

/** Updates of the bot. Whatever cannot be used is answered 200: anything else would come again. */
export const POST = async ({ request, locals }) => {
	const secret = (await backend()).env.TELEGRAM_WEBHOOK_SECRET;
	if (!secret) error(404, 'not_found');
	const given = request.headers.get('x-telegram-bot-api-secret-token');
	if (!sameSecret(given, secret)) return new Response(null, { status: 401 });
	const text = await readLimited(request, BODY_BYTES);
	if (text === null) return new Response(null, { status: 413 });
	let body: unknown;
	try {
		body = JSON.parse(text);
	} catch {
		body = null;
	}
	return json((await answerUpdate(locals.db, secret, body)) ?? {});
};
