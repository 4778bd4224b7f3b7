/**
 * `npm run bench:search [-- --people 10000,1000000 --samples 40]`: what a search of the directory and of
 * the registry costs in the database, in time and in pages of it that are touched. Needs psql, and a
 * PostgreSQL in JALGAS_DATABASE_URL whose user may create databases; those stay for the next run.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { readEnv } from '../src/lib/server/env.server';
import { peopleDatabase } from './lib/bench/people-database';
import { measureSearches, type Cost } from './lib/bench/searches';

const P95_BUDGET_MS = 150;
const GROWTH_BUDGET = 3;

const { values } = parseArgs({
	options: {
		people: { type: 'string', default: '10000,1000000' },
		samples: { type: 'string', default: '40' }
	}
});
const { JALGAS_DATABASE_URL: server } = readEnv();
if (!server) throw new Error('JALGAS_DATABASE_URL: must name a PostgreSQL server');

const sizes = values.people.split(',').map(Number);
const costs = new Map<number, Cost[]>();
for (const people of sizes) {
	process.stderr.write(`${people} people …\n`);
	const { database, close } = await peopleDatabase(server, people);
	try {
		costs.set(people, await measureSearches(database, Number(values.samples)));
	} finally {
		await close();
	}
}

const [smallest = []] = costs.values();
let over = 0;
for (const [people, rows] of costs) {
	process.stdout.write(
		`\n${people} people${' '.repeat(26)}p50 ms  p95 ms  max ms  buffers  growth\n`
	);
	for (const [i, row] of rows.entries()) {
		const growth = row.buffers / Math.max(1, smallest[i]?.buffers ?? row.buffers);
		const tooMuch = row.p95 > P95_BUDGET_MS || growth > GROWTH_BUDGET;
		if (tooMuch) over++;
		const cells = [
			row.p50.toFixed(1),
			row.p95.toFixed(1),
			row.max.toFixed(1),
			row.buffers,
			growth.toFixed(1)
		];
		process.stdout.write(
			`${row.name.padEnd(34)}${cells.map((cell) => String(cell).padStart(8)).join('')}${tooMuch ? '  over' : ''}\n`
		);
	}
}
mkdirSync('bench/results', { recursive: true });
const at = new Date().toISOString();
const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
const file = `bench/results/search-${at.replace(/[:.]/g, '-')}.json`;
writeFileSync(
	file,
	JSON.stringify(
		{ at, machine, samples: Number(values.samples), costs: Object.fromEntries(costs) },
		null,
		'\t'
	)
);
process.stdout.write(`${over > 0 ? `${over} over budget` : 'within budget'}\n${file}\n`);
