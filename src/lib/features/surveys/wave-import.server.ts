import { createHash } from 'node:crypto';
import { readRegionNames, readTable } from '$lib/features/alumni';
import { unwrap, type Db } from '$lib/server/db.server';
import type { Counts } from './tabulate';
import type { ImportCheck, WaveImportPage } from './types';
import { readWave, type WaveFile } from './wave-file';

export interface ReadFile extends WaveFile {
	/** SHA-256 of the file: the same file is never imported twice. */
	hash: string;
}

/** Reads a CSV or XLSX file of a finished wave. Throws UnreadableFile. */
export async function readWaveFile(db: Db, bytes: Uint8Array): Promise<ReadFile> {
	const { headers, rows, firstLine } = await readTable(bytes);
	return {
		...readWave(headers, rows, await readRegionNames(db), firstLine),
		hash: createHash('sha256').update(bytes).digest('hex')
	};
}

/** Keeps a read file for its dry run; returns the id of the dry run. Throws Refusal. */
export async function stageWave(db: Db, title: string, file: ReadFile): Promise<string> {
	return unwrap(
		await db.rpc('stage_wave_import', {
			p_title: title,
			p_hash: file.hash,
			p_rows: file.rows.map((row) => ({ ...row })),
			p_problems: file.problems.map((problem) => ({ ...problem }))
		})
	) as string;
}

/** The import page, with the dry run when one is asked for; null when it is not the visitor's. */
export async function readWaveImport(db: Db, id: string | null): Promise<WaveImportPage | null> {
	const page = unwrap(
		await db.rpc('page_wave_import', { p_id: id ?? undefined })
	) as WaveImportPage | null;
	return page?.viewer && id && !page.report ? null : page;
}

/** Imports what the dry run announced; the id of the wave. Throws Refusal. */
export async function applyWaveImport(db: Db, id: string): Promise<string> {
	return unwrap(await db.rpc('apply_wave_import', { p_id: id })) as string;
}

/** The same without a person, for the program with the secret key: what an import would do. */
export async function checkWave(db: Db, file: ReadFile): Promise<ImportCheck> {
	return unwrap(
		await db.rpc('check_wave', { p_hash: file.hash, p_rows: file.rows.map((row) => ({ ...row })) })
	) as ImportCheck;
}

/** Imports a file with the secret key; the id of the wave. */
export async function importWave(db: Db, title: string, file: ReadFile): Promise<string> {
	return unwrap(
		await db.rpc('import_wave', {
			p_title: title,
			p_hash: file.hash,
			p_rows: file.rows.map((row) => ({ ...row }))
		})
	) as string;
}

/** The counts of a wave with the secret key. */
export async function tabulateWave(db: Db, id: string): Promise<Counts> {
	return unwrap(await db.rpc('tabulate_wave', { p_wave: id })) as Counts;
}
