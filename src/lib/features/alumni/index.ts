import { unwrap, type Db } from '$lib/server/db.server';
import { readTables } from './import/read-file.server';
import { regionReader } from './import/regions';

export { UnreadableFile } from './import/sheet';
export type { PersonRound } from './person.server';

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

/**
 * A reader of region names as files write them: the old name as the report writes it, the code of a
 * region of today, or null for a name that is neither or may be either of two.
 */
export async function readRegionNames(db: Db): Promise<(text: string) => string | null> {
	const [regions, legacy] = await Promise.all([
		db.from('regions').select('code, name_kk, name_ru, name_en'),
		db.from('legacy_regions').select('name, region_code, is_split')
	]);
	const read = regionReader({
		regions: unwrap(regions).map((row) => [row.code, row.name_kk, row.name_ru, row.name_en]),
		legacy: unwrap(legacy).map((row) => [row.name, row.region_code, row.is_split]),
		directions: []
	});
	return (text) => {
		const found = read(text);
		return 'value' in found ? (found.value.legacy ?? found.value.code) : null;
	};
}
