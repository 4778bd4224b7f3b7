// `npm test` on a fresh clone: everything that must hold, ending in one line `N passed, N failed`.
// Plain JavaScript: it may run on Node 20, before the project's own Node 24 is installed.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from './lib/chromium.mjs';
import { prepare, root } from './lib/prepare.mjs';

prepare({ build: true });
const chromium = findChromium();

const out = join(root, '.test');
mkdirSync(out, { recursive: true });
const report = (name) => join(out, `${name}.json`);
const env = {
	...process.env,
	PATH: `${join(root, 'node_modules/.bin')}:${process.env.PATH ?? ''}`,
	DO_NOT_TRACK: '1',
	LITE_TELEMETRY: '0',
	NO_COLOR: '1',
	JALGAS_CHROMIUM: chromium,
	JALGAS_COMPILED: '1',
	PLAYWRIGHT_JSON_OUTPUT_FILE: report('playwright')
};
delete env.FORCE_COLOR;

/** Runs a program of node_modules; resolves to its exit status and everything it printed. */
function start(args) {
	return new Promise((resolve) => {
		const child = spawn(join(root, 'node_modules/.bin/node'), args, { cwd: root, env });
		let text = '';
		for (const stream of [child.stdout, child.stderr])
			stream.setEncoding('utf8').on('data', (chunk) => (text += chunk));
		child.on('close', (status) => resolve({ status: status ?? 1, text }));
	});
}

const total = { passed: 0, failed: 0 };

/** One step: a check counts as one, a test runner as the tests of its report. */
async function step(name, args, count) {
	rmSync(report(name), { force: true });
	const began = Date.now();
	const { status, text } = await start(args);
	const seen = count && existsSync(report(name)) ? count(read(name)) : { passed: 0, failed: 0 };
	if (!count) seen[status === 0 ? 'passed' : 'failed'] = 1;
	// A runner that ended badly without a failed test did not run what it should have.
	else if (seen.failed === 0 && (status !== 0 || seen.passed === 0)) seen.failed = 1;
	total.passed += seen.passed;
	total.failed += seen.failed;
	const seconds = Math.round((Date.now() - began) / 1000);
	const numbers = count ? `, ${seen.passed} passed, ${seen.failed} failed` : '';
	process.stdout.write(`${seen.failed ? 'FAIL' : 'ok  '} ${name} (${seconds} s${numbers})\n`);
	if (seen.failed) process.stdout.write(`${text.trimEnd()}\n\n`);
}

const read = (name) => JSON.parse(readFileSync(report(name), 'utf8'));
// What did not run is not a success: skipped and retried tests count as failed.
const ofVitest = (r) => ({
	passed: r.numPassedTests,
	failed: r.numFailedTests + r.numPendingTests + r.numTodoTests
});
const ofPlaywright = ({ stats, errors }) => ({
	passed: stats.expected,
	failed: stats.unexpected + stats.flaky + stats.skipped + errors.length
});

// Two lanes for two cores, then the browser alone.
const types = async () => {
	await start(['node_modules/@sveltejs/kit/svelte-kit.js', 'sync']);
	await step('svelte-check', [
		'node_modules/svelte-check/bin/svelte-check',
		'--fail-on-warnings',
		'--output',
		'human'
	]);
};
const lint = async () => {
	await step('prettier', ['node_modules/prettier/bin/prettier.cjs', '--check', '.']);
	await step('eslint', ['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.']);
	await step('knip', ['node_modules/knip/bin/knip.js', '--no-progress']);
};
const tests = () =>
	step(
		'vitest',
		[
			'node_modules/vitest/vitest.mjs',
			'run',
			'--reporter=default',
			'--reporter=json',
			`--outputFile.json=${report('vitest')}`
		],
		ofVitest
	);
await Promise.all([types().then(lint), tests()]);
await step(
	'playwright',
	['node_modules/@playwright/test/cli.js', 'test', '--reporter=list,json'],
	ofPlaywright
);

process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
process.exit(total.failed === 0 ? 0 : 1);
