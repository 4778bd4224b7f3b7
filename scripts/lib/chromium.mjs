// Finds a browser for the end-to-end tests and the benchmarks, and brings one when there is none.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './prepare.mjs';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const quietly = (command, args) =>
	spawnSync(command, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;

/** The path of a browser; empty when it is Playwright's own, which finds itself. */
export function findChromium() {
	const found = PLACES.find((path) => existsSync(path));
	if (found) return found;
	process.stdout.write('Installing Chromium …\n');
	if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
		quietly('apt-get', ['update', '-qq']);
		quietly('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']);
		const installed = PLACES.find((path) => existsSync(path));
		if (installed) return installed;
	}
	const node = join(root, 'node_modules/.bin/node');
	if (quietly(node, ['node_modules/@playwright/test/cli.js', 'install', 'chromium'])) return '';
	process.stderr.write('No Chromium, and none could be installed: put one at /usr/bin/chromium.\n');
	process.exit(1);
}
