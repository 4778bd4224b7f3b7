import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { useTestBackend, type Member } from '../../../../tests/support/test-backend';
import type { Contact, MyContactsPage } from './types';

const backend = useTestBackend();

let aigul: Member;
beforeEach(async () => {
	aigul = await backend.alumnus();
});

const page = async (who: Member) =>
	(await who.db.rpc('page_my_contacts')).data as unknown as MyContactsPage;
const mine = async (who: Member): Promise<Contact[]> => (await page(who)).contacts;
const number = () => `+7701${Math.floor(1_000_000 + Math.random() * 8_999_999)}`;
const save = (who: Member, key: string, more: Record<string, unknown> = {}) =>
	who.db.rpc('save_contact', { p_kind: 'phone', p_value: key, p_key: key, ...more });
const added = async (who: Member, key = number()) => (await save(who, key)).data as string;
const start = (who: Member, address: string, replaces: string | null = null) =>
	who.db.rpc('start_contact_code', {
		p_address: address,
		p_replaces: replaces,
		p_locale: 'kk'
	});
const codeFor = async (address: string) => {
	const [mail] = await backend.sql<{ body: string }>(
		`select body from private.outbox where to_address = $1 and purpose = 'contact_code' order by created_at desc limit 1`,
		[address]
	);
	return /\b\d{6}\b/.exec(mail?.body ?? '')?.[0] as string;
};
const finish = async (who: Member, code: string) =>
	(await who.db.rpc('finish_contact_code', { p_code: code })).data as Record<string, unknown>;
const mailbox = () => `${randomUUID()}@test.kz`;

describe('adding and correcting', () => {
	it('a phone stands as new until somebody confirms it', async () => {
		const key = number();
		await added(aigul, key);
		expect(await mine(aigul)).toMatchObject([{ kind: 'phone', value: key, state: 'new' }]);
	});

	it('a trusted person has a name and a relation', async () => {
		const trusted = { p_kind: 'trusted_person' };
		expect((await save(aigul, number(), trusted)).error?.details).toBe('name');
		const named = { ...trusted, p_name: 'Гүлнар', p_relation: ' ' };
		expect((await save(aigul, number(), named)).error?.details).toBe('relation');
		await save(aigul, number(), { ...named, p_relation: 'анам' });
		expect(await mine(aigul)).toMatchObject([{ name: 'Гүлнар', relation: 'анам' }]);
	});

	it('a corrected number takes the place of the old one, whose history stays', async () => {
		const old = await added(aigul);
		await aigul.db.rpc('prefer_contact', { p_id: old });
		const key = number();
		await save(aigul, key, { p_replaces: old });
		expect(await mine(aigul)).toMatchObject([{ value: key, preferred: true }]);
		const [row] = await backend.sql(
			`select state, array(select what from private.contact_events e
			   where e.contact_point_id = c.id order by created_at) as events
			 from public.contact_points c where id = $1`,
			[old]
		);
		expect(row).toEqual({ state: 'refused', events: ['reported', 'replaced'] });
	});

	it('what was removed is gone from sight, and comes back when it is added again', async () => {
		const key = number();
		const id = await added(aigul, key);
		await aigul.db.rpc('remove_contact', { p_id: id });
		expect(await mine(aigul)).toEqual([]);
		expect((await aigul.db.rpc('prefer_contact', { p_id: id })).error?.message).toBe('not_found');
		await added(aigul, key);
		expect(await mine(aigul)).toMatchObject([{ id, state: 'new' }]);
	});

	it('one is preferred at most', async () => {
		const [one, two] = [await added(aigul), await added(aigul)];
		await aigul.db.rpc('prefer_contact', { p_id: one });
		await aigul.db.rpc('prefer_contact', { p_id: two });
		expect((await mine(aigul)).filter((contact) => contact.preferred)).toMatchObject([{ id: two }]);
	});

	it.each([
		['letters', 'phone', '+7701abc4567', '+7701abc4567'],
		['another country', 'phone', '+79161234567', '+79161234567'],
		['no plus', 'phone', '87012345678', '87012345678'],
		['a value that is not its key', 'phone', '+7 702 000 00 01', '+77010000001'],
		['markup', 'telegram', '<b>aigul</b>', 'aigul'],
		['an e-mail by the back door', 'email', 'a@b.kz', 'a@b.kz'],
		['an unknown kind', 'pigeon', 'x', 'x']
	])('refuses %s', async (_, kind, value, key) => {
		const { error } = await save(aigul, key, { p_kind: kind, p_value: value });
		expect(error).toMatchObject({ message: 'invalid', details: 'value' });
	});

	it('ends a flood', async () => {
		for (let i = 0; i < 30; i++) await added(aigul);
		expect((await save(aigul, number())).error?.message).toBe('too_many');
	});
});

