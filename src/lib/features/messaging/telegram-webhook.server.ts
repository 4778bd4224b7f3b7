import { createHash, timingSafeEqual } from 'node:crypto';
import { isLocale, type Locale } from '$lib/i18n';
import { m } from '$lib/paraglide/messages';
import { unwrap, type Db } from '$lib/server/db.server';
import { readLimited } from '$lib/server/read-limited';
import { chatCommand } from './rules';
import { telegramUpdate } from './schema';

const BODY_BYTES = 64 * 1024;

interface Taken {
	outcome: 'linked' | 'unknown_token' | 'stopped' | 'not_linked' | 'seen';
	locale?: Locale | null;
}
const ANSWERS = {
	linked: m.messaging_bot_linked,
	unknown_token: m.messaging_bot_unknown,
	stopped: m.messaging_bot_stopped,
	not_linked: m.messaging_bot_not_linked
};

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Compares in a time that tells nothing about either. */
export const sameSecret = (given: string | null, expected: string): boolean =>
	timingSafeEqual(digest(given ?? ''), digest(expected));

/**
 * What the bot says to an update, as the method that Telegram runs for the answer of a webhook; null
 * for silence. The database believes only whoever knows the secret.
 */
export async function answerUpdate(db: Db, secret: string, body: unknown): Promise<object | null> {
	const { data: update } = telegramUpdate.safeParse(body);
	const command = update && chatCommand(update.message.text);
	if (!command) return null;
	const { outcome, locale } = unwrap(
		await db.rpc('take_telegram_update', {
			p_secret: secret,
			p_update: update.update_id,
			p_chat: update.message.chat.id,
			p_verb: command.verb,
			p_token: command.verb === 'start' ? command.token : null
		})
	) as Taken;
	if (outcome === 'seen') return null;
	// Whom the database does not know is answered in the two languages that most people read.
	const locales: Locale[] = isLocale(locale) ? [locale] : ['kk', 'ru'];
	const text = locales.map((one) => ANSWERS[outcome]({}, { locale: one })).join('\n\n');
	return { method: 'sendMessage', chat_id: update.message.chat.id, text };
}

/** A delivery of Telegram's. Whatever cannot be used is answered 200: anything else would come again. */
export async function takeUpdate(db: Db, secret: string, request: Request): Promise<Response> {
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
	return Response.json((await answerUpdate(db, secret, body)) ?? {});
}
