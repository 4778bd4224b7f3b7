import { beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '$lib/server/db.server';
import { useTestBackend, type Member } from '../../../../tests/support/test-backend';
import { dropView, readRegistry, registryQuery, saveView } from './registry.server';

const backend = useTestBackend();
let coordinator: Member;
const names = async (db: Db, query: Record<string, string> = {}, after: string | null = null) => {
	const page = await readRegistry(db, registryQuery(new URLSearchParams(query)), after);
	return page.people?.map((person) => person.registryNo);
};

beforeAll(async () => {
	coordinator = await backend.staff('coordinator');
	await backend.sql(`insert into public.persons (registry_no, full_name, region_code) values
		('L-1', 'Қасымова Айгүл', 'KZ-61'), ('L-2', 'Омар Ерлан', 'KZ-55'), ('L-3', null, null)`);
	await backend.sql(`insert into public.participations (person_id, round, role)
		select id, 2019, 'leader' from public.persons where registry_no in ('L-1', 'L-2')`);
	await backend.sql(`with project as (
			insert into public.subprojects (registry_no, title, direction, round, region_code)
			values ('S-1', 'Ине', 'sewing', 2019, 'KZ-55') returning id)
		update public.participations set subproject_id = (select id from project)
		where person_id = (select id from public.persons where registry_no = 'L-2')`);
	await backend.sql(`insert into public.person_flags (person_id, vulnerable)
		select id, true from public.persons where registry_no = 'L-1'`);
	await backend.sql(`insert into public.contact_points (person_id, kind, value, value_key, source)
		select id, 'phone', '+77010000001', '+77010000001', 'registry'
		from public.persons where registry_no = 'L-2'`);
});

describe('the registry', () => {
	it.each<[Record<string, string>, string[]]>([
		[{}, ['L-1', 'L-2', 'L-3']],
		[{ q: 'Kasymova' }, ['L-1']],
		[{ q: 'айгуль касымова' }, ['L-1']],
		[{ q: 'l-3' }, ['L-3']],
		[{ q: '8 701 000 00 01' }, ['L-2']],
		[{ q: '%' }, []],
		[{ region: 'KZ-55' }, ['L-2']],
		[{ round: '2019' }, ['L-1', 'L-2']],
		[{ round: '2018' }, []],
		[{ state: 'claimed' }, []],
		[{ direction: 'sewing' }, ['L-2']],
		[{ direction: 'poultry' }, []],
		[{ contact: 'some' }, ['L-2']],
		[{ contact: 'none' }, ['L-1', 'L-3']],
		[{ sort: 'name' }, ['L-3', 'L-1', 'L-2']],
		[{ sort: 'name', contact: 'nonsense' }, ['L-3', 'L-1', 'L-2']],
		[{ state: 'unclaimed', q: 'Omar' }, ['L-2']]
	])('for a coordinator and %j', async (query, expected) => {
		expect(await names(coordinator.db, query)).toEqual(expected);
	});
	it("is an officer's own region and holds no marks", async () => {
		const officer = await backend.staff('officer', 'KZ-61');
		expect(await names(officer.db)).toEqual(['L-1']);
		expect(await names(officer.db, { region: 'KZ-55' })).toEqual([]);
		expect(await names(officer.db, { q: 'Омар' })).toEqual([]);
		const page = await readRegistry(officer.db, registryQuery(new URLSearchParams()), null);
		expect(page.regions.map((region) => region.code)).toEqual(['KZ-61']);
		expect(JSON.stringify(page)).not.toMatch(/vulnerable|neet|disability/);
	});
	it('tells nothing to anybody else', async () => {
		expect(await names(backend.anon)).toBeUndefined();
		for (const who of [await backend.member(), await backend.staff('ombudsman')])
			expect(await names(who.db)).toBeUndefined();
	});
	it('comes in pages of thirty', async () => {
		await backend.sql(`insert into public.persons (registry_no, full_name)
			select 'PG-' || lpad(n::text, 3, '0'), 'Бет' from generate_series(1, 65) n`);
		for (const sort of ['', 'name']) {
			const query = registryQuery(new URLSearchParams({ q: 'бет', sort }));
			const first = await readRegistry(coordinator.db, query, null);
			const second = await readRegistry(coordinator.db, query, first.next);
			const third = await readRegistry(coordinator.db, query, second.next);
			expect([first, second, third].map((page) => page.people.length)).toEqual([30, 30, 5]);
			expect([first.next, second.next, third.next]).toEqual(['PG-030', 'PG-060', null]);
		}
	});
});

describe('saved selections', () => {
	const query = registryQuery(new URLSearchParams({ region: 'KZ-61', contact: 'none' }));
	const views = async (db: Db) =>
		(await readRegistry(db, registryQuery(new URLSearchParams()), null)).views;

	it('are kept under a name, replaced by the same name, and forgotten', async () => {
		const { db } = await backend.staff('officer', 'KZ-61');
		await saveView(db, 'Байланыссыз', registryQuery(new URLSearchParams({ q: 'a' })));
		await saveView(db, 'Байланыссыз', query);
		const [view, ...more] = await views(db);
		expect(more).toEqual([]);
		expect(view).toMatchObject({
			name: 'Байланыссыз',
			query: { region: 'KZ-61', contact: 'none' }
		});
		await dropView(db, view?.id as string);
		expect(await views(db)).toEqual([]);
	});
	it("are one's own", async () => {
		const mine = await backend.staff('officer', 'KZ-61');
		const other = await backend.staff('coordinator');
		await saveView(mine.db, 'Менікі', query);
		const [view] = await views(mine.db);
		await dropView(other.db, view?.id as string);
		expect(await views(other.db)).toEqual([]);
		expect(await views(mine.db)).toHaveLength(1);
		expect((await other.db.from('registry_views').select()).data).toEqual([]);
		for (const write of [
			mine.db.from('registry_views').insert({ account_id: mine.id, name: 'x', query: {} }),
			mine.db
				.from('registry_views')
				.update({ name: 'x' })
				.eq('id', view?.id as string),
			mine.db
				.from('registry_views')
				.delete()
				.eq('id', view?.id as string)
		])
			expect((await write).error?.code).toBe('42501');
	});
	it('are for staff, and no more than twenty', async () => {
		for (const who of [await backend.member(), await backend.staff('ombudsman')])
			await expect(saveView(who.db, 'x', query)).rejects.toMatchObject({ code: 'forbidden' });
		const { db } = await backend.staff('coordinator');
		for (let n = 0; n < 20; n++) await saveView(db, `№ ${n}`, query);
		await expect(saveView(db, 'тағы', query)).rejects.toMatchObject({ code: 'too_many' });
		await saveView(db, '№ 3', query);
	});
});
