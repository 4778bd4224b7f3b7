import { readPhone as readContactPhone } from '$lib/features/contacts';
import synonyms from './synonyms.json' with { type: 'json' };
import { wordsOf } from './words';

/** A value that was understood, or the reason why not (a message alumni_reason_<wrong>). */
export type Read<T> = { value: T } | { wrong: string };

function chooser<Key extends string>(lists: Record<Key, string[]>, wrong: string) {
	const keys = new Map<string, Key>(
		Object.entries<string[]>(lists).flatMap(([key, words]) =>
			words.map((word) => [word, key as Key] as const)
		)
	);
	return (text: string): Read<Key> => {
		const key = keys.get(text.trim().toLowerCase()) ?? keys.get(wordsOf(text));
		return key ? { value: key } : { wrong };
	};
}

export const readGender = chooser(synonyms.gender, 'gender');
export const readRole = chooser(synonyms.role, 'role');
export const readSettlement = chooser(synonyms.settlement, 'settlement');
export const readLanguage = chooser(synonyms.language, 'language');
const readYesNo = chooser(synonyms.flag, 'flag');

export function readFlag(text: string): Read<boolean> {
	const answer = readYesNo(text);
	return 'value' in answer ? { value: answer.value === 'yes' } : answer;
}

export function readRound(text: string): Read<number> {
	const year = /^\d{4}(\.0+)?$/.test(text) ? Number(text) : NaN;
	return year >= 2017 && year <= 2030 ? { value: year } : { wrong: 'round' };
}

/** A year, or a date whose year counts: 1998, 03.05.1998, 1998-05-03. */
export function readBirthYear(text: string): Read<number> {
	const year = Number(
		/^(\d{4})(\.0+)?$/.exec(text)?.[1] ??
			/^\d{1,2}[./-]\d{1,2}[./-](\d{4})$/.exec(text)?.[1] ??
			/^(\d{4})-\d{2}-\d{2}$/.exec(text)?.[1]
	);
	return year >= 1950 && year <= 2015 ? { value: year } : { wrong: 'birth_year' };
}

/** A number of Kazakhstan, read as everywhere else. */
export const readPhone = (text: string): Read<string> => readContactPhone(text);

export function readEmail(text: string): Read<string> {
	const email = text.toLowerCase();
	return email.length <= 200 && /^[^\s@,;<>()]+@[^\s@,;<>()]+\.[^\s@,;<>().]{2,}$/u.test(email)
		? { value: email }
		: { wrong: 'email' };
}

export const readText =
	(max: number) =>
	(text: string): Read<string> =>
		text.length <= max ? { value: text } : { wrong: 'too_long' };
