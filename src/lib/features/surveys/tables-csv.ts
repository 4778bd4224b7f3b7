import { toCsv } from '$lib/csv';
import { m } from '$lib/paraglide/messages';
import { rowLabel, tableTitle } from './table-words';
import type { Table } from './tabulate';
import type { Names } from './types';

/** The tables of a wave as CSV. Numbers have a decimal point. */
export function tablesCsv(tables: readonly Table[], regions: Record<string, Names>): string {
	const head = [
		m.surveys_results(),
		m.surveys_col_group(),
		m.surveys_col_count(),
		m.surveys_col_base(),
		m.surveys_col_pct(),
		m.surveys_col_missing()
	];
	const lines = tables.flatMap((table) =>
		table.rows.map((row) => [
			tableTitle(table),
			rowLabel(table, row, regions),
			...(row.hidden
				? [m.surveys_r_hidden(), '', '', '']
				: [row.count, row.base, row.pct ?? '', row.missing].map(String))
		])
	);
	return toCsv([head, ...lines]);
}
