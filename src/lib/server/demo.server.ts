import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Embedded } from './embedded.server';

/** Fills a new database with the demo, once: a folder that has people keeps them. */
export async function prepareDemo(backend: Embedded): Promise<void> {
	const [state] = await backend.query<{ filled: boolean }>(
		`select exists (select from private.settings where key = 'demo') as filled`
	);
	const file = join(process.cwd(), 'supabase/seed/demo.sql');
	if (state?.filled || !existsSync(file)) return;
	await backend.exec(`begin;\n${readFileSync(file, 'utf8')}\ncommit;`);
}
