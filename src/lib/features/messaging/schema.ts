import { z } from 'zod';
import { DELIVERIES } from './rules';

const channel = z.enum(['email', 'telegram'], 'error_choose');

/** `topics` are check boxes: what is not sent is not wanted. */
export const notifications = z.object({
	channel,
	delivery: z.enum(DELIVERIES, 'error_choose'),
	topics: z.array(z.string())
});

/** What is believed of an update of the bot: a number, a private chat and a text; all else is dropped. */
export const telegramUpdate = z.object({
	update_id: z.int(),
	message: z.object({
		chat: z.object({ id: z.int().positive(), type: z.literal('private') }),
		text: z.string().max(4096)
	})
});
