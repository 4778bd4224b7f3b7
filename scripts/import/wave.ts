/** `npm run import -- wave FILE [--title TITLE] [--dry-run]` */
import { parseArgs } from 'node:util';
import { UnreadableFile } from '../../src/lib/features/alumni';
import { tabulate, type Table } from '../../src/lib/features/surveys/tabulate';
import {
	checkWave,
	importWave,
	readWaveFile,
	tabulateWave,
	type ReadFile
} from '../../src/lib/features/surveys/wave-import.server';
import { workerClient } from '../../src/lib/server/worker-client.server';
import { fileAt, openBackend, print, say } from './terminal';

export async function run(args: string[]): Promise<void> {
	const { values, positionals } = parseArgs({
		args,
		allowPositionals: true,
		options: { 'dry-run': { type: 'boolean' }, title: { type: 'string' } }
	});
	const [path] = positionals;
	if (!path)
		throw new Error('wave: name the file, for example: npm run import -- wave wave-2021.csv');
	const { name, bytes } = fileAt(path);
	const title = (values.title ?? name.replace(/\.[^.]+$/, '')).trim().slice(0, 120) || name;
	await openBackend();
	const db = await workerClient();
	const file = await read(db, bytes);

	const check = await checkWave(db, file);
	count('surveys_import_fresh', check.fresh);
	count('surveys_import_already', check.already);
	count('surveys_import_unknown', check.unknown);
	count('surveys_import_wrong', new Set(file.problems.map(({ line }) => line)).size);
	for (const { line, column, reason, value, other } of file.problems)
		print(`Row ${line}, ${column}: ${say(`surveys_p_${reason}`, { value, other: other ?? '' })}`);
	for (const { line, id } of check.unknownRows)
		print(`Row ${line}, respondent_id: ${say('surveys_p_unknown', { value: id })}`);

	if (values['dry-run']) return print('Dry run: nothing was imported.');
	if (check.fresh === 0 && !check.waveId) throw new Error(say('surveys_import_nothing'));
	const wave = await importWave(db, title, file);
	print(`Done. Answers imported: ${check.fresh}\n`);
	const counts = await tabulateWave(db, wave);
	print(say('surveys_base_note'));
	if (counts.noRegion > 0) print(say('surveys_no_region', { n: counts.noRegion }));
	tabulate(counts).forEach(printTable);
}

async function read(
	db: Awaited<ReturnType<typeof workerClient>>,
	bytes: Uint8Array
): Promise<ReadFile> {
	const file = await readWaveFile(db, bytes).catch((cause: unknown) => {
		throw cause instanceof UnreadableFile ? new Error(say(cause.key, cause.inputs)) : cause;
	});
	if (file.lacks.length > 0)
		throw new Error(say('surveys_error_lacks', { columns: file.lacks.join(', ') }));
	return file;
}

const count = (key: string, n: number): void =>
	print(`${say(key).padEnd(44)}${String(n).padStart(8)}`);

const WORDS: Record<string, string> = { all: 'All', '': 'Unknown', yes: 'Yes', no: 'No' };
const LABEL_WIDTH = 36;

function printTable({ id, rows }: Table): void {
	const head = ['count', 'n', '%', 'blank'].map((name) => name.padStart(8)).join('');
	print(`\n${say(`surveys_t_${id}`)}\n${''.padEnd(LABEL_WIDTH)}${head}`);
	for (const row of rows) {
		const answer = `surveys_r_${row.key}`;
		const known = say(answer);
		const label = WORDS[row.key] ?? (known === answer ? row.key : known);
		const figures = [
			String(row.count),
			String(row.base),
			row.pct?.toFixed(1) ?? '-',
			String(row.missing)
		];
		print(label.padEnd(LABEL_WIDTH) + figures.map((figure) => figure.padStart(8)).join(''));
	}
}
