/**
 * `npm run bench:import`: how long the whole registry takes from a file of 9 695 rows, three of a
 * hundred spoiled, into an empty database of its own, and how long a second time. PGlite, or the
 * PostgreSQL of JALGAS_DATABASE_URL.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@supabase/supabase-js';
import {
	checkRoster,
	importRoster,
	uploadRoster
} from '../src/lib/features/alumni/import/batch.server';
import { guessMapping } from '../src/lib/features/alumni/import/columns';
import type { Db } from '../src/lib/server/db.server';
import { openEmbedded } from '../src/lib/server/embedded.server';
import { readEnv } from '../src/lib/server/env.server';
import { dirtyRoster } from '../supabase/seed/roster.ts';
import { rosterFile, type RosterForm } from '../supabase/seed/roster-file.ts';

const dir = mkdtempSync(join(tmpdir(), 'jalgas-bench-import-'));
const { JALGAS_DATABASE_URL } = readEnv();
const embedded = await openEmbedded({
	env: { JALGAS_DATA_DIR: dir, JALGAS_DATABASE_URL },
	purpose: 'the benchmark of the import',
	siteUrl: 'http://localhost:3000',
	sendMail: async () => undefined
});
const db = createClient('http://embedded.local', embedded.secrets.secretKey, {
	auth: { persistSession: false },
	global: { fetch: (input, init) => embedded.fetch(new Request(input, init)) }
}) as Db;
const { rows } = dirtyRoster();

async function seconds<Result>(work: Promise<Result>): Promise<[took: number, result: Result]> {
	const began = performance.now();
	const result = await work;
	return [Math.round((performance.now() - began) / 10) / 100, result];
}

/** Reads, checks and imports one file, and says how long each step took. */
async function takeIn(form: RosterForm) {
	const before = process.cpuUsage();
	const file = { name: `${form}.csv`, bytes: rosterFile(rows, form) };
	const [read, { id, sheets }] = await seconds(uploadRoster(db, file));
	const mapping = guessMapping(sheets[0]?.headers ?? []);
	const [check, report] = await seconds(checkRoster(db, id, 0, mapping));
	const [write, { applied }] = await seconds(importRoster(db, id, true));
	const total = Math.round((read + check + write) * 100) / 100;
	// What this process computed: on a busy machine the clock says more of the others.
	const used = process.cpuUsage(before);
	const cpu = Math.round((used.user + used.system) / 10_000) / 100;
	const said = { rows: report.total, wrong: report.wrong, applied };
	return { form, read, check, write, total, cpu, ...said };
}

try {
	const [state] = await embedded.query<{ filled: boolean }>(
		'select exists (select from public.persons) as filled'
	);
	if (state?.filled)
		throw new Error('JALGAS_DATABASE_URL: must name an empty database for this benchmark');
	const runs = [await takeIn('utf8'), await takeIn('windows-1251')];
	const result = {
		at: new Date().toISOString(),
		machine: { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version },
		database: JALGAS_DATABASE_URL ? 'postgresql' : 'pglite',
		runs
	};
	mkdirSync('bench/results', { recursive: true });
	const file = `bench/results/import-${result.at.replace(/[:.]/g, '-')}.json`;
	writeFileSync(file, JSON.stringify(result, null, '\t'));
	for (const run of runs)
		process.stdout.write(
			`${result.database}, ${run.form}: ${run.rows} rows, ${run.wrong} wrong, ${run.applied} written in ${run.total} s (read ${run.read}, check ${run.check}, write ${run.write}; computing ${run.cpu})\n`
		);
	process.stdout.write(`${file}\n`);
} finally {
	await embedded.close();
	rmSync(dir, { recursive: true, force: true });
}
