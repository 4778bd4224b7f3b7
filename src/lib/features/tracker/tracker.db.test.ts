import { randomUUID } from 'node:crypto';
import type { SupabaseClient } from '@supabase/supabase-js';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '$lib/server/db.server';
import { useTestBackend, type Member } from '../../../../tests/support/test-backend';

const backend = useTestBackend();

let project: string;
let leader: Member;
let mate: Member;
let webp: string;
const people: Record<string, { db: Db }> = {};

/** The seven who knock at every door. */
const WHO = ['anon', 'stranger', 'otherTeam', 'mate', 'officer', 'otherOfficer', 'coordinator'];

async function makeProject(region: string, members: Member[]): Promise<string> {
	const [row] = await backend.sql<{ id: string }>(
		`insert into public.subprojects (registry_no, title, direction, round, region_code)
		 values ($1, 'Тігін цехы', 'sewing', 2019, $2) returning id`,
		[randomUUID(), region]
	);
	const id = row?.id as string;
	for (const member of members)
		await backend.sql('update public.participations set subproject_id = $1 where person_id = $2', [
			id,
			member.personId
		]);
	return id;
}

const entry = (fields: object = {}) => ({
	p_subproject: project,
	p_key: randomUUID(),
	p_state: 'continuing',
	p_basis: 'paid',
	p_needs: ['money'],
	...fields
});
const record = async (who: { db: Db }, fields: object = {}) => {
	const { data, error } = await who.db.rpc('record_status_update', entry(fields));
	return error ? `${error.message}:${error.details ?? ''}` : (data as string);
};
const history = () =>
	backend.sql<{ id: string; state: string; corrects_id: string | null; photo_id: string | null }>(
		'select id, state, corrects_id, photo_id from public.status_updates where subproject_id = $1 order by created_at desc, id desc',
		[project]
	);

beforeAll(async () => {
	leader = await backend.alumnus({ name: 'Айгүл Бірінші' });
	mate = await backend.alumnus({ name: 'Гүлназ Екінші' });
	const other = await backend.alumnus();
	project = await makeProject('KZ-61', [leader, mate]);
	await makeProject('KZ-61', [other]);
	Object.assign(people, {
		anon: { db: backend.anon },
		stranger: await backend.member(),
		otherTeam: other,
		mate,
		officer: await backend.staff('officer', 'KZ-61'),
		otherOfficer: await backend.staff('officer', 'KZ-55'),
		coordinator: await backend.staff('coordinator')
	});
	const photo = sharp({ create: { width: 60, height: 40, channels: 3, background: '#3a7' } });
	webp = (await photo.webp().toBuffer()).toString('base64');
});
const person = (who: string) => people[who] as { db: Db };

describe('who may read a project, its team, its history and its photos', () => {
	let photo: string;
	beforeAll(async () => {
		await record(leader, { p_photo: webp, p_width: 60, p_height: 40 });
		photo = (await history())[0]?.photo_id as string;
	});
	const readers = ['mate', 'officer', 'coordinator'];

	it.each(WHO)('%s', async (who) => {
		const { db } = person(who);
		const may = readers.includes(who);
		const { data: card } = await db.from('subprojects').select('id').eq('id', project);
		expect((card ?? []).length > 0).toBe(may);
		const { data: words } = await db
			.from('status_updates')
			.select('id')
			.eq('subproject_id', project);
		expect((words ?? []).length > 0).toBe(may);
		const { data: team } = await db
			.from('participations')
			.select('id')
			.eq('subproject_id', project);
		expect((team ?? []).length).toBe(may ? 2 : 0);
		const { data: bytes } = await db.rpc('read_photo', { p_id: photo });
		expect(bytes !== null).toBe(may);
	});

	it('the bytes come back as they were sent', async () => {
		const { data } = await mate.db.rpc('read_photo', { p_id: photo });
		expect(String(data).replaceAll('\n', '')).toBe(webp);
	});
	it.each(WHO)('%s cannot reach the table of photos itself', async (who) => {
		const { error } = await (person(who).db as unknown as SupabaseClient)
			.schema('private')
			.from('photos')
			.select('id');
		expect(error).not.toBeNull();
	});
	it('pages of a project that is not mine do not exist', async () => {
		for (const who of ['stranger', 'otherTeam', 'officer', 'coordinator'])
			for (const page of ['page_my_project', 'page_update_project'] as const)
				expect((await person(who).db.rpc(page, { p_project: project })).data).toBeNull();
	});
});

