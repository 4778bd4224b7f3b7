import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTestBackend, type Member } from '../../../../tests/support/test-backend';

const backend = useTestBackend();
const ORIGIN = 'https://jalgas.test';
const answers = { who: 'me', q22_continuing: 'yes', q23_basis: 'paid', q24_other_business: 'none' };

let coordinator: Member;
let officer: Member;
let elsewhere: Member;
let stranger: Member;
let graduate: Member;

/** A graduate with an e-mail, a word on follow-up and a subproject. */
async function reachable({ region = 'KZ-61', consent = true, email = true } = {}): Promise<Member> {
	const member = await backend.alumnus({ region });
	if (email)
		await backend.sql(
			`insert into public.contact_points (person_id, kind, value, value_key, source)
			 values ($1, 'email', $2, $2, 'registry')`,
			[member.personId, `${member.personId}@test.kz`]
		);
	await backend.sql(
		`insert into public.consents (person_id, purpose, granted, text_version, locale, method)
		 values ($1, 'followup', $2, '1', 'kk', 'web')`,
		[member.personId, consent]
	);
	const [project] = await backend.sql<{ id: string }>(
		`insert into public.subprojects (registry_no, title, direction, round, region_code)
		 values ($1, 'Тігін', 'sewing', 2019, $2) returning id`,
		[randomUUID(), region]
	);
	await backend.sql('update public.participations set subproject_id = $2 where person_id = $1', [
		member.personId,
		project?.id
	]);
	return member;
}

const inTwoWeeks = () => new Date(Date.now() + 14 * 86_400_000).toISOString();

function send(by: Member, key = randomUUID(), wave: Record<string, unknown> = {}, origin = ORIGIN) {
	return by.db.rpc('send_wave', {
		p_key: key,
		p_origin: origin,
		p_wave: {
			title: 'Күз 2026',
			form: 'followup-short',
			audience: { regions: ['KZ-61'] },
			closesAt: inTwoWeeks(),
			...wave
		}
	});
}

/** Sends a wave and returns it with the personal tokens by person. */
async function sent(wave: Record<string, unknown> = {}) {
	const { data, error } = await send(coordinator, randomUUID(), wave);
	if (error) throw new Error(error.message);
	const id = data as string;
	const mails = await backend.sql<{ person_id: string; body: string; id: string }>(
		`select id, person_id, body from private.outbox where occasion like $1 || ':%'`,
		[id]
	);
	const tokens = new Map(
		mails.map((mail) => [mail.person_id, /\/s\/([0-9a-f]+)/.exec(mail.body)?.[1] as string])
	);
	return { id, mails, token: (who: Member) => tokens.get(who.personId ?? '') as string };
}

const submit = (token: string, given: object = answers, key: string = randomUUID()) =>
	backend.anon.rpc('submit_response', {
		p_token: token,
		p_answers: given as never,
		p_locale: 'kk',
		p_key: key
	});
const open = async (token: string) =>
	(await backend.anon.rpc('page_survey', { p_token: token, p_bucket: 'a'.repeat(64) }))
		.data as Record<string, unknown>;

beforeAll(async () => {
	coordinator = await backend.staff('coordinator');
	officer = await backend.staff('officer', 'KZ-61');
	elsewhere = await backend.staff('officer', 'KZ-55');
	stranger = await backend.alumnus({ region: 'KZ-55' });
	graduate = await reachable();
	await reachable({ consent: false });
	await reachable({ email: false });
	await reachable({ region: 'KZ-55' });
});

