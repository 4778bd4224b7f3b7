import { beforeAll, describe, expect, it } from 'vitest';
import { prepareDemo } from '../../src/lib/server/demo.server';
import { askAll, type Answer, type Caller } from '../support/as-role';
import { useTestBackend, type Member } from '../support/test-backend';
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
let callers: Caller[];
let stranger: Member;

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
	stranger = await backend.member();
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

/** Answers repeat themselves: each is searched once. */
const searched = new Map<string, string[]>();
function secretsIn(text: string): string[] {
	const known = searched.get(text) ?? secrets.filter((secret) => text.includes(secret));
	searched.set(text, known);
	return known;
}

/** A call with this id wherever one is asked for, and nothing else. */
function callOf({ name, arguments: names, types }: Routine, id: string | null): string {
	const sent = (names ?? []).map(
		(argument, i) =>
			`${argument} => ${types?.[i] === 'uuid' && id ? `'${id}'` : 'null'}::${types?.[i]}`
	);
	return `select string_agg(x::text, ' ') from public.${name}(${sent.join(', ')}) x`;
}

describe('the contract', () => {
	it('the demo leaves something to guard', async () => {
		expect(secrets.length).toBeGreaterThan(100);
		for (const table of ['persons', 'contact_points', 'consents', 'status_updates'])
			expect(await backend.sql(`select from public.${table} limit 1`), table).toHaveLength(1);
	});

	it('who asks is taken for who they are, in bulk as over the API', async () => {
		const taken = [];
		for (const caller of callers)
			taken.push(
				...(await askAll(backend, caller, ['select concat(current_user, private.uid())']))
			);
		expect(taken.map(({ text }) => text)).toEqual(['anon', `authenticated${stranger.id}`]);
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
		const all = [...columns].flatMap(([table, names]) => {
			const open = ANON_COLUMNS[table] ?? [];
			return names.filter((column) => !open.includes(column)).map((column) => ({ table, column }));
		});
		for (const caller of callers) {
			const answers = await askAll(
				backend,
				caller,
				all.map(
					({ table, column }) =>
						`select count(*) from (select ${column} from public.${table} limit 5) x`
				)
			);
			for (const [n, { table, column }] of all.entries()) {
				const { refusal, text } = answers[n] as Answer;
				const rows = refusal ? 0 : Number(text);
				const some = caller.name === 'stranger' ? (ANON_COLUMNS[table] ? 5 : 1) : 0;
				expect(rows, `${caller.name} ${table}.${column}`).toBeLessThanOrEqual(
					ANON_COLUMNS[table] || MEMBER_TABLES.includes(table) ? some : 0
				);
			}
		}
	});

	it('from any table, over the API', async () => {
		for (const { name, token } of callers)
			for (const table of columns.keys()) {
				const { ok, text } = await ask(token, `${table}?select=*&limit=5`);
				const rows = ok ? (JSON.parse(text) as unknown[]) : [];
				const own = name === 'stranger' && MEMBER_TABLES.includes(table) ? 1 : 0;
				if (!ANON_COLUMNS[table]) expect(rows.length, `${name} ${table}`).toBeLessThanOrEqual(own);
			}
	});

	it('from any function, called with nothing or with an id of somebody', async () => {
		for (const caller of callers) {
			const calls = routines.flatMap((routine) =>
				[null, ...(routine.types?.includes('uuid') ? ids : [])].map((id) => callOf(routine, id))
			);
			const answers = await askAll(backend, caller, calls);
			for (const [n, call] of calls.entries())
				expect(secretsIn(answers[n]?.text ?? ''), `${caller.name} ${call}`).toEqual([]);
		}
	});

	it('from any function, over the API', async () => {
		for (const { name, token } of callers)
			for (const routine of routines) {
				const nothing = (routine.arguments ?? []).map((argument) => [argument, null]);
				const { text } = await ask(token, `rpc/${routine.name}`, {
					method: 'POST',
					body: JSON.stringify(Object.fromEntries(nothing))
				});
				expect(secretsIn(text), `${name} ${routine.name}`).toEqual([]);
			}
	});
});

describe('nothing can be written', () => {
	it('to any table, by insert, update or delete', async () => {
		const tries = [...columns].flatMap(([table, [first]]) => [
			`insert into public.${table} (${first}) values (null)`,
			`update public.${table} set ${first} = null where ${first} is not null`,
			`delete from public.${table} where ${first} is not null`
		]);
		for (const caller of callers) {
			const answers = await askAll(backend, caller, tries);
			for (const [n, statement] of tries.entries())
				expect(answers[n]?.refusal, `${caller.name} ${statement}`).toBe('42501');
		}
	});

	it('to any table, over the API', async () => {
		for (const { name, token } of callers)
			for (const [table, [first]] of columns) {
				const body = JSON.stringify({ [first as string]: null });
				const { status } = await ask(token, table, { method: 'POST', body });
				expect([401, 403], `${name} ${table}: ${status}`).toContain(status);
			}
	});
});
