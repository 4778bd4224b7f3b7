import { beforeAll, describe, expect, it } from 'vitest';
import { prepareDemo } from '../../src/lib/server/demo.server';
import { useTestBackend } from '../support/test-backend';
import { ANON_COLUMNS, ANON_FUNCTIONS, MEMBER_TABLES, SERVICE_FUNCTIONS } from './contract';

/** Everything the API exposes, tried by somebody who holds only the publishable key, and by a stranger. */
const backend = useTestBackend();

interface Routine {
	name: string;
	arguments: string[] | null;
	types: string[] | null;
	anon: boolean;
	member: boolean;
}
let columns: Map<string, string[]>;
let routines: Routine[];
let secrets: string[];
/** One id out of every table of people and their things. */
let ids: string[];
let callers: { name: string; token: string | null }[];

beforeAll(async () => {
	await prepareDemo(backend.embedded, 'http://localhost:3000');
	// As where real people live: nobody is shown the mailbox of a demo.
	await backend.sql(`update private.settings set value = '0' where key = 'demo'`);
	const rows = await backend.sql<{ table: string; columns: string[] }>(
		`select c.relname as table, array_agg(a.attname::text order by a.attnum) as columns
		 from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
		   and a.attidentity = '' and a.attgenerated = ''
		 where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') group by 1`
	);
	columns = new Map(rows.map((row) => [row.table, row.columns]));
	routines = await backend.sql<Routine>(
		`select proname as name, proargnames[1:pronargs]::text[] as arguments,
		   array(select format_type(t, null) from unnest(proargtypes::oid[]) t) as types,
		   has_function_privilege('anon', oid, 'execute') as anon,
		   has_function_privilege('authenticated', oid, 'execute') as member
		 from pg_proc where pronamespace = 'public'::regnamespace and prorettype <> 'trigger'::regtype`
	);
	const people = await backend.sql<{ secret: string }>(
		`select registry_no as secret from public.persons union select value from public.contact_points
		 union select value_key from public.contact_points union select to_address from private.outbox`
	);
	secrets = people.map((row) => row.secret).filter((secret) => secret.length >= 6);
	ids = [];
	for (const table of [
		'persons',
		'subprojects',
		'status_updates',
		'referrals',
		'waves',
		'accounts'
	]) {
		const [row] = await backend.sql<{ id: string }>(`select id from public.${table} limit 1`);
		if (row) ids.push(row.id);
	}
	const stranger = await backend.member();
	callers = [
		{ name: 'anon', token: null },
		{ name: 'stranger', token: stranger.token }
	];
});

async function ask(token: string | null, path: string, init: RequestInit = {}) {
	const { publishableKey } = backend.embedded.secrets;
	const response = await backend.embedded.fetch(
		new Request(`http://embedded.local/rest/v1/${path}`, {
			...init,
			headers: {
				apikey: publishableKey,
				authorization: `Bearer ${token ?? publishableKey}`,
				'content-type': 'application/json'
			}
		})
	);
	return { ok: response.ok, status: response.status, text: await response.text() };
}

describe('the contract', () => {
	it('the demo leaves something to guard', async () => {
		expect(secrets.length).toBeGreaterThan(100);
		for (const table of ['persons', 'contact_points', 'consents', 'status_updates'])
			expect(await backend.sql(`select from public.${table} limit 1`), table).toHaveLength(1);
	});

	it('a visitor may read the listed columns and no others', async () => {
		const granted = await backend.sql<{ column: string }>(
			`select distinct table_name || '.' || column_name as column
			 from information_schema.role_column_grants
			 where table_schema = 'public' and grantee in ('anon', 'PUBLIC')`
		);
		const listed = Object.entries(ANON_COLUMNS).flatMap(([table, names]) =>
			names.map((name) => `${table}.${name}`)
		);
		expect(granted.map((row) => row.column).sort()).toEqual(listed.sort());
	});

	it('a visitor may call the listed functions and no others', () => {
		const callable = routines
			.filter((routine) => routine.anon && !routine.name.startsWith('page_'))
			.map((routine) => routine.name);
		expect(callable.sort()).toEqual([...ANON_FUNCTIONS].sort());
	});

	it('what is for the worker is for no one else', () => {
		const shut = routines.filter((routine) => !routine.anon && !routine.member);
		expect(shut.map((routine) => routine.name).sort()).toEqual([...SERVICE_FUNCTIONS].sort());
	});

	it.each(['private', 'auth', 'extensions', 'supabase_migrations'])(
		'the schema %s is not served',
		async (schema) => {
			const { publishableKey } = backend.embedded.secrets;
			const response = await backend.embedded.fetch(
				new Request('http://embedded.local/rest/v1/settings?select=*', {
					headers: { apikey: publishableKey, 'accept-profile': schema }
				})
			);
			expect(response.status).toBeGreaterThanOrEqual(400);
		}
	);
});

describe('nothing private comes back', () => {
	it('from any column of any table', async () => {
		for (const { name, token } of callers)
			for (const [table, all] of columns) {
				const open = ANON_COLUMNS[table] ?? [];
				for (const column of all.filter((c) => !open.includes(c))) {
					const { ok, text } = await ask(token, `${table}?select=${column}&limit=5`);
					const rows = ok ? (JSON.parse(text) as unknown[]) : [];
					if (name === 'stranger' && (MEMBER_TABLES.includes(table) || open.length > 0))
						expect(rows.length, `${name} ${table}.${column}`).toBeLessThanOrEqual(
							open.length ? 5 : 1
						);
					else expect(rows, `${name} ${table}.${column}`).toEqual([]);
				}
			}
	});

	it('from any function, called with nothing or with an id of somebody', async () => {
		for (const { name, token } of callers)
			for (const routine of routines)
				for (const id of [null, ...(routine.types?.includes('uuid') ? ids : [])]) {
					const sent = (routine.arguments ?? []).map((argument, i) => [
						argument,
						routine.types?.[i] === 'uuid' ? id : null
					]);
					const { text } = await ask(token, `rpc/${routine.name}`, {
						method: 'POST',
						body: JSON.stringify(Object.fromEntries(sent))
					});
					const leaked = secrets.filter((secret) => text.includes(secret));
					expect(leaked, `${name} ${routine.name} ${id}`).toEqual([]);
				}
	});
});

describe('nothing can be written', () => {
	it('to any table, by insert, update or delete', async () => {
		for (const { name, token } of callers)
			for (const [table, [first]] of columns) {
				const where = `${table}?${first}=not.is.null`;
				const body = JSON.stringify({ [first as string]: null });
				const tries: [string, string, string?][] = [
					['POST', table, body],
					['PATCH', where, body],
					['DELETE', where]
				];
				for (const [method, path, sent] of tries) {
					const { status } = await ask(token, path, { method, body: sent });
					expect([401, 403], `${name} ${method} ${table}: ${status}`).toContain(status);
				}
			}
	});
});
