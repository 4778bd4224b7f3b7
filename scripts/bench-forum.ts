/**
 * `npm run bench:forum [-- --workers 200 --acts 10000 --entries 1000000]`: people who vote, mark, write, delete,
 * undo and vanish at the same time, of whom none may die of a deadlock, and how long the nightly replay of
 * a big ledger takes. Needs a PostgreSQL in JALGAS_DATABASE_URL whose user may create databases; makes
 * jalgas_bench_forum anew.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { openEmbedded } from '../src/lib/server/embedded.server';
import { readEnv } from '../src/lib/server/env.server';
import { replayBigLedger } from './lib/bench/big-ledger';
import { dice } from './lib/bench/dice';
import { FORUM_DRIFT } from './lib/bench/forum-rules';
import { storm } from './lib/bench/forum-storm';

const REBUILD_BUDGET_MS = 5000;
const { values } = parseArgs({
	options: {
		workers: { type: 'string', default: '200' },
		acts: { type: 'string', default: '10000' },
		entries: { type: 'string', default: '1000000' },
		connections: { type: 'string', default: '60' },
		database: { type: 'string', default: 'jalgas_bench_forum' }
	}
});
const { JALGAS_DATABASE_URL: server } = readEnv();
if (!server) throw new Error('JALGAS_DATABASE_URL: must name a PostgreSQL server');
const url = new URL(server);
url.pathname = `/${values.database}`;

const admin = postgres(server, { max: 1, onnotice: () => undefined });
await admin.unsafe(`drop database if exists ${values.database}`);
await admin.unsafe(`create database ${values.database}`);
await admin.end();

const dir = mkdtempSync(join(tmpdir(), 'jalgas-bench-'));
const embedded = await openEmbedded({
	env: { JALGAS_DATA_DIR: dir, JALGAS_DATABASE_URL: url.href },
	purpose: 'the benchmark of the forum',
	siteUrl: 'http://localhost:3000',
	sendMail: async () => undefined
});
await embedded.close();
rmSync(dir, { recursive: true, force: true });

// Whoever finds no free connection waits for one, as requests do.
const sql = postgres(url.href, { max: Number(values.connections), onnotice: () => undefined });
try {
	const began = performance.now();
	const tally = await storm(sql, {
		workers: Number(values.workers),
		acts: Number(values.acts),
		dice
	});
	const seconds = (performance.now() - began) / 1000;
	const wrong = await sql.unsafe(FORUM_DRIFT);
	const [ledger] = await sql.unsafe(
		'select count(*)::integer as entries from public.reputation_events'
	);
	const [rebuilt] = await sql.unsafe('select private.rebuild_reputation() as found');
	const replay = await replayBigLedger(sql, Number(values.entries));
	const result = {
		at: new Date().toISOString(),
		machine: { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version },
		...{
			...values,
			seconds,
			tally,
			wrong,
			ledger: ledger?.entries,
			rebuilt: rebuilt?.found,
			replay
		}
	};
	mkdirSync('bench/results', { recursive: true });
	const file = `bench/results/forum-${result.at.replace(/[:.]/g, '-')}.json`;
	writeFileSync(file, JSON.stringify(result, null, '\t'));
	const slowest = Math.max(...replay.whole.map(({ ms }) => ms));
	const drifted = wrong.length + Number(rebuilt?.found);
	process.stdout.write(
		[
			`${values.workers} workers, ${values.acts} acts in ${seconds.toFixed(1)} s: ${JSON.stringify(tally)}`,
			`${tally.deadlock} died of a deadlock, ${tally.gone} of an account that went meanwhile`,
			`drift ${drifted} over ${ledger?.entries} entries of the ledger; rules broken ${wrong.length}`,
			`replay of ${values.entries} entries: ${replay.whole.map(({ ms }) => `${ms} ms`).join(', ')}, found ${replay.whole[0]?.found}`,
			`five spoiled standings: found ${replay.spoiled.found}, afterwards ${replay.after.found}`,
			`${file}\n`
		].join('\n')
	);
	const isWhole =
		drifted + replay.whole.reduce((sum, { found }) => sum + found, 0) + replay.after.found === 0;
	if (
		!isWhole ||
		tally.deadlock + tally.gone > 0 ||
		replay.spoiled.found !== 5 ||
		slowest > REBUILD_BUDGET_MS
	)
		process.exitCode = 1;
} finally {
	await sql.end();
}
