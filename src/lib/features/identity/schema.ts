import { z } from 'zod';
import { passwordFault, TRACES } from './rules';

/** Phones like to put a space after an address: it is taken off before the check. */
const email = z
	.string()
	.default('')
	.transform((text) => text.trim().toLowerCase())
	.refine((text) => text.length <= 254 && z.email().safeParse(text).success, 'error_email');
const code = z
	.string()
	.optional()
	.transform((text) => (text ?? '').replace(/\D/g, ''))
	.refine((digits) => digits.length === 6, 'identity_code_length');
const text = (max: number) =>
	z.string('error_required').trim().min(1, 'error_required').max(max, 'error_too_long');
const optionalText = (max: number) => z.string().trim().max(max, 'error_too_long').optional();
const round = z.coerce
	.number('error_choose')
	.int()
	.min(2017, 'error_choose')
	.max(2030, 'error_choose');
const birthYear = z.coerce
	.number('identity_birth_year_wrong')
	.int('identity_birth_year_wrong')
	.min(1950, 'identity_birth_year_wrong')
	.max(2015, 'identity_birth_year_wrong');
const newPassword = z
	.string()
	.max(200, 'identity_password_long')
	.default('')
	.refine((text) => text !== '', 'error_required');

/** Lets a password through that is good for this e-mail. */
function checkPassword(
	{ email, password }: { email: string; password: string },
	context: z.RefinementCtx
) {
	const fault = passwordFault(password, email);
	if (fault) context.addIssue({ code: 'custom', path: ['password'], message: fault });
}

export const signIn = z.object({
	email,
	password: z.string('error_required').min(1, 'error_required').max(200, 'error_too_long')
});
export const askCode = z.object({ email });
export const enterCode = z.object({ code });
export const join = z
	.object({ email, password: newPassword, terms: z.string().optional() })
	.superRefine((joining, context) => {
		checkPassword(joining, context);
		if (joining.terms !== 'yes')
			context.addIssue({ code: 'custom', path: ['terms'], message: 'identity_terms_needed' });
	});

/** The new password and, unless it was right already, the code that went to this address. */
export const resetPassword = (address: string, verified: boolean) =>
	z
		.object({ code: verified ? z.string().optional() : code, password: newPassword })
		.superRefine(({ password }, context) => {
			checkPassword({ email: address, password }, context);
		});

export const findRecord = z
	.object({
		registryNo: optionalText(40),
		fullName: optionalText(200),
		birthYear: birthYear.optional(),
		round: round.optional()
	})
	.superRefine((found, context) => {
		if (found.registryNo) return;
		for (const field of ['fullName', 'birthYear', 'round'] as const)
			if (!found[field])
				context.addIssue({ code: 'custom', path: [field], message: 'error_required' });
	});

export const askOfficer = z.object({
	key: z.uuid('error_required'),
	fullName: text(200),
	registryNo: optionalText(40),
	birthYear: birthYear.optional(),
	round: round.optional(),
	region: z
		.string()
		.regex(/^KZ-\d\d$/, 'error_choose')
		.optional(),
	phone: optionalText(40),
	message: text(1000)
});

export const decision = z.object({
	request: z.uuid('error_required'),
	verdict: z.enum(['approve', 'refuse'], 'error_choose'),
	registryNo: optionalText(40),
	otherNo: optionalText(40),
	reason: text(500)
});

export const undoing = z.object({
	account: z.uuid('error_required'),
	takeBack: z.array(z.enum(TRACES)),
	reason: text(500)
});
export const keeping = undoing.pick({ account: true });
