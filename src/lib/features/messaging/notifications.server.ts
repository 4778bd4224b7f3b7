import { fail } from '@sveltejs/kit';
import { route } from '$lib/route';
import { backend } from '$lib/server/backend.server';
import { unwrap, type Db } from '$lib/server/db.server';
import { parseForm, refused, say } from '$lib/server/forms.server';
import type { Viewer } from '$lib/viewer';
import { TOPICS, type Delivery, type Topic } from './rules';
import { notifications } from './schema';
import type { Channel } from './types';

interface NotificationsPage {
	viewer: Viewer | null;
	channel: Channel['name'];
	/** Since when a chat is linked, or null. */
	linkedAt: string | null;
	/** Whether a record was claimed: only its person is written to about programmes. */
	hasRecord: boolean;
	delivery: Delivery;
	/** Of the topics that can be chosen, whether they are wanted; empty without a record. */
	topics: Partial<Record<Topic, boolean>>;
	/** Whether this installation has a bot. */
	hasBot: boolean;
}

export async function readNotifications(db: Db): Promise<NotificationsPage> {
	const { env } = await backend();
	const page = unwrap(await db.rpc('page_notifications')) as Omit<NotificationsPage, 'hasBot'>;
	return { ...page, hasBot: env.TELEGRAM_BOT_NAME !== undefined };
}

/** Saves the form; the form again where it was refused, else nothing. */
export async function saveNotifications(db: Db, form: FormData) {
	const { data, state } = parseForm(notifications, form, ['topics']);
	if (!data) return fail(400, state);
	try {
		unwrap(
			await db.rpc('save_notifications', {
				p_channel: data.channel,
				p_delivery: data.delivery,
				p_topics: Object.fromEntries(TOPICS.map((topic) => [topic, data.topics.includes(topic)]))
			})
		);
	} catch (cause) {
		return refused(cause, state, { 'invalid:channel': ['channel', 'messaging_not_linked'] });
	}
}

/** A link that opens the bot and tells it who comes; works once, for 15 minutes. */
export async function startTelegram(db: Db) {
	const { env } = await backend();
	if (!env.TELEGRAM_BOT_NAME)
		return fail(400, { values: {}, errors: { '': say('messaging_no_bot') } });
	const token = unwrap(await db.rpc('start_telegram_link')) as string;
	return { telegram: route.telegramStart(env.TELEGRAM_BOT_NAME, token) };
}

export async function endTelegram(db: Db): Promise<void> {
	unwrap(await db.rpc('end_telegram_link'));
}
