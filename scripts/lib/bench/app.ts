import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface RunningApp {
	url: string;
	/** From the start of the process to its first answer. */
	startMs: number;
	/** Memory of the process now and at its highest, in MB. */
	memory: () => { nowMb: number; peakMb: number };
	stop: () => Promise<void>;
}

const freePort = () =>
	new Promise<number>((resolve) => {
		const probe = createServer().listen(0, '127.0.0.1', () => {
			const { port } = probe.address() as AddressInfo;
			probe.close(() => resolve(port));
		});
	});

/** Starts the built app with the demo in a folder of its own, and waits for its first answer. */
export async function startApp(): Promise<RunningApp> {
	const dir = mkdtempSync(join(tmpdir(), 'jalgas-bench-app-'));
	const port = await freePort();
	const url = `http://localhost:${port}`;
	const began = Date.now();
	// As `npm start` runs it: with the flags that this program itself was given.
	const child = spawn(process.execPath, [...process.execArgv, 'scripts/serve.ts'], {
		env: {
			...process.env,
			PORT: String(port),
			JALGAS_DATA_DIR: dir,
			ORIGIN: '',
			SUPABASE_URL: ''
		},
		stdio: ['ignore', 'ignore', 'inherit']
	});
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	const stop = async () => {
		child.kill('SIGTERM');
		await ended;
		rmSync(dir, { recursive: true, force: true });
	};
	for (;;) {
		const answer = await fetch(`${url}/healthz`).catch(() => null);
		if (answer?.ok) break;
		if (child.exitCode !== null || Date.now() - began > 120_000) {
			await stop();
			throw new Error('The app did not start.');
		}
		await new Promise((done) => setTimeout(done, 200));
	}
	const memory = () => {
		const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
		const mb = (key: string) =>
			Math.round(Number(new RegExp(`${key}:\\s+(\\d+)`).exec(status)?.[1]) / 1024);
		return { nowMb: mb('VmRSS'), peakMb: mb('VmHWM') };
	};
	return { url, startMs: Date.now() - began, memory, stop };
}

/** Signs in through the page; the cookies of the session as one header. */
export async function signIn(url: string, email: string, password: string): Promise<string> {
	const response = await fetch(`${url}/kk/login`, {
		method: 'POST',
		// Asked as a browser asks: a script would be answered with JSON.
		headers: { origin: url, accept: 'text/html' },
		body: new URLSearchParams({ email, password }),
		redirect: 'manual'
	});
	if (response.status !== 303) throw new Error(`${email} could not sign in: ${response.status}`);
	return (
		response.headers
			.getSetCookie()
			// A browser has forgotten by then what lasts for seconds (see shared-reads.server.ts).
			.filter((cookie) => !cookie.startsWith('wrote='))
			.map((cookie) => cookie.split(';')[0])
			.join('; ')
	);
}

/** The first address in a page that matches. */
export async function findLink(url: string, pattern: RegExp): Promise<string> {
	const html = await (await fetch(url)).text();
	const found = pattern.exec(html)?.[0];
	if (!found) throw new Error(`${url} links to nothing like ${pattern}`);
	return found;
}
