import { formatDate, inLocale } from '$lib/i18n';
import { m } from '$lib/paraglide/messages';
import type { Names, RecordField, Words } from './record.server';

export const RECORD_FIELDS = [
	'full_name',
	'gender',
	'birth_year',
	'region',
	'district',
	'settlement'
] as const satisfies readonly RecordField[];

export const isRecordField = (text: string | null): text is RecordField =>
	RECORD_FIELDS.includes(text as RecordField);

export const fieldWord = (field: RecordField): string => m[`alumni_field_${field}`]();

/** Who said a field, and when. */
export function wordNote({ by, at }: NonNullable<Words[RecordField]>): string {
	const date = formatDate(at);
	return by === 'person' ? m.conflicts_word_person({ date }) : m.conflicts_word_staff({ date });
}

type Gender = 'female' | 'male';
type Settlement = 'village' | 'town' | 'city';

/** A value of a record as people say it; codes are named, and nothing is said to be nothing. */
export function valueWord(
	field: RecordField,
	value: string | null,
	regions: Record<string, Names>
): string {
	if (value === null) return m.conflicts_empty();
	if (field === 'gender') return m[`alumni_gender_${value as Gender}`]();
	if (field === 'settlement') return m[`alumni_settlement_${value as Settlement}`]();
	const region = field === 'region' ? regions[value] : undefined;
	return region ? inLocale(region) : value;
}
