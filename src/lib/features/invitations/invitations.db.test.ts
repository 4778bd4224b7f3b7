import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTestBackend, type Db, type Member } from '../../../../tests/support/test-backend';
import { readLetters } from './letters.server';

const backend = useTestBackend();
let officer: Member, elsewhere: Member, coordinator: Member, stranger: Member, alumnus: Member;
let count = 0;

beforeAll(async () => {
	officer = await backend.staff('officer', 'KZ-61');
	elsewhere = await backend.staff('officer', 'KZ-55');
	coordinator = await backend.staff('coordinator');
	stranger = await backend.member();
	alumnus = await backend.alumnus();
});

const BUCKET = 'a'.repeat(64);

/** A registry record of nobody yet, in a district of its own. */
async function record(region = 'KZ-61', district = `Аудан ${++count}`) {
	const [person] = await backend.sql<{ id: string; registry_no: string }>(
		`insert into public.persons (registry_no, full_name, region_code, district)
		 values ($1, 'Айгүл Қасымова Серікқызы', $2, $3) returning id, registry_no`,
		[`ZP-INV-${++count}`, region, district]
	);
	await backend.sql(
		`insert into public.participations (person_id, round, role) values ($1, 2019, 'leader')`,
		[person?.id]
	);
	return { id: person?.id as string, no: person?.registry_no as string, district };
}
const make = (
	who: { db: Db },
	filters: Record<string, string>,
	key: string = randomUUID(),
	office = 'Жастар орталығы'
) => who.db.rpc('make_letters', { p_key: key, p_filters: filters, p_office: office });
const letters = async (who: { db: Db }, batch: string) =>
	(await who.db.rpc('page_letter_batch', { p_id: batch })).data?.batch?.letters as {
		code: string;
		name: string;
	}[];
/** A letter for this record, as the officer holds it. */
async function letter(no: string): Promise<string> {
	const { data } = await make(officer, { person: no });
	return (await letters(officer, data as string))[0]?.code as string;
}
const open = async (code: string, db: Db = backend.anon) =>
	(await db.rpc('page_invitation', { p_code: code, p_bucket: BUCKET })).data;
const claim = (who: Member, code: string) =>
	who.db.rpc('claim_by_invitation', { p_code: code, p_locale: 'kk' });
const holders = async (person: string) =>
	(
		await backend.sql<{ id: string }>('select id from public.accounts where person_id = $1', [
			person
		])
	).map(({ id }) => id);

