import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTestBackend, type Member } from '../../../../tests/support/test-backend';
import { addToWave, exportSelection, placePeople, readBulk, selectionOf } from './bulk.server';
import { registryCsv } from './export.server';
import { correctMyRecord } from './record.server';

const backend = useTestBackend();
let coordinator: Member;
let officer: Member;
beforeAll(async () => {
	coordinator = await backend.staff('coordinator');
	officer = await backend.staff('officer', 'KZ-61');
});

/** People of one region (null: unknown), by their ids. */
async function people(region: string | null, n = 2): Promise<string[]> {
	const rows = await backend.sql<{ id: string }>(
		`insert into public.persons (registry_no, full_name, region_code)
		 select 'B-' || gen_random_uuid(), 'Бөлек', $1 from generate_series(1, $2) returning id`,
		[region, n]
	);
	return rows.map(({ id }) => id);
}
const places = async (ids: string[]) =>
	backend.sql<{ region_code: string | null; district: string | null }>(
		'select region_code, district from public.persons where id = any ($1::uuid[]) order by id',
		[`{${ids.join(',')}}`]
	);
const act = (pick: string[], expected = pick.length) => ({
	key: randomUUID() as string,
	selection: { pick },
	expected
});
const asked = (query: string) => selectionOf(new URLSearchParams(query));

describe('a selection', () => {
	it('is whom the address ticks, or everyone in its filters', () => {
		const [a, b] = [randomUUID(), randomUUID()];
		expect(asked(`pick=${a}&pick=${b}&region=KZ-61`)).toEqual({ pick: [a, b] });
		expect(asked(`pick=${a},nonsense,${b}`)).toEqual({ pick: [a, b] });
		expect(asked(`all=1&region=KZ-61&pick=${a}&contact=none`)).toEqual({
			region: 'KZ-61',
			contact: 'none'
		});
		expect(asked('')).toEqual({ pick: [] });
	});
	it('holds only people whom the reader sees', async () => {
		const pick = [...(await people('KZ-61')), ...(await people('KZ-55')), ...(await people(null))];
		expect((await readBulk(coordinator.db, { pick }))?.count).toBe(6);
		expect((await readBulk(officer.db, { pick }))?.count).toBe(2);
		expect(await readBulk(backend.anon, { pick })).toEqual({ viewer: null });
		for (const other of [await backend.alumnus(), await backend.staff('ombudsman')])
			expect(await readBulk(other.db, { pick })).toBeNull();
	});
	it('of an unknown region can be found', async () => {
		const [id] = await people(null, 1);
		const page = await readBulk(coordinator.db, asked('all=1&region=none'));
		expect(page?.count).toBeGreaterThan(0);
		const rows = await new Response(
			await registryCsv(coordinator.db, exportSelection(new URLSearchParams(`pick=${id}`)))
		).text();
		expect(rows.trimEnd().split('\r\n')).toHaveLength(2);
	});
});

describe('setting the place', () => {
	it('writes what is given, once however often it is posted, and says whose word it is', async () => {
		const pick = await people(null);
		const twice = act(pick);
		const place = { region: 'KZ-10', district: 'Аягөз' };
		const both = await Promise.all([1, 2].map(() => placePeople(coordinator.db, twice, place)));
		expect(both).toEqual([2, 2]);
		expect(await places(pick)).toEqual(
			pick.map(() => ({ region_code: 'KZ-10', district: 'Аягөз' }))
		);
		const words = await backend.sql(
			`select said_by, was, value from public.person_words
			 where person_id = $1 and field = 'region'`,
			[pick[0]]
		);
		expect(words).toEqual([{ said_by: 'staff', was: null, value: 'KZ-10' }]);
		const log = await backend.sql(
			`select details ->> 'changed' as changed from private.audit_log
			 where action = 'place_people' and subject_id = $1`,
			[twice.key]
		);
		expect(log).toEqual([{ changed: '2' }]);
	});
	it('leaves what the person said', async () => {
		const aigul = await backend.alumnus();
		await correctMyRecord(aigul.db, {
			full_name: 'Айгүл',
			gender: '',
			birth_year: '',
			region: 'KZ-61',
			district: '',
			settlement: ''
		});
		const pick = [aigul.personId as string];
		expect(await readBulk(coordinator.db, { pick })).toMatchObject({
			ownRegion: 1,
			ownDistrict: 0
		});
		const place = { region: 'KZ-10', district: 'Аягөз' };
		expect(await placePeople(coordinator.db, act(pick), place)).toBe(1);
		expect(await places(pick)).toEqual([{ region_code: 'KZ-61', district: 'Аягөз' }]);
	});
	it('by an officer reaches their own people and regions alone', async () => {
		const [mine, other] = [await people('KZ-61'), await people('KZ-55')];
		expect(await placePeople(officer.db, act(mine), { district: 'Арыс' })).toBe(2);
		await expect(placePeople(officer.db, act(mine), { region: 'KZ-55' })).rejects.toThrow(
			'invalid: region'
		);
		await expect(
			placePeople(officer.db, act([...mine, ...other]), { district: 'Арыс' })
		).rejects.toThrow('conflict: changed');
		expect((await places(other)).map(({ district }) => district)).toEqual([null, null]);
	});
	it('is refused with nothing to write, nobody, or more than a thousand', async () => {
		const pick = await people('KZ-61', 1);
		await expect(placePeople(officer.db, act(pick), {})).rejects.toThrow('invalid: region');
		await expect(placePeople(officer.db, act([]), { district: 'x' })).rejects.toThrow(
			'invalid: many'
		);
		const many = await people('KZ-35', 1001);
		await expect(placePeople(coordinator.db, act(many), { district: 'x' })).rejects.toThrow(
			'invalid: many'
		);
		expect(new Set((await places(many)).map(({ district }) => district))).toEqual(new Set([null]));
	});
	it('is not for others', async () => {
		const pick = await people('KZ-61', 1);
		for (const who of [await backend.alumnus(), await backend.staff('moderator')])
			await expect(placePeople(who.db, act(pick), { district: 'x' })).rejects.toThrow('forbidden');
		await expect(placePeople(backend.anon, act(pick), { district: 'x' })).rejects.toThrow(
			'forbidden'
		);
	});
});

