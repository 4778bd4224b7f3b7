import type { Field } from './columns';
import type { Finding, RegistryRow } from './read-row';
import { spelled } from './words';

const WHO = ['full_name', 'gender', 'birth_year'] as const;
const WHERE_AND_MARKS = [
	'region_code',
	'legacy_region',
	'district',
	'settlement',
	'vulnerable',
	'neet',
	'disability'
] as const;
type Key = keyof RegistryRow;

const fieldOf = (key: Key): Field =>
	key === 'region_code' || key === 'legacy_region'
		? 'region'
		: key === 'locale'
			? 'language'
			: (key as Field);

/** The first of these that both rows give and give differently. */
const difference = (a: RegistryRow, b: RegistryRow, keys: readonly Key[]): Key | undefined =>
	keys.find(
		(key) => a[key] !== undefined && b[key] !== undefined && spelled(a[key]) !== spelled(b[key])
	);

const content = (row: RegistryRow): string => JSON.stringify({ ...row, row_no: 0 });

/**
 * Compares the rows of one file with each other. An identical row counts once; one person may stand
 * in several rounds; rows that contradict each other about who a person is are all wrong, because
 * nobody knows which is right; a later row that moves a person elsewhere is left to a person.
 */
export function compareRows(rows: readonly RegistryRow[]): {
	rows: RegistryRow[];
	findings: Finding[];
} {
	const findings: Finding[] = [];
	const people = new Map<string, RegistryRow[]>();
	for (const row of rows) {
		const known = people.get(row.registry_no);
		const twin = known?.find((other) => content(other) === content(row));
		if (twin) findings.push(finding(row, 'duplicate', 'registry_no', 'same_as_row', [twin]));
		else if (known) known.push(row);
		else people.set(row.registry_no, [row]);
	}
	const dropped = new Set<RegistryRow>();
	for (const group of people.values())
		for (const found of group.length > 1 ? contradictions(group) : []) {
			dropped.add(found.row);
			findings.push(found.finding);
		}
	const kept = [...people.values()].flat().filter((row) => !dropped.has(row));
	kept.sort((a, b) => a.row_no - b.row_no);
	return { rows: kept, findings: [...findings, ...sharedContacts(kept), ...titles(kept)] };
}

function contradictions(group: RegistryRow[]): { row: RegistryRow; finding: Finding }[] {
	const others = (row: RegistryRow) => group.filter((other) => other !== row);
	const wrong = group.flatMap((row) => {
		for (const other of others(row)) {
			const all = Object.keys({ ...row, ...other }).filter((key) => key !== 'row_no') as Key[];
			const key =
				difference(row, other, WHO) ??
				(row.round === other.round ? all.find((k) => row[k] !== other[k]) : undefined);
			if (key)
				return [{ row, finding: finding(row, 'wrong', fieldOf(key), 'differs_from_row', [other]) }];
		}
		return [];
	});
	if (wrong.length > 0) return wrong;
	const [first, ...later] = group;
	return later.flatMap((row) => {
		const key = difference(row, first as RegistryRow, WHERE_AND_MARKS);
		return key
			? [
					{
						row,
						finding: finding(row, 'conflict', fieldOf(key), 'differs_from_row', [
							first as RegistryRow
						])
					}
				]
			: [];
	});
}

/** Two people with one phone or e-mail: both are taken, and both rows are named. */
function sharedContacts(rows: readonly RegistryRow[]): Finding[] {
	return (['phone', 'email'] as const).flatMap((field) => {
		const holders = new Map<string, RegistryRow[]>();
		for (const row of rows) {
			const value = row[field];
			if (value !== undefined) holders.set(value, [...(holders.get(value) ?? []), row]);
		}
		return [...holders.values()]
			.filter((group) => group.some((row) => row.registry_no !== group[0]?.registry_no))
			.flatMap((group) =>
				group.map((row) => {
					const others = group.filter((other) => other.registry_no !== row.registry_no);
					return finding(row, 'warning', field, 'contact_shared', others);
				})
			);
	});
}

/** One project, two titles: the first in the file is taken. */
function titles(rows: readonly RegistryRow[]): Finding[] {
	const first = new Map<string, RegistryRow>();
	return rows.flatMap((row) => {
		if (row.subproject_no === undefined || row.subproject_title === undefined) return [];
		const known = first.get(row.subproject_no);
		if (!known) first.set(row.subproject_no, row);
		return known && spelled(known.subproject_title) !== spelled(row.subproject_title)
			? [finding(row, 'warning', 'subproject_title', 'title_differs', [known])]
			: [];
	});
}

function finding(
	row: RegistryRow,
	kind: Finding['kind'],
	field: Field,
	reason: string,
	others: readonly RegistryRow[]
): Finding {
	const key: Key =
		field === 'region'
			? row.region_code
				? 'region_code'
				: 'legacy_region'
			: field === 'language'
				? 'locale'
				: field;
	const named = others.slice(0, 5).map((other) => other.row_no);
	const other = named.join(', ') + (others.length > named.length ? ', …' : '');
	return { row_no: row.row_no, kind, field, value: String(row[key] ?? ''), reason, other };
}
