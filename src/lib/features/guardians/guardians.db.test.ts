import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTestBackend, type Db, type Member } from '../../../../tests/support/test-backend';
import { TEXT_VERSION } from './rules';
import type { GuardianPage, GuardianState } from './types';

const backend = useTestBackend();
const year = new Date().getFullYear();
const address = () => `${randomUUID()}@mother.kz`;
const fields = (more: object = {}) => ({
	name: 'Гүлнар Сапарова',
	relation: 'mother',
	contact: '+77010000000',
	purposes: ['directory', 'followup'],
	locale: 'ru',
	...more
});

beforeAll(async () => {
	await backend.sql(
		`insert into private.settings (key, value) values ('site_url', 'https://jalgas.test')
		 on conflict (key) do update set value = excluded.value`
	);
});

/** Somebody who is so many years old this year, and said yes to the directory. */
async function young(age = 16): Promise<Member> {
	const who = await backend.alumnus();
	await backend.sql('update public.persons set birth_year = $2 where id = $1', [
		who.personId,
		year - age
	]);
	await backend.sql(
		`insert into public.consents (person_id, purpose, granted, text_version, locale, method) values ($1, 'directory', true, '2026-11', 'kk', 'web')`,
		[who.personId]
	);
	return who;
}
const record = async (who: { db: Db }, person: string | null, way = 'paper', more: object = {}) =>
	(
		await who.db.rpc('record_guardian_consent', {
			p_person: person,
			p_way: way,
			p_fields: fields(more)
		})
	).error;
const ask = async (
	who: { db: Db },
	person: string | null,
	contact = address(),
	more: object = {}
) =>
	(await who.db.rpc('ask_guardian', { p_person: person, p_fields: fields({ contact, ...more }) }))
		.error;
const mine = async (who: Member) =>
	((await who.db.rpc('page_privacy')).data as { guardian: GuardianState }).guardian;
const listed = async (who: Member) => {
	const other = await backend.alumnus();
	return (await other.db.rpc('page_profile', { p_person: who.personId })).data !== null;
};
const letterTo = async (contact: string) =>
	(
		await backend.sql<{ body: string; subject: string; person_id: string | null; state: string }>(
			`select body, subject, person_id, state from private.outbox where to_address = $1`,
			[contact]
		)
	)[0];
const tokenIn = (letter: { body: string } | undefined) =>
	/\/g\/([0-9a-f]{32})\n/.exec(letter?.body ?? '')?.[1] as string;
const open = async (token: string) =>
	(await backend.anon.rpc('page_guardian', { p_token: token, p_bucket: 'b'.repeat(64) }))
		.data as Extract<GuardianPage, { person: string }>;
const answer = async (token: string, word: string, version = TEXT_VERSION) =>
	(
		await backend.anon.rpc('answer_guardian_ask', {
			p_token: token,
			p_answer: word,
			p_text_version: version,
			p_locale: 'kk'
		})
	).error;

it('the words on the page are those the database counts', async () => {
	const [row] = await backend.sql<{ v: string }>('select private.guardian_text_version() as v');
	expect(row?.v).toBe(TEXT_VERSION);
});

