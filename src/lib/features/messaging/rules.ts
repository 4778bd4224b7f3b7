/** Decisions about messages on their way. Nothing but their arguments is needed. */

/**
 * What became of a message.
 * - `retry`: nothing was handed over, so trying again cannot send it twice; after so many seconds
 *   where the other side named them.
 * - `failed`: refused for good. `gone`: and so will be every other one to this chat.
 * - `uncertain`: the line broke after it was handed over and before the answer.
 */
export type Outcome =
	| { is: 'sent' }
	| { is: 'retry'; error: string; after?: number }
	| { is: 'failed' | 'gone'; error: string }
	| { is: 'uncertain' };

/** What nodemailer's errors carry: https://nodemailer.com/errors. */
export interface SmtpFailure {
	/** EENVELOPE, EMESSAGE, ECONNECTION, ETIMEDOUT, ESOCKET, EAUTH … */
	code?: string;
	/** The server's reply code, where it replied. */
	responseCode?: number;
	/** The SMTP command that was answered: MAIL FROM, RCPT TO, DATA … */
	command?: string;
}

/**
 * What an error of SMTP means; `handedOver` says whether the server had begun to take the letter.
 * A refused log-in is ours to mend and no letter's fault. The server's words may quote an address,
 * so only codes are kept, and what they replied to ("EENVELOPE 550 RCPT TO": no such address).
 */
export function smtpOutcome(
	{ code, responseCode, command }: SmtpFailure,
	handedOver: boolean
): Outcome {
	const error = [code, responseCode, command].filter(Boolean).join(' ') || 'unknown';
	const aboutTheLetter = code === 'EENVELOPE' || code === 'EMESSAGE';
	if (responseCode)
		return { is: responseCode >= 500 && aboutTheLetter ? 'failed' : 'retry', error };
	if (code === 'EENVELOPE') return { is: 'failed', error };
	return handedOver ? { is: 'uncertain' } : { is: 'retry', error };
}

/** The parts of a Bot API answer that matter: https://core.telegram.org/bots/api#making-requests. */
export interface BotAnswer {
	ok: boolean;
	error_code?: number;
	parameters?: { retry_after?: number };
}

/**
 * What the Bot API's answer means; null stands for none that could be read. 403 is a person who
 * blocked the bot, 400 a chat or a text that will not do, 401 and 404 a token of ours that is wrong.
 */
export function telegramOutcome(answer: BotAnswer | null): Outcome {
	if (!answer) return { is: 'uncertain' };
	if (answer.ok) return { is: 'sent' };
	const error = `telegram ${answer.error_code ?? 'unknown'}`;
	if (answer.error_code === 403) return { is: 'gone', error };
	if (answer.error_code === 400) return { is: 'failed', error };
	const after = answer.parameters?.retry_after;
	return after === undefined ? { is: 'retry', error } : { is: 'retry', error, after };
}

/** The longest text that the Bot API takes, in UTF-16 units. */
const TELEGRAM_LIMIT = 4096;

/** Subject and body as one plain text; what is too long loses the end of its body, never its last line. */
export function telegramText(subject: string, body: string): string {
	const whole = `${subject}\n\n${body}`;
	if (whole.length <= TELEGRAM_LIMIT) return whole;
	const lastLine = body.slice(body.lastIndexOf('\n') + 1);
	const tail = lastLine.length < 500 ? `…\n\n${lastLine}` : '…';
	// Never half of a surrogate pair.
	return whole.slice(0, TELEGRAM_LIMIT - tail.length).replace(/[\uD800-\uDBFF]$/, '') + tail;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Kazakhstan has one clock, UTC+5, all year. */
const ZONE_MS = 5 * HOUR_MS;
const MORNING = 9;
const EVENING = 21;

/** From 21 to 9 o'clock in Kazakhstan: the next 9 o'clock, until which nothing may ring. By day null. */
export function quietUntil(now: Date): Date | null {
	const local = now.getTime() + ZONE_MS;
	const hour = Math.floor((local % DAY_MS) / HOUR_MS);
	if (hour >= MORNING && hour < EVENING) return null;
	const midnight = local - (local % DAY_MS) + (hour >= EVENING ? DAY_MS : 0);
	return new Date(midnight + MORNING * HOUR_MS - ZONE_MS);
}

/** The newest 9 o'clock in Kazakhstan that has come, and the newest on a Monday: digests collect what came before. */
export function mornings(now: Date): { day: Date; week: Date } {
	const local = now.getTime() + ZONE_MS;
	const today = Math.floor((local - MORNING * HOUR_MS) / DAY_MS);
	const at = (day: number) => new Date(day * DAY_MS + MORNING * HOUR_MS - ZONE_MS);
	// The first day of the epoch was a Thursday.
	return { day: at(today), week: at(today - ((today + 3) % 7)) };
}

/** How often: each message by itself, collected, or not sent, for the app shows it. */
export const DELIVERIES = ['each', 'daily', 'weekly', 'app'] as const;
export type Delivery = (typeof DELIVERIES)[number];

/** What people may do without; each has words of its own on the page and behind the link of a message. */
export const TOPICS = ['messages', 'answers', 'questions', 'offers'] as const;
export type Topic = (typeof TOPICS)[number];

export type ChatCommand = { verb: 'start'; token: string } | { verb: 'stop' };

/** What a chat said to the bot, or null when it is neither of the two things that the bot understands. */
export function chatCommand(text: string): ChatCommand | null {
	const said = text.trim();
	const [, token] = /^\/start(?:@\w+)? ([0-9a-f]{32})$/.exec(said) ?? [];
	if (token) return { verb: 'start', token };
	return /^(\/?stop(@\w+)?|\/?стоп|\/?тоқта)[.!]*$/iu.test(said) ? { verb: 'stop' } : null;
}
