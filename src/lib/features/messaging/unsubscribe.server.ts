import type { Locale } from '$lib/i18n';
import { Refusal, unwrap, type Db } from '$lib/server/db.server';
import type { Viewer } from '$lib/viewer';

interface UnsubscribePage {
	viewer: Viewer | null;
	/** What the message was about; several kinds have words of their own. */
	topic: string;
	/** The language of the message. */
	locale: Locale;
	stopped: boolean;
}

const isToken = (text: string): boolean => /^[0-9a-f]{32}$/.test(text);

/** What the link of a message ends; null when no message ever held it. */
export async function readUnsubscribe(db: Db, token: string): Promise<UnsubscribePage | null> {
	if (!isToken(token)) return null;
	return unwrap(await db.rpc('page_unsubscribe', { p_token: token })) as UnsubscribePage | null;
}

/** Ends such messages; false when the link is unknown. Once or ten times is the same. */
export async function unsubscribe(db: Db, token: string): Promise<boolean> {
	if (!isToken(token)) return false;
	try {
		unwrap(await db.rpc('unsubscribe', { p_token: token }));
		return true;
	} catch (cause) {
		if (cause instanceof Refusal && cause.code === 'not_found') return false;
		throw cause;
	}
}
