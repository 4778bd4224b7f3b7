/**
 * The embedded Supabase: @supabase/lite over PGlite (or over a real PostgreSQL when
 * JALGAS_DATABASE_URL is set). The only file that knows this library, so that it can be swapped.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Env } from './env.server';
import { lockFolder } from './data-lock.server';
import { folderSecrets, type FolderSecrets } from './secrets.server';
import { pipelining } from './pipeline';
import { quietly } from './quiet';
import { sessionSettings } from './session-settings';
import { takeTurns } from './turns';

export interface SentMail {
	to: string;
	subject: string;
	text: string;
	html?: string;
}

export interface Embedded {
	/** The API as a function: Supabase's routes without a network hop. */
	fetch: (request: Request) => Promise<Response>;
	/**
	 * Runs SQL as the owner; for migrations, seeds and tests only, never for a request. Several
	 * statements in one call are one transaction: all of them happen, or none.
	 */
	exec: (sql: string) => Promise<void>;
	/** As exec, for more than fits into one call: all chunks are one transaction. */
	execAll: (chunks: Iterable<string>) => Promise<void>;
	query: <Row>(sql: string, params?: unknown[]) => Promise<Row[]>;
	secrets: FolderSecrets;
	/** True when this start made the database. */
	fresh: boolean;
	close: () => Promise<void>;
}

interface Options {
	env: Pick<Env, 'JALGAS_DATA_DIR' | 'JALGAS_DATABASE_URL'>;
	/** Who holds the folder, for the message a second process gets. */
	purpose: string;
	siteUrl: string;
	migrationsDir?: string;
	/** Where the mails of the auth server go. */
	sendMail: (mail: SentMail, backend: Embedded) => Promise<void>;
}

/** Roles that a full Supabase brings and the embedded one lacks; its defaults give too much away. */
const ROLES = `
do $$ begin
  if not exists (select from pg_roles where rolname = 'anon') then create role anon nologin; end if;
  if not exists (select from pg_roles where rolname = 'authenticated') then create role authenticated nologin; end if;
  if not exists (select from pg_roles where rolname = 'service_role') then create role service_role nologin bypassrls; end if;
end $$;
create schema if not exists extensions;
grant usage on schema public, extensions to anon, authenticated, service_role;
alter default privileges in schema public revoke all on tables from anon, authenticated;
alter default privileges in schema public revoke execute on functions from public, anon, authenticated;
`;
const AUTH_GRANTS = `
grant usage on schema auth to anon, authenticated, service_role;
grant execute on all functions in schema auth to anon, authenticated, service_role;
`;

export async function openEmbedded(options: Options): Promise<Embedded> {
	// Both must be set before the library is imported: no telemetry leaves the app.
	process.env.DO_NOT_TRACK = '1';
	process.env.LITE_TELEMETRY = '0';
	const { JALGAS_DATA_DIR: dataDir, JALGAS_DATABASE_URL: databaseUrl } = options.env;
	const release = lockFolder(dataDir, options.purpose);
	const secrets = folderSecrets(dataDir);
	const lite = await import('@supabase/lite');
	const connection = databaseUrl ? await postgres(databaseUrl) : await pglite(dataDir);

	// On its first request the library grants ALL on every table of every schema with row level
	// security to `authenticated`, which would undo our column-listed grants. We grant ourselves.
	Object.assign(connection, { ensureRlsContext: async () => true, ...sessionSettings });

	const mails: SentMail[] = [];
	const app = new lite.App({
		connection,
		auth: {
			enabled: true,
			jwt_secret: secrets.jwtSecret,
			publishable_key: secrets.publishableKey,
			secret_key: secrets.secretKey,
			site_url: options.siteUrl,
			minimum_password_length: 10,
			password_requirements: 'letters_digits',
			email: { enable_signup: true, enable_confirmations: true, double_confirm_changes: true }
		},
		options: {
			server: { admin: false },
			drivers: {
				email: { send: async (mail: SentMail) => void mails.push(mail) }
			}
		}
	});

	// A real PostgreSQL has a pool and keeps requests apart by itself.
	const turn = databaseUrl ? <T>(work: () => Promise<T>) => work() : takeTurns();
	const backend: Embedded = {
		fetch: async (request) => {
			const response = await turn(async () => {
				const answer = await quietly(() => Promise.resolve(app.fetch(request)));
				const body = await answer.arrayBuffer();
				const empty = answer.status === 204 || answer.status === 304;
				return new Response(empty ? null : body, answer);
			});
			// The auth server sends in the middle of its transaction: deliver when it is over.
			for (const mail of mails.splice(0)) await options.sendMail(mail, backend);
			return response;
		},
		exec: (sql) => turn(async () => void (await connection.run(sql))),
		execAll: (chunks) => turn(() => connection.runAll(chunks)),
		query: (sql, params) => turn(() => connection.rows(sql, params)),
		secrets,
		fresh: false,
		close: async () => {
			await connection.close();
			release();
		}
	};

	await connection.alone(async () => {
		await app.init();
		await backend.exec(ROLES);
		const [system] = await backend.query<{ ready: boolean }>(
			`select to_regclass('auth.sessions') is not null
			    and to_regclass('supabase_migrations.schema_migrations') is not null as ready`
		);
		backend.fresh = !system?.ready;
		// Laid as written: the library's own ensureSystemSchema() compares with a second database in
		// memory first, which costs a new folder five seconds and 300 MB.
		if (backend.fresh) {
			await backend.exec(`${lite.SUPABASE_AUTH_HELPERS_SQL};\n${lite.getAuthSchemaSql()}`);
			await lite.ensureHistoryTable(connection);
		}
		await backend.exec(AUTH_GRANTS);
		await migrate(backend, options.migrationsDir ?? join(process.cwd(), 'supabase/migrations'));
	});
	return backend;
}