describe('a consent on paper', () => {
	it('lists the young person beside their own yes, until it is ended', async () => {
		const who = await young();
		const officer = await backend.staff('officer', 'KZ-61');
		expect(await listed(who)).toBe(false);
		expect(await record(officer, who.personId)).toBeNull();
		expect(await listed(who)).toBe(true);
		const { consents } = await mine(who);
		expect(consents).toMatchObject([
			{ name: 'Гүлнар Сапарова', way: 'paper', by: 'officer', purposes: ['directory', 'followup'] }
		]);
		const end = { p_id: consents[0]?.id };
		expect((await officer.db.rpc('end_guardian_consent', end)).error).toBeNull();
		expect((await officer.db.rpc('end_guardian_consent', end)).error).toBeNull();
		expect(await listed(who)).toBe(false);
		expect((await mine(who)).consents[0]?.withdrawnAt).not.toBeNull();
	});

	it('is recorded and ended by staff of the region alone', async () => {
		const who = await young();
		const officer = await backend.staff('officer', 'KZ-61');
		await record(officer, who.personId);
		const [consent] = (await mine(who)).consents;
		for (const other of [
			who,
			await backend.alumnus(),
			await backend.staff('officer', 'KZ-55'),
			await backend.staff('moderator')
		]) {
			expect(await record(other, who.personId)).toMatchObject({ message: 'not_found' });
			const { error } = await other.db.rpc('end_guardian_consent', { p_id: consent?.id });
			expect(error).toMatchObject({ message: 'not_found' });
		}
		expect(await record({ db: backend.anon }, who.personId)).toMatchObject({ code: '42501' });
		expect(await record(await backend.staff('coordinator'), who.personId, 'phone')).toBeNull();
	});

	it('is read by the person and their staff, and written by nobody directly', async () => {
		const who = await young();
		const officer = await backend.staff('officer', 'KZ-61');
		await record(officer, who.personId);
		const rows = async (db: Db) =>
			(await db.from('guardian_consents').select('*').eq('person_id', who.personId)).data;
		for (const { db } of [who, officer, await backend.staff('coordinator')])
			expect(await rows(db)).toHaveLength(1);
		for (const { db } of [await backend.alumnus(), await backend.staff('officer', 'KZ-55')])
			expect(await rows(db)).toEqual([]);
		expect((await backend.anon.from('guardian_consents').select('*')).error?.code).toBe('42501');
		for (const { db } of [who, officer]) {
			const table = db.from('guardian_consents');
			const errors = [
				(await table.insert({ person_id: who.personId })).error,
				(await table.update({ withdrawn_at: null }).neq('way', '')).error,
				(await table.delete().neq('way', '')).error
			];
			expect(errors.map((error) => error?.code)).toEqual(['42501', '42501', '42501']);
		}
	});

	it.each([
		[{ name: ' ' }, 'name'],
		[{ relation: 'friend' }, 'relation'],
		[{ contact: '' }, 'contact'],
		[{ purposes: [] }, 'purposes'],
		[{ purposes: ['terms'] }, 'purposes'],
		[{ purposes: 'directory' }, 'purposes'],
		[{ locale: 'de' }, 'locale']
	])('refuses %j', async (more, field) => {
		const officer = await backend.staff('officer', 'KZ-61');
		const who = await young();
		expect(await record(officer, who.personId, 'paper', more)).toMatchObject({ details: field });
		expect(await record(officer, who.personId, 'email')).toMatchObject({ details: 'way' });
	});

	it('ends by itself with the year in which the person is 18 for certain, and is not asked for then', async () => {
		const who = await young(18);
		const officer = await backend.staff('officer', 'KZ-61');
		await record(officer, who.personId);
		expect(await listed(who)).toBe(true);
		await backend.sql('update public.persons set birth_year = $2 where id = $1', [
			who.personId,
			year - 19
		]);
		// Said as a child: a year ago.
		await backend.sql(
			`update public.consents set created_at = now() - interval '2 years' where person_id = $1`,
			[who.personId]
		);
		expect(await listed(who)).toBe(false);
		await backend.service.rpc('end_minor_listings');
		expect(
			await backend.sql('select 1 from private.directory_entries where person_id = $1', [
				who.personId
			])
		).toEqual([]);
		expect(await record(officer, who.personId)).toMatchObject({ details: 'of_age' });
		// The same yes said again is a new word now.
		const yes = {
			p_purpose: 'directory',
			p_granted: true,
			p_text_version: '2026-11',
			p_locale: 'kk'
		};
		await who.db.rpc('set_consent', yes);
		expect(await listed(who)).toBe(true);
		await who.db.rpc('set_consent', yes);
		const said = await backend.sql('select 1 from public.consents where person_id = $1', [
			who.personId
		]);
		expect(said).toHaveLength(2);
	});
});

