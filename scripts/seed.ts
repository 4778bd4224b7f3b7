/**
 * `npm run seed -- --people 10000 [--now 2026-11-23] [--out FILE]`: the people of the demo, as many as
 * wanted. Fills the configured embedded database, or writes a file for `psql --single-transaction -f`.
 * `-- --roster FILE [--windows-1251]` writes a roster of 9 695 rows instead, to try the import with.
 */
import { createWriteStream, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { openEmbedded } from '../src/lib/server/embedded.server';
import { readEnv } from '../src/lib/server/env.server';
import { DEMO_PEOPLE, seed, type SeedOptions } from '../supabase/seed/index.ts';
import { dirtyRoster } from '../supabase/seed/roster.ts';
import { rosterFile } from '../supabase/seed/roster-file.ts';

function stop(message: string): never {
	process.stderr.write(`${message}\n`);
	process.exit(1);
}

interface Options extends SeedOptions {
	out?: string;
	roster?: string;
	windows1251: boolean;
}

function readOptions(): Options {
	try {
		const { values } = parseArgs({
			options: {
				people: { type: 'string', default: String(DEMO_PEOPLE) },
				now: { type: 'string', default: new Date().toISOString() },
				out: { type: 'string' },
				roster: { type: 'string' },
				'windows-1251': { type: 'boolean', default: false }
			}
		});
		const people = Number(values.people);
		const now = new Date(values.now);
		if (!Number.isInteger(people) || people < 100 || people > 10_000_000)
			stop('--people must be a whole number from 100 to 10000000');
		if (Number.isNaN(now.getTime())) stop('--now must be a date such as 2026-11-23');
		const { out, roster } = values;
		return { people, now, out, roster, windows1251: values['windows-1251'] };
	} catch (error) {
		stop((error as Error).message);
	}
}

async function writeFile(file: string, options: SeedOptions): Promise<void> {
	const stream = createWriteStream(file);
	for (const sql of seed({ ...options, format: 'copy' }))
		if (!stream.write(sql)) await once(stream, 'drain');
	stream.end();
	await once(stream, 'finish');
}

async function fillDatabase(options: SeedOptions): Promise<void> {
	const env = readEnv();
	const backend = await openEmbedded({
		env,
		purpose: 'the seed',
		siteUrl: `http://localhost:${env.PORT}`,
		sendMail: async () => undefined
	});
	try {
		const [state] = await backend.query<{ filled: boolean }>(
			'select exists (select from public.persons) as filled'
		);
		if (state?.filled) stop('This database has people already: the seed fills only an empty one.');
		const origin = env.ORIGIN ?? `http://localhost:${env.PORT}`;
		for (const sql of seed({ ...options, origin })) await backend.exec(sql);
		await backend.exec('analyze');
	} finally {
		await backend.close();
	}
}

const { out, roster, windows1251, ...options } = readOptions();
const began = Date.now();
if (roster) {
	const { rows } = dirtyRoster();
	writeFileSync(roster, rosterFile(rows, windows1251 ? 'windows-1251' : 'utf8'));
	process.stdout.write(`${rows.length} rows in ${roster}\n`);
} else {
	await (out ? writeFile(out, options) : fillDatabase(options));
	const seconds = ((Date.now() - began) / 1000).toFixed(1);
	process.stdout.write(`${options.people} people${out ? ` in ${out}` : ''}, ${seconds} s\n`);
}
