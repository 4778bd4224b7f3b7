import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { useTestBackend, type Db, type Member } from '../../../../tests/support/test-backend';
import type { CallsPage, PersonReach } from './call-types';
import type { MyContactsPage } from './types';

const backend = useTestBackend();
const key = () => `+7701${String(Math.floor(Math.random() * 1e7)).padStart(7, '0')}`;

/** Two of one team, in a region of Turkistan. */
async function team(): Promise<[Member, Member]> {
	const [one, two] = [await backend.alumnus(), await backend.alumnus()];
	const [project] = await backend.sql<{ id: string }>(
		`insert into public.subprojects (registry_no, title, direction, round, region_code)
		 values ($1, 'Тігін', 'sewing', 2019, 'KZ-61') returning id`,
		[`S-${randomUUID()}`.slice(0, 40)]
	);
	await backend.sql(
		'update public.participations set subproject_id = $1 where person_id in ($2, $3)',
		[project?.id, one.personId, two.personId]
	);
	return [one, two];
}
const report = async (who: { db: Db }, person: string | null, value = key(), agreed = true) =>
	(
		await who.db.rpc('report_contact', {
			p_person: person,
			p_value: value,
			p_key: value,
			p_note: 'өзі берді',
			p_agreed: agreed
		})
	).error;
const mine = async (who: Member) =>
	((await who.db.rpc('page_my_contacts')).data as MyContactsPage).reports;
const seen = async (staff: Member, person: string | null) =>
	((await staff.db.rpc('page_person', { p_id: person })).data as { reach: PersonReach }).reach
		.reports;
const decide = async (who: { db: Db }, id: string | undefined, accept: boolean | null) =>
	(await who.db.rpc('decide_contact_report', { p_report: id, p_accept: accept })).error;
const points = (person: string | null) =>
	backend.sql(
		'select value_key, source, state from public.contact_points where person_id = $1 order by id',
		[person]
	);

describe('a number that a team-mate knows', () => {
	it('waits apart until an officer accepts it, and then for a call', async () => {
		const [mate, who] = await team();
		const officer = await backend.staff('officer', 'KZ-61');
		const value = key();
		expect(await report(mate, who.personId, value)).toBeNull();
		expect(await points(who.personId)).toEqual([]);
		const [open] = await seen(officer, who.personId);
		expect(open).toMatchObject({ value, note: 'өзі берді', by: 'Айгүл Сынақ', known: null });
		const { data } = await officer.db.rpc('page_calls', { p_filters: { state: 'told' } });
		expect((data as CallsPage).people.map(({ id }) => id)).toContain(who.personId);
		expect(await decide(officer, open?.id, true)).toBeNull();
		expect(await decide(officer, open?.id, true)).toBeNull();
		expect(await points(who.personId)).toEqual([
			{ value_key: value, source: 'team', state: 'new' }
		]);
		expect(await seen(officer, who.personId)).toEqual([]);
		expect(await decide(officer, open?.id, false)).toMatchObject({ message: 'used' });
	});

	it('the person sees it without the name of who brought it, and decides alone', async () => {
		const [mate, who] = await team();
		await report(mate, who.personId);
		await report(mate, who.personId);
		const [first, second] = await mine(who);
		expect(Object.keys(first ?? {})).toEqual(['id', 'value']);
		expect(await decide(who, first?.id, true)).toBeNull();
		expect(await decide(who, second?.id, false)).toBeNull();
		expect(await mine(who)).toEqual([]);
		expect(await points(who.personId)).toMatchObject([{ source: 'team', state: 'new' }]);
	});

	it('the reporter learns nothing: neither rows, nor contacts, nor by the answer', async () => {
		const [mate, who] = await team();
		const known = key();
		await backend.sql(
			`insert into public.contact_points (person_id, kind, value, value_key, state, source) values ($1, 'phone', $2, $2, 'confirmed', 'registry')`,
			[who.personId, known]
		);
		expect(await report(mate, who.personId, known)).toBeNull();
		expect(await report(mate, who.personId, known)).toBeNull();
		expect((await mate.db.from('contact_reports').select('*')).data).toEqual([]);
		expect((await mate.db.from('contact_points').select('*')).data).toEqual([]);
		const { data } = await mate.db.rpc('page_report_contact', { p_person: who.personId });
		expect(data).toMatchObject({ mate: { id: who.personId, name: 'Айгүл Сынақ' } });
		expect(JSON.stringify(data)).not.toContain(known);
	});

	it('only somebody of the team may report, with a number, a source and a yes', async () => {
		const [mate, who] = await team();
		const stranger = await backend.alumnus();
		for (const other of [stranger, who, await backend.member()])
			expect(await report(other, who.personId)).toMatchObject({ message: 'not_found' });
		expect(
			(await stranger.db.rpc('page_report_contact', { p_person: who.personId })).data
		).toBeNull();
		expect(await report({ db: backend.anon }, who.personId)).toMatchObject({ code: '42501' });
		expect(await report(mate, who.personId, '87010000000')).toMatchObject({ details: 'value' });
		expect(await report(mate, who.personId, key(), false)).toMatchObject({ details: 'agreed' });
		expect(await mine(who)).toEqual([]);
	});

	it('ten a month and no more', async () => {
		const [mate, who] = await team();
		for (let n = 0; n < 10; n++) expect(await report(mate, who.personId)).toBeNull();
		expect(await report(mate, who.personId)).toMatchObject({ message: 'too_many' });
		await backend.sql(
			`update public.contact_reports set created_at = now() - interval '31 days' where reporter_id = $1`,
			[mate.id]
		);
		expect(await report(mate, who.personId)).toBeNull();
	});
});

