import { describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import { useTestBackend, type Member } from '../../../../tests/support/test-backend';

const backend = useTestBackend();
let count = 0;

/** A registry record of nobody yet, reachable by e-mail unless told otherwise. */
async function record(
	fields: { region?: string | null; name?: string; email?: string | null } = {}
) {
	const n = ++count;
	const { region = 'KZ-61', name = `Сынақ Адам${n}`, email = `old${n}@mail.kz` } = fields;
	const [person] = await backend.sql<{ id: string; registry_no: string }>(
		`insert into public.persons (registry_no, full_name, birth_year, region_code)
		 values ($1, $2, 1998, $3) returning id, registry_no`,
		[`ZP-CLAIM-${n}`, name, region]
	);
	const { id, registry_no } = person as { id: string; registry_no: string };
	await backend.sql(
		`insert into public.participations (person_id, round, role) values ($1, 2019, 'member')`,
		[id]
	);
	if (email)
		await backend.sql(
			`insert into public.contact_points (person_id, kind, value, value_key, source) values ($1, 'email', $2, $2, 'registry')`,
			[id, email]
		);
	return { id, registryNo: registry_no, name, email };
}

const start = async (member: Member, fields: Record<string, unknown>) =>
	member.db.rpc('start_claim', {
		p_registry_no: null,
		p_full_name: null,
		p_birth_year: null,
		p_round: null,
		p_locale: 'kk',
		...fields
	});
const finish = async (member: Member, code: string) =>
	(await member.db.rpc('finish_claim', { p_code: code, p_locale: 'kk' })).data as {
		outcome: string;
		left?: number;
	};

/** The code in the newest mail to this address. */
async function mailed(address: string): Promise<string> {
	const [mail] = await backend.sql<{ body: string }>(
		`select body from private.outbox where to_address = $1 and purpose = 'claim_code' order by id desc limit 1`,
		[address]
	);
	return /\b\d{6}\b/.exec(mail?.body ?? '')?.[0] ?? '';
}
const other = (code: string) => (code === '111111' ? '222222' : '111111');
const personOf = async (member: Member) =>
	(
		await backend.sql<{ person_id: string | null }>(
			'select person_id from public.accounts where id = $1',
			[member.id]
		)
	)[0]?.person_id;

describe('a claim by code', () => {
	it('gives the record, records consent, tells the other old addresses, and is not asked for twice', async () => {
		const who = await record({ name: 'Қасымова Айгүл Серікқызы', email: 'aigul.k@mail.kz' });
		await backend.sql(
			`insert into public.contact_points (person_id, kind, value, value_key, state, source) values
			 ($1, 'email', 'older@mail.kz', 'older@mail.kz', 'new', 'registry'),
			 ($1, 'email', 'dead@mail.kz', 'dead@mail.kz', 'dead', 'registry')`,
			[who.id]
		);
		await backend.sql(
			`update public.contact_points set state = 'confirmed' where value_key = 'aigul.k@mail.kz'`
		);
		const member = await backend.member();
		const { data } = await start(member, {
			p_full_name: 'Aigul Kasymova',
			p_birth_year: 1998,
			p_round: 2019
		});
		expect(data).toEqual({ outcome: 'sent' });
		const { data: page } = await member.db.rpc('page_claim');
		expect(page.code).toMatchObject({ sentTo: 'a•••@m•••.kz', triesLeft: 5 });
		expect(await finish(member, await mailed('aigul.k@mail.kz'))).toEqual({ outcome: 'claimed' });
		expect(await personOf(member)).toBe(who.id);
		const consents = await backend.sql(
			'select purpose, granted, text_version, locale from public.consents where person_id = $1',
			[who.id]
		);
		expect(consents).toEqual([
			{ purpose: 'terms', granted: true, text_version: '2026-11', locale: 'kk' }
		]);
		const notices = await backend.sql(
			`select to_address from private.outbox where purpose = 'record_claimed' and person_id = $1`,
			[who.id]
		);
		// Not the one that has just typed the code, and none that is dead.
		expect(notices).toEqual([{ to_address: 'older@mail.kz' }]);
		const again = await start(member, { p_registry_no: who.registryNo });
		expect(again.error).toMatchObject({ message: 'conflict', details: 'claimed' });
	});

	it('answers a stranger the same for no match, a claimed record, namesakes and no address', async () => {
		const namesakes = [await record({ name: 'Егіз Асан' }), await record({ name: 'Асан Егиз' })];
		const silent = await record({ email: null });
		const taken = await record();
		const owner = await backend.member();
		await start(owner, { p_registry_no: taken.registryNo });
		await finish(owner, await mailed(taken.email as string));
		const stranger = await backend.member();
		const asked = [
			{ p_registry_no: 'ZP-NOBODY' },
			{ p_registry_no: taken.registryNo },
			{ p_registry_no: silent.registryNo },
			{ p_full_name: namesakes[0]?.name, p_birth_year: 1998, p_round: 2019 },
			{ p_full_name: 'Асан', p_birth_year: 1998, p_round: 2019 }
		];
		for (const fields of asked)
			expect((await start(stranger, fields)).data).toEqual({ outcome: 'ask' });
	});

	it('is not won by the same e-mail alone', async () => {
		const member = await backend.member();
		const who = await record({ email: `${member.id}@test.kz` });
		await member.db.rpc('page_claim');
		expect(await personOf(member)).toBeNull();
		await start(member, { p_registry_no: who.registryNo });
		expect(await personOf(member)).toBeNull();
	});

	it('dies after five wrong codes: the sixth is refused even when right', async () => {
		const who = await record();
		const member = await backend.member();
		await start(member, { p_registry_no: who.registryNo });
		const code = await mailed(who.email as string);
		for (const left of [4, 3, 2, 1])
			expect(await finish(member, other(code))).toEqual({ outcome: 'wrong', left });
		expect(await finish(member, other(code))).toEqual({ outcome: 'dead' });
		expect(await finish(member, code)).toEqual({ outcome: 'dead' });
		expect(await personOf(member)).toBeNull();
	});

	it('expires after half an hour', async () => {
		const who = await record();
		const member = await backend.member();
		await start(member, { p_registry_no: who.registryNo });
		await backend.sql(
			`update private.claim_codes set expires_at = now() - interval '1 second' where account_id = $1`,
			[member.id]
		);
		expect(await finish(member, await mailed(who.email as string))).toEqual({ outcome: 'expired' });
	});

	it('does not take the code of another account', async () => {
		const who = await record();
		const [asker, thief] = [await backend.member(), await backend.member()];
		await start(asker, { p_registry_no: who.registryNo });
		expect(await finish(thief, await mailed(who.email as string))).toEqual({ outcome: 'dead' });
		expect(await personOf(thief)).toBeNull();
	});

	it('has one winner out of twenty at once', async () => {
		const who = await record();
		const members = await Promise.all(Array.from({ length: 20 }, () => backend.member()));
		for (const { id } of members)
			await backend.sql(
				`insert into private.claim_codes (id, account_id, person_id, sent_to, code_hash)
				 select c.id, $1, $2, '•••', sha256(convert_to(c.id::text || '123456', 'UTF8')) from (select gen_random_uuid() as id) c`,
				[id, who.id]
			);
		const outcomes = await Promise.all(
			members.map(async (member) => (await finish(member, '123456')).outcome)
		);
		expect(outcomes.filter((outcome) => outcome === 'claimed')).toHaveLength(1);
		const holders = await backend.sql('select id from public.accounts where person_id = $1', [
			who.id
		]);
		expect(holders).toHaveLength(1);
	});

	it('is limited: six look-ups an hour an account, five mails an hour a record', async () => {
		const who = await record();
		const members = await Promise.all(Array.from({ length: 6 }, () => backend.member()));
		const outcomes = [];
		for (const member of members)
			outcomes.push((await start(member, { p_registry_no: who.registryNo })).data.outcome);
		expect(outcomes).toEqual(['sent', 'sent', 'sent', 'sent', 'sent', 'ask']);
		const guesser = await backend.member();
		for (let i = 0; i < 6; i++) await start(guesser, { p_registry_no: `ZP-GUESS-${i}` });
		const { error } = await start(guesser, { p_registry_no: 'ZP-GUESS-7' });
		expect(error?.message).toBe('too_many');
		expect(Number(error?.details)).toBeGreaterThan(3500);
	});

	it('leaves no code readable once the mail has gone', async () => {
		const who = await record();
		await start(await backend.member(), { p_registry_no: who.registryNo });
		await backend.sql(`update private.outbox set state = 'sent' where to_address = $1`, [
			who.email
		]);
		expect(await mailed(who.email as string)).toBe('');
	});
});

describe('masks', () => {
	it.each([
		['aigul@mail.kz', 'a•••@m•••.kz'],
		['x@sub.example.com', 'x•••@s•••.com'],
		['no-address', '•••'],
		['a@b', '•••']
	])('%s is shown as %s', async (address, shown) => {
		const [row] = await backend.sql<{ mask: string }>('select private.mask_email($1) as mask', [
			address
		]);
		expect(row?.mask).toBe(shown);
	});
});

describe('what a client may not do', () => {
	it('set its own record, nor read codes, look-ups and mail texts', async () => {
		const who = await record();
		const member = await backend.member();
		const { error } = await member.db
			.from('accounts')
			.update({ person_id: who.id })
			.eq('id', member.id);
		expect(error?.code).toBe('42501');
		for (const table of ['claim_codes', 'claim_lookups', 'mail_texts', 'outbox'])
			expect((await member.db.from(table).select('*')).error).not.toBeNull();
		for (const name of ['queue_mail', 'bind_record', 'find_unclaimed', 'claim_candidates'])
			expect((await member.db.rpc(name, {})).error).not.toBeNull();
	});

	it('become staff by user metadata', async () => {
		const member = await backend.member();
		await backend.sql(
			`update auth.users set raw_user_meta_data = '{"role":"coordinator"}' where id = $1`,
			[member.id]
		);
		expect((await member.db.rpc('page_claims')).data).toBeNull();
		expect((await member.db.rpc('page_viewer')).data.viewer.roles).toEqual([]);
	});

	it('do anything without an account', async () => {
		const calls = [
			backend.anon.rpc('start_claim', {
				p_registry_no: 'ZP-1',
				p_full_name: null,
				p_birth_year: null,
				p_round: null,
				p_locale: 'kk'
			}),
			backend.anon.rpc('finish_claim', { p_code: '123456', p_locale: 'kk' }),
			backend.anon.rpc('request_claim', { p_key: randomUUID(), p_fields: {} }),
			backend.anon.rpc('decide_claim', {
				p_request: randomUUID(),
				p_approve: true,
				p_registry_no: 'x',
				p_reason: 'x'
			}),
			backend.anon.rpc('drop_claim_code')
		];
		for (const call of calls) expect((await call).error?.code).toBe('42501');
		expect((await backend.anon.rpc('page_claims')).data).toEqual({ viewer: null });
		expect((await backend.anon.rpc('page_claim')).data).toMatchObject({
			viewer: null,
			code: null,
			request: null
		});
	});
});
