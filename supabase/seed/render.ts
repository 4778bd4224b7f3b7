/** Rows to SQL: inserts of bounded size, or the faster COPY blocks that psql reads. */

export type Value = string | number | boolean | null | Date | readonly string[] | { json: unknown };
export type Row = Record<string, Value>;

export interface Batch {
	/** Schema and table. */
	table: string;
	/** All rows have the same keys: the columns. */
	rows: Row[];
	/** What stands after the values, such as `on conflict …`; such a batch is never copied. */
	tail?: string;
}

/** A batch, or a statement as it is. */
export type Piece = Batch | { sql: string };

export type Format = 'insert' | 'copy';
const ROWS_A_STATEMENT = 1000;

const arrayText = (list: readonly string[]) =>
	`{${list.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;

function text(value: Exclude<Value, null>): string {
	if (value instanceof Date) return value.toISOString();
	if (typeof value === 'boolean') return value ? 't' : 'f';
	if (typeof value !== 'object') return String(value);
	return 'json' in value ? JSON.stringify(value.json) : arrayText(value);
}

/** A value as an SQL literal. */
export function literal(value: Value): string {
	if (value === null) return 'null';
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	return `'${text(value).replaceAll("'", "''")}'`;
}

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\t': '\\t', '\r': '\\r' };
const field = (value: Value) =>
	value === null ? '\\N' : text(value).replace(/[\\\n\t\r]/g, (sign) => ESCAPES[sign] as string);

/** `(a, b), (c, d)` for a VALUES list of a statement written by hand. */
export const tuples = (rows: Value[][]): string =>
	rows.map((row) => `(${row.map(literal).join(', ')})`).join(',\n');

/** The statements that store one batch. */
export function* statements(piece: Piece, format: Format): Generator<string> {
	if ('sql' in piece) {
		yield `${piece.sql};\n`;
		return;
	}
	const { table, rows, tail } = piece;
	if (!rows.length) return;
	const columns = Object.keys(rows[0] as Row);
	const list = `${table} (${columns.join(', ')})`;
	if (format === 'copy' && !tail) {
		const lines = rows.map((row) => columns.map((name) => field(row[name] as Value)).join('\t'));
		yield `copy ${list} from stdin;\n${lines.join('\n')}\n\\.\n`;
		return;
	}
	for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT) {
		const values = rows
			.slice(from, from + ROWS_A_STATEMENT)
			.map((row) => `(${columns.map((name) => literal(row[name] as Value)).join(', ')})`);
		yield `insert into ${list} values\n${values.join(',\n')}${tail ? `\n${tail}` : ''};\n`;
	}
}
