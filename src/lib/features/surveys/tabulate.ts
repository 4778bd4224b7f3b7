/** Tables out of counts. Blanks are missing answers, never zeros; each figure carries its base. */

/** How many gave this answer in this part of a split; answer null counts the blanks. */
export interface Cell {
	question: 'continuing' | 'basis' | 'other_business';
	split: 'all' | 'round' | 'vulnerable' | 'neet' | 'region';
	/** '' is the whole, or a part that is not known. */
	part: string;
	answer: string | null;
	count: number;
}

export interface Counts {
	respondents: number;
	/** Respondents whose region is not known. */
	noRegion: number;
	cells: Cell[];
	/** Parts left out because so few stand behind them that a person could be recognised. */
	hidden: Pick<Cell, 'question' | 'split' | 'part'>[];
}

export interface Row {
	/** A part of the split, or an answer. */
	key: string;
	count: number;
	/** n: those who answered the question. */
	base: number;
	/** Share in per cent to one decimal; null without a base. */
	pct: number | null;
	/** Those asked who left it blank. */
	missing: number;
	/** Too few to show. */
	hidden: boolean;
}

export interface Table {
	id: 'continuing' | 'round' | 'vulnerable' | 'neet' | 'region' | 'basis' | 'other_business';
	rows: Row[];
}

/** Share to 0.1; halves go up. Whole numbers first, so that no binary fraction tips a half. */
export const percent = (count: number, base: number): number | null =>
	base === 0 ? null : Math.floor((count * 2000 + base) / (base * 2)) / 10;

const ANSWERS = {
	basis: ['paid', 'free', 'both'],
	other_business: ['none', 'active', 'closed']
} as const;
const SPLITS = ['round', 'vulnerable', 'neet', 'region'] as const;
const YES_FIRST = ['yes', 'no'];

const sum = (cells: Cell[]): number => cells.reduce((total, cell) => total + cell.count, 0);

function rowOf(key: string, answer: string, cells: Cell[]): Row {
	const count = sum(cells.filter((cell) => cell.answer === answer));
	const missing = sum(cells.filter((cell) => cell.answer === null));
	const base = sum(cells) - missing;
	return { key, count, base, pct: percent(count, base), missing, hidden: false };
}

/** Known parts in their order, then the unknown. */
function byPart(a: string, b: string): number {
	if (a === '' || b === '') return a === '' ? 1 : -1;
	if (YES_FIRST.includes(a)) return YES_FIRST.indexOf(a) - YES_FIRST.indexOf(b);
	return a < b ? -1 : 1;
}

function splitTable(counts: Counts, split: (typeof SPLITS)[number]): Table {
	const cells = counts.cells.filter(
		(cell) => cell.question === 'continuing' && cell.split === split
	);
	const shown = [...new Set(cells.map((cell) => cell.part))].map((part) =>
		rowOf(
			part,
			'yes',
			cells.filter((cell) => cell.part === part)
		)
	);
	const hidden = counts.hidden
		.filter((cell) => cell.question === 'continuing' && cell.split === split)
		.map(({ part }) => ({ ...rowOf(part, 'yes', []), hidden: true }));
	return { id: split, rows: [...shown, ...hidden].sort((a, b) => byPart(a.key, b.key)) };
}

/** All tables of a wave, without those that hold nothing to show. */
export function tabulate(counts: Counts): Table[] {
	const whole = (question: Cell['question']) =>
		counts.cells.filter((cell) => cell.question === question && cell.split === 'all');
	const tables: Table[] = [
		{ id: 'continuing', rows: [rowOf('all', 'yes', whole('continuing'))] },
		...SPLITS.map((split) => splitTable(counts, split)),
		...(['basis', 'other_business'] as const).map((id) => ({
			id,
			rows: ANSWERS[id].map((answer) => rowOf(answer, answer, whole(id)))
		}))
	];
	return tables.filter(({ rows }) => rows.some((row) => row.base > 0));
}