describe('adding to a survey', () => {
	const origin = 'https://jalgas.kz';
	async function wave(closes = '1 day'): Promise<string> {
		const [row] = await backend.sql<{ id: string }>(
			`insert into public.waves (title, form_id, kind, opens_at, closes_at)
			 select 'Күз', id, 'live', now() - interval '9 days', now() + $1::interval
			 from public.forms where code = 'followup-short' returning id`,
			[closes]
		);
		return row?.id as string;
	}
	async function reachable(consents = true, address = `${randomUUID()}@test.kz`) {
		const [id] = await people('KZ-61', 1);
		await backend.sql(`update public.persons set birth_year = 1997 where id = $1`, [id]);
		await backend.sql(
			`insert into public.contact_points (person_id, kind, value, value_key, source)
			 values ($1, 'email', $2, $2, 'registry')`,
			[id, address]
		);
		await backend.sql(
			`insert into public.consents (person_id, purpose, granted, text_version, locale, method)
			 values ($1, 'followup', $2, '2026-11', 'kk', 'paper')`,
			[id, consents]
		);
		return id as string;
	}

	it('asks those who agreed, have an address and were not asked, once', async () => {
		const id = await wave();
		const [yes, no, silent] = [await reachable(), await reachable(false), await people('KZ-61', 1)];
		const pick = [yes, no, ...silent];
		const page = await readBulk(coordinator.db, { pick });
		expect(page?.waves?.find((one) => one.id === id)).toMatchObject({ guests: 1, title: 'Күз' });
		const twice = act(pick);
		expect(await addToWave(coordinator.db, twice, id, origin)).toBe(1);
		expect(await addToWave(coordinator.db, twice, id, origin)).toBe(1);
		expect(await addToWave(coordinator.db, act(pick), id, origin)).toBe(0);
		const members = await backend.sql<{ body: string; token: string }>(
			`select m.person_id, o.body, encode(m.token_hash, 'hex') as token
			 from public.wave_members m join private.outbox o on o.id = m.outbox_id where m.wave_id = $1`,
			[id]
		);
		expect(members).toMatchObject([{ person_id: yes }]);
		const link = /https:\/\/jalgas\.kz\/kk\/s\/([0-9a-f]{32})/.exec(members[0]?.body ?? '');
		const opened = await backend.anon.rpc('page_survey', {
			p_token: link?.[1],
			p_bucket: 'a'.repeat(64)
		});
		expect(opened.data).toMatchObject({ outcome: 'open' });
		expect(members[0]?.body).not.toContain(members[0]?.token);
	});
	it('is refused for a survey that is closed or does not exist', async () => {
		const pick = [await reachable()];
		for (const id of [await wave('-1 day'), randomUUID()])
			await expect(addToWave(coordinator.db, act(pick), id, origin)).rejects.toThrow(
				'invalid: wave'
			);
	});
	it('is for coordinators', async () => {
		const [id, pick] = [await wave(), [await reachable()]];
		expect((await readBulk(officer.db, { pick }))?.waves).toBeNull();
		for (const who of [officer, await backend.alumnus(), await backend.staff('ombudsman')])
			await expect(addToWave(who.db, act(pick), id, origin)).rejects.toThrow('forbidden');
	});
});
