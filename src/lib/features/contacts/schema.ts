import { z } from 'zod';
import { readPhone, showPhone } from './phone';
import { KINDS, OUTCOMES, readHandle, type ContactKind, type Normalised } from './rules';

const typed = z.string('error_required').trim().min(1, 'error_required').max(200, 'error_too_long');

/** What was typed as it is kept, or the message that says why not. */
const value = (read: (text: string) => Normalised | string) =>
	typed.transform((text, context): Normalised => {
		const answer = read(text);
		if (typeof answer !== 'string') return answer;
		context.addIssue({ code: 'custom', message: answer });
		return z.NEVER;
	});

const phone = (abroad: boolean) => (text: string) => {
	const answer = readPhone(text, { abroad });
	return 'value' in answer
		? { value: showPhone(answer.value), key: answer.value }
		: `contacts_wrong_${answer.wrong}`;
};

/** The form of each kind. */
export const contactForms = {
	phone: z.object({ value: value(phone(false)) }),
	whatsapp: z.object({ value: value(phone(true)) }),
	telegram: z.object({
		value: value((text) => readHandle('telegram', text) ?? 'contacts_wrong_telegram')
	}),
	instagram: z.object({
		value: value((text) => readHandle('instagram', text) ?? 'contacts_wrong_instagram')
	}),
	email: z.object({
		value: value((text) => {
			const key = text.toLowerCase();
			return z.email().safeParse(key).success ? { value: key, key } : 'error_email';
		})
	}),
	trusted_person: z.object({
		value: value(phone(false)),
		name: typed.max(120, 'error_too_long'),
		relation: typed.max(80, 'error_too_long')
	})
} satisfies Record<ContactKind, z.ZodType>;

export const codeForm = z.object({
	code: z
		.string()
		.optional()
		.transform((text) => (text ?? '').replace(/\D/g, ''))
		.refine((digits) => digits.length === 6, 'contacts_code_length')
});

export const idForm = z.object({ id: z.uuid('error_unexpected') });

/** The two buttons behind the link of a letter. */
export const checkForm = z.object({ mine: z.enum(['yes', 'no'], 'error_choose') });

/** What a member of staff notes after a call. */
export const callForm = z.object({
	contact: z.uuid('error_unexpected'),
	outcome: z.enum(OUTCOMES, 'error_choose'),
	note: z.string().trim().max(200, 'error_too_long').optional()
});

/** A team-mate's number. */
export const reportForm = z.object({
	value: value(phone(false)),
	note: typed,
	agreed: z.literal('yes', 'contacts_mate_agreed_first')
});

export const decisionForm = z.object({
	id: z.uuid('error_unexpected'),
	accept: z.enum(['yes', 'no'], 'error_choose')
});

/** Which contact an address is about: its kind, and its id when one is put right; null when it makes no sense. */
export function contactParams(
	search: URLSearchParams
): { kind: ContactKind; id: string | null } | null {
	const kind = z.enum(KINDS).safeParse(search.get('kind'));
	const id = z.uuid().nullable().safeParse(search.get('id'));
	return kind.success && id.success ? { kind: kind.data, id: id.data } : null;
}