describe('sending', () => {
	it('counts who matches, who agreed, who can be reached', async () => {
		const { data } = await coordinator.db.rpc('page_new_wave', {
			p_audience: { regions: ['KZ-61'] }
		});
		expect(data).toMatchObject({ count: { matched: 3, consented: 2, reachable: 1 } });
	});

	it.each([
		[{ rounds: ['2018'] }, 0],
		[{ rounds: ['2019'], regions: ['KZ-61', 'KZ-55'] }, 2],
		[{ directions: ['sewing'], states: ['unknown'], regions: ['KZ-61'] }, 1],
		[{ directions: ['poultry'] }, 0],
		[{ states: ['stopped'] }, 0],
		[{}, 2]
	])('chooses the audience %j', async (audience, reachable) => {
		const { data } = await coordinator.db.rpc('page_new_wave', { p_audience: audience });
		expect((data as { count: { reachable: number } }).count.reachable).toBe(reachable);
	});

	it('queues one letter a person, with a link of their own whose token is stored hashed', async () => {
		const wave = await sent();
		expect(wave.mails).toHaveLength(1);
		expect(wave.mails[0]?.body).toContain(`${ORIGIN}/kk/s/${wave.token(graduate)}`);
		expect(wave.mails[0]?.body).not.toMatch(/\{\w+\}/);
		expect(wave.token(graduate)).toMatch(/^[0-9a-f]{32}$/);
		const [member] = await backend.sql(
			`select token_hash = sha256(convert_to($2, 'UTF8')) as hashed, round, region_code, disposition
			 from public.wave_members where wave_id = $1`,
			[wave.id, wave.token(graduate)]
		);
		expect(member).toEqual({
			hashed: true,
			round: 2019,
			region_code: 'KZ-61',
			disposition: '3.11'
		});
	});

	it('posted twice sends once', async () => {
		const key = randomUUID();
		const [first, second] = await Promise.all([send(coordinator, key), send(coordinator, key)]);
		expect(first.data).toEqual(second.data);
		const [count] = await backend.sql(
			`select count(*)::int as n from private.outbox where occasion like $1 || ':%'`,
			[first.data]
		);
		expect(count).toEqual({ n: 1 });
	});

	it.each([
		['nobody to reach', { audience: { regions: ['KZ-10'] } }, 'audience'],
		['no title', { title: ' ' }, 'title'],
		['an end in the past', { closesAt: '2020-01-01T00:00:00Z' }, 'closes'],
		['an unknown form', { form: 'other' }, 'form']
	])('refuses %s and leaves nothing behind', async (_, wave, detail) => {
		const key = randomUUID();
		const { error } = await send(coordinator, key, wave);
		expect(error).toMatchObject({ message: 'invalid', details: detail });
		expect(
			await backend.sql('select from public.waves where idempotency_key = $1', [key])
		).toHaveLength(0);
	});

	it('refuses an origin that is none', async () => {
		const { error } = await send(coordinator, randomUUID(), {}, 'javascript:alert(1)');
		expect(error?.details).toBe('origin');
	});

	it('is for coordinators only', async () => {
		expect((await send(officer)).error?.message).toBe('forbidden');
		expect((await send(stranger)).error?.message).toBe('forbidden');
		const { error } = await backend.anon.rpc('send_wave', {
			p_key: randomUUID(),
			p_wave: {},
			p_origin: ORIGIN
		});
		expect(error?.code).toBe('42501');
		expect((await officer.db.rpc('page_new_wave', { p_audience: {} })).data).toBeNull();
	});

	it('follows what became of the letter', async () => {
		const wave = await sent();
		const disposition = async () =>
			(
				await backend.sql<{ disposition: string }>(
					'select disposition from public.wave_members where wave_id = $1',
					[wave.id]
				)
			)[0]?.disposition;
		const becomes = (state: string) =>
			backend.sql('update private.outbox set state = $2 where id = $1', [wave.mails[0]?.id, state]);
		await becomes('failed');
		expect(await disposition()).toBe('3.30');
		await becomes('sent');
		expect(await disposition()).toBe('3.19');
		await submit(wave.token(graduate));
		await becomes('failed');
		expect(await disposition()).toBe('1.1');
	});
});

