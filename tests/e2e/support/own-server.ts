import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const freePort = () =>
	new Promise<number>((resolve) => {
		const probe = createServer().listen(0, '127.0.0.1', () => {
			const { port } = probe.address() as AddressInfo;
			probe.close(() => resolve(port));
		});
	});

export interface OwnServer {
	url: string;
	/** Lets so many hours pass since it was started. */
	passHours: (hours: number) => void;
	stop: () => Promise<void>;
}

/** The built app with a demo and a clock of its own: what waits for hours is tested in seconds. */
export async function startOwnServer(): Promise<OwnServer> {
	const dir = mkdtempSync(join(tmpdir(), 'jalgas-e2e-clock-'));
	const clock = join(dir, 'clock');
	writeFileSync(clock, '0');
	const port = await freePort();
	const url = `http://localhost:${port}`;
	const preloads = ['./tests/support/clock.ts', './scripts/lib/resolve-lib.ts'];
	const child = spawn(
		'node_modules/.bin/node',
		[...preloads.flatMap((file) => ['--import', file]), 'scripts/serve.ts'],
		{
			env: {
				...process.env,
				...{ PORT: String(port), JALGAS_DATA_DIR: join(dir, 'data'), JALGAS_TEST_CLOCK: clock },
				...{ ORIGIN: '', SMTP_URL: '', SUPABASE_URL: '' }
			},
			stdio: ['ignore', 'ignore', 'inherit']
		}
	);
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	const stop = async () => {
		child.kill('SIGTERM');
		await ended;
		rmSync(dir, { recursive: true, force: true });
	};
	while (!(await fetch(`${url}/healthz`).catch(() => null))?.ok) {
		if (child.exitCode !== null) throw new Error('The server did not start.');
		await new Promise((done) => setTimeout(done, 200));
	}
	return { url, passHours: (hours) => writeFileSync(clock, String(hours)), stop };
}
