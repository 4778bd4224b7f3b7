import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
	interface ProvidedContext {
		databaseTemplate: string;
	}
}

const root = resolve(import.meta.dirname, '../..');
const folder = join(root, '.test');

/** A name for everything that an empty database depends on: its migrations and the code that opens it. */
function fingerprint(): string {
	const migrations = join(root, 'supabase/migrations');
	const files = readdirSync(migrations)
		.filter((name) => name.endsWith('.sql'))
		.sort()
		.map((name) => join(migrations, name));
	const hash = createHash('sha256');
	for (const file of [
		...files,
		join(root, 'src/lib/server/embedded.server.ts'),
		join(root, 'package-lock.json')
	])
		hash.update(`${file}\0`).update(readFileSync(file));
	return hash.digest('hex').slice(0, 16);
}

/**
 * The folder of one migrated, empty database, made when its migrations changed. Made in a process
 * of its own: an open PGlite would keep the test runner from ending.
 */
export function databaseTemplate(): string {
	const template = join(folder, `template-${fingerprint()}`);
	if (existsSync(template)) return template;
	mkdirSync(folder, { recursive: true });
	const half = mkdtempSync(join(folder, 'making-'));
	execFileSync(
		process.execPath,
		['--import', './scripts/lib/resolve-lib.ts', 'tests/support/make-template.ts', half],
		{ cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }
	);
	removeOld();
	try {
		renameSync(half, template);
	} catch {
		// Another run finished the same template first: its copy is as good.
		rmSync(half, { recursive: true, force: true });
	}
	return template;
}

/** Templates of earlier migrations go, unless a run that is still going may be copying them. */
function removeOld(): void {
	const hourAgo = Date.now() - 3_600_000;
	for (const name of readdirSync(folder).filter((entry) => entry.startsWith('template-')))
		if (statSync(join(folder, name)).mtimeMs < hourAgo)
			rmSync(join(folder, name), { recursive: true, force: true });
}

/** Every test file works on its own copy of the template. */
export default function setup(project: TestProject): void {
	project.provide('databaseTemplate', databaseTemplate());
}

export const copyTemplate = (template: string): string => {
	const dir = mkdtempSync(join(tmpdir(), 'jalgas-test-'));
	cpSync(template, dir, { recursive: true });
	return dir;
};