/** What both drivers have in common here: whole scripts, and single statements with parameters. */
interface Scripts {
	run: (sql: string) => Promise<unknown>;
	runAll: (chunks: Iterable<string>) => Promise<void>;
	rows: <Row>(sql: string, params?: unknown[]) => Promise<Row[]>;
	/** Makes or changes the database while no other process does. */
	alone: (work: () => Promise<void>) => Promise<void>;
}

async function pglite(dataDir: string) {
	const { createPgliteConnection } = await import('@supabase/lite/pglite');
	const { pg_trgm } = await import('@electric-sql/pglite/contrib/pg_trgm');
	const { unaccent } = await import('@electric-sql/pglite/contrib/unaccent');
	const connection = await createPgliteConnection({
		url: join(dataDir, 'pg'),
		pgliteOptions: { extensions: { pg_trgm, unaccent } }
	});
	const scripts: Scripts = {
		run: (sql) => connection.driver.exec(sql),
		runAll: (chunks) =>
			connection.driver.transaction(async (transaction) => {
				for (const sql of chunks) await transaction.exec(sql);
			}),
		rows: async <Row>(sql: string, params?: unknown[]) =>
			(await connection.driver.query<Row>(sql, params)).rows,
		// The folder has one process at a time anyway.
		alone: (work) => work()
	};
	return Object.assign(connection, scripts);
}

/**
 * JSON for the driver of PostgreSQL. The library hands over the arguments of functions as JSON already,
 * which PGlite takes as it is and this driver would encode once more.
 */
const asJson = (oid: number) => ({
	to: oid,
	from: [oid],
	serialize: (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)),
	parse: (text: string): unknown => JSON.parse(text)
});

/** As many bytes as the driver sends at once. */
const LONG = 1024;

async function postgres(url: string) {
	const { createPostgresConnection } = await import('@supabase/lite/postgres');
	// The driver prints every notice ("already exists, skipping") over several lines.
	const connection = createPostgresConnection({
		url,
		postgresOptions: {
			onnotice: () => undefined,
			// A line that broke with something on its way stays clogged: the driver holds back what is short,
			// for good, and the first word on a new line is. The server cuts this name to 63 signs.
			connection: { application_name: 'jalgas'.padEnd(LONG) },
			types: { json: asJson(114), jsonb: asJson(3802) }
		}
	});
	pipelining(connection.driver);
	const scripts: Scripts = {
		run: (sql) => connection.driver.unsafe(sql),
		runAll: async (chunks) => {
			await connection.driver.begin(async (transaction) => {
				for (const sql of chunks) await transaction.unsafe(sql);
			});
		},
		rows: async <Row>(sql: string, params: unknown[] = []) =>
			(await connection.driver.unsafe(sql, params as never[])) as unknown as Row[],
		// Server and worker start together: two that grant or migrate at once fail in the catalogue. A line of
		// its own, since one is enough for the work only if the lock does not take it; a lock of a transaction,
		// since a pooler may give a session to somebody else.
		alone: async (work) => {
			const keeper = createPostgresConnection({ url, postgresOptions: { max: 1 } });
			try {
				await keeper.driver.begin(async (transaction) => {
					await transaction.unsafe(`select pg_advisory_xact_lock(hashtext('jalgas starts'))`);
					await work();
				});
			} finally {
				await keeper.close();
			}
		}
	};
	return Object.assign(connection, scripts);
}

/**
 * Applies what `supabase db push` would apply, and records it in the same table: a file that
 * stands there is never run twice, one that fails leaves nothing behind.
 */
async function migrate(backend: Embedded, dir: string): Promise<void> {
	const done = new Set(
		(
			await backend.query<{ version: string }>(
				'select version from supabase_migrations.schema_migrations'
			)
		).map((row) => row.version)
	);
	for (const file of readdirSync(dir).sort()) {
		const [, version, name] = /^(\d+)_(.+)\.sql$/.exec(file) ?? [];
		if (!version || !name || done.has(version)) continue;
		const sql = readFileSync(join(dir, file), 'utf8');
		try {
			await backend.exec(`${sql}\n;
				insert into supabase_migrations.schema_migrations (version, name) values ('${version}', '${name}');`);
		} catch (error) {
			throw new Error(`migration ${file}: ${(error as Error).message}`, { cause: error });
		}
	}
}