describe('a link to the representative', () => {
	it('changes nothing when opened, takes a yes, and takes it back', async () => {
		const who = await young();
		const contact = address();
		expect(await ask(who, who.personId, contact)).toBeNull();
		const letter = await letterTo(contact);
		expect(letter).toMatchObject({ person_id: null, state: 'queued' });
		expect(letter?.subject).toContain('Айгүл Сынақ');
		expect(letter?.body).not.toMatch(/\{\w+\}/);
		const token = tokenIn(letter);
		expect(letter?.body).toContain(`https://jalgas.test/ru/g/${token}`);
		for (let n = 0; n < 2; n++) expect((await open(token)).outcome).toBe('open');
		expect(await listed(who)).toBe(false);
		expect(await answer(token, 'yes')).toBeNull();
		expect(await answer(token, 'yes')).toBeNull();
		expect(await answer(token, 'no')).toBeNull();
		expect(await open(token)).toMatchObject({ outcome: 'agreed', person: 'Айгүл Сынақ' });
		expect((await mine(who)).consents).toMatchObject([{ way: 'email', contact, by: null }]);
		expect(await listed(who)).toBe(true);
		expect(await answer(token, 'withdraw')).toBeNull();
		expect((await open(token)).outcome).toBe('withdrawn');
		expect(await listed(who)).toBe(false);
		expect(await answer(token, 'yes')).toBeNull();
		expect(await listed(who)).toBe(false);
	});

	it('a no ends it, and the young person is told', async () => {
		const who = await young();
		const contact = address();
		await ask(who, who.personId, contact);
		const token = tokenIn(await letterTo(contact));
		await answer(token, 'no');
		await answer(token, 'yes');
		expect((await open(token)).outcome).toBe('refused');
		expect(await mine(who)).toMatchObject({ consents: [], ask: { state: 'refused', contact } });
	});

	it('runs out, asks for the words of today, and knows no other token', async () => {
		const who = await young();
		const contact = address();
		await ask(who, who.personId, contact);
		const token = tokenIn(await letterTo(contact));
		expect(await answer(token, 'yes', '2020-01')).toMatchObject({ details: 'text' });
		expect(await answer(token, 'perhaps')).toMatchObject({ details: 'answer' });
		await backend.sql(
			`update private.guardian_asks set expires_at = now() - interval '1 day' where person_id = $1`,
			[who.personId]
		);
		expect((await open(token)).outcome).toBe('expired');
		expect(await answer(token, 'yes')).toMatchObject({ details: 'token' });
		expect(await answer('0'.repeat(32), 'yes')).toMatchObject({ message: 'not_found' });
		expect(await open('0'.repeat(32))).toMatchObject({ outcome: 'unknown' });
		expect(await listed(who)).toBe(false);
	});

	it('goes to nobody’s own address', async () => {
		const who = await young();
		const officer = await backend.staff('officer', 'KZ-61');
		const own = address();
		await backend.sql(
			`insert into public.contact_points (person_id, kind, value, value_key, source) values ($1, 'email', $2, $2, 'registry')`,
			[who.personId, own]
		);
		for (const contact of [own, own.toUpperCase(), `${who.id}@test.kz`])
			expect(await ask(who, who.personId, contact)).toMatchObject({ details: 'own_address' });
		expect(await ask(officer, who.personId, `${officer.id}@test.kz`)).toMatchObject({
			details: 'own_address'
		});
		expect(await ask(who, who.personId, 'not an address')).toMatchObject({ details: 'contact' });
		expect(await ask(officer, who.personId)).toBeNull();
	});

	it('is sent by the person and their staff alone, three a month, never for an adult', async () => {
		const who = await young();
		for (const other of [await backend.alumnus(), await backend.staff('officer', 'KZ-55')])
			expect(await ask(other, who.personId)).toMatchObject({ message: 'not_found' });
		expect(await ask({ db: backend.anon }, who.personId)).toMatchObject({ code: '42501' });
		for (let n = 0; n < 3; n++) expect(await ask(who, who.personId)).toBeNull();
		expect(await ask(who, who.personId)).toMatchObject({ message: 'too_many' });
		const adult = await young(30);
		expect(await ask(adult, adult.personId)).toMatchObject({ details: 'of_age' });
	});

	it('leaves with the person, the letter included', async () => {
		const who = await young();
		const contact = address();
		await ask(who, who.personId, contact);
		expect((await who.db.rpc('erase_me', { p_forum: 'keep' })).error).toBeNull();
		expect(await letterTo(contact)).toBeUndefined();
	});
});

it('an offer is accepted only while the representative agrees', async () => {
	const who = await young();
	const [referral] = await backend.sql<{ id: string }>(
		`insert into public.referrals (person_id, programme_id, region_code) select $1, id, 'KZ-61' from public.programmes limit 1 returning id`,
		[who.personId]
	);
	const [text] = await backend.sql<{ v: string }>('select private.referral_text_version() as v');
	const accept = async () =>
		(
			await who.db.rpc('answer_referral', {
				p_referral: referral?.id,
				p_action: 'accept',
				p_text_version: text?.v,
				p_locale: 'kk'
			})
		).error;
	expect(await accept()).toMatchObject({ message: 'conflict', details: 'guardian' });
	const officer = await backend.staff('officer', 'KZ-61');
	await record(officer, who.personId, 'paper', { purposes: ['referrals'] });
	expect(await accept()).toBeNull();
});
