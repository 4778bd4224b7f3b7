import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { useTestBackend, type Member } from '../../../../tests/support/test-backend';
import type { CallsPage, PersonReach } from './call-types';

const backend = useTestBackend();
const number = () => `+7701${String(Math.floor(Math.random() * 1e7)).padStart(7, '0')}`;

interface Likes {
	region?: string;
	kind?: string;
	state?: string;
	/** Days since it was confirmed; null was never. */
	confirmed?: number | null;
	known?: number;
	round?: number;
}

async function contact(person: string | null, likes: Likes = {}): Promise<string> {
	const { kind = 'phone', state = 'new', confirmed = null, known = 900 } = likes;
	const key = number();
	const [row] = await backend.sql<{ id: string }>(
		`insert into public.contact_points (person_id, kind, value, value_key, state, confirmed_at, source, created_at)
		 values ($1, $2, $3, $3, $4, now() - make_interval(days => $5), 'registry', now() - make_interval(days => $6)) returning id`,
		[person, kind, key, state, confirmed, known]
	);
	return row?.id as string;
}
async function graduate(likes: Likes = {}): Promise<Member & { contact: string }> {
	const who = await backend.alumnus({
		region: likes.region ?? 'KZ-61',
		round: likes.round ?? 2019
	});
	return { ...who, contact: await contact(who.personId, likes) };
}
const call = async (who: Member, id: string, outcome: string, note?: string) =>
	(await who.db.rpc('record_call', { p_contact: id, p_outcome: outcome, p_note: note ?? null }))
		.error;
const stateOf = async (id: string) =>
	(
		await backend.sql<{ state: string }>('select state from public.contact_points where id = $1', [
			id
		])
	)[0]?.state;
const reachOf = async (who: Member, person: string | null) =>
	((await who.db.rpc('page_person', { p_id: person })).data as { reach: PersonReach } | null)
		?.reach;
const list = async (who: Member, filters: object = {}, after: string | null = null) =>
	(await who.db.rpc('page_calls', { p_filters: filters, p_after: after })).data as CallsPage;

describe('noting a call', () => {
	it.each([
		['reached', 'confirmed'],
		['no_answer', 'failed'],
		['not_working', 'dead'],
		['refused', 'refused']
	])('%s makes the number %s, and the history says who, when and what', async (outcome, state) => {
		const officer = await backend.staff('officer', 'KZ-61');
		const who = await graduate();
		expect(await call(officer, who.contact, outcome, 'кешке хабарласыңыз')).toBeNull();
		expect(await stateOf(who.contact)).toBe(state);
		const reach = await reachOf(officer, who.personId);
		expect(reach?.history[0]).toMatchObject({
			by: 'officer',
			saidBy: 'staff',
			note: 'кешке хабарласыңыз',
			kind: 'phone'
		});
		expect(reach?.called).toMatchObject({ mine: true, today: true });
	});

	it('is for officers of the region and coordinators alone', async () => {
		const who = await graduate();
		expect(await call(await backend.staff('coordinator'), who.contact, 'no_answer')).toBeNull();
		for (const other of [
			await backend.staff('officer', 'KZ-55'),
			await backend.staff('moderator'),
			await backend.alumnus(),
			who
		])
			expect((await call(other, who.contact, 'reached'))?.message).toBe('not_found');
		const { error } = await backend.anon.rpc('record_call', {
			p_contact: who.contact,
			p_outcome: 'reached'
		});
		expect(error?.code).toBe('42501');
		expect(await stateOf(who.contact)).toBe('failed');
	});

	it('takes no e-mail, no unknown outcome and no note over 200 characters', async () => {
		const officer = await backend.staff('officer', 'KZ-61');
		const who = await graduate();
		const mail = await contact(who.personId, { kind: 'email' });
		expect((await call(officer, mail, 'reached'))?.message).toBe('not_found');
		expect(await call(officer, who.contact, 'sold')).toMatchObject({ details: 'outcome' });
		expect(await call(officer, who.contact, 'reached', 'я'.repeat(201))).toMatchObject({
			details: 'note'
		});
		expect(await call(officer, randomUUID(), 'reached')).toMatchObject({ message: 'not_found' });
	});

	it('a button pressed twice is one call', async () => {
		const officer = await backend.staff('officer', 'KZ-61');
		const who = await graduate();
		await call(officer, who.contact, 'no_answer');
		await call(officer, who.contact, 'no_answer');
		expect((await reachOf(officer, who.personId))?.history).toHaveLength(1);
	});

	it('two officers do not call the same person on one day', async () => {
		const [first, second] = [
			await backend.staff('officer', 'KZ-61'),
			await backend.staff('officer', 'KZ-61')
		];
		const who = await graduate();
		const other = await contact(who.personId);
		await call(first, who.contact, 'no_answer');
		expect(await call(second, other, 'reached')).toMatchObject({
			message: 'conflict',
			details: 'called'
		});
		expect(await call(first, other, 'reached')).toBeNull();
		// A wish to be left in peace is taken at any time.
		expect(await call(second, other, 'refused')).toBeNull();
	});
});