describe('answering', () => {
	it('takes one answer and carries it into the history of the project', async () => {
		const who = await reachable();
		const wave = await sent();
		const { data } = await submit(wave.token(who), {
			...answers,
			needs: ['money'],
			comment: 'Жеке сөз'
		});
		expect(data).toBe('answered');
		const [update] = await backend.sql(
			`select u.state, u.basis, u.needs, u.note, u.source, s.state as now, s.basis as now_basis
			 from public.status_updates u join public.subprojects s on s.id = u.subproject_id
			 where u.person_id = $1`,
			[who.personId]
		);
		expect(update).toEqual({
			state: 'continuing',
			basis: 'paid',
			needs: ['money'],
			note: null,
			source: 'survey',
			now: 'continuing',
			now_basis: 'paid'
		});
		expect((await open(wave.token(who))).outcome).toBe('answered');
	});

	it.each([
		['season', 'paused', null],
		['money', 'stopped', 'money'],
		[undefined, 'stopped', null]
	])('calls a project that rests for %s %s', async (reason, state, stored) => {
		const who = await reachable();
		const wave = await sent();
		await submit(wave.token(who), {
			who: 'me',
			q22_continuing: 'no',
			stop_reason: reason,
			q24_other_business: 'closed'
		});
		const rows = await backend.sql(
			'select state, stop_reason, something_new from public.status_updates where person_id = $1',
			[who.personId]
		);
		expect(rows).toEqual([{ state, stop_reason: stored, something_new: true }]);
	});

	it('counts a form posted twice once, and says so of a second answer', async () => {
		const who = await reachable();
		const token = (await sent()).token(who);
		const key = randomUUID();
		expect((await submit(token, answers, key)).data).toBe('answered');
		expect((await submit(token, answers, key)).data).toBe('answered');
		expect((await submit(token)).error?.message).toBe('used');
	});

	it('lets one of ten at the same moment through', async () => {
		const who = await reachable();
		const token = (await sent()).token(who);
		const results = await Promise.all(Array.from({ length: 10 }, () => submit(token)));
		expect(results.filter((result) => result.data === 'answered')).toHaveLength(1);
		expect(results.filter((result) => result.error?.message === 'used')).toHaveLength(9);
		const [count] = await backend.sql(
			`select count(*)::int as n from public.responses r join public.wave_members m on m.id = r.member_id
			 where m.person_id = $1`,
			[who.personId]
		);
		expect(count).toEqual({ n: 1 });
	});

	it('notes that the link reached another person, and nothing else', async () => {
		const who = await reachable();
		const token = (await sent()).token(who);
		expect((await submit(token, { ...answers, who: 'other' })).data).toBe('other');
		const [member] = await backend.sql(
			`select m.disposition, m.responded_at, r.id from public.wave_members m
			 left join public.responses r on r.member_id = m.id where m.person_id = $1`,
			[who.personId]
		);
		expect(member).toEqual({ disposition: '2.20', responded_at: null, id: null });
	});

	it.each([
		['an unknown choice', { ...answers, q22_continuing: 'maybe' }, 'q22_continuing'],
		['a required answer missing', { who: 'me', q22_continuing: 'no' }, 'q24_other_business'],
		['a missing answer that became relevant', { ...answers, q23_basis: '' }, 'q23_basis'],
		['a list with a stranger in it', { ...answers, needs: ['money', 'love'] }, 'needs'],
		['a list with twins', { ...answers, needs: ['money', 'money'] }, 'needs'],
		['a text that is none', { ...answers, comment: { a: 1 } }, 'comment'],
		['a text too long', { ...answers, comment: 'х'.repeat(1001) }, 'comment'],
		['nothing at all', {}, 'who']
	])('refuses %s by its name', async (_, given, name) => {
		const who = await reachable();
		const token = (await sent()).token(who);
		const { error } = await submit(token, given);
		expect(error).toMatchObject({ message: 'invalid', details: name });
		expect((await open(token)).outcome).toBe('open');
	});

	it('drops what was not asked', async () => {
		const who = await reachable();
		const token = (await sent()).token(who);
		await submit(token, { ...answers, stop_reason: 'money', admin: true });
		const [row] = await backend.sql<{ answers: object }>(
			`select r.answers from public.responses r join public.wave_members m on m.id = r.member_id
			 where m.person_id = $1`,
			[who.personId]
		);
		expect(row?.answers).toEqual(answers);
	});

	it('tells expired and forged links apart, and a forged one nothing', async () => {
		const who = await reachable();
		const wave = await sent();
		await backend.sql(
			`update public.waves set opens_at = now() - interval '2 days', closes_at = now() - interval '1 day' where id = $1`,
			[wave.id]
		);
		expect((await submit(wave.token(who))).error?.message).toBe('expired');
		expect(await open(wave.token(who))).toMatchObject({ outcome: 'closed' });
		expect((await submit('0'.repeat(32))).error?.message).toBe('not_found');
		expect(await open('0'.repeat(32))).toEqual({ viewer: null, outcome: 'unknown' });
	});

	it('slows guessing, and not those who hold true links', async () => {
		const who = await reachable();
		const token = (await sent()).token(who);
		const bucket = 'b'.repeat(64);
		const guess = async (given: string) =>
			(
				(await backend.anon.rpc('page_survey', { p_token: given, p_bucket: bucket })).data as {
					outcome: string;
				}
			).outcome;
		for (let i = 0; i < 30; i++) expect(await guess(`guess${i}`)).toBe('unknown');
		expect(await guess('one more')).toBe('throttled');
		expect(await guess(token)).toBe('open');
	});
});

