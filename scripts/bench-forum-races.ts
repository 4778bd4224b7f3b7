/**
 * `npm run bench:forum-races [-- --rounds 20 --only NAME]`: acts of the forum at the same instant, again and
 * again: what may come of each, no deadlock, and nothing that does not add up afterwards. Needs a
 * PostgreSQL in JALGAS_DATABASE_URL whose user may create databases; makes jalgas_bench_races anew.
 */
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { readEnv } from '../src/lib/server/env.server';
import { layRaces, RACES, runRace } from './lib/bench/forum-races';
import { FORUM_DRIFT } from './lib/bench/forum-rules';
import { layCrowd } from './lib/bench/forum-storm';
import { JOIN_RACES } from './lib/bench/join-races';
import { openServer } from './lib/bench/open-server';

const { values } = parseArgs({
	options: {
		rounds: { type: 'string', default: '20' },
		only: { type: 'string', default: '' },
		database: { type: 'string', default: 'jalgas_bench_races' }
	}
});
const { JALGAS_DATABASE_URL: server } = readEnv();
if (!server) throw new Error('JALGAS_DATABASE_URL: must name a PostgreSQL server');

const { url, close } = await openServer(server, values.database, { anew: true });
const sql = postgres(url, { max: 40, onnotice: () => undefined });
let broken = 0;
try {
	await layCrowd(sql, 80);
	await layRaces(sql);
	for (const race of [...RACES, ...JOIN_RACES].filter(({ name }) => name.includes(values.only))) {
		const wrong: string[] = [];
		for (let round = 0; round < Number(values.rounds); round++) {
			const found = await runRace(sql, race);
			if (found) wrong.push(found);
		}
		broken += wrong.length;
		const told = wrong.length > 0 ? `${wrong.length} wrong: ${wrong[0]}` : 'as it should be';
		process.stdout.write(`${race.name.padEnd(54)}${told}\n`);
	}
	const drift = await sql.unsafe(FORUM_DRIFT);
	broken += drift.length;
	process.stdout.write(
		`${values.rounds} rounds each; does not add up afterwards: ${JSON.stringify(drift)}\n`
	);
} finally {
	await sql.end();
	await close();
}
if (broken > 0) process.exitCode = 1;
