import { parse, CsvError } from 'csv-parse/sync';
import readWorkbook from 'read-excel-file/node';
import { decode } from './decode';
import { makeSheet, MAX_BYTES, UnreadableFile, type Sheet } from './sheet';
import { sniff, unpackedSize } from './sniff';

/** A workbook that unpacks to more than this is refused before it is unpacked. */
const MAX_UNPACKED = 400 * 1024 * 1024;

/** Reads a CSV or XLSX file into its sheets that hold anything. Throws UnreadableFile. */
export async function readTables(bytes: Uint8Array): Promise<Sheet[]> {
	if (bytes.length > MAX_BYTES) throw new UnreadableFile('alumni_file_large', { max: 16 });
	const kind = sniff(bytes);
	if (kind === 'text') return [readCsv(decode(bytes))];
	if (kind !== 'xlsx') throw new UnreadableFile(`alumni_file_${kind}`);
	if (unpackedSize(bytes) > MAX_UNPACKED)
		throw new UnreadableFile('alumni_file_large', { max: 16 });
	return readXlsx(bytes);
}

async function readXlsx(bytes: Uint8Array): Promise<Sheet[]> {
	let sheets;
	try {
		sheets = await readWorkbook(Buffer.from(bytes));
	} catch {
		throw new UnreadableFile('alumni_file_broken');
	}
	const filled = sheets.filter(({ data }) => data.some((row) => row.some((cell) => cell !== null)));
	if (filled.length === 0) throw new UnreadableFile('alumni_file_empty');
	// A sheet of remarks beside the table is no reason to refuse the table.
	const [only] = filled;
	if (only && filled.length === 1) return [makeSheet(only.sheet, only.data)];
	const tables = filled.filter(({ data }) => data.length > 1);
	return (tables.length > 0 ? tables : filled).map(({ sheet, data }) => makeSheet(sheet, data));
}

function readCsv(text: string): Sheet {
	try {
		const rows = parse(text, {
			bom: true,
			delimiter: delimiterOf(text),
			relax_column_count: true,
			skip_empty_lines: false
		}) as string[][];
		return makeSheet('CSV', rows);
	} catch (error) {
		if (!(error instanceof CsvError)) throw error;
		throw new UnreadableFile('alumni_file_quotes', { row: (error.records as number) + 1 });
	}
}

/** The separator that stands most often in the first written line, outside quotes. */
export function delimiterOf(text: string): ',' | ';' | '\t' {
	const line = text.split(/\r?\n/, 20).find((candidate) => candidate.trim() !== '') ?? '';
	const bare = line.replace(/"[^"]*"/g, '');
	const count = (mark: string) => bare.split(mark).length;
	const marks = [',', ';', '\t'] as const;
	return marks.reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}