describe('tables', () => {
	let wave: Awaited<ReturnType<typeof sent>>;
	const roles = () => ({
		anon: backend.anon,
		stranger: stranger.db,
		graduate: graduate.db,
		elsewhere: elsewhere.db,
		officer: officer.db,
		coordinator: coordinator.db
	});
	const rows = async (who: keyof ReturnType<typeof roles>, table: string, columns: string) => {
		const { data, error } = await roles()
			[who].from(table as 'waves')
			.select(columns as 'id');
		return error ? error.code : data.length > 0;
	};
	beforeAll(async () => {
		wave = await sent({ audience: { rounds: ['2019'], regions: ['KZ-61'] } });
		await submit(wave.token(graduate));
	});

	it.each([
		['forms', 'id', ['42501', false, false, true, true, true]],
		['waves', 'id', ['42501', false, false, true, true, true]],
		['waves', 'idempotency_key', Array(6).fill('42501')],
		['wave_members', 'id', ['42501', false, false, false, true, true]],
		['wave_members', 'token_hash', Array(6).fill('42501')],
		['wave_members', 'vulnerable', Array(6).fill('42501')],
		['wave_members', 'neet', Array(6).fill('42501')],
		['responses', 'id', ['42501', false, false, false, false, true]]
	])('%s.%s shows rows to %j', async (table, column, expected) => {
		const seen = [];
		for (const who of Object.keys(roles()) as (keyof ReturnType<typeof roles>)[])
			seen.push(await rows(who, table, column));
		expect(seen).toEqual(expected);
	});

	it.each([
		['forms', { code: 'x' }],
		['waves', { title: 'x' }],
		['wave_members', { disposition: '1.1' }],
		['responses', { answers: {} }]
	])('%s is written by functions only', async (table, row) => {
		for (const db of Object.values(roles())) {
			const any = db.from(table as 'waves');
			const none = randomUUID();
			expect((await any.insert(row as never)).error?.code).toBe('42501');
			expect((await any.update(row as never).eq('id', none)).error?.code).toBe('42501');
			expect((await any.delete().eq('id', none)).error?.code).toBe('42501');
		}
	});

	it('shows pages to staff, and to nobody else', async () => {
		for (const page of ['page_wave', 'page_wave_results'] as const) {
			const read = async (db: Member['db']) => (await db.rpc(page, { p_id: wave.id })).data;
			expect(await read(backend.anon)).toEqual({ viewer: null });
			expect(await read(graduate.db)).toBeNull();
			expect(await read(officer.db)).toMatchObject({ wave: { id: wave.id } });
		}
	});

	it('names to an officer only the waiting of the own region', async () => {
		const waiting = async (who: Member) =>
			((await who.db.rpc('page_wave', { p_id: wave.id })).data as { waiting: unknown[] }).waiting
				.length;
		expect(await waiting(officer)).toBeGreaterThan(0);
		expect(await waiting(officer)).toBe(await waiting(coordinator));
		expect(await waiting(elsewhere)).toBe(0);
	});

	it('shows an officer no small base and no sensitive split', async () => {
		const counts = async (who: Member) =>
			(
				(await who.db.rpc('page_wave_results', { p_id: wave.id })).data as {
					counts: { cells: { split: string }[]; hidden: unknown[] };
				}
			).counts;
		const full = await counts(coordinator);
		expect(new Set(full.cells.map((cell) => cell.split))).toContain('vulnerable');
		const mine = await counts(officer);
		expect(mine.cells).toEqual([]);
		expect(mine.hidden.length).toBeGreaterThan(0);
	});

	it('keeps the inner functions to themselves', async () => {
		for (const [name, args] of [
			['import_wave', { p_title: 'x', p_hash: 'a'.repeat(64), p_rows: [] }],
			['check_wave', { p_hash: 'a'.repeat(64), p_rows: [] }],
			['tabulate_wave', { p_wave: wave.id }]
		] as const)
			expect((await coordinator.db.rpc(name, args as never)).error?.code).toBe('42501');
	});
});
