import writeXlsx from 'write-excel-file/node';
import { CSV_MARK, csvLines } from '$lib/csv';
import { unwrap, type Db } from '$lib/server/db.server';
import { FIELDS, type Field } from './import/columns';
import type { Selection } from './bulk.server';

type Row = Record<Field, string | number | boolean | null>;

/** A workbook is made in memory; whoever wants more takes CSV, which flows. */
const MOST_XLSX_ROWS = 50_000;

async function readPage(db: Db, selection: Selection, after: string | null) {
	return unwrap(
		await db.rpc('export_registry', { p_filters: selection, p_after: after })
	) as unknown as { rows: Row[]; next: string | null };
}

/** The rows of an export, a thousand people at a time. Throws Refusal forbidden at the first. */
async function* pages(db: Db, selection: Selection): AsyncGenerator<Row[]> {
	let after: string | null = null;
	do {
		const page: { rows: Row[]; next: string | null } = await readPage(db, selection, after);
		yield page.rows;
		after = page.next;
	} while (after);
}

const cell = (value: Row[Field]): string | number =>
	typeof value === 'boolean' ? Number(value) : (value ?? '');
const line = (row: Row) => FIELDS.map((field) => cell(row[field]));

/** A selection of the registry as CSV in the format of its import, sent while it is read. */
export async function registryCsv(db: Db, selection: Selection): Promise<ReadableStream> {
	const source = pages(db, selection);
	// Asked before the answer begins: whoever may not have it gets no half of a file.
	const first = await source.next();
	const encoder = new TextEncoder();
	return new ReadableStream({
		start: (stream) => {
			stream.enqueue(encoder.encode(CSV_MARK + csvLines([FIELDS])));
			if (!first.done) stream.enqueue(encoder.encode(csvLines(first.value.map(line))));
		},
		pull: async (stream) => {
			const page = await source.next();
			if (page.done) stream.close();
			else stream.enqueue(encoder.encode(csvLines(page.value.map(line))));
		}
	});
}

/** The same as a workbook of texts and numbers; null when it would be too large. */
export async function registryXlsx(db: Db, selection: Selection): Promise<Buffer | null> {
	const rows: Row[] = [];
	for await (const page of pages(db, selection)) {
		rows.push(...page);
		if (rows.length > MOST_XLSX_ROWS) return null;
	}
	const head = FIELDS.map((value) => ({ value, fontWeight: 'bold' as const }));
	return writeXlsx([
		head,
		...rows.map((row) => line(row).map((value) => (value === '' ? null : value)))
	]).toBuffer();
}
