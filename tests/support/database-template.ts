import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openEmbedded } from '../../src/lib/server/embedded.server';

declare module 'vitest' {
	interface ProvidedContext {
		databaseTemplate: string;
	}
}

/** Makes one migrated, empty database; every test file works on its own copy of it. */
export default async function setup(project: TestProject) {
	const dir = mkdtempSync(join(tmpdir(), 'jalgas-template-'));
	const embedded = await openEmbedded({
		env: { JALGAS_DATA_DIR: dir },
		purpose: 'tests',
		siteUrl: 'http://localhost:3000',
		sendMail: async () => undefined
	});
	await embedded.close();
	project.provide('databaseTemplate', dir);
	return () => {
		if (existsSync(dir)) rmSync(dir, { recursive: true, force: true });
	};
}

export const copyTemplate = (template: string): string => {
	const dir = mkdtempSync(join(tmpdir(), 'jalgas-test-'));
	cpSync(template, dir, { recursive: true });
	return dir;
};
