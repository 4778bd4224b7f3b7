/** `npm run bench:pages`: weight, largest paint, requests a second, p99 and memory of the built app. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { DEMO_PASSWORD } from '../src/lib/demo-accounts';
import { findLink, signIn, startApp } from './lib/bench/app';
import { weigh, type Weight } from './lib/bench/page-weight';

/** The budgets of the house; a survey is opened by people who pay for every page. */
const BUDGET = { totalKb: 100, jsKb: 50, requests: 15, lcpMs: 800 };
const SURVEY_BUDGET = { ...BUDGET, totalKb: 30 };
const MEMORY_BUDGET_MB = 800;
/** Of a question: requests a second that a visitor's and a member's page must reach, and the slowest of a hundred. */
const PACE = { visitor: 500, member: 160, p99Ms: 300 };
const CONNECTIONS = 20;
/** Nobody may read the directory as fast as a load would: it answers "too many" soon, and is weighed only. */
const LIMITED = '/people';

interface Row extends Weight {
	page: string;
	/** Null where nobody may ask as fast as a load does. */
	requestsPerSecond: number | null;
	p99Ms: number | null;
	over: string[];
}

const { values } = parseArgs({
	options: {
		runs: { type: 'string', default: '3' },
		seconds: { type: 'string', default: '10' },
		// What is measured is a server at work: Node compiles a page's code in its first thousands of answers.
		warmup: { type: 'string', default: '10' },
		chromium: { type: 'string', default: '/usr/bin/chromium' }
	}
});

async function underLoad(url: string, cookie: string) {
	const headers = { cookie, 'accept-encoding': 'gzip' };
	const load = { url, connections: CONNECTIONS, headers };
	if (Number(values.warmup) > 0) await autocannon({ ...load, duration: Number(values.warmup) });
	return autocannon({ ...load, duration: Number(values.seconds) });
}

async function measure(base: string, path: string, cookie: string): Promise<Row> {
	const url = `${base}${path}`;
	const weight = await weigh(url, { cookie, runs: Number(values.runs), chromium: values.chromium });
	const load = path.endsWith(LIMITED) ? null : await underLoad(url, cookie);
	const budget = path.includes('/s/') ? SURVEY_BUDGET : BUDGET;
	const over: string[] = Object.entries(budget)
		.filter(([key, limit]) => weight[key as keyof typeof budget] > limit)
		.map(([key]) => key);
	if (load && path.includes('/questions/')) {
		if (load.requests.average < PACE[cookie ? 'member' : 'visitor']) over.push('pace');
		if (load.latency.p99 > PACE.p99Ms) over.push('p99');
	}
	if (weight.status !== 200) over.push(`status ${weight.status}`);
	if (load && load.non2xx + load.errors > 0)
		over.push(`${load.non2xx + load.errors} failed answers`);
	return {
		page: path,
		...weight,
		requestsPerSecond: load && Math.round(load.requests.average),
		p99Ms: load && Math.round(load.latency.p99),
		over
	};
}

function print(rows: Row[]): void {
	const head = ['page', 'KB', 'KB JS', 'requests', 'LCP ms', 'req/s', 'p99 ms', 'budget'];
	const lines = rows.map((row) => [
		row.page.replace(/[0-9a-f-]{30,}/, '…'),
		...[row.totalKb, row.jsKb, row.requests, row.lcpMs, row.requestsPerSecond, row.p99Ms].map(
			(figure) => String(figure ?? '–')
		),
		row.over.length > 0 ? `over: ${row.over.join(', ')}` : 'ok'
	]);
	const widths = head.map((_, i) =>
		Math.max(...[head, ...lines].map((line) => line[i]?.length ?? 0))
	);
	for (const line of [head, ...lines])
		process.stdout.write(
			`${line.map((cell, i) => (i === 0 || i === 7 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ')}\n`
		);
}

const app = await startApp();
try {
	const cookie = await signIn(app.url, 'graduate@demo.kz', DEMO_PASSWORD);
	const question = await findLink(`${app.url}/kk/questions`, /\/kk\/questions\/[0-9a-f-]{36}/);
	const survey = await findLink(`${app.url}/kk/demo/mailbox`, /\/kk\/s\/[0-9a-f]{32}/);
	const pages: [path: string, cookie: string][] = [
		['/kk', ''],
		['/kk/questions', ''],
		[question, ''],
		[question, cookie],
		['/kk/programmes', ''],
		['/kk/me', cookie],
		['/kk/me/project/update', cookie],
		['/kk/people', cookie],
		['/kk/me/profile', cookie],
		['/kk/me/notices', cookie],
		[survey, '']
	];
	const rows: Row[] = [];
	for (const [path, session] of pages) {
		process.stderr.write(`${path} …\n`);
		rows.push(await measure(app.url, path, session));
	}
	const memory = app.memory();
	print(rows);
	const memoryWord = memory.peakMb > MEMORY_BUDGET_MB ? 'over' : 'ok';
	process.stdout.write(
		`start ${app.startMs} ms · memory ${memory.nowMb} MB, at most ${memory.peakMb} MB (${memoryWord})\n`
	);
	mkdirSync('bench/results', { recursive: true });
	const at = new Date().toISOString();
	const file = `bench/results/${at.replace(/[:.]/g, '-')}.json`;
	const machine = { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version };
	const settings = { ...values, connections: CONNECTIONS };
	writeFileSync(
		file,
		JSON.stringify({ at, machine, settings, startMs: app.startMs, memory, rows }, null, '\t')
	);
	process.stdout.write(`${file}\n`);
} finally {
	await app.stop();
}
