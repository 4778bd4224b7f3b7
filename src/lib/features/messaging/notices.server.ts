import type { Locale } from '$lib/i18n';
import { isId } from '$lib/ids';
import { unwrap, type Db } from '$lib/server/db.server';
import type { Viewer } from '$lib/viewer';

/** What Jalgas told a person, in the reader's language where it can be said in that. */
export interface NoticeEntry {
	id: string;
	title: string;
	text: string | null;
	/** The language of title and text. */
	locale: Locale;
	at: string;
	isNew: boolean;
	/** Whether there is a page of the app to go to. */
	leads: boolean;
	/** The page where it led is no more. */
	isGone: boolean;
}

interface NoticesPage {
	viewer: Viewer | null;
	notices: NoticeEntry[];
	/** The cursor of older ones; null where there are none. */
	after: string | null;
}

export async function readNotices(
	db: Db,
	after: string | null,
	locale: Locale
): Promise<NoticesPage> {
	return unwrap(
		await db.rpc('page_notices', { p_after: isId(after) ? after : null, p_locale: locale })
	) as NoticesPage;
}

/** Marks a notice as read; the path that it leads to, without language. Null when it is not there. */
export async function openNotice(db: Db, id: string): Promise<string | null> {
	return isId(id) ? unwrap(await db.rpc('open_notice', { p_notice: id })) : null;
}

/** Marks as read what was shown; what came since then stays new. */
export async function markAllRead(db: Db, newest: FormDataEntryValue | null): Promise<void> {
	if (typeof newest === 'string' && isId(newest))
		unwrap(await db.rpc('read_notices', { p_upto: newest }));
}
