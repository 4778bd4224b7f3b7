import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTestBackend, type Db, type Member } from '../../../../tests/support/test-backend';

const backend = useTestBackend();
const BUCKET = 'c'.repeat(64);
let officer: Member, elsewhere: Member, coordinator: Member, stranger: Member;
let count = 0;

beforeAll(async () => {
	officer = await backend.staff('officer', 'KZ-61');
	elsewhere = await backend.staff('officer', 'KZ-55');
	coordinator = await backend.staff('coordinator');
	stranger = await backend.member();
	await backend.sql(
		`insert into private.settings (key, value) values ('site_url', 'http://site.test')
		 on conflict (key) do update set value = excluded.value`
	);
});

/** A record with a project and an address, claimed by somebody with an officer's letter. */
async function claimed() {
	const n = ++count;
	const [person] = await backend.sql<{ id: string }>(
		`insert into public.persons (registry_no, full_name, region_code, locale) values ($1, 'Айгүл Қасымова', 'KZ-61', 'ru') returning id`,
		[`ZP-UNDO-${n}`]
	);
	const [project] = await backend.sql<{ id: string }>(
		`insert into public.subprojects (registry_no, title, direction, round, region_code)
		 values ($1, 'Тігін цехы', 'sewing', 2019, 'KZ-61') returning id`,
		[`S-UNDO-${n}`]
	);
	const id = person?.id as string;
	await backend.sql(
		`insert into public.participations (person_id, round, role, subproject_id) values ($1, 2019, 'leader', $2)`,
		[id, project?.id]
	);
	await backend.sql(
		`insert into public.contact_points (person_id, kind, value, value_key, source) values ($1, 'email', $2, $2, 'registry')`,
		[id, `owner${n}@mail.kz`]
	);
	const wrong = await backend.member();
	expect((await claim(wrong, `ZP-UNDO-${n}`)).data).toBe('claimed');
	return {
		id,
		no: `ZP-UNDO-${n}`,
		project: project?.id as string,
		owner: `owner${n}@mail.kz`,
		wrong
	};
}
async function claim(who: Member, no: string) {
	const { data: batch } = await officer.db.rpc('make_letters', {
		p_key: randomUUID(),
		p_filters: { person: no },
		p_office: 'Орталық'
	});
	const { data: page } = await officer.db.rpc('page_letter_batch', { p_id: batch });
	return who.db.rpc('claim_by_invitation', {
		p_code: page.batch.letters[0].code,
		p_locale: 'kk'
	});
}
const ALL = ['updates', 'profile', 'consents', 'contacts', 'referrals'];
const undo = (
	who: { db: Db },
	person: string,
	account: string,
	back: string[] = ALL,
	reason = 'Басқа адам'
) =>
	who.db.rpc('undo_claim', {
		p_person: person,
		p_account: account,
		p_reason: reason,
		p_take_back: back
	});
const mails = async (purpose: string, person: string) =>
	backend.sql<{ to_address: string; body: string }>(
		`select to_address, body from private.outbox where purpose = $1 and person_id = $2`,
		[purpose, person]
	);
const tokenOf = (body = '') => /not-me\/([0-9a-f]{32})/.exec(body)?.[1] ?? '';
const look = async (token: string) =>
	(await backend.anon.rpc('page_claim_notice', { p_token: token, p_bucket: BUCKET })).data;

