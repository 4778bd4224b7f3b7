import { telegramOutcome, telegramText, type BotAnswer } from './rules';
import type { Channel } from './types';

/** The Bot API takes about 30 messages a second to different chats. */
const PACE_MS = 40;
const TIMEOUT_MS = 30_000;
/** Failures before anything was handed over. */
const NOT_REACHED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

/** Messages by a Telegram bot, as plain text. `api` is another address in tests. */
export function telegramChannel(token: string, api = 'https://api.telegram.org'): Channel {
	let free = 0;
	/** Resolves when the next message may leave, so that the limit is not met at all. */
	const turn = async () => {
		const now = Date.now();
		const at = Math.max(now, free);
		free = at + PACE_MS;
		if (at > now) await new Promise((done) => setTimeout(done, at - now));
	};
	return {
		name: 'telegram',
		send: async ({ to, subject, body }) => {
			await turn();
			let response: Response;
			try {
				response = await fetch(`${api}/bot${token}/sendMessage`, {
					method: 'POST',
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify({
						chat_id: Number(to),
						text: telegramText(subject, body),
						link_preview_options: { is_disabled: true }
					}),
					signal: AbortSignal.timeout(TIMEOUT_MS)
				});
			} catch (cause) {
				// Neither the address, which holds the token, nor the words of an error are kept.
				const code = String(((cause as Error).cause as { code?: unknown })?.code ?? '');
				const reached = !NOT_REACHED.includes(code) && code !== 'UND_ERR_CONNECT_TIMEOUT';
				return reached ? { is: 'uncertain' } : { is: 'retry', error: code };
			}
			return telegramOutcome(await readAnswer(response));
		},
		close: () => undefined
	};
}

async function readAnswer(response: Response): Promise<BotAnswer | null> {
	try {
		const answer = (await response.json()) as BotAnswer;
		return typeof answer?.ok === 'boolean' ? answer : null;
	} catch {
		return null;
	}
}
