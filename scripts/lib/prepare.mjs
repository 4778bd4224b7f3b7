// What every command needs before it can begin: packages as locked, the project's own Node, a fresh build.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';

export const root = resolve(fileURLToPath(import.meta.url), '../../..');
const stamps = join(root, 'node_modules/.jalgas');
const bin = join(root, 'node_modules/.bin');

const env = {
	...process.env,
	PATH: `${bin}:${process.env.PATH ?? ''}`,
	DO_NOT_TRACK: '1',
	LITE_TELEMETRY: '0',
	// Each further arena keeps what its thread once needed, and the many compiling threads need much.
	MALLOC_ARENA_MAX: '2'
};

/**
 * Keeps the app with its embedded database under 800 MB. Optimizing one function of the database,
 * its expression interpreter, takes 600 MB for a second: nothing is optimized beyond the first pass
 * (docs/decisions.md tells the price). The heap gets the room of the largest import and no more.
 */
const FRUGAL = ['--wasm-tier-up-filter=0', '--max-semi-space-size=8', '--max-old-space-size=384'];

/** Where the database is a process of its own, what a request leaves behind may lie longer: it is cleared less often. */
const ROOMY = ['--max-semi-space-size=32', '--max-old-space-size=384'];

function must(label, command, args) {
	const result = spawnSync(command, args, {
		cwd: root,
		env,
		stdio: ['ignore', 'inherit', 'inherit']
	});
	if (result.status === 0) return;
	process.stderr.write(`${label} failed${result.error ? `: ${result.error.message}` : ''}\n`);
	process.exit(result.status ?? 1);
}

/** A fingerprint of the files that a build depends on: their paths, sizes and times. */
function fingerprint(paths) {
	const hash = createHash('sha256');
	const visit = (path) => {
		if (!existsSync(path) || path.endsWith('lib/paraglide')) return;
		const stat = statSync(path);
		if (stat.isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name));
		else hash.update(`${path}\0${stat.size}\0${stat.mtimeMs}\n`);
	};
	for (const path of paths) visit(join(root, path));
	return hash.digest('hex');
}

const stampOf = (name) =>
	existsSync(join(stamps, name)) ? readFileSync(join(stamps, name), 'utf8') : '';
function stamp(name, value) {
	mkdirSync(stamps, { recursive: true });
	writeFileSync(join(stamps, name), value);
}

/** Installs when the lockfile is newer than the packages, builds when the sources are newer than the build. */
export function prepare({ build = false } = {}) {
	const lock = createHash('sha256')
		.update(readFileSync(join(root, 'package-lock.json')))
		.digest('hex');
	if (stampOf('lock') !== lock) {
		process.stdout.write('Installing packages …\n');
		// Not `npm ci`: it refuses a lockfile that was made on another platform and so lacks the native
		// parts of this one. This keeps every locked version and leaves the lockfile as it is.
		must('npm install', 'npm', [
			'install',
			'--no-save',
			'--no-audit',
			'--no-fund',
			'--loglevel=error'
		]);
		stamp('lock', lock);
	}
	if (!build) return;
	const sources = fingerprint([
		'src',
		'static',
		'messages',
		'supabase/seed',
		'project.inlang/settings.json',
		'package-lock.json',
		'svelte.config.js',
		'vite.config.ts',
		'scripts/lib/paraglide-options.ts'
	]);
	if (stampOf('build') === sources && existsSync(join(root, 'build/handler.js'))) return;
	process.stdout.write('Building …\n');
	must('the build', join(bin, 'node'), [
		'node_modules/vite/bin/vite.js',
		'build',
		'--logLevel',
		'warn'
	]);
	stamp('build', sources);
}

/** Runs the project's Node with these arguments; signals reach it, its exit status is returned. */
export function run(args, extraEnv = {}) {
	const file = join(root, '.env');
	const settings = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
	// As Node has it with --env-file: what the terminal says stands above the file.
	const all = { ...settings, ...env, ...extraEnv };
	const flags = all.JALGAS_DATABASE_URL || all.SUPABASE_URL ? ROOMY : FRUGAL;
	const result = spawnSync(join(bin, 'node'), [...flags, ...args], {
		cwd: root,
		env: all,
		stdio: 'inherit'
	});
	return result.status ?? 1;
}