describe('who may write', () => {
	it.each(WHO)('%s writes to no table directly', async (who) => {
		const { db } = person(who);
		const tries = [
			db.from('status_updates').insert({ subproject_id: project, state: 'paused' }),
			db.from('status_updates').update({ note: 'x' }).eq('subproject_id', project),
			db.from('status_updates').delete().eq('subproject_id', project),
			db.from('subprojects').update({ state: 'stopped' }).eq('id', project),
			db.from('subprojects').delete().eq('id', project),
			db
				.from('participations')
				.insert({ person_id: leader.personId as string, round: 2020, role: 'member' }),
			db.from('participations').update({ subproject_id: project }).eq('round', 2019),
			db.from('participations').delete().eq('subproject_id', project)
		];
		for (const attempt of tries) expect((await attempt).error?.code).toBe('42501');
	});
	it.each([
		['anon', 'forbidden:sign_in'],
		['stranger', 'not_found:project'],
		['otherTeam', 'not_found:project'],
		['officer', 'not_found:project'],
		['otherOfficer', 'not_found:project'],
		['coordinator', 'not_found:project']
	])('%s does not speak for the team', async (who, refusal) =>
		expect(await record(person(who))).toBe(refusal)
	);
	it('a signed-out session does not speak either', async () => {
		const gone = await backend.alumnus();
		await backend.sql('update public.participations set subproject_id = $1 where person_id = $2', [
			project,
			gone.personId
		]);
		await backend.sql('delete from auth.sessions where user_id = $1', [gone.id]);
		expect(await record(gone)).toBe('forbidden:sign_in');
		await backend.sql('delete from public.participations where person_id = $1', [gone.personId]);
	});
});

