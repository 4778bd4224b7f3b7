import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listed, outcome, stand, write } from '../../../../tests/support/talk';
import { useTestBackend, type Db, type Member } from '../../../../tests/support/test-backend';
import type { MentoringPage } from './types';

const backend = useTestBackend();
let mentor: Member, project: string, seeker: Member;

const offer = ({ db }: { db: Db }, fields: object = {}) =>
	db.rpc('save_mentoring', {
		p_directions: ['poultry'],
		p_topics: 'Инкубатор таңдау',
		p_limit: 3,
		p_paused: false,
		p_paused_until: null,
		...fields
	});
async function withProject(who: Member, state = 'continuing'): Promise<string> {
	const [row] = await backend.sql<{ id: string }>(
		`insert into public.subprojects (registry_no, title, direction, round, region_code, state)
		 values ($1, 'Құс фермасы', 'poultry', 2019, 'KZ-23', $2) returning id`,
		[`S-${who.id}`.slice(0, 40), state]
	);
	await backend.sql('update public.participations set subproject_id = $2 where person_id = $1', [
		who.personId,
		row?.id
	]);
	return row?.id as string;
}
const setState = (state: string) =>
	backend.sql('update public.subprojects set state = $2 where id = $1', [project, state]);
/** Mentors of the mentor's own region who have room. */
const found = async (query: object = {}, { db }: { db: Db } = seeker) => {
	const { data } = await db.rpc('page_people', { p_mentors: true, p_region: 'KZ-23', ...query });
	return ((data as { people?: { id: string }[] }).people ?? []).map((row) => row.id);
};
const profile = async ({ db }: { db: Db } = seeker) => {
	const { data } = await db.rpc('page_profile', { p_person: mentor.personId });
	return data as {
		person: { mentoring?: { room: boolean; topics: string } };
		ways: { full: boolean; bar: string | null };
	};
};
const mine = async () =>
	((await mentor.db.rpc('page_mentoring')).data as unknown as MentoringPage).mine;

beforeAll(async () => {
	mentor = await listed(backend, { name: 'Ерлан Сәбитов', region: 'KZ-23' });
	seeker = await listed(backend, { name: 'Сұрақ Иесі' });
	project = await withProject(mentor);
});
beforeEach(async () => {
	await backend.sql(
		'truncate public.contact_requests, private.directory_views, private.outbox cascade'
	);
	await setState('continuing');
	expect((await offer(mentor)).error).toBeNull();
});

describe('who offers', () => {
	it.each([
		['anon', 'shut'],
		['stranger', 'not_found:'],
		['officer', 'not_found:'],
		['coordinator', 'not_found:'],
		['alumnus without a project', 'conflict:no_project'],
		['alumnus whose project stopped', 'conflict:no_project'],
		['alumnus with a project', 'ok']
	])('%s: %s', async (who, expected) => {
		const one = who.startsWith('alumnus') ? await listed(backend) : null;
		if (one && who.endsWith('stopped')) await withProject(one, 'stopped');
		if (one && who.endsWith('a project') && !who.includes('without')) await withProject(one);
		const staff = who === 'officer' || who === 'coordinator';
		const caller =
			one ??
			(who === 'anon'
				? { db: backend.anon }
				: staff
					? await backend.staff(who, who === 'officer' ? 'KZ-23' : undefined)
					: await backend.member());
		expect(await outcome(offer(caller))).toBe(expected);
	});
	it.each([
		['no direction', { p_directions: [] }, 'invalid:directions'],
		['one that is none', { p_directions: ['luck'] }, 'invalid:directions'],
		['eleven a month', { p_limit: 11 }, 'invalid:limit'],
		['none a month', { p_limit: 0 }, 'invalid:limit'],
		['a pause until yesterday', { p_paused_until: '2020-01-01' }, 'invalid:paused_until'],
		['a novel of topics', { p_topics: 'x'.repeat(201) }, 'invalid:topics']
	])('not with %s', async (_, fields, refusal) =>
		expect(await outcome(offer(mentor, fields))).toBe(refusal)
	);
	it('an expert is proposed, and needs no project that goes on as long as they are one', async () => {
		const expert = await listed(backend, { region: 'KZ-23' });
		await withProject(expert, 'stopped');
		const theirs = async () => (await expert.db.rpc('page_mentoring')).data.mine;
		const isFound = async () =>
			(await found({ p_direction: 'sewing' })).includes(expert.personId as string);
		expect(await theirs()).toMatchObject({ may: false, proposed: [] });
		await backend.sql(
			`insert into private.forum_experts (account_id, direction) values ($1, 'sewing')`,
			[expert.id]
		);
		expect(await theirs()).toMatchObject({ may: true, proposed: ['sewing'], offer: null });
		expect(await outcome(offer(expert, { p_directions: ['sewing'] }))).toBe('ok');
		expect(await isFound()).toBe(true);
		await backend.sql('delete from private.forum_experts where account_id = $1', [expert.id]);
		expect([await isFound(), (await theirs()).may]).toEqual([false, false]);
	});
	it('is read raw by its owner alone, and written by the form alone', async () => {
		for (const { db } of [seeker, await backend.staff('coordinator')])
			expect((await db.from('mentor_offers').select('*')).data).toEqual([]);
		expect((await mentor.db.from('mentor_offers').select('*')).data).toHaveLength(1);
		const { error } = await mentor.db.from('mentor_offers').update({ monthly_limit: 10 });
		expect(error?.code).toBe('42501');
	});
});

