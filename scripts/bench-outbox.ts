/**
 * `npm run bench:outbox [-- --messages 10000 --kills 20]`: how fast a wave is queued and sent, and that
 * killed workers lose nothing and send nothing twice. On an empty database of its own: PGlite, or the
 * PostgreSQL of JALGAS_DATABASE_URL.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openEmbedded } from '../src/lib/server/embedded.server';
import { readEnv } from '../src/lib/server/env.server';
import { queueWave } from './lib/bench/queue-wave';
import { sendByWorkers } from './lib/bench/worker-runs';

const { values } = parseArgs({
	options: {
		messages: { type: 'string', default: '10000' },
		kills: { type: 'string', default: '20' }
	}
});
const [messages, kills] = [Number(values.messages), Number(values.kills)];
const dir = mkdtempSync(join(tmpdir(), 'jalgas-bench-outbox-'));
const { JALGAS_DATABASE_URL } = readEnv();
const embedded = await openEmbedded({
	env: { JALGAS_DATA_DIR: dir, JALGAS_DATABASE_URL },
	purpose: 'the benchmark of the outbox',
	siteUrl: 'http://localhost:3000',
	sendMail: async () => undefined
});
try {
	const [{ n } = { n: 0 }] = await embedded.query<{ n: number }>(
		'select count(*)::integer as n from private.outbox'
	);
	if (n > 0) throw new Error('JALGAS_DATABASE_URL: must name an empty database for this benchmark');
	const queueSeconds = await queueWave(embedded, messages);
	const run = await sendByWorkers(embedded, { messages, kills });
	const result = {
		at: new Date().toISOString(),
		machine: { cpu: cpus()[0]?.model, cores: cpus().length, node: process.version },
		database: JALGAS_DATABASE_URL ? 'postgresql' : 'pglite',
		...{ messages, kills, queueSeconds, ...run }
	};
	mkdirSync('bench/results', { recursive: true });
	const file = `bench/results/outbox-${result.at.replace(/[:.]/g, '-')}.json`;
	writeFileSync(file, JSON.stringify(result, null, '\t'));
	process.stdout.write(
		[
			`${result.database}: ${messages} queued in ${queueSeconds} s, ${run.perSecond} sent a second`,
			`${kills} kills: ${JSON.stringify(run.states)}, ${run.twice} twice, ${run.lost} lost, ${run.denied} denied`,
			`${file}\n`
		].join('\n')
	);
	if (run.twice + run.lost + run.denied > 0) process.exitCode = 1;
} finally {
	await embedded.close();
	rmSync(dir, { recursive: true, force: true });
}
