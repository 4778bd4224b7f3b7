import synonyms from './synonyms.json' with { type: 'json' };
import { wordsOf } from './words';

/** Columns of the registry format, in the order of docs/import-format.md. */
export const FIELDS = [
	'registry_no',
	'full_name',
	'gender',
	'birth_year',
	'phone',
	'email',
	'region',
	'district',
	'settlement',
	'round',
	'role',
	'subproject_no',
	'subproject_title',
	'direction',
	'vulnerable',
	'neet',
	'disability',
	'language'
] as const;
export type Field = (typeof FIELDS)[number];

/** What each column of a file is, by its position; null is ignored. */
export type Mapping = (Field | null)[];

/** Parts of a name stand in columns of their own in some rosters: they are joined in file order. */
const NAME_PARTS = ['surname', 'given_name', 'patronymic'];
const headerKey = (header: string) => wordsOf(header.replaceAll('-', ' '));
const BY_HEADER = new Map(
	Object.entries(synonyms.headers).flatMap(([field, headers]) =>
		headers.map((header) => [headerKey(header), field] as const)
	)
);

/** Recognises columns by their headers, in Kazakh, Russian and English. A field is taken once. */
export function guessMapping(headers: readonly string[]): Mapping {
	const found = headers.map((header) => BY_HEADER.get(headerKey(header)) ?? null);
	const hasFullName = found.includes('full_name');
	const taken = new Set<string>();
	return found.map((field) => {
		if (field === null) return null;
		if (NAME_PARTS.includes(field)) return hasFullName ? null : 'full_name';
		if (taken.has(field)) return null;
		taken.add(field);
		return field as Field;
	});
}

export type MappingProblem = 'no_registry_no' | 'twice' | 'round_without_role' | 'title_without_no';

/** Why a mapping cannot be used, or null. Only a name may be put together from several columns. */
export function checkMapping(mapping: Mapping): { problem: MappingProblem; field: Field } | null {
	const fields = mapping.filter((field) => field !== null);
	if (!fields.includes('registry_no')) return { problem: 'no_registry_no', field: 'registry_no' };
	const twice = fields.find((field, at) => field !== 'full_name' && fields.indexOf(field) !== at);
	if (twice) return { problem: 'twice', field: twice };
	if (fields.includes('round') !== fields.includes('role'))
		return { problem: 'round_without_role', field: fields.includes('round') ? 'role' : 'round' };
	if (!fields.includes('subproject_no') && fields.includes('subproject_title'))
		return { problem: 'title_without_no', field: 'subproject_no' };
	return null;
}
