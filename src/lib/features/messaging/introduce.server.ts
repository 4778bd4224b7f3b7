import { createHash } from 'node:crypto';
import { unwrap, type Db } from '$lib/server/db.server';
import type { Env } from '$lib/server/env.server';

/**
 * What the database cannot know by itself and the app, which has no secret key, must not tell it: where
 * the site answers, for the links in letters, and how Telegram's webhook is known.
 */
export async function introduce(
	db: Db,
	origin: string,
	env: Pick<Env, 'TELEGRAM_WEBHOOK_SECRET'>
): Promise<void> {
	unwrap(await db.rpc('lay_site_url', { p_url: new URL(origin).origin }));
	if (!env.TELEGRAM_WEBHOOK_SECRET) return;
	const hash = createHash('sha256').update(env.TELEGRAM_WEBHOOK_SECRET).digest('hex');
	unwrap(await db.rpc('trust_telegram_webhook', { p_hash: hash }));
}
