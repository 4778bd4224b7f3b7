/** A table out of a file: texts only, whatever the cells were. Nothing in it is ever evaluated. */
export interface Sheet {
	name: string;
	/** 1-based row of the headers; data begin below it. */
	headerRow: number;
	rows: string[][];
}

export const MAX_BYTES = 16 * 1024 * 1024;
export const MAX_ROWS = 200_000;
const MAX_COLUMNS = 200;

/** A file that cannot be imported. key names a message; inputs are its parameters. */
export class UnreadableFile extends Error {
	readonly key: string;
	readonly inputs: Record<string, string | number>;

	constructor(key: string, inputs: Record<string, string | number> = {}) {
		super(`${key} ${JSON.stringify(inputs)}`);
		this.key = key;
		this.inputs = inputs;
	}
}

/** One line of plain text: no control characters, no invisible spaces at the ends, one Unicode form. */
const clean = (text: string): string =>
	text
		// eslint-disable-next-line no-control-regex -- they are what is to be removed
		.replace(/[\u0000-\u001f\u007f\u00a0\u200b\ufeff]+/g, ' ')
		.normalize('NFC')
		.trim();

/** Makes a sheet of raw cells: the first row with anything in two cells (or alone) holds the headers. */
export function makeSheet(name: string, raw: readonly (readonly unknown[])[]): Sheet {
	if (raw.length > MAX_ROWS + 1)
		throw new UnreadableFile('alumni_file_rows', {
			sheet: name,
			rows: raw.length - 1,
			max: MAX_ROWS
		});
	const rows = raw.map((cells) => cells.map(textOf));
	const filled = (cells: string[]) => cells.filter((cell) => cell !== '').length;
	const headed = rows.findIndex((cells) => filled(cells) >= 2);
	const header = headed >= 0 ? headed : rows.findIndex((cells) => filled(cells) === 1);
	if (header < 0) throw new UnreadableFile('alumni_file_no_rows', { sheet: name });
	const headers = rows[header] as string[];
	while (headers.at(-1) === '') headers.pop();
	if (headers.length > MAX_COLUMNS)
		throw new UnreadableFile('alumni_file_columns', { sheet: name, max: MAX_COLUMNS });
	if (rows.slice(header + 1).every((cells) => filled(cells) === 0))
		throw new UnreadableFile('alumni_file_no_rows', { sheet: name });
	return { name, headerRow: header + 1, rows };
}

function textOf(cell: unknown): string {
	if (cell === null || cell === undefined) return '';
	if (cell instanceof Date)
		return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10);
	if (typeof cell === 'boolean') return cell ? '1' : '0';
	return clean(String(cell));
}
