import { describe, expect, it } from 'vitest';
import { useTestBackend } from '../support/test-backend';

const backend = useTestBackend();

describe('requests at the same moment', () => {
	it('each run in their own role', async () => {
		const alumni = await Promise.all([backend.alumnus(), backend.alumnus(), backend.alumnus()]);
		const answers = await Promise.all(
			Array.from({ length: 24 }, async (_, i) => {
				const who = alumni[i % 4];
				const { data } = await (who?.db ?? backend.anon).rpc('page_viewer');
				return [who?.id ?? null, (data as { viewer: { id: string } | null }).viewer?.id ?? null];
			})
		);
		for (const [expected, seen] of answers) expect(seen).toBe(expected);
	});
});

describe('sessions', () => {
	it('die with sign-out, although the token is still within its hour', async () => {
		const member = await backend.member();
		await backend.sql('delete from auth.sessions where user_id = $1', [member.id]);
		const { data } = await member.db.rpc('page_viewer');
		expect(data).toEqual({ viewer: null });
	});
});

describe('names', () => {
	it.each([
		['Қасымова', 'Касымова', 'Kasymova', 'ҚАСЫМОВА'],
		['Жанар', 'Zhanar', 'Janar', 'ЖАНАР'],
		['Айгүл', 'Айгуль', 'Aigul', 'Aygul'],
		['Ерлан', 'Yerlan', 'Erlan', 'ерлан'],
		['Шыңғыс', 'Шынгыс', 'Shyngys', 'Şyñğys']
	])('%s meets its other spellings', async (...spellings) => {
		const rows = await backend.sql<{ key: string }>(
			'select distinct private.fold(s) as key from unnest($1::text[]) s',
			[spellings]
		);
		expect(rows).toHaveLength(1);
	});
});

describe('grants', () => {
	it('give nobody a truncate, a references or a trigger on anything exposed', async () => {
		const rows = await backend.sql(
			`select table_name, grantee, privilege_type from information_schema.role_table_grants
			 where table_schema = 'public' and grantee in ('anon', 'authenticated', 'PUBLIC')
			   and privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER')`
		);
		expect(rows).toEqual([]);
	});
	it('leave anonymous visitors no write at all', async () => {
		const rows = await backend.sql(
			`select table_name, privilege_type from information_schema.role_table_grants
			 where table_schema in ('public', 'private') and grantee in ('anon', 'PUBLIC')
			   and privilege_type <> 'SELECT'`
		);
		expect(rows).toEqual([]);
	});
	it('stay as written after the first requests', async () => {
		const member = await backend.member();
		await member.db.from('persons').select('id');
		const { error } = await member.db.from('persons').insert({ registry_no: 'X' });
		expect(error?.code).toBe('42501');
	});
});