/** What the wrong account does in the other's name. */
async function misuse(wrong: Member, { id, project }: { id: string; project: string }) {
	await wrong.db.rpc('record_status_update', {
		p_subproject: project,
		p_key: randomUUID(),
		p_state: 'stopped',
		p_stop_reason: 'money',
		p_note: 'Жаптық'
	});
	await wrong.db.rpc('set_consent', {
		p_purpose: 'followup',
		p_granted: true,
		p_text_version: '2026-11',
		p_locale: 'kk'
	});
	await wrong.db.rpc('save_contact', {
		p_kind: 'phone',
		p_value: '+7 701 000 00 01',
		p_key: '+77010000001'
	});
	const [old] = await backend.sql<{ id: string }>(
		`select id from public.contact_points where person_id = $1 and source = 'registry'`,
		[id]
	);
	await wrong.db.rpc('remove_contact', { p_id: old?.id });
	await backend.sql(
		`insert into public.profiles (person_id, now_line, updated_at) values ($1, 'Бос жүрмін', now())`,
		[id]
	);
	const [referral] = await backend.sql<{ id: string }>(
		`insert into public.referrals (person_id, programme_id, region_code, state) select $1, id, 'KZ-61', 'sent' from public.programmes limit 1 returning id`,
		[id]
	);
	await backend.sql(
		`insert into public.referral_consents (referral_id, organization_id, fields, text_version, locale)
		 select $1, id, '{phone}', '2026-11', 'kk' from public.organizations limit 1`,
		[referral?.id]
	);
	return referral?.id as string;
}
const project = async (id: string) =>
	(
		await backend.sql('select state, needs, state_at from public.subprojects where id = $1', [id])
	)[0];

describe('a notice to an old address', () => {
	it('tells who claimed in a mask, changes nothing when opened, and disputes when pressed', async () => {
		const { id, owner, wrong } = await claimed();
		const [mail] = await mails('record_claimed', id);
		expect(mail?.to_address).toBe(owner);
		expect(mail?.body).toContain('http://site.test/ru/not-me/');
		const token = tokenOf(mail?.body);
		expect(await look(token)).toMatchObject({ outcome: 'open', viewer: null });
		expect((await look(token)).account).toMatch(/^.•••@t•••\.kz$/);
		expect((await officer.db.rpc('page_claims')).data.disputes).toEqual([]);
		for (let i = 0; i < 2; i++)
			expect((await backend.anon.rpc('dispute_claim', { p_token: token })).error).toBeNull();
		expect((await look(token)).outcome).toBe('disputed');
		const disputes = async (who: Member) => (await who.db.rpc('page_claims')).data?.disputes;
		expect(await disputes(officer)).toMatchObject([{ person: id, account: wrong.id, mine: false }]);
		expect(await disputes(coordinator)).toHaveLength(1);
		expect(await disputes(elsewhere)).toEqual([]);
		expect((await stranger.db.rpc('page_claims')).data).toBeNull();
		// The claim stands until a person has looked at it.
		expect((await wrong.db.rpc('page_viewer')).data.viewer.personId).toBe(id);
	});

	it('goes out when an officer gave the record too, and counts among what waits today', async () => {
		const { id, no, wrong } = await claimed();
		await undo(officer, id, wrong.id);
		const asker = await backend.member();
		const { data: request } = await asker.db.rpc('request_claim', {
			p_key: randomUUID(),
			p_fields: { fullName: 'Айгүл', region: 'KZ-61', message: 'Бұл мен', locale: 'kk' }
		});
		await officer.db.rpc('decide_claim', {
			p_request: request,
			p_approve: true,
			p_registry_no: no,
			p_reason: 'Танимын'
		});
		const notices = await mails('record_claimed', id);
		expect(notices).toHaveLength(2);
		const waiting = async (who: Member) => (await who.db.rpc('page_today')).data?.counts?.claims;
		const before = await waiting(officer);
		await backend.anon.rpc('dispute_claim', { p_token: tokenOf(notices[1]?.body) });
		expect(await waiting(officer)).toBe(before + 1);
		expect(await waiting(elsewhere)).toBe(0);
	});

	it('is closed by whoever looks after the person, and by nobody else', async () => {
		const { id, wrong } = await claimed();
		const token = tokenOf((await mails('record_claimed', id))[0]?.body);
		await backend.anon.rpc('dispute_claim', { p_token: token });
		const keep = (who: Member) => who.db.rpc('keep_claim', { p_person: id, p_account: wrong.id });
		for (const who of [elsewhere, stranger, wrong])
			expect((await keep(who)).error?.message).toBe('not_found');
		expect((await keep(officer)).error).toBeNull();
		expect((await look(token)).outcome).toBe('closed');
		const { data: page } = await officer.db.rpc('page_claims');
		expect(page.disputes.map((row: { person: string }) => row.person)).not.toContain(id);
	});

	it('knows unknown, expired and guessed tokens apart', async () => {
		const { id } = await claimed();
		const token = tokenOf((await mails('record_claimed', id))[0]?.body);
		await backend.sql('update private.claim_notices set expires_at = now() where person_id = $1', [
			id
		]);
		expect((await look(token)).outcome).toBe('expired');
		const dispute = (p_token: string) => backend.anon.rpc('dispute_claim', { p_token });
		expect((await dispute(token)).error?.message).toBe('expired');
		expect((await dispute('0'.repeat(32))).error?.message).toBe('not_found');
		const outcomes = [];
		for (let i = 0; i < 31; i++) outcomes.push((await look('0'.repeat(32))).outcome);
		expect([outcomes[0], outcomes[30]]).toEqual(['unknown', 'throttled']);
	});
});

