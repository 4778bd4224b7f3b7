import type { Mapping } from './columns';
import { compareRows } from './compare-rows';
import { rowReader, type Finding, type RegistryRow } from './read-row';
import type { Vocabulary } from './regions';
import type { Sheet } from './sheet';

export interface Roster {
	rows: RegistryRow[];
	findings: Finding[];
	/** Rows of the sheet that hold anything at all. */
	total: number;
}

/** Everything that a sheet says by itself, before the registry is asked. */
export function readRoster(sheet: Sheet, mapping: Mapping, vocabulary: Vocabulary): Roster {
	const read = rowReader(mapping, vocabulary);
	const rows: RegistryRow[] = [];
	const findings: Finding[] = [];
	const narrowed: RegistryRow[] = [];
	let total = 0;
	for (let at = sheet.headerRow; at < sheet.rows.length; at++) {
		const cells = sheet.rows[at] ?? [];
		if (cells.every((cell) => cell === '')) continue;
		total++;
		const result = read(cells, at + 1);
		findings.push(...result.findings);
		if (!result.row) continue;
		rows.push(result.row);
		if (result.narrowed) narrowed.push(result.row);
	}
	const compared = compareRows(rows);
	findings.push(...compared.findings);
	const [first] = narrowed;
	if (first)
		findings.push({
			row_no: first.row_no,
			kind: 'warning',
			field: 'region',
			value: first.region_code ?? '',
			reason: 'region_narrowed',
			other: String(narrowed.length)
		});
	return { rows: compared.rows, findings, total };
}
