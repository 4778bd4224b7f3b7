/**
 * `npm run bench:routing [-- --people 2000 --questions 300 --kills 7]`: offers of waiting questions while workers
 * are killed and their sessions ended, so many times at each of the three steps, two workers at once. Nobody
 * may be offered twice, nor more than two a week, and the offers must be those of a run that nobody
 * disturbed, each with its one message. Needs a PostgreSQL in JALGAS_DATABASE_URL whose user may create
 * databases; makes jalgas_bench_routing and jalgas_bench_routing_calm anew.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { readEnv } from '../src/lib/server/env.server';
import { dice } from './lib/bench/dice';
import { openServer } from './lib/bench/open-server';
import { routeInPeace, routeUnderKills } from './lib/bench/routing-kills';
import { layRoutingScene, routingReport } from './lib/bench/routing-scene';

const { values } = parseArgs({
	options: {
		people: { type: 'string', default: '2000' },
		questions: { type: 'string', default: '300' },
		kills: { type: 'string', default: '7' },
		database: { type: 'string', default: 'jalgas_bench_routing' }
	}
});
const { JALGAS_DATABASE_URL: server } = readEnv();
if (!server) throw new Error('JALGAS_DATABASE_URL: must name a PostgreSQL server');
const scene = { people: Number(values.people), questions: Number(values.questions) };

const calm = await openServer(server, `${values.database}_calm`, { anew: true });
const wild = await openServer(server, values.database, { anew: true });
try {
	await layRoutingScene(calm.database, scene);
	await layRoutingScene(wild.database, scene);
	await routeInPeace(calm.database);
	const began = performance.now();
	const kills = await routeUnderKills(wild, {
		kills: Number(values.kills),
		roll: dice(1)
	});
	const seconds = Math.round((performance.now() - began) / 100) / 10;
	const [expected, got] = [await routingReport(calm.database), await routingReport(wild.database)];
	const other =
		expected.offers.filter((offer) => !got.offers.includes(offer)).length +
		got.offers.filter((offer) => !expected.offers.includes(offer)).length;
	const result = {
		at: new Date().toISOString(),
		machine: { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version },
		...{ ...scene, kills, seconds, offers: got.offers.length, other, wrong: got.wrong }
	};
	mkdirSync('bench/results', { recursive: true });
	const file = `bench/results/routing-${result.at.replace(/[:.]/g, '-')}.json`;
	writeFileSync(file, JSON.stringify(result, null, '\t'));
	process.stdout.write(
		[
			`${scene.questions} questions, ${scene.people} people, three steps in ${seconds} s`,
			`${kills.workers} workers killed and ${kills.sessions} sessions ended while they routed`,
			`${got.offers.length} offers, ${other} other than in peace; broken: ${JSON.stringify(got.wrong)}`,
			`${file}\n`
		].join('\n')
	);
	if (other + got.wrong.length > 0 || kills.workers + kills.sessions === 0) process.exitCode = 1;
} finally {
	await wild.close();
	await calm.close();
}
