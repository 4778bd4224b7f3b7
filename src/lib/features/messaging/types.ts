import type { Locale } from '$lib/i18n';

/** A queued message; its words were frozen when it was queued. */
export interface Message {
	id: string;
	to: string;
	locale: Locale;
	subject: string;
	body: string;
}

/** A way to people: e-mail today, SMS and Telegram later. */
export interface Channel {
	/** Resolves when the message was handed over; throws SendFailure-like errors otherwise. */
	send: (message: Message) => Promise<void>;
	close: () => void;
}