describe('whoever asked not to be called', () => {
	it('is left in peace on every number, by staff and by letters of a wave', async () => {
		const officer = await backend.staff('officer', 'KZ-61');
		const who = await graduate();
		const others = [
			await contact(who.personId),
			await contact(who.personId, { kind: 'whatsapp' }),
			await contact(who.personId, { kind: 'telegram' })
		];
		await call(officer, who.contact, 'refused');
		expect(await Promise.all(others.map(stateOf))).toEqual(['refused', 'refused', 'new']);
		expect(await call(officer, who.contact, 'reached')).toMatchObject({ details: 'refused' });
		const shown = (await list(officer, { round: '2019' })).people.map(({ id }) => id);
		expect(shown).not.toContain(who.personId);
		expect((await reachOf(officer, who.personId))?.askedNot).toBe(true);
	});

	it('an address taken back gets neither surveys nor letters', async () => {
		const who = await backend.alumnus();
		await contact(who.personId, { kind: 'email', state: 'refused' });
		const [row] = await backend.sql<{ address: string | null }>(
			`select address from private.wave_audience('{}') where person_id = $1`,
			[who.personId]
		);
		expect(row?.address).toBeNull();
	});

	it('comes back by giving a number anew', async () => {
		const officer = await backend.staff('officer', 'KZ-61');
		const who = await graduate();
		await call(officer, who.contact, 'refused');
		await who.db.rpc('save_contact', {
			p_kind: 'phone',
			p_value: '+7 701 000 00 09',
			p_key: '+77010000009'
		});
		expect((await reachOf(officer, who.personId))?.askedNot).toBe(false);
	});
});

describe('the list of calls', () => {
	it('puts whom nobody heard of for longest first, and leaves out the fresh and the unreachable', async () => {
		const region = 'KZ-33';
		const officer = await backend.staff('officer', region);
		const old = await graduate({ region, state: 'confirmed', confirmed: 700 });
		const never = await graduate({ region, known: 300 });
		const failed = await graduate({ region, state: 'failed', confirmed: 400 });
		await graduate({ region, state: 'confirmed', confirmed: 20 });
		await graduate({ region, state: 'dead' });
		await graduate({ region, kind: 'email' });
		const page = await list(officer);
		expect(page.people.map(({ id }) => id)).toEqual([old, failed, never].map((p) => p.personId));
		expect(page.people[0]?.contacts).toHaveLength(1);
	});

	it('filters by round and district, and goes on by its cursor', async () => {
		const region = 'KZ-35';
		const officer = await backend.staff('officer', region);
		for (let n = 0; n < 13; n++) await graduate({ region, known: 100 + n, round: 2018 });
		const one = await graduate({ region, round: 2020 });
		await backend.sql(`update public.persons set district = 'Абай' where id = $1`, [one.personId]);
		expect((await list(officer, { round: '2020' })).people).toHaveLength(1);
		expect((await list(officer, { district: 'Абай' })).people.map(({ id }) => id)).toEqual([
			one.personId
		]);
		const first = await list(officer);
		const rest = await list(officer, {}, first.next);
		const ids = [...first.people, ...rest.people].map(({ id }) => id);
		expect(first.people).toHaveLength(10);
		expect(new Set(ids).size).toBe(14);
		expect(rest.next).toBeNull();
		expect(first.districts).toEqual(['Абай']);
	});

	it('shows who has called today', async () => {
		const region = 'KZ-47';
		const [first, second] = [
			await backend.staff('officer', region),
			await backend.staff('officer', region)
		];
		const who = await graduate({ region });
		await call(first, who.contact, 'no_answer');
		expect((await list(second)).people[0]?.called).toMatchObject({
			by: 'officer',
			mine: false,
			today: true,
			what: 'failed'
		});
	});

	it('opens an officer’s regions only, and asks a coordinator for one', async () => {
		const who = await graduate({ region: 'KZ-59' });
		const away = await backend.staff('officer', 'KZ-55');
		expect((await list(away, { region: 'KZ-59' })).people).toEqual([]);
		const coordinator = await backend.staff('coordinator');
		expect(await list(coordinator)).toMatchObject({ people: [], chosen: false });
		expect((await list(coordinator, { region: 'KZ-59' })).people.map(({ id }) => id)).toEqual([
			who.personId
		]);
		for (const other of [who, await backend.staff('moderator')])
			expect(await list(other)).toBeNull();
		expect((await backend.anon.rpc('page_calls')).data).toEqual({ viewer: null });
	});
});