describe('the directory of those who have room', () => {
	const expectThere = async (there: boolean) =>
		expect((await found()).includes(mentor.personId as string)).toBe(there);
	it('finds them by the directions they offer', async () => {
		await expectThere(true);
		expect(await found({ p_direction: 'poultry' })).toEqual([mentor.personId]);
		expect(await found({ p_direction: 'sewing' })).toEqual([]);
		expect(await found({ p_q: 'Sabitov' })).toEqual([mentor.personId]);
		expect((await profile()).person.mentoring).toMatchObject({
			room: true,
			topics: 'Инкубатор таңдау'
		});
		expect(await found({}, await backend.member())).toEqual([]);
	});
	it.each([
		['switched off', () => offer(mentor, { p_paused: true })],
		['a pause', () => offer(mentor, { p_paused_until: '2026-12-31' })],
		['a project that stopped', () => setState('stopped')],
		['a project that pauses', () => setState('paused')],
		['no messages from anybody', () => choose(false)],
		['leaving the directory', () => stand(mentor, false)]
	])('not with %s, and again when that is over', async (_, change) => {
		await change();
		await expectThere(false);
		expect((await profile())?.person?.mentoring).toBeUndefined();
		expect((await mine())?.open).toBe(_ === 'leaving the directory');
		await setState('continuing');
		await choose(true);
		await stand(mentor, true);
		await offer(mentor);
		await expectThere(true);
	});
	const choose = (p_takes: boolean) =>
		mentor.db.rpc('set_message_choices', { p_takes, p_mails: true });
	it('again by itself on the day a pause ends', async () => {
		await offer(mentor, { p_paused_until: '2026-12-31' });
		await backend.sql('update public.mentor_offers set paused_until = private.today()');
		await expectThere(true);
	});
});

describe('a month', () => {
	it('of three places takes three of twenty who ask at once, and tells the others', async () => {
		const askers = await Promise.all(Array.from({ length: 20 }, () => listed(backend)));
		const all = await Promise.all(askers.map((one) => outcome(write(one, mentor))));
		expect(all.filter((word) => word === 'ok')).toHaveLength(3);
		expect(all.filter((word) => word === 'conflict:full')).toHaveLength(17);
		expect(await mine()).toMatchObject({ taken: 3, open: false });
		expect(await found()).toEqual([]);
		expect(await profile()).toMatchObject({
			person: { mentoring: { room: false } },
			ways: { full: true, bar: null }
		});
		// More places at once, and a new month, let people in again.
		await offer(mentor, { p_limit: 4 });
		expect(await found()).toEqual([mentor.personId]);
		expect(await outcome(write(seeker, mentor))).toBe('ok');
		expect(await found()).toEqual([]);
		await backend.sql(
			`update public.contact_requests set created_at = created_at - interval '32 days'`
		);
		await backend.sql(
			'update private.directory_entries set mentor_on = private.today() where mentor_on is not null'
		);
		expect(await found()).toEqual([mentor.personId]);
		expect(await mine()).toMatchObject({ taken: 0, open: true });
	}, 60_000);
	it('says from which day there is room again', async () => {
		await offer(mentor, { p_limit: 1 });
		await write(seeker, mentor);
		const [row] = await backend.sql<{ on: string; next: string }>(
			`select e.mentor_on::text as on, (date_trunc('month', private.today()) + interval '1 month')::date::text as next
			 from private.directory_entries e where e.person_id = $1`,
			[mentor.personId]
		);
		expect(row?.on).toBe(row?.next);
	});
	it('counts a person once, and nobody who is asked outside the offer', async () => {
		await offer(mentor, { p_limit: 1 });
		const { data: id } = await write(seeker, mentor);
		await seeker.db.rpc('close_contact_request', { p_request: id });
		expect(await outcome(write(seeker, mentor))).toBe('ok');
		await backend.sql('truncate public.contact_requests cascade');
		await offer(mentor, { p_paused: true });
		expect(await outcome(write(seeker, mentor))).toBe('ok');
		expect(await mine()).toMatchObject({ taken: 0 });
	});
});
