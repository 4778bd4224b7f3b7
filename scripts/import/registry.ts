/** `npm run import -- registry FILE [--dry-run] [--without-wrong]` */
import { parseArgs } from 'node:util';
import {
	checkRoster,
	importRoster,
	uploadRoster,
	type Report
} from '../../src/lib/features/alumni/import/batch.server';
import { checkMapping, guessMapping } from '../../src/lib/features/alumni/import/columns';
import { readImportPage } from '../../src/lib/features/alumni/import/page.server';
import { UnreadableFile } from '../../src/lib/features/alumni/import/sheet';
import { workerClient } from '../../src/lib/server/worker-client.server';
import { fileAt, openBackend, print, say } from './terminal';

/** Findings that a terminal shows; the page shows all of them. */
const SHOWN = 200;
const COUNTS = [
	'total',
	'people',
	'rounds',
	'filled',
	'unchanged',
	'conflict',
	'duplicate',
	'wrong'
] as const;

export async function run(args: string[]): Promise<void> {
	const { values, positionals } = parseArgs({
		args,
		allowPositionals: true,
		options: { 'dry-run': { type: 'boolean' }, 'without-wrong': { type: 'boolean' } }
	});
	const [path] = positionals;
	if (!path)
		throw new Error('registry: name the file, for example: npm run import -- registry people.xlsx');
	const file = fileAt(path);
	await openBackend();
	const db = await workerClient();

	const { id, sheets } = await uploadRoster(db, file).catch((cause: unknown) => {
		throw cause instanceof UnreadableFile ? new Error(say(cause.key, cause.inputs)) : cause;
	});
	const headers = sheets[0]?.headers ?? [];
	const mapping = guessMapping(headers);
	const refused = checkMapping(mapping);
	if (refused)
		throw new Error(
			say(`alumni_mapping_${refused.problem}`, { field: say(`alumni_field_${refused.field}`) })
		);
	const ignored = headers.filter((header, at) => header && !mapping[at]);
	const report = await checkRoster(db, id, 0, mapping);
	printReport(report, ignored);
	await printFindings(db, id);

	if (values['dry-run']) return print('Dry run: nothing was imported.');
	if (report.wrong > 0 && !values['without-wrong'])
		throw new Error(
			'Nothing was imported. Mend the wrong rows, or add --without-wrong to import the rest.'
		);
	const { applied } = await importRoster(db, id, Boolean(values['without-wrong']));
	print(`Done. Rows imported: ${applied}`);
}

function printReport(report: Report, ignored: string[]): void {
	for (const key of COUNTS)
		print(`${say(`alumni_count_${key}`).padEnd(44)}${String(report[key]).padStart(8)}`);
	if (report.kept > 0)
		print(say('conflicts_import_kept', { kept: report.kept, questions: report.questions }));
	if (report.splitRegion > 0) print(say('alumni_import_split', { n: report.splitRegion }));
	if (report.noRegion > 0) print(say('alumni_import_no_region', { n: report.noRegion }));
	if (ignored.length > 0) print(say('alumni_import_ignored', { columns: ignored.join(', ') }));
}

async function printFindings(
	db: Awaited<ReturnType<typeof workerClient>>,
	id: string
): Promise<void> {
	const page = await readImportPage(db, id, SHOWN);
	for (const { row, kind, field, value, reason, other } of page?.import?.findings ?? []) {
		const where = field ? `, ${say(`alumni_field_${field}`)}` : '';
		print(
			`Row ${row}${where}, ${say(`alumni_kind_${kind}`)}: ${say(`alumni_reason_${reason}`, { other })}${value ? ` [${value}]` : ''}`
		);
	}
}
