import { unwrap, type Db } from '$lib/server/db.server';
import type { Channel } from './types';

/** Where a demo without an SMTP server puts its mail; the page /demo/mailbox shows it. */
export function demoMailbox(db: Db): Channel {
	return {
		name: 'email',
		send: async (message) => {
			unwrap(
				await db.rpc('deliver_to_demo_mailbox', {
					p_to: message.to,
					p_subject: message.subject,
					p_body: message.body
				})
			);
			return { is: 'sent' };
		},
		close: () => undefined
	};
}
