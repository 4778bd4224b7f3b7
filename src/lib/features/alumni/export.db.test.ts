import readXlsx from 'read-excel-file/node';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTestBackend, type Member } from '../../../../tests/support/test-backend';
import { checkRoster, uploadRoster } from './import/batch.server';
import { guessMapping } from './import/columns';
import { registryCsv, registryXlsx } from './export.server';
import { registryFilters, registryQuery } from './registry.server';

const backend = useTestBackend();
let coordinator: Member;
const ask = (query: Record<string, string> = {}) =>
	registryFilters(registryQuery(new URLSearchParams(query)));
const csv = async (who: Member, query: Record<string, string> = {}) =>
	Buffer.from(await new Response(await registryCsv(who.db, ask(query))).arrayBuffer()).toString();

beforeAll(async () => {
	coordinator = await backend.staff('coordinator');
	await backend.sql(`insert into public.persons (registry_no, full_name, gender, birth_year, region_code, district)
		values ('X-1', 'Қасымова Айгүл', 'female', 1998, 'KZ-61', '=cmd|calc'), ('X-2', 'Омар, "Ерлан"', null, null, 'KZ-55', null)`);
	await backend.sql(`insert into public.participations (person_id, round, role)
		select p.id, r.round, 'leader' from public.persons p
		join (values ('X-1', 2018), ('X-1', 2019), ('X-2', 2020)) r (no, round) on r.no = p.registry_no`);
	await backend.sql(`insert into public.contact_points (person_id, kind, value, value_key, source, state)
		select p.id, 'phone', c.phone, c.phone, 'registry', c.state from public.persons p
		cross join (values ('+77010000001', 'dead'), ('+77010000002', 'new')) c (phone, state)
		where p.registry_no = 'X-1'`);
	await backend.sql(`insert into public.person_flags (person_id, vulnerable)
		select id, true from public.persons where registry_no = 'X-1'`);
});

describe('an export of the registry', () => {
	it('has a row a round, working contacts, and nothing that runs', async () => {
		const [head, ...lines] = (await csv(coordinator)).trimEnd().split('\r\n');
		expect(head).toMatch(/^\ufeffregistry_no,full_name,/);
		expect(lines).toHaveLength(3);
		expect(lines[0]).toContain("'+77010000002");
		expect(lines.join()).not.toContain('+77010000001');
		expect(lines[0]).toContain("'=cmd|calc");
		expect(lines[2]).toContain('"Омар, ""Ерлан"""');
	});
	it('goes through the import unchanged', async () => {
		const bytes = new TextEncoder().encode(await csv(coordinator));
		const { id, sheets } = await uploadRoster(coordinator.db, { name: 'export.csv', bytes });
		const report = await checkRoster(coordinator.db, id, 0, guessMapping(sheets[0]?.headers ?? []));
		expect(report).toMatchObject({ total: 3, unchanged: 3, wrong: 0, conflict: 0 });
	});
	it('is filtered, and a workbook says the same', async () => {
		const book = await registryXlsx(coordinator.db, ask({ q: 'Kasymova' }));
		const [sheet] = await readXlsx(book as Buffer);
		expect(sheet?.data).toHaveLength(3);
		expect(sheet?.data[1]?.slice(0, 4)).toEqual(['X-1', 'Қасымова Айгүл', 'female', 1998]);
	});
	it("is an officer's own region, without sensitive marks", async () => {
		const officer = await backend.staff('officer', 'KZ-61');
		const [, ...lines] = (await csv(officer)).trimEnd().split('\r\n');
		expect(lines.map((line) => line.slice(0, 3))).toEqual(['X-1', 'X-1']);
		expect(lines[0]).toMatch(/,leader,,,,,,,kk$/);
		expect((await csv(coordinator)).split('\r\n')[1]).toMatch(/,leader,,,,1,,,kk$/);
	});
	it('is refused to everybody else, and logged', async () => {
		for (const who of [await backend.member(), await backend.staff('ombudsman')])
			await expect(csv(who)).rejects.toMatchObject({ code: 'forbidden' });
		await expect(registryCsv(backend.anon, ask())).rejects.toMatchObject({ detail: 'sign_in' });
		const [log] = await backend.sql<{ count: number }>(
			`select count(*)::integer as count from private.audit_log
			 where action = 'export_registry' and actor_id = $1`,
			[coordinator.id]
		);
		expect(log?.count).toBeGreaterThanOrEqual(3);
	});
	it('takes more people than one read gives', async () => {
		await backend.sql(`insert into public.persons (registry_no, region_code)
			select 'MANY-' || lpad(n::text, 5, '0'), 'KZ-10' from generate_series(1, 2500) n`);
		const lines = (await csv(coordinator, { region: 'KZ-10' })).trimEnd().split('\r\n');
		expect(lines).toHaveLength(2501);
		expect(new Set(lines).size).toBe(2501);
	});
});