describe('an entry', () => {
	it.each([
		['no state', { p_state: null }, 'invalid:how'],
		['a state that is none', { p_state: 'unknown', p_basis: null }, 'invalid:how'],
		['going on without a basis', { p_basis: null }, 'invalid:basis'],
		['paused with a basis', { p_state: 'paused' }, 'invalid:basis'],
		['stopped without a reason', { p_state: 'stopped', p_basis: null }, 'invalid:reason'],
		['a note that is too long', { p_note: 'x'.repeat(1001) }, 'invalid:note'],
		['no key', { p_key: null }, 'invalid:key']
	])('is refused with %s', async (_, fields, refusal) =>
		expect(await record(leader, fields)).toBe(refusal)
	);
	it.each([
		['a need that is none', () => ({ p_needs: ['luck'] })],
		[
			'a photo that is no WebP',
			() => ({ p_photo: btoa('<svg onload=alert(1)>'.repeat(3)), p_width: 1, p_height: 1 })
		],
		['a photo that is too large', () => ({ p_photo: webp, p_width: 4000, p_height: 40 })]
	])('leaves nothing behind with %s', async (_, fields) => {
		const [before] = await backend.sql('select count(*) from private.photos');
		const entries = (await history()).length;
		expect(await record(leader, fields())).toContain('violates check constraint');
		expect((await history()).length).toBe(entries);
		expect(await backend.sql('select count(*) from private.photos')).toEqual([before]);
	});
	it('posted twice counts once, and ten times at once too', async () => {
		const entries = (await history()).length;
		const key = randomUUID();
		const photos = { p_photo: webp, p_width: 60, p_height: 40 };
		const first = await record(leader, { p_key: key, ...photos });
		expect(await record(leader, { p_key: key, ...photos })).toBe(first);
		const again = randomUUID();
		const ten = await Promise.all(
			Array.from({ length: 10 }, () => record(leader, { p_key: again, ...photos }))
		);
		expect(new Set(ten).size).toBe(1);
		expect((await history()).length).toBe(entries + 2);
	});
	it.each([
		{ p_state: 'paused', p_basis: null, p_needs: ['papers', 'money', 'papers'] },
		{ p_state: 'stopped', p_basis: null, p_stop_reason: 'team', p_needs: [] },
		{ p_state: 'continuing', p_basis: 'both' }
	])('is repeated in the columns of the project: $p_state', async (fields) => {
		await record(leader, fields);
		const [same] = await backend.sql<{ same: boolean }>(
			`select (s.state, s.basis, s.needs, s.state_at) is not distinct from (u.state, u.basis, u.needs, u.created_at) as same
			 from public.subprojects s, public.status_updates u
			 where s.id = $1 and u.subproject_id = s.id order by u.created_at desc, u.id desc limit 1`,
			[project]
		);
		expect(same?.same).toBe(true);
	});
	it('is put right by a newer one of the same person, which keeps the photo if told to', async () => {
		const wrong = await record(leader, { p_photo: webp, p_width: 60, p_height: 40 });
		expect(await record(mate, { p_corrects: wrong })).toBe('conflict:corrects');
		const right = await record(leader, { p_corrects: wrong, p_keep_photo: true, p_basis: 'free' });
		const [newest, older] = await history();
		expect(newest).toMatchObject({ id: right, corrects_id: wrong, photo_id: older?.photo_id });
		expect(await record(leader, { p_corrects: wrong })).toBe('conflict:corrects');
		const { data } = await mate.db.rpc('page_my_project');
		const page = data as { updates: { id: string; corrected: boolean; byName: string }[] };
		expect(page.updates.slice(0, 2)).toMatchObject([
			{ id: right, corrected: false, byName: 'Айгүл Бірінші' },
			{ id: wrong, corrected: true }
		]);
	});
	it('is taken thirty times a day and no more', async () => {
		const busy = await backend.alumnus({ name: 'Көп Сөйлейтін' });
		const own = await makeProject('KZ-61', [busy]);
		for (let i = 0; i < 30; i++) await record(busy, { p_subproject: own });
		expect(await record(busy, { p_subproject: own })).toBe('too_many:86400');
	});
});

describe('pages', () => {
	it('the home shows the project, its newest word and nothing to strangers', async () => {
		const { data } = await mate.db.rpc('page_me');
		expect(data).toMatchObject({
			name: 'Гүлназ Екінші',
			project: { id: project },
			latest: { mine: false }
		});
		expect((await person('stranger').db.rpc('page_me')).data).toMatchObject({
			project: null,
			latest: null
		});
		expect((await backend.anon.rpc('page_me')).data).toMatchObject({ viewer: null, project: null });
	});
	it('of two rounds the newer comes first and the other can be chosen', async () => {
		const twice = await backend.alumnus({ round: 2017 });
		const old = await makeProject('KZ-61', [twice]);
		const fresh = await makeProject('KZ-61', []);
		await backend.sql(
			`insert into public.participations (person_id, round, role, subproject_id) values ($1, 2020, 'member', $2)`,
			[twice.personId, fresh]
		);
		const page = async (p_project?: string) =>
			(await twice.db.rpc('page_my_project', { p_project })).data as {
				project: { id: string };
				projects: unknown[];
			};
		expect((await page()).project.id).toBe(fresh);
		expect((await page(old)).project.id).toBe(old);
		expect((await page(old)).projects).toHaveLength(2);
	});
	it('a long history is read page by page without a gap', async () => {
		const all = (await history()).map((row) => row.id);
		const read = async (p_after?: string) =>
			(
				(await mate.db.rpc('page_my_project', { p_after })).data as { updates: { id: string }[] }
			).updates.map((update) => update.id);
		const first = await read();
		expect(first).toEqual(all.slice(0, 21));
		expect(await read(first[2] as string)).toEqual(all.slice(3, 24));
	});
});