describe('a stack of letters', () => {
	it('is made for one’s own region, and is the same when it is printed again', async () => {
		const one = await record();
		const two = await record('KZ-61', one.district);
		await record('KZ-55', one.district);
		const { data: batch, error } = await make(officer, { district: one.district });
		expect(error).toBeNull();
		const first = await letters(officer, batch as string);
		expect(first).toHaveLength(2);
		expect(new Set(first.map(({ code }) => code)).size).toBe(2);
		for (const { code } of first) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/);
		expect(await letters(officer, batch as string)).toEqual(first);
		const stored = await backend.sql(
			`select row_to_json(i)::text as row from public.claim_invitations i where person_id in ($1, $2)`,
			[one.id, two.id]
		);
		expect(first.some(({ code }) => JSON.stringify(stored).includes(code))).toBe(false);
	});

	it('can be sent to the phone that answers, in the person’s language', async () => {
		const { id, no } = await record();
		await backend.sql(`update public.persons set locale = 'ru' where id = $1`, [id]);
		await backend.sql(
			`insert into public.contact_points (person_id, kind, value, value_key, state, source) values
			 ($1, 'phone', '8 701 111 11 11', '+77011111111', 'dead', 'registry'),
			 ($1, 'phone', '8 702 222 22 22', '+77022222222', 'new', 'registry')`,
			[id]
		);
		const { data } = await make(officer, { person: no });
		const page = await readLetters(officer.db as never, data as string, 'https://jalgas.test');
		const [sent] = page?.batch.letters ?? [];
		const [sms, ...others] = sent?.share.map(({ href }) => decodeURIComponent(href)) ?? [];
		expect(sms).toMatch(/^sms:\+77022222222\?&body=Здравствуйте, Айгүл Қасымова Серікқызы!/);
		const link = `https://jalgas.test/j/${sent?.code.replaceAll('-', '') ?? ''}`;
		for (const href of [sms, ...others]) expect(href).toContain(link);
	});

	it('is made once for one key, and leaves out who holds a letter', async () => {
		const { district } = await record();
		const key = randomUUID();
		const [first, again] = [
			await make(officer, { district }, key),
			await make(officer, { district }, key)
		];
		expect(again.data).toBe(first.data);
		expect((await make(officer, { district })).error).toMatchObject({
			message: 'not_found',
			details: 'people'
		});
		expect((await make(officer, { district, again: '1' })).error).toBeNull();
	});

	it('holds at most two hundred, and thirty stacks a day are enough', async () => {
		const busy = await backend.staff('officer', 'KZ-10');
		await backend.sql(
			`insert into public.persons (registry_no, full_name, region_code, district)
			 select 'ZP-MANY-' || n, 'Көп Адам', 'KZ-10', 'Көп' from generate_series(1, 210) n`
		);
		const { data: desk } = await busy.db.rpc('page_invitation_desk', {
			p_filters: { district: 'Көп' }
		});
		expect(desk.letters).toBe(201);
		const { data: batch } = await make(busy, { district: 'Көп' });
		expect(await letters(busy, batch as string)).toHaveLength(200);
		const { data: rest } = await make(busy, { district: 'Көп' });
		expect(await letters(busy, rest as string)).toHaveLength(10);
		await backend.sql(
			`insert into public.invitation_batches (channel, filters, office, idempotency_key, made_by)
			 select 'letter', '{}', 'x', gen_random_uuid(), $1 from generate_series(1, 28)`,
			[busy.id]
		);
		expect((await make(busy, { district: 'Көп', again: '1' })).error?.message).toBe('too_many');
	});

	it('is refused to all but staff, and shown to its maker and coordinators alone', async () => {
		const { district } = await record();
		for (const who of [stranger, alumnus])
			expect((await make(who, { district })).error?.message).toBe('forbidden');
		expect((await make({ db: backend.anon }, { district })).error?.code).toBe('42501');
		expect((await make(elsewhere, { district })).error?.message).toBe('not_found');
		expect((await make(officer, { district }, randomUUID(), ' ')).error).toMatchObject({
			message: 'invalid',
			details: 'office'
		});
		const { data: batch } = await make(officer, { district });
		const colleague = await backend.staff('officer', 'KZ-61');
		expect(await letters(coordinator, batch as string)).toHaveLength(1);
		for (const who of [elsewhere, colleague, stranger, alumnus])
			expect((await who.db.rpc('page_letter_batch', { p_id: batch })).data).toBeNull();
		expect((await backend.anon.rpc('page_letter_batch', { p_id: batch })).data).toEqual({
			viewer: null
		});
		expect((await stranger.db.rpc('page_invitation_desk')).data).toBeNull();
		await backend.sql(
			'update private.staff_roles set revoked_at = now() where account_id = $1 and $2::uuid is not null',
			[officer.id, batch]
		);
		expect((await officer.db.rpc('page_letter_batch', { p_id: batch })).data).toBeNull();
		await backend.sql('update private.staff_roles set revoked_at = null where account_id = $1', [
			officer.id
		]);
		const acts = await backend.sql<{ action: string }>(
			'select distinct action from private.audit_log where subject_id = $1 order by 1',
			[batch]
		);
		expect(acts.map(({ action }) => action)).toEqual(['make_letters', 'read_letters']);
	});
});

describe('the tables', () => {
	it('show invitations to staff of the region without their hashes, and are written by no client', async () => {
		const { id, no } = await record();
		await letter(no);
		const sees = async (who: { db: Db }) =>
			(await who.db.from('claim_invitations').select('id').eq('person_id', id)).data?.length;
		expect(await Promise.all([sees(officer), sees(coordinator)])).toEqual([1, 1]);
		expect(await Promise.all([sees(elsewhere), sees(stranger), sees(alumnus)])).toEqual([0, 0, 0]);
		expect(
			(await officer.db.from('claim_invitations').select('code_hash').eq('person_id', id)).error
				?.code
		).toBe('42501');
		for (const who of [officer, coordinator, stranger, { db: backend.anon }])
			for (const name of ['claim_invitations', 'invitation_batches']) {
				const table = who.db.from(name);
				expect((await table.update({ channel: 'letter' }).eq('id', id)).error?.code).toBe('42501');
				expect((await table.delete().eq('id', id)).error?.code).toBe('42501');
				expect((await table.insert({ channel: 'letter' })).error?.code).toBe('42501');
			}
		const batches = async (who: { db: Db }) =>
			(await who.db.from('invitation_batches').select('id')).data?.length ?? 0;
		expect(await batches(coordinator)).toBeGreaterThan(0);
		expect(await batches(elsewhere)).toBe(0);
	});

	it('keep secrets and helpers from the API', async () => {
		for (const name of ['invitation_mac', 'invitation_code', 'invitable', 'bind_record'])
			expect((await coordinator.db.rpc(name, {})).error).not.toBeNull();
	});
});

