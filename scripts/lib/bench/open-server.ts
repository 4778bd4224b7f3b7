/** The app's database on a real PostgreSQL: one of its own beside the one that is named. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { openEmbedded, type Embedded } from '../../../src/lib/server/embedded.server';

export interface Opened {
	database: Embedded;
	close: () => Promise<void>;
}

async function open(url: string): Promise<Opened> {
	const dir = mkdtempSync(join(tmpdir(), 'jalgas-bench-'));
	const database = await openEmbedded({
		env: { JALGAS_DATA_DIR: dir, JALGAS_DATABASE_URL: url },
		purpose: 'the benchmark of searches',
		siteUrl: 'http://localhost:3000',
		sendMail: async () => undefined
	});
	return {
		database,
		close: async () => {
			await database.close();
			rmSync(dir, { recursive: true, force: true });
		}
	};
}

/** Opens database `name` of the server, migrated; makes it when it is not there, or `anew`. */
export async function openServer(
	server: string,
	name: string,
	{ anew = false } = {}
): Promise<Opened & { url: string }> {
	const url = new URL(server);
	url.pathname = `/${name}`;
	const admin = postgres(server, { max: 1, onnotice: () => undefined });
	try {
		if (anew) await admin`drop database if exists ${admin(name)}`;
		const [known] = await admin`select from pg_database where datname = ${name}`;
		if (!known) await admin`create database ${admin(name)}`;
	} finally {
		await admin.end();
	}
	return { ...(await open(url.href)), url: url.href };
}
