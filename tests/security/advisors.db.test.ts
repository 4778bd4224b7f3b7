import { describe, expect, it } from 'vitest';
import { useTestBackend } from '../support/test-backend';

/**
 * The lints of `supabase db advisors` that matter here, asked of the real catalogue. Each query
 * names what is wrong; nothing may be named.
 */
const backend = useTestBackend();

const OURS = `('public', 'private')`;
const LINTS: Record<string, string> = {
	'every foreign key has an index that begins with its columns': `
		select c.conrelid::regclass || ' (' || c.conname || ')' as found from pg_constraint c
		join pg_class r on r.oid = c.conrelid join pg_namespace n on n.oid = r.relnamespace
		where c.contype = 'f' and n.nspname in ${OURS} and not exists (
			select from pg_index i where i.indrelid = c.conrelid
			and ((i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey
				or (i.indisunique and i.indpred is null and c.conkey @> i.indkey::int2[])))`,
	'every exposed table has row level security': `
		select c.oid::regclass::text as found from pg_class c
		where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relrowsecurity`,
	'every table says what it is for': `
		select c.oid::regclass::text as found from pg_class c join pg_namespace n on n.oid = c.relnamespace
		where n.nspname in ${OURS} and c.relkind in ('r', 'p') and obj_description(c.oid) is null`,
	'policies ask who it is once a query, not once a row': `
		select tablename || '.' || policyname as found from pg_policies
		where schemaname in ${OURS}
		  and regexp_replace(lower(coalesce(qual, '') || ' ' || coalesce(with_check, '')), '\\s+', ' ', 'g')
		    ~ '(?<!select )(?<!select private\\.)(auth|private)\\.(uid|jwt|role|my_person|has_role|my_regions)\\('
		  and regexp_replace(lower(coalesce(qual, '') || ' ' || coalesce(with_check, '')), '\\s+', ' ', 'g')
		    !~ 'select private\\.my_regions\\('`,
	'one permissive policy a role and an action': `
		select tablename || ' ' || role || ' ' || action as found
		from pg_policies p, unnest(p.roles) role,
		  unnest(case when p.cmd = 'ALL' then array['SELECT','INSERT','UPDATE','DELETE'] else array[p.cmd] end) action
		where schemaname = 'public' and permissive = 'PERMISSIVE'
		group by tablename, role, action having count(*) > 1`,
	'policies name the roles they are for': `
		select tablename || '.' || policyname as found from pg_policies
		where schemaname in ${OURS} and 'public' = any (roles)`,
	'no policy believes what a person can write about themselves': `
		select tablename || '.' || policyname as found from pg_policies
		where coalesce(qual, '') || coalesce(with_check, '') ~ 'user_metadata'`,
	'security definer functions live where the API does not look': `
		select p.oid::regprocedure::text as found from pg_proc p
		where p.pronamespace = 'public'::regnamespace and p.prosecdef`,
	'every function fixes its search path': `
		select p.oid::regprocedure::text as found from pg_proc p join pg_namespace n on n.oid = p.pronamespace
		where n.nspname in ${OURS} and p.prokind = 'f'
		  and not coalesce(p.proconfig, '{}') && array['search_path=""', 'search_path=']`,
	'every exposed function says what it does': `
		select p.oid::regprocedure::text as found from pg_proc p
		where p.pronamespace = 'public'::regnamespace and obj_description(p.oid) is null`,
	'views run with the rights of who asks': `
		select c.oid::regclass::text as found from pg_class c
		where c.relnamespace = 'public'::regnamespace and c.relkind in ('v', 'm')
		  and not coalesce(c.reloptions, '{}') && array['security_invoker=on', 'security_invoker=true']`,
	'extensions stay out of the exposed schema': `
		select extname::text as found from pg_extension where extnamespace = 'public'::regnamespace`,
	'no index is kept twice': `
		select min(indexrelid::regclass::text) as found from pg_index i
		join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
		where n.nspname in ${OURS}
		group by indrelid, indkey::text, indclass::text, indexprs::text, indpred::text having count(*) > 1`,
	'nobody may execute by default': `
		select p.oid::regprocedure::text as found from pg_proc p join pg_namespace n on n.oid = p.pronamespace
		where n.nspname in ${OURS} and exists (
			select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
			where a.grantee = 0 and a.privilege_type = 'EXECUTE')`,
	'insert and update are granted by column': `
		select table_name || ' ' || grantee || ' ' || privilege_type as found
		from information_schema.role_table_grants
		where table_schema = 'public' and grantee in ('anon', 'authenticated')
		  and privilege_type in ('INSERT', 'UPDATE')`,
	'the private tables are granted to no visitor': `
		select table_schema || '.' || table_name || ' ' || grantee as found
		from information_schema.role_table_grants
		where table_schema = 'private' and grantee in ('anon', 'authenticated', 'PUBLIC')`,
	'a table that grants its rows has a policy that chooses them': `
		select distinct g.table_name || ' ' || g.grantee as found from information_schema.role_column_grants g
		where g.table_schema = 'public' and g.grantee in ('anon', 'authenticated') and g.privilege_type = 'SELECT'
		  and not exists (select from pg_policies p where p.tablename = g.table_name
		    and g.grantee = any (p.roles) and p.cmd in ('SELECT', 'ALL'))`
};

describe('the advisors find nothing', () => {
	it.each(Object.entries(LINTS))('%s', async (_, sql) => {
		const rows = await backend.sql<{ found: string }>(sql);
		expect(rows.map(({ found }) => found)).toEqual([]);
	});
});
