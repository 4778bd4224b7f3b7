import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import { unwrap, type Db } from '$lib/server/db.server';
import { checkMapping, type Mapping } from './columns';
import type { Finding } from './read-row';
import { readTables } from './read-file.server';
import { readRoster } from './read-roster';
import type { Vocabulary } from './regions';
import { UnreadableFile, type Sheet } from './sheet';

/** Rows by what the import would do, or did, to them. */
export interface Report {
	total: number;
	/** New people; rounds are further rounds of new people. */
	people: number;
	rounds: number;
	filled: number;
	unchanged: number;
	conflict: number;
	/** Rows that say something else than the person: the person's word stays. */
	kept: number;
	/** Conflicts that the import would add to the queue. */
	questions: number;
	duplicate: number;
	wrong: number;
	warning: number;
	findings: number;
	/** New people whose region stays unknown: an old region was split, or none is given. */
	splitRegion: number;
	noRegion: number;
}

/** What the mapping page shows of a sheet. */
export interface SheetView {
	name: string;
	rows: number;
	headers: string[];
	samples: string[][];
}

const pack = async (sheets: Sheet[]) =>
	(await promisify(deflate)(JSON.stringify(sheets))).toString('base64');
const unpack = async (source: string) =>
	JSON.parse(String(await promisify(inflate)(Buffer.from(source, 'base64')))) as Sheet[];

function viewOf({ name, headerRow, rows }: Sheet): SheetView {
	const headers = rows[headerRow - 1] ?? [];
	const data = rows.slice(headerRow);
	return {
		name,
		rows: data.length,
		headers,
		samples: headers.map((_, at) =>
			[...new Set(data.slice(0, 50).map((row) => row[at] ?? ''))].filter(Boolean).slice(0, 3)
		)
	};
}

/** Step one: reads a file and keeps it for a day. Throws UnreadableFile. */
export async function uploadRoster(
	db: Db,
	file: { name: string; bytes: Uint8Array }
): Promise<{ id: string; sheets: SheetView[] }> {
	const tables = await readTables(file.bytes);
	const sheets = tables.map(viewOf);
	const id = unwrap(
		await db.rpc('begin_registry_import', {
			p_filename: file.name || '-',
			p_sha256: createHash('sha256').update(file.bytes).digest('hex'),
			p_source: await pack(tables),
			p_sheets: sheets
		})
	) as string;
	return { id, sheets };
}

/** Rows a call: about 2 MB of JSON, so that no proxy in between refuses it and other requests get their turn. */
const CHUNK = 5000;

/** Step two, the dry run: reads the kept file by this mapping and asks the registry about every row. */
export async function checkRoster(
	db: Db,
	id: string,
	sheetIndex: number,
	mapping: Mapping
): Promise<Report> {
	const opened = unwrap(await db.rpc('open_registry_import', { p_import: id })) as {
		source: string;
		vocabulary: Vocabulary;
	};
	const sheet = (await unpack(opened.source))[sheetIndex];
	if (!sheet || checkMapping(mapping)) throw new UnreadableFile('alumni_mapping_no_registry_no');
	const roster = readRoster(sheet, mapping, opened.vocabulary);
	const most = Math.max(roster.rows.length, roster.findings.length, 1);
	for (let from = 0; from < most; from += CHUNK)
		unwrap(
			await db.rpc('stage_registry_rows', {
				p_import: id,
				p_first: from === 0,
				p_rows: roster.rows.slice(from, from + CHUNK),
				p_findings: roster.findings.slice(from, from + CHUNK)
			})
		);
	return unwrap(
		await db.rpc('check_registry_import', {
			p_import: id,
			p_sheet: sheetIndex,
			p_mapping: mapping,
			p_total: roster.total,
			p_rows: roster.rows.length
		})
	) as Report;
}

/** Step three: does what the dry run said, in one transaction. */
export async function importRoster(
	db: Db,
	id: string,
	withoutWrong: boolean
): Promise<Report & { applied: number }> {
	return unwrap(
		await db.rpc('import_registry', { p_import: id, p_without_wrong: withoutWrong })
	) as Report & { applied: number };
}

export interface ShownFinding extends Omit<Finding, 'row_no' | 'other'> {
	row: number;
	other: string;
}
