import { describe, expect, it } from 'vitest';
import { recordForm } from '$lib/features/guardians/schema';
import { readPhone } from '$lib/features/alumni/import/values';
import { m } from '$lib/paraglide/messages';
import { parseForm } from '$lib/server/forms.server';
import { contactForms, reportForm } from '$lib/features/contacts/schema';

const formOf = (fields: Record<string, string>) => {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.append(name, value);
	return form;
};

/** What people type for a phone, and what is wrong with it. */
const BAD = [
	['letters', '8 701 АБВ 56 78', 'phone_letters'],
	['an extension', '8 7172 12 34 56 доб. 5', 'phone_letters'],
	['two numbers', '87012345678, 87021234567', 'phone_letters'],
	['too short', '8701', 'phone_length'],
	['too long', '8 701 234 56 78 9', 'phone_length'],
	['from abroad', '+7 916 123 45 67', 'phone_foreign'],
	['from further abroad', '+998 90 123 45 67', 'phone_foreign']
] as const;
const GOOD = ['8 701 234 56 78', '701 234 56 78', '+7 (701) 234-56-78', '77012345678'];

describe.each(BAD)('a phone with %s', (_, typed, reason) => {
	it.each([
		['of one’s own', contactForms.phone],
		['of a team-mate', reportForm]
	])('%s is answered beside its field and stays typed', (_where, schema) => {
		const { data, state } = parseForm(schema, formOf({ value: typed, note: 'x', agreed: 'yes' }));
		expect(data).toBeNull();
		expect(state.errors).toEqual({ value: m[`contacts_wrong_${reason}`]() });
		expect(state.values.value).toBe(typed);
	});

	it('of a representative as well', () => {
		const fields = { name: 'Гүлнар', relation: 'mother', purposes: 'directory', locale: 'kk' };
		const { state } = parseForm(recordForm, formOf({ ...fields, way: 'paper', contact: typed }), [
			'purposes'
		]);
		expect(state.errors).toEqual({ contact: m.guardians_error_contact() });
		expect(state.values.contact).toBe(typed);
	});

	it('of a roster is a finding with its reason', () =>
		expect(readPhone(typed)).toEqual({ wrong: reason }));
});

it.each(GOOD)('%s is one number wherever it is typed', (typed) => {
	const { data } = parseForm(reportForm, formOf({ value: typed, note: 'x', agreed: 'yes' }));
	expect(data?.value).toEqual({ value: '+7 701 234 56 78', key: '+77012345678' });
	expect(readPhone(typed)).toEqual({ value: '+77012345678' });
});
