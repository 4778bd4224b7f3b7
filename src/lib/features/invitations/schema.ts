import { z } from 'zod';
import { readCode } from './rules';

export const typedCode = z.object({
	code: z.string('invitations_code_wrong').transform((typed, context) => {
		const code = readCode(typed);
		if (code) return code;
		context.addIssue({ code: 'custom', message: 'invitations_code_wrong' });
		return z.NEVER;
	})
});

export const newLetters = z.object({
	key: z.uuid('error_required'),
	office: z.string('error_required').trim().min(1, 'error_required').max(300, 'error_too_long')
});
export const newMails = newLetters.pick({ key: true });
