/** What the worker program needs around it: an API to work at, a mail server, a folder; and it can be killed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Embedded } from '../../../src/lib/server/embedded.server';
import { apiServer } from '../api-server';
import { openMailSink } from './mail-sink';

type End = (signal: NodeJS.Signals) => Promise<void>;

/**
 * The worker program, a process of its own: at the API of a database as in production, or at a PostgreSQL by
 * its address, whose sessions end with the worker in the middle of what they do.
 */
export async function openWorkerStage(reach: Embedded | string) {
	const sink = await openMailSink();
	const api = typeof reach === 'string' ? null : await openApi(reach);
	const dirs: string[] = [];
	return {
		sink,
		/** Starts a worker; whoever disturbs it on purpose need not read what it complains about. */
		start: (complaints: 'inherit' | 'ignore' = 'inherit'): End => {
			const args = ['--import', './scripts/lib/resolve-lib.ts', 'scripts/worker.ts'];
			const dir = mkdtempSync(join(tmpdir(), 'jalgas-worker-'));
			dirs.push(dir);
			const env = {
				PATH: process.env.PATH,
				JALGAS_DATA_DIR: dir,
				ORIGIN: 'http://localhost:3000',
				SMTP_URL: sink.url,
				...(api?.env ?? { JALGAS_DATABASE_URL: String(reach), JALGAS_DEMO: '0' })
			};
			const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', complaints] });
			const ended = once(child, 'exit');
			return async (signal) => {
				child.kill(signal);
				await ended;
			};
		},
		close: async () => {
			api?.close();
			await sink.close();
			for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
		}
	};
}

async function openApi({ fetch, secrets }: Embedded) {
	const server = apiServer(fetch, async () => 0).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		env: {
			SUPABASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
			SUPABASE_PUBLISHABLE_KEY: secrets.publishableKey,
			SUPABASE_SECRET_KEY: secrets.secretKey
		},
		close: () => {
			server.closeAllConnections();
			server.close();
		}
	};
}
