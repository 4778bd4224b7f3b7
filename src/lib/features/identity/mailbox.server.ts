import { unwrap, type Db } from '$lib/server/db.server';
import type { Viewer } from '$lib/viewer';
import { mailParts, type MailPart } from './rules';

export interface Mailbox {
	viewer: Viewer | null;
	mails: { id: string; to: string; subject: string; at: string; parts: MailPart[] }[];
}

/** The newest mails of a demo, ready to show; null where no demo lives. `origin` is this site's. */
export async function readMailbox(db: Db, origin: string): Promise<Mailbox | null> {
	const page = unwrap(await db.rpc('page_mailbox')) as {
		viewer: Viewer | null;
		demo: boolean;
		mails: { id: string; to: string; subject: string; body: string; created_at: string }[];
	};
	if (!page.demo) return null;
	return {
		viewer: page.viewer,
		mails: page.mails.map(({ id, to, subject, body, created_at }) => ({
			id,
			to,
			subject,
			at: created_at,
			parts: mailParts(body, origin)
		}))
	};
}
