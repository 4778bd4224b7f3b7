import parsePhoneNumber, { type PhoneNumber } from 'libphonenumber-js/min';

/** A value that was understood, or the reason why not. */
export type ReadPhone = { value: string } | { wrong: string };

/** Kazakhstan and Russia share +7; ours begin with 7, and 6 is kept for us. */
const KAZAKH = /^\+7[67]\d{9}$/;

/**
 * The one reader of phone numbers: +7XXXXXXXXXX out of any usual way to write a number of Kazakhstan,
 * with or without the country's code. `abroad` lets numbers of other countries through as well.
 */
export function readPhone(text: string, { abroad = false } = {}): ReadPhone {
	if (/[^\d\s()+.‐-―-]/u.test(text)) return { wrong: 'phone_letters' };
	const number = parse(text);
	if (!number?.isPossible()) return { wrong: 'phone_length' };
	if (KAZAKH.test(number.number)) return { value: number.number };
	// A wrong first digit without a plus is a slip and no other country.
	if (!number.isValid()) return { wrong: 'phone_length' };
	return abroad ? { value: number.number } : { wrong: 'phone_foreign' };
}

const parse = (text: string): PhoneNumber | undefined =>
	parsePhoneNumber(text, { defaultCountry: 'KZ', extract: false });

/** A number as people read it: +7 701 000 00 01; others as their country groups them. */
export function showPhone(key: string): string {
	const parts = /^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(key);
	if (parts) return `+7 ${parts.slice(1).join(' ')}`;
	return parse(key)?.formatInternational() ?? key;
}