describe('deciding on it', () => {
	it('is not for officers elsewhere, other alumni, the reporter or visitors', async () => {
		const [mate, who] = await team();
		await report(mate, who.personId);
		const [open] = await mine(who);
		for (const other of [
			mate,
			await backend.alumnus(),
			await backend.staff('officer', 'KZ-55'),
			await backend.staff('moderator')
		]) {
			expect(await decide(other, open?.id, true)).toMatchObject({ message: 'not_found' });
			expect((await other.db.from('contact_reports').select('*')).data).toEqual([]);
		}
		expect(await decide({ db: backend.anon }, open?.id, true)).toMatchObject({ code: '42501' });
		expect(await decide(who, open?.id, null)).toMatchObject({ details: 'accept' });
		expect(await points(who.personId)).toEqual([]);
	});

	it('nobody writes the table itself', async () => {
		const [mate, who] = await team();
		await report(mate, who.personId);
		for (const other of [mate, who, await backend.staff('coordinator')]) {
			const row = { person_id: who.personId, reporter_id: other.id, value: 'x', value_key: key() };
			expect((await other.db.from('contact_reports').insert(row)).error?.code).toBe('42501');
			expect(
				(await other.db.from('contact_reports').update({ state: 'accepted' }).neq('value', ''))
					.error?.code
			).toBe('42501');
			expect((await other.db.from('contact_reports').delete().neq('value', '')).error?.code).toBe(
				'42501'
			);
		}
	});

	it('staff cannot undo what the person took back; the person can', async () => {
		const [mate, who] = await team();
		const officer = await backend.staff('officer', 'KZ-61');
		const value = key();
		await backend.sql(
			`insert into public.contact_points (person_id, kind, value, value_key, state, source) values ($1, 'phone', $2, $2, 'refused', 'self')`,
			[who.personId, value]
		);
		await report(mate, who.personId, value);
		const [open] = await mine(who);
		expect(await decide(officer, open?.id, true)).toMatchObject({ details: 'asked_not' });
		expect(await decide(who, open?.id, true)).toBeNull();
		expect(await points(who.personId)).toMatchObject([{ state: 'new' }]);
	});
});
