import { describe, expect, it } from 'vitest';
import { enterCode, findRecord, join, resetPassword, signIn } from './schema';

/** The first message of each field. */
function faults(
	schema: {
		safeParse: (input: unknown) => {
			error?: { issues: { path: PropertyKey[]; message: string }[] } | undefined;
		};
	},
	input: object
) {
	const found: Record<string, string> = {};
	for (const issue of schema.safeParse(input).error?.issues ?? [])
		found[String(issue.path[0])] ??= issue.message;
	return found;
}
const good = 'tigin-sheber-77';

describe('what may come in', () => {
	it.each([
		['sign in', signIn, { email: ' Aigul@Mail.KZ ', password: 'x' }, {}],
		['sign in without anything', signIn, {}, { email: 'error_email', password: 'error_required' }],
		['join', join, { email: 'a@mail.kz', password: good, terms: 'yes' }, {}],
		[
			'join: every fault at once',
			join,
			{ email: 'a@mail.kz', password: 'short' },
			{ password: 'identity_password_short', terms: 'identity_terms_needed' }
		],
		[
			'join with nothing',
			join,
			{},
			{ email: 'error_email', password: 'error_required', terms: 'identity_terms_needed' }
		],
		['a code with a space', enterCode, { code: '123 456' }, {}],
		['a short code', enterCode, { code: '12345' }, { code: 'identity_code_length' }],
		['no code', enterCode, {}, { code: 'identity_code_length' }],
		['reset', resetPassword('a@mail.kz', false), { code: '123456', password: good }, {}],
		[
			'reset: both wrong',
			resetPassword('a@mail.kz', false),
			{ password: 'qwerty123456' },
			{ code: 'identity_code_length', password: 'identity_password_common' }
		],
		['reset, the code was right before', resetPassword('a@mail.kz', true), { password: good }, {}],
		['a record by number', findRecord, { registryNo: 'ZP-1' }, {}],
		['a record by name', findRecord, { fullName: 'Айгүл', birthYear: '1998', round: '2019' }, {}],
		[
			'a record by name without years',
			findRecord,
			{ fullName: 'Айгүл' },
			{ birthYear: 'error_required', round: 'error_required' }
		],
		[
			'an impossible year',
			findRecord,
			{ fullName: 'Айгүл', birthYear: '98', round: '2019' },
			{ birthYear: 'identity_birth_year_wrong' }
		]
	] as const)('%s', (_, schema, input, expected) => {
		expect(faults(schema, input)).toEqual(expected);
	});
	it('reads an e-mail without spaces and capitals', () => {
		expect(signIn.parse({ email: ' Aigul@Mail.KZ ', password: 'x' }).email).toBe('aigul@mail.kz');
	});
});
