import { mkdtempSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

/** A port that nobody uses now. */
const freePort = () =>
	new Promise<string>((resolve) => {
		const probe = createServer().listen(0, '127.0.0.1', () => {
			const { port } = probe.address() as AddressInfo;
			probe.close(() => resolve(String(port)));
		});
	});

// Workers read this file again: they find the first reader's choice in the environment they inherit.
process.env.JALGAS_E2E_PORT ??= await freePort();
process.env.JALGAS_E2E_DIR ??= mkdtempSync(join(tmpdir(), 'jalgas-e2e-'));
const { JALGAS_E2E_PORT: port, JALGAS_E2E_DIR: dataDir } = process.env;
const chromium = process.env.JALGAS_CHROMIUM ?? '/usr/bin/chromium';
/** Where a server already runs, to try tests while writing them. */
const running = process.env.JALGAS_E2E_URL;

export default defineConfig({
	testDir: 'tests/e2e',
	outputDir: '.test/e2e',
	workers: 2,
	fullyParallel: true,
	forbidOnly: true,
	retries: 0,
	timeout: 60_000,
	reporter: 'list',
	globalTeardown: './tests/e2e/support/teardown.ts',
	webServer: running
		? undefined
		: {
				command: 'node_modules/.bin/node --import ./scripts/lib/resolve-lib.ts scripts/serve.ts',
				url: `http://localhost:${port}/healthz`,
				timeout: 60_000,
				env: { PORT: port, JALGAS_DATA_DIR: dataDir, ORIGIN: '', SMTP_URL: '', SUPABASE_URL: '' },
				gracefulShutdown: { signal: 'SIGTERM', timeout: 5_000 },
				stdout: 'ignore',
				stderr: 'pipe'
			},
	use: {
		baseURL: running ?? `http://localhost:${port}`,
		viewport: { width: 360, height: 740 },
		locale: 'ru-KZ',
		trace: 'retain-on-failure',
		launchOptions: {
			executablePath: chromium || undefined,
			args: [
				...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
				...['--disable-background-networking', '--disable-component-update', '--disable-sync']
			]
		}
	},
	projects: [
		{ name: 'sign-in', testMatch: 'support/sign-in.ts' },
		{
			name: 'once',
			testMatch: '**/*.spec.ts',
			testIgnore: ['**/talk.spec.ts', '**/jobs/**'],
			dependencies: ['sign-in']
		},
		// Each job is done with scripts and without; one that is written once a language, in Russian with
		// scripts and in Kazakh without: the pages are the same ones, and the run is half as long.
		{
			name: 'js',
			testMatch: 'jobs/*.spec.ts',
			grepInvert: /(^|\s)kk: /,
			dependencies: ['sign-in']
		},
		{
			name: 'no-js',
			testMatch: 'jobs/*.spec.ts',
			grepInvert: /(^|\s)ru: /,
			dependencies: ['sign-in'],
			use: { javaScriptEnabled: false }
		},
		// Two people write to each other, whom other tests take out of the directory for a while.
		{ name: 'pair', testMatch: 'talk.spec.ts', dependencies: ['once', 'js', 'no-js'] }
	]
});
