/** A finished wave as a table of texts, one respondent a row (docs/import-format.md). Pure. */

export const COLUMNS = [
	'respondent_id',
	'round',
	'gender',
	'region',
	'role',
	'vulnerable',
	'neet',
	'q22_continuing',
	'q23_basis',
	'q24_other_business',
	'q21_sought_funding',
	'q31_programme'
] as const;
export type Column = (typeof COLUMNS)[number];
const NEEDED: readonly Column[] = [
	'respondent_id',
	'q22_continuing',
	'q23_basis',
	'q24_other_business'
];

export interface WaveRow {
	/** 1-based line of the file. */
	line: number;
	id: string;
	round: number | null;
	gender: string | null;
	/** An old name as the report writes it, or the code of a region of today. */
	region: string | null;
	role: string | null;
	vulnerable: boolean | null;
	neet: boolean | null;
	/** Answers by question; a blank cell has no entry. */
	answers: Record<string, string>;
}

/** Why a row cannot be imported. `other` is the line it repeats. */
export interface Problem {
	line: number;
	column: Column;
	value: string;
	reason: 'empty' | 'choice' | 'year' | 'region' | 'repeated' | 'long';
	other?: number;
}

export interface WaveFile {
	rows: WaveRow[];
	problems: Problem[];
	/** Columns that a wave needs and this file lacks: then nothing was read. */
	lacks: Column[];
	/** Headers that mean nothing here. */
	ignored: string[];
}

const TRUTH = new Map([
	['1', true],
	['0', false],
	['yes', true],
	['no', false]
]);
const CHOICES: Partial<Record<Column, readonly string[]>> = {
	gender: ['female', 'male'],
	role: ['leader', 'member'],
	q23_basis: ['paid', 'free', 'both'],
	q24_other_business: ['none', 'active', 'closed']
};
const YES_NO: readonly Column[] = ['vulnerable', 'neet', 'q22_continuing', 'q21_sought_funding'];
const LONGEST = 120;

/** Why this text cannot stand in this column; null when it can. Blank is always allowed but for the id. */
function faultOf(column: Column, text: string): Problem['reason'] | null {
	if (text === '') return column === 'respondent_id' ? 'empty' : null;
	if (text.length > (column === 'respondent_id' ? 40 : LONGEST)) return 'long';
	if (column === 'round') return /^20(1[7-9]|2\d|30)$/.test(text) ? null : 'year';
	if (YES_NO.includes(column)) return TRUTH.has(text.toLowerCase()) ? null : 'choice';
	const choices = CHOICES[column];
	return choices && !choices.includes(text.toLowerCase()) ? 'choice' : null;
}

/**
 * Reads a table whose first data row is line `firstLine`. Rows at fault are left out and named.
 * `regionOf` tells a name's region, null when there is none.
 */
export function readWave(
	headers: readonly string[],
	table: readonly (readonly string[])[],
	regionOf: (text: string) => string | null,
	firstLine = 2
): WaveFile {
	const names = headers.map((header) => header.trim().toLowerCase());
	const at = (column: Column) => names.indexOf(column);
	const ignored = headers.filter((_, i) => names[i] && !COLUMNS.includes(names[i] as Column));
	const lacks = NEEDED.filter((column) => at(column) < 0);
	const file: WaveFile = { rows: [], problems: [], lacks, ignored };
	if (lacks.length > 0) return file;

	const lines = new Map<string, number>();
	table.forEach((cells, index) => {
		const line = firstLine + index;
		const text = (column: Column) => (cells[at(column)] ?? '').trim();
		if (cells.every((cell) => cell.trim() === '')) return;
		const problems = COLUMNS.flatMap((column): Problem[] => {
			const reason = faultOf(column, text(column));
			return reason ? [{ line, column, value: text(column).slice(0, LONGEST), reason }] : [];
		});
		const region = text('region') ? regionOf(text('region')) : null;
		if (text('region') && region === null && text('region').length <= LONGEST)
			problems.push({ line, column: 'region', value: text('region'), reason: 'region' });
		const id = text('respondent_id');
		const other = lines.get(id);
		if (id !== '' && other !== undefined)
			problems.push({ line, column: 'respondent_id', value: id, reason: 'repeated', other });
		else lines.set(id, line);
		if (problems.length > 0) file.problems.push(...problems);
		else file.rows.push(rowOf(line, text, region));
	});
	return file;
}

function rowOf(line: number, text: (column: Column) => string, region: string | null): WaveRow {
	const word = (column: Column) => text(column).toLowerCase() || null;
	const truth = (column: Column) => TRUTH.get(text(column).toLowerCase()) ?? null;
	const yesNo = (column: Column) => {
		const value = truth(column);
		return value === null ? null : value ? 'yes' : 'no';
	};
	const given: Record<string, string | null> = {
		q21_sought_funding: yesNo('q21_sought_funding'),
		q22_continuing: yesNo('q22_continuing'),
		q23_basis: word('q23_basis'),
		q24_other_business: word('q24_other_business'),
		q31_programme: text('q31_programme') || null
	};
	return {
		line,
		id: text('respondent_id'),
		round: text('round') ? Number(text('round')) : null,
		gender: word('gender'),
		region,
		role: word('role'),
		vulnerable: truth('vulnerable'),
		neet: truth('neet'),
		answers: Object.fromEntries(
			Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== null)
		)
	};
}
