import { z } from 'zod';
import { ANSWERABLE } from './purposes';

export const consentForm = z.object({
	purpose: z.enum(ANSWERABLE, 'error_choose'),
	granted: z.enum(['yes', 'no'], 'error_choose'),
	text_version: z.string().max(20).optional()
});

/** What becomes of questions and answers when their author leaves. */
export const FORUM_CHOICES = ['keep', 'delete'] as const;
export const forumChoice = z.enum(FORUM_CHOICES).nullable().catch(null);

export const eraseForm = z.object({
	forum: z.enum(FORUM_CHOICES, 'error_choose'),
	password: z.string('privacy_erase_password_needed').max(200, 'privacy_erase_password_wrong')
});