describe('a code', () => {
	it('shows whom it is for in few words, and changes nothing when looked at', async () => {
		const code = await letter((await record()).no);
		for (let i = 0; i < 3; i++)
			expect(await open(code)).toMatchObject({
				outcome: 'open',
				name: 'Айгүл Қ.',
				rounds: [2019],
				viewer: null
			});
	});

	it('gives the record once', async () => {
		const { id, no } = await record();
		const code = await letter(no);
		const member = await backend.member();
		expect((await claim(member, code)).data).toBe('claimed');
		expect(await holders(id)).toEqual([member.id]);
		expect((await claim(await backend.member(), code)).data).toBe('used');
		expect(await open(code)).toMatchObject({ outcome: 'used' });
		expect((await claim(member, code)).error).toMatchObject({
			message: 'conflict',
			details: 'claimed'
		});
	});

	it('is told apart when it is unknown, older than another, expired, or late', async () => {
		const who = await record();
		const [old, fresh] = [await letter(who.no), await letter(who.no)];
		expect((await open(old)).outcome).toBe('revoked');
		expect((await claim(stranger, old)).data).toBe('revoked');
		await backend.sql(
			`update public.claim_invitations set expires_at = now() - interval '1 second' where person_id = $1`,
			[who.id]
		);
		expect((await open(fresh)).outcome).toBe('expired');
		expect((await claim(stranger, fresh)).data).toBe('expired');
		expect((await claim(stranger, 'ZZZZZZZZZZ')).data).toBe('unknown');
		expect((await open('ZZZZZZZZZZ')).outcome).toBe('unknown');
		const late = await letter(who.no);
		await backend.sql('update public.accounts set person_id = $2 where id = $1', [
			(await backend.member()).id,
			who.id
		]);
		expect((await open(late)).outcome).toBe('taken');
		expect((await claim(stranger, late)).data).toBe('taken');
	});

	it('is refused without an account', async () => {
		expect(
			(await backend.anon.rpc('claim_by_invitation', { p_code: 'ZZZZZZZZZZ', p_locale: 'kk' }))
				.error?.code
		).toBe('42501');
	});

	it('is not guessed: ten tries an hour an account, twenty misses an address', async () => {
		const guesser = await backend.member();
		for (let i = 0; i < 10; i++)
			expect((await claim(guesser, `000000000${i}`)).data).toBe('unknown');
		const code = await letter((await record()).no);
		const { error } = await claim(guesser, code);
		expect(error?.message).toBe('too_many');
		expect(Number(error?.details)).toBeGreaterThan(3000);
		const bucket = 'b'.repeat(64);
		const look = async (p_code: string) =>
			(await backend.anon.rpc('page_invitation', { p_code, p_bucket: bucket })).data.outcome;
		for (let i = 0; i < 20; i++) expect(await look('ZZZZZZZZZZ')).toBe('unknown');
		expect(await look('ZZZZZZZZZZ')).toBe('throttled');
		// Whoever holds a letter behind the same address is let in.
		expect(await look(code)).toBe('open');
	});
});

it('two records of one person that are joined keep one letter that works', async () => {
	const [one, two] = [await record(), await record()];
	const codes = [await letter(one.no), await letter(two.no)];
	const { error } = await coordinator.db.rpc('merge_persons', {
		p_survivor: one.id,
		p_merged: two.id
	});
	expect(error).toBeNull();
	const outcomes = await Promise.all(codes.map(async (code) => (await open(code)).outcome));
	expect(outcomes.filter((outcome) => outcome === 'open')).toHaveLength(1);
	const code = codes[outcomes.indexOf('open')] as string;
	const member = await backend.member();
	expect((await claim(member, code)).data).toBe('claimed');
	expect(await holders(one.id)).toEqual([member.id]);
});

it('twenty accounts claim one record at once, each by its own way: one has it', async () => {
	const { id, no } = await record();
	const code = await letter(no);
	const members = await Promise.all(Array.from({ length: 20 }, () => backend.member()));
	const ways = members.map(async (member, i) => {
		if (i % 3 === 0) return async () => (await claim(member, code)).data as string;
		if (i % 3 === 1) {
			await backend.sql(
				`insert into private.claim_codes (id, account_id, person_id, sent_to, code_hash)
				 select c.id, $1, $2, '•••', sha256(convert_to(c.id::text || '123456', 'UTF8')) from (select gen_random_uuid() as id) c`,
				[member.id, id]
			);
			return async () =>
				(await member.db.rpc('finish_claim', { p_code: '123456', p_locale: 'kk' })).data.outcome;
		}
		const { data: request } = await member.db.rpc('request_claim', {
			p_key: randomUUID(),
			p_fields: { fullName: 'Айгүл', region: 'KZ-61', message: 'Бұл мен', locale: 'kk' }
		});
		return async () => {
			const { error } = await officer.db.rpc('decide_claim', {
				p_request: request,
				p_approve: true,
				p_registry_no: no,
				p_reason: 'Танимын'
			});
			return error ? `${error.message}:${error.details}` : 'claimed';
		};
	});
	const outcomes = await Promise.all((await Promise.all(ways)).map((go) => go()));
	expect(outcomes.filter((outcome) => outcome === 'claimed')).toHaveLength(1);
	for (const outcome of outcomes)
		expect(['claimed', 'used', 'taken', 'dead', 'conflict:taken']).toContain(outcome);
	const [winner] = await holders(id);
	expect(await holders(id)).toHaveLength(1);
	const half = await backend.sql(
		`select 1 from public.consents where person_id = $1 and recorded_by <> $2
		 union all select 1 from public.claim_requests where person_id = $1 and account_id <> $2
		 union all select 1 from public.claim_invitations where person_id = $1 and used_by <> $2
		 union all select 1 from private.claim_codes where person_id = $1 and state = 'open'`,
		[id, winner]
	);
	expect(half).toEqual([]);
});
