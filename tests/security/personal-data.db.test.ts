import { expect, it } from 'vitest';
import { useTestBackend } from '../support/test-backend';
import { IMPERSONAL_TABLES, PERSONAL_TABLES } from './personal-data';

const backend = useTestBackend();
const SCHEMAS = `('public', 'private', 'auth')`;

it('every table says what becomes of it when a person downloads or leaves', async () => {
	const tables = await backend.sql<{ name: string }>(
		`select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
		 where n.nspname in ${SCHEMAS} and c.relkind in ('r', 'p') order by 1`
	);
	const listed = [...Object.keys(PERSONAL_TABLES), ...IMPERSONAL_TABLES].sort();
	expect(tables.map((table) => table.name).sort()).toEqual(listed);
});

it('whatever refers to a person, however far off, counts as personal', async () => {
	const reached = await backend.sql<{ name: string }>(
		`with recursive reached (oid) as (
		   values ('public.persons'::regclass::oid), ('public.accounts'::regclass::oid), ('auth.users'::regclass::oid)
		   union
		   select k.conrelid from pg_constraint k join reached r on r.oid = k.confrelid where k.contype = 'f')
		 select n.nspname || '.' || c.relname as name
		 from reached r join pg_class c on c.oid = r.oid join pg_namespace n on n.oid = c.relnamespace`
	);
	expect(reached.length).toBeGreaterThan(20);
	expect(reached.map((table) => table.name).filter((name) => !PERSONAL_TABLES[name])).toEqual([]);
});

it('no foreign key keeps a person from leaving', async () => {
	const holding = await backend.sql(
		`select conname from pg_constraint where contype = 'f' and confdeltype not in ('c', 'n')
		 and confrelid in ('public.persons'::regclass, 'public.accounts'::regclass, 'auth.users'::regclass)`
	);
	expect(holding).toEqual([]);
});