describe('undoing a claim', () => {
	it('frees the record, ends the sessions, takes back what was done, and tells both', async () => {
		const record = await claimed();
		const { id, wrong, owner } = record;
		const referral = await misuse(wrong, record);
		expect(await project(record.project)).toMatchObject({ state: 'stopped' });
		const { data: page } = await officer.db.rpc('page_undo_claim', { p_person: id });
		expect(page.claim).toMatchObject({
			account: wrong.id,
			mine: false,
			did: { updates: 1, profile: 1, consents: 2, contacts: 2, referrals: 1 }
		});
		expect((await undo(officer, id, wrong.id)).error).toBeNull();

		expect((await wrong.db.rpc('page_viewer')).data.viewer).toBeNull();
		expect(await backend.sql('select 1 from auth.sessions where user_id = $1', [wrong.id])).toEqual(
			[]
		);
		expect(await project(record.project)).toEqual({ state: 'unknown', needs: [], state_at: null });
		expect((await officer.db.from('status_updates').select('id').eq('person_id', id)).data).toEqual(
			[]
		);
		expect(
			await backend.sql(
				`select purpose, granted from (select distinct on (purpose) * from public.consents where person_id = $1
				 order by purpose, created_at desc, id desc) c order by 1`,
				[id]
			)
		).toEqual([
			{ purpose: 'followup', granted: false },
			{ purpose: 'terms', granted: false }
		]);
		expect(
			await backend.sql(
				`select value, state from public.contact_points where person_id = $1 and state <> 'refused'`,
				[id]
			)
		).toEqual([{ value: owner, state: 'new' }]);
		expect(await backend.sql('select 1 from public.profiles where person_id = $1', [id])).toEqual(
			[]
		);
		expect(
			await backend.sql(
				`select r.state, c.revoked_at is not null as revoked from public.referrals r
				 join public.referral_consents c on c.referral_id = r.id where r.id = $1`,
				[referral]
			)
		).toEqual([{ state: 'withdrawn', revoked: true }]);
		expect((await mails('record_free', id)).map((mail) => mail.to_address)).toEqual([owner]);
		const told = await backend.sql(
			`select 1 from private.outbox where purpose = 'claim_undone' and to_address = $1`,
			[`${wrong.id}@test.kz`]
		);
		expect(told).toHaveLength(1);
		const [act] = await backend.sql<{ details: object; actor_id: string }>(
			`select details, actor_id from private.audit_log where action = 'claim_undone' and subject_id = $1`,
			[id]
		);
		expect(act).toMatchObject({ actor_id: officer.id, details: { account: wrong.id } });
	});

	it('takes back only what was chosen, and the account’s own address always', async () => {
		const record = await claimed();
		const { id, wrong } = record;
		await misuse(wrong, record);
		expect((await undo(coordinator, id, wrong.id, [])).error).toBeNull();
		expect(await project(record.project)).toMatchObject({ state: 'stopped' });
		const live = await backend.sql<{ value: string }>(
			`select value from public.contact_points where person_id = $1 and state <> 'refused'`,
			[id]
		);
		expect(live.map(({ value }) => value)).toEqual(['+7 701 000 00 01']);
	});

	it('leaves the right one able to correct their own entry, and nothing of the other’s talk', async () => {
		const record = await claimed();
		const { id, no, wrong } = record;
		const [own] = await backend.sql<{ id: string }>(
			`insert into public.status_updates (subproject_id, person_id, state, basis, idempotency_key, created_at)
			 values ($1, $2, 'continuing', 'paid', gen_random_uuid(), now() - interval '90 days') returning id`,
			[record.project, id]
		);
		const peer = await backend.alumnus();
		await misuse(wrong, record);
		await backend.sql(
			`insert into public.contact_requests (from_person, to_person, idempotency_key) values ($1, $2, gen_random_uuid())`,
			[id, peer.personId]
		);
		await backend.sql(
			`insert into public.contact_blocks (blocker_id, blocked_id) values ($1, $2)`,
			[id, peer.personId]
		);
		await backend.sql(
			`insert into public.notices (account_id, purpose, occasion, title, locale) values ($1, 'contact_answer', 'x', 'Жауап', 'kk')`,
			[wrong.id]
		);
		await undo(officer, id, wrong.id);
		for (const [table, column, whose] of [
			['contact_requests', 'from_person', id],
			['contact_blocks', 'blocker_id', id]
		])
			expect(
				await backend.sql(`select 1 from public.${table} where ${column} = $1`, [whose]),
				table
			).toEqual([]);
		expect(
			await backend.sql(`select 1 from public.notices where account_id = $1 and occasion = 'x'`, [
				wrong.id
			])
		).toEqual([]);

		const right = await backend.member();
		expect((await claim(right, no)).data).toBe('claimed');
		const { error } = await right.db.rpc('record_status_update', {
			p_subproject: record.project,
			p_key: randomUUID(),
			p_state: 'paused',
			p_corrects: own?.id
		});
		expect(error).toBeNull();
		expect(await project(record.project)).toMatchObject({ state: 'paused' });
	});

	it('leaves the record to the right one, whom it then cannot touch by mistake', async () => {
		const { id, no, wrong } = await claimed();
		await undo(officer, id, wrong.id);
		await backend.sql(
			`insert into auth.sessions (id, user_id) select (convert_from(decode(rpad(translate(split_part($1, '.', 2), '-_', '+/'), (length(split_part($1, '.', 2)) + 3) / 4 * 4, '='), 'base64'), 'UTF8')::jsonb ->> 'session_id')::uuid, $2`,
			[wrong.token, wrong.id]
		);
		// The wrong account signs in again and finds another letter: only an officer may give it the record.
		expect((await claim(wrong, no)).data).toBe('taken');
		const right = await backend.member();
		expect((await claim(right, no)).data).toBe('claimed');
		expect((await undo(officer, id, wrong.id)).error).toMatchObject({
			message: 'conflict',
			details: 'changed'
		});
		expect((await right.db.rpc('page_viewer')).data.viewer.personId).toBe(id);
	});

	it('is for staff of the region, with a reason, and not for one’s own', async () => {
		const { id, wrong } = await claimed();
		for (const who of [elsewhere, stranger, wrong])
			expect((await undo(who, id, wrong.id)).error?.message).toBe('not_found');
		expect((await undo({ db: backend.anon }, id, wrong.id)).error?.code).toBe('42501');
		expect((await undo(officer, id, wrong.id, ALL, ' ')).error).toMatchObject({
			message: 'invalid',
			details: 'reason'
		});
		expect((await undo(officer, id, wrong.id, ['everything'])).error?.message).toBe('invalid');
		const both = await backend.staff('officer', 'KZ-61');
		const own = await claimed();
		await undo(officer, own.id, own.wrong.id);
		await claim(both, own.no);
		expect((await undo(both, own.id, both.id)).error).toMatchObject({
			message: 'forbidden',
			details: 'own'
		});
		for (const who of [elsewhere, stranger])
			expect((await who.db.rpc('page_undo_claim', { p_person: id })).data).toBeNull();
		expect((await backend.anon.rpc('page_undo_claim', { p_person: id })).data).toEqual({
			viewer: null
		});
		for (const table of ['claim_notices', 'undone_claims'])
			expect((await coordinator.db.from(table).select('*')).error).not.toBeNull();
	});
});