describe('an e-mail', () => {
	it('is added by the code that went to it, confirmed', async () => {
		const address = mailbox();
		await start(aigul, address);
		expect(await page(aigul)).toMatchObject({ contacts: [], code: { address, triesLeft: 5 } });
		expect(await finish(aigul, await codeFor(address))).toEqual({ outcome: 'confirmed' });
		expect(await page(aigul)).toMatchObject({
			contacts: [{ kind: 'email', value: address, state: 'confirmed' }],
			code: null
		});
	});

	it('five wrong codes kill the right one', async () => {
		const address = mailbox();
		await start(aigul, address);
		const right = await codeFor(address);
		const wrong = right === '000000' ? '000001' : '000000';
		for (const left of [4, 3, 2, 1])
			expect(await finish(aigul, wrong)).toEqual({ outcome: 'wrong', left });
		expect(await finish(aigul, wrong)).toEqual({ outcome: 'dead' });
		expect(await finish(aigul, right)).toEqual({ outcome: 'dead' });
		expect(await mine(aigul)).toEqual([]);
	});

	it('an old code and somebody else’s code are worth nothing', async () => {
		const address = mailbox();
		await start(aigul, address);
		const code = await codeFor(address);
		const other = await backend.alumnus();
		expect(await finish(other, code)).toEqual({ outcome: 'dead' });
		await backend.sql(`update private.contact_codes set expires_at = now() where person_id = $1`, [
			aigul.personId
		]);
		expect(await finish(aigul, code)).toEqual({ outcome: 'dead' });
	});

	it('the code is blotted once the letter went out', async () => {
		const address = mailbox();
		await start(aigul, address);
		const code = await codeFor(address);
		await backend.sql(`update private.outbox set state = 'sent' where to_address = $1`, [address]);
		const [mail] = await backend.sql<{ body: string; subject: string }>(
			`select subject, body from private.outbox where to_address = $1`,
			[address]
		);
		expect(`${mail?.subject} ${mail?.body}`).not.toContain(code);
	});

	it('nobody floods mailboxes, and nobody’s mailbox is flooded', async () => {
		for (let i = 0; i < 5; i++) await start(aigul, mailbox());
		expect((await start(aigul, mailbox())).error?.message).toBe('too_many');
		const victim = mailbox();
		for (let i = 0; i < 5; i++) await start(await backend.alumnus(), victim);
		expect((await start(await backend.alumnus(), victim)).error?.message).toBe('too_many');
	});
});

describe('whose it is', () => {
	const doors = (id: string): [string, Record<string, unknown>][] => [
		[
			'save_contact',
			{ p_kind: 'phone', p_value: '+77010000001', p_key: '+77010000001', p_replaces: id }
		],
		['start_contact_code', { p_address: mailbox(), p_replaces: id, p_locale: 'kk' }],
		['prefer_contact', { p_id: id }],
		['remove_contact', { p_id: id }]
	];

	it('another member, an officer and a coordinator find nothing of mine to change', async () => {
		const id = await added(aigul);
		const others = [
			await backend.alumnus(),
			await backend.member(),
			await backend.staff('officer', 'KZ-61'),
			await backend.staff('coordinator')
		];
		for (const who of others) {
			for (const [name, inputs] of doors(id))
				expect((await who.db.rpc(name, inputs)).error?.message, name).toBe('not_found');
			expect(await mine(who)).toEqual([]);
		}
		expect(await mine(aigul)).toMatchObject([{ id, state: 'new', preferred: false }]);
	});

	it('a visitor is shut out', async () => {
		const id = await added(aigul);
		for (const [name, inputs] of doors(id))
			expect((await backend.anon.rpc(name, inputs)).error?.code, name).toBe('42501');
		expect((await backend.anon.rpc('page_my_contacts')).data).toMatchObject({
			viewer: null,
			contacts: [],
			code: null
		});
	});

	it('the officer of the region and coordinators read contacts, another region’s officer does not', async () => {
		const id = await added(aigul);
		const sees = async (who: Member) =>
			((await who.db.from('contact_points').select('id').eq('id', id)).data ?? []).length;
		expect(await sees(aigul)).toBe(1);
		expect(await sees(await backend.staff('officer', 'KZ-61'))).toBe(1);
		expect(await sees(await backend.staff('coordinator'))).toBe(1);
		expect(await sees(await backend.staff('officer', 'KZ-55'))).toBe(0);
		expect(await sees(await backend.alumnus())).toBe(0);
	});
});
