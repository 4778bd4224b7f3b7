import { error } from '@sveltejs/kit';
import { takeUpdate } from '$lib/features/messaging/telegram-webhook.server';
import { backend } from '$lib/server/backend.server';

/** Updates of the bot, where one is configured. */
export const POST = async ({ request, locals }) => {
	const secret = (await backend()).env.TELEGRAM_WEBHOOK_SECRET;
	if (!secret) error(404, 'not_found');
	return takeUpdate(locals.db, secret, request);
};
