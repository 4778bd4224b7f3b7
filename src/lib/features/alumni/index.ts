import { readTables } from './import/read-file.server';

export { UnreadableFile } from './import/sheet';

export interface ReadTable {
	headers: string[];
	rows: string[][];
	/** 1-based line of the first row in the file. */
	firstLine: number;
	sheet: string;
}

/** The first table of a CSV or XLSX file, in whatever encoding. Throws UnreadableFile. */
export async function readTable(bytes: Uint8Array): Promise<ReadTable> {
	const [sheet] = await readTables(bytes);
	if (!sheet) return { headers: [], rows: [], firstLine: 1, sheet: '' };
	const { headerRow, rows, name } = sheet;
	return {
		headers: rows[headerRow - 1] ?? [],
		rows: rows.slice(headerRow),
		firstLine: headerRow + 1,
		sheet: name
	};
}
