import { m } from '$lib/paraglide/messages';
import type { Report, ShownFinding } from './batch.server';
import { FIELDS } from './columns';

type Speak = (inputs: Record<string, unknown>) => string;
const messages = m as unknown as Record<string, Speak | undefined>;
const speak = (key: string, inputs: Record<string, unknown> = {}): string =>
	messages[key]?.(inputs) ?? key;

/** What a field is called in the reader's language; '' is the row as a whole. */
export const fieldLabel = (field: string): string => (field ? speak(`alumni_field_${field}`) : '—');

export const fieldOptions = () =>
	FIELDS.map((field) => ({ value: field, label: fieldLabel(field) }));

/** A finding in words. Values that the registry keeps as codes are named. */
export function findingWords({ kind, field, value, reason, other }: ShownFinding) {
	const coded = kind !== 'wrong';
	return {
		kind: speak(`alumni_kind_${kind}`),
		field: fieldLabel(field),
		value: coded ? named(field, value) : value,
		reason: speak(`alumni_reason_${reason}`, {
			other: reason === 'differs_from_registry' ? named(field, other) : other
		})
	};
}

function named(field: string, value: string): string {
	if (field === 'gender' || field === 'role') return speak(`alumni_${field}_${value}`);
	if (['vulnerable', 'neet', 'disability'].includes(field))
		return /^(1|true)$/.test(value) ? m.common_yes() : m.common_no();
	return value;
}

/** Rows that an import of this report would write. */
export const toImport = (report: Report): number => report.people + report.rounds + report.filled;

export const counts = (report: Report): { key: string; label: string; n: number }[] =>
	(['total', 'people', 'rounds', 'filled', 'unchanged', 'conflict', 'duplicate', 'wrong'] as const)
		.map((key) => ({ key, label: speak(`alumni_count_${key}`), n: report[key] }))
		.filter(({ key, n }) => n > 0 || ['total', 'people', 'wrong', 'conflict'].includes(key));
