/**
 * `npm run bench:forum-search [-- --questions 10000,1000000 --samples 40]`: what a question, a topic, a page
 * of the forum's list, a search and the question "was this asked before?" cost in the database, in time and
 * in pages of it that are touched, and whether a table is read from end to end; and how often the last finds
 * what was meant. Needs a PostgreSQL in
 * JALGAS_DATABASE_URL whose user may create databases; those stay for the next run.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { readEnv } from '../src/lib/server/env.server';
import { forumDatabase, scansOf } from './lib/bench/forum-database';
import { LISTS, SIMILAR, measureForum, takeSamples } from './lib/bench/forum-searches';
import { measureRecall } from './lib/bench/similar-recall';
import type { Cost } from './lib/bench/searches';

const LIST_BUDGET_MS = 50;
const SIMILAR_BUDGET_MS = 150;
const GROWTH_BUDGET = 3;
/** Of what people type, so much finds the question that they mean among five. */
const RECALL_BUDGET = 0.8;

const { values } = parseArgs({
	options: {
		questions: { type: 'string', default: '10000,1000000' },
		samples: { type: 'string', default: '40' }
	}
});
const { JALGAS_DATABASE_URL: server } = readEnv();
if (!server) throw new Error('JALGAS_DATABASE_URL: must name a PostgreSQL server');

interface Run {
	lists: Cost[];
	similar: Cost[];
	/** Reads from end to end of what grows with the forum. */
	scans: number;
}
const runs = new Map<number, Run>();
for (const questions of values.questions.split(',').map(Number)) {
	process.stderr.write(`${questions} questions …\n`);
	const { database, close } = await forumDatabase(server, questions);
	try {
		const samples = await takeSamples(database, Number(values.samples));
		const before = await scansOf(database);
		const lists = await measureForum(database, LISTS, samples);
		const similar = await measureForum(database, SIMILAR, samples);
		runs.set(questions, { lists, similar, scans: (await scansOf(database)) - before });
	} finally {
		await close();
	}
}

const [smallest] = runs.values();
let over = 0;
for (const [questions, { lists, similar, scans }] of runs) {
	process.stdout.write(
		`\n${`${questions} questions`.padEnd(36)}  p50 ms  p95 ms  max ms  buffers  growth\n`
	);
	for (const [i, row] of [...lists, ...similar].entries()) {
		const isList = i < lists.length;
		const growth = row.buffers / Math.max(1, smallest?.lists[i]?.buffers ?? row.buffers);
		const tooMuch =
			row.p95 > (isList ? LIST_BUDGET_MS : SIMILAR_BUDGET_MS) || (isList && growth > GROWTH_BUDGET);
		if (tooMuch) over++;
		const cells = [row.p50.toFixed(1), row.p95.toFixed(1), row.max.toFixed(1), row.buffers];
		const line = [...cells, isList ? growth.toFixed(1) : ''].map((cell) =>
			String(cell).padStart(8)
		);
		process.stdout.write(`${row.name.padEnd(36)}${line.join('')}${tooMuch ? '  over' : ''}\n`);
	}
	if (scans > 0) over++;
	process.stdout.write(`${'tables read from end to end'.padEnd(36)}${String(scans).padStart(8)}\n`);
}
const recalls = await measureRecall(server);
process.stdout.write('\n');
for (const { locale, recall, pairs } of recalls) {
	if (recall < RECALL_BUDGET) over++;
	const line = `recall at 5, ${locale}: ${(100 * recall).toFixed(1)} % of ${pairs} labelled pairs`;
	process.stdout.write(`${line}${recall < RECALL_BUDGET ? '  over' : ''}\n`);
}
mkdirSync('bench/results', { recursive: true });
const at = new Date().toISOString();
const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
const file = `bench/results/forum-search-${at.replace(/[:.]/g, '-')}.json`;
const result = {
	at,
	machine,
	samples: Number(values.samples),
	runs: Object.fromEntries(runs),
	recalls
};
writeFileSync(file, JSON.stringify(result, null, '\t'));
process.stdout.write(`${over > 0 ? `${over} over budget` : 'within budget'}\n${file}\n`);
