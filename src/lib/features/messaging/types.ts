import type { Locale } from '$lib/i18n';
import type { Outcome } from './rules';

/** A queued message; its words were frozen when it was queued. */
export interface Message {
	id: string;
	/** An e-mail address, or the number of a chat. */
	to: string;
	locale: Locale;
	subject: string;
	/** The text with its last line, which leads to the page that ends such messages. */
	body: string;
	/** That page; null in a message that answers something the person did. */
	unsubscribeUrl: string | null;
}

/** A way to people. `send` never throws for what happens to a message: that is an outcome. */
export interface Channel {
	name: 'email' | 'telegram';
	send: (message: Message) => Promise<Outcome>;
	close: () => void;
}
