import { z } from 'zod';
import { readPhone } from '$lib/features/contacts';
import { LOCALES } from '$lib/i18n';
import { PURPOSES, RELATIONS, WAYS } from './rules';

const text = z.string('error_required').trim().min(1, 'error_required').max(200, 'error_too_long');
const isEmail = (typed: string) => z.email().safeParse(typed).success;

const about = {
	name: text,
	relation: z.enum(RELATIONS, 'error_choose'),
	purposes: z.array(z.enum(PURPOSES)).min(1, 'guardians_error_purposes')
};

/** A young person names whom to ask. */
export const askForm = z.object({
	...about,
	contact: text.toLowerCase().refine(isEmail, 'error_email')
});

/** Staff record a consent, or send the link. */
export const recordForm = z
	.object({
		...about,
		way: z.enum(WAYS, 'error_choose'),
		locale: z.enum(LOCALES, 'error_choose'),
		contact: text.refine(
			(typed) => isEmail(typed.toLowerCase()) || 'value' in readPhone(typed),
			'guardians_error_contact'
		)
	})
	.refine(({ way, contact }) => way !== 'email' || isEmail(contact.toLowerCase()), {
		path: ['contact'],
		message: 'guardians_error_email'
	});

export const endForm = z.object({ id: z.uuid('error_unexpected') });

/** The buttons behind the link. */
export const answerForm = z.object({
	answer: z.enum(['yes', 'no', 'withdraw'], 'error_choose'),
	text_version: z.string().max(20).optional()
});
