import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
	answer,
	BODY,
	listed,
	mailOf,
	outcome,
	phoneOf,
	stand,
	thread,
	write
} from '../../../../tests/support/talk';
import { useTestBackend, type Db, type Member } from '../../../../tests/support/test-backend';
import type { MessagePage, MessagesPage } from './types';

const backend = useTestBackend();
let asker: Member, asked: Member, third: Member;
const others: Record<string, { db: Db }> = {};

const page = async ({ db }: { db: Db }, p_id: string) =>
	(await db.rpc('page_message', { p_id })).data as unknown as MessagePage | null;
const list = async ({ db }: { db: Db }) =>
	(await db.rpc('page_messages')).data as unknown as MessagesPage;
const ways = async ({ db }: { db: Db }, to: Member) =>
	((await db.rpc('page_profile', { p_person: to.personId })).data as { ways: object }).ways;
const mails = (who: Member) =>
	backend.sql<{ purpose: string; subject: string; body: string; state: string }>(
		`select purpose, subject, body, state from private.outbox where person_id = $1 order by created_at`,
		[who.personId]
	);

beforeAll(async () => {
	asker = await listed(backend, { name: 'Айгүл Қасымова' });
	asked = await listed(backend, { name: 'Ерлан Сәбитов', region: 'KZ-23' });
	third = await listed(backend, { name: 'Үшінші Адам' });
	Object.assign(others, {
		third,
		stranger: await backend.member(),
		officer: await backend.staff('officer', 'KZ-23'),
		otherOfficer: await backend.staff('officer', 'KZ-55'),
		coordinator: await backend.staff('coordinator')
	});
});
beforeEach(() =>
	backend.sql(
		'truncate public.contact_requests, public.contact_blocks, private.outbox, private.directory_views cascade'
	)
);

describe('a conversation', () => {
	it('passes words between two people and nothing else', async () => {
		const id = await thread(asker, asked);
		const seen = (await page(asked, id))?.thread;
		expect(seen).toMatchObject({ name: 'Айгүл Қасымова', began: false, bar: null });
		expect(seen?.messages.map((m) => [m.mine, m.body])).toEqual([[false, BODY]]);
		await answer(asked, id, 'Иә, сұраңыз');
		const back = await page(asker, id);
		expect(back?.thread.messages.map((m) => [m.mine, m.body])).toEqual([
			[true, BODY],
			[false, 'Иә, сұраңыз']
		]);
		for (const [who, reader] of [
			[asker, asked],
			[asked, asker]
		] as const) {
			const all = JSON.stringify([await page(reader, id), await list(reader), await mails(reader)]);
			for (const own of [phoneOf(who), mailOf(who), `${who.id}@test.kz`])
				expect(all).not.toContain(own);
		}
	});
	it('is there for its two sides and for nobody else', async () => {
		const id = await thread(asker, asked);
		for (const [who, { db }] of Object.entries({ ...others, anon: { db: backend.anon } })) {
			expect((await page({ db }, id))?.thread, who).toBeUndefined();
			for (const call of [
				answer({ db }, id),
				db.rpc('close_contact_request', { p_request: id }),
				db.rpc('block_contact', { p_request: id })
			])
				expect(await outcome(call), who).toBe(who === 'anon' ? 'shut' : 'not_found:');
			for (const table of ['contact_requests', 'contact_messages', 'contact_blocks'])
				expect((await db.from(table).select('created_at')).data ?? [], `${who} ${table}`).toEqual(
					[]
				);
		}
		expect((await asked.db.from('contact_messages').select('body')).data).toEqual([{ body: BODY }]);
	});
	it('is written to by its functions alone, and tells nobody who ended it', async () => {
		const id = await thread(asker, asked);
		for (const { db } of [asker, asked, third])
			for (const attempt of [
				db.from('contact_requests').insert({ from_person: asked.personId }),
				db.from('contact_requests').update({ kind: 'contact' }).eq('id', id),
				db.from('contact_messages').insert({ request_id: id, part: 'to', body: 'x' }),
				db.from('contact_messages').delete().eq('request_id', id),
				db.from('contact_requests').select('closed_by'),
				db.from('contact_requests').select('to_unread')
			])
				expect((await attempt).error?.code).toBe('42501');
	});
	it('is unread until it is opened, by each side on its own', async () => {
		const id = await thread(asker, asked);
		const unread = async (who: Member) => (await list(who)).threads[0]?.unread;
		expect([await unread(asker), await unread(asked)]).toEqual([false, true]);
		await page(asker, id);
		expect(await unread(asked)).toBe(true);
		await page(asked, id);
		expect(await unread(asked)).toBe(false);
		await answer(asked, id);
		expect([await unread(asker), await unread(asked)]).toEqual([true, false]);
	});
	it('takes one reminder before the answer, and ten messages a side', async () => {
		const id = await thread(asker, asked);
		expect(await outcome(answer(asker, id, 'Еске салайын'))).toBe('ok');
		expect(await outcome(answer(asker, id))).toBe('conflict:waiting');
		for (let i = 0; i < 10; i++) expect(await outcome(answer(asked, id))).toBe('ok');
		expect(await outcome(answer(asked, id))).toBe('conflict:long');
		expect(await outcome(answer(asker, id))).toBe('ok');
	});
	it('takes a form that was sent twice once', async () => {
		const [key, again] = [randomUUID(), randomUUID()];
		const sent = [await write(asker, asked, BODY, key), await write(asker, asked, BODY, key)];
		expect(sent[0]?.data).toBe(sent[1]?.data);
		const id = sent[0]?.data as string;
		for (let i = 0; i < 2; i++) await answer(asked, id, 'Бір рет', null, again);
		expect((await page(asker, id))?.thread.messages).toHaveLength(2);
	});
	it('shares a number only when its owner says so, and only their own', async () => {
		const id = await thread(asker, asked);
		const mine = (await page(asked, id))?.thread.contacts ?? [];
		expect(mine.map((c) => c.value)).toEqual([phoneOf(asked), mailOf(asked)]);
		const phone = mine[0]?.id as string;
		expect(await outcome(answer(asker, id, 'x', phone))).toBe('invalid:share');
		expect(await outcome(answer(asked, id, null, phone))).toBe('ok');
		const [, last] = (await page(asker, id))?.thread.messages ?? [];
		expect(last).toMatchObject({ body: null, sharedKind: 'phone', shared: phoneOf(asked) });
		expect(JSON.stringify(await mails(asker))).not.toContain(phoneOf(asked));
	});
});

describe('who may begin one', () => {
	it.each([
		['anon', 'shut'],
		['stranger', 'not_found:'],
		['officer', 'conflict:unlisted'],
		['coordinator', 'conflict:unlisted'],
		['third', 'ok']
	])('%s: %s', async (who, expected) =>
		expect(await outcome(write(others[who] ?? { db: backend.anon }, asked))).toBe(expected)
	);
	it.each([
		['nothing', '', 'invalid:body'],
		['nine signs', ' 123456789 ', 'invalid:body'],
		['501 signs', 'а'.repeat(501), 'invalid:body']
	])('not with %s', async (_, body, refusal) =>
		expect(await outcome(write(asker, asked, body))).toBe(refusal)
	);
	it('not to oneself, to somebody unlisted, or to somebody who may be under 18', async () => {
		expect(await outcome(write(asker, asker))).toBe('not_found:');
		expect(await outcome(write(asker, await backend.alumnus()))).toBe('not_found:');
		const young = await listed(backend);
		await backend.sql(
			`update public.persons set birth_year = extract(year from private.today()) - 18 where id = $1`,
			[young.personId]
		);
		expect(await outcome(write(asker, young))).toBe('not_found:');
		// Nor do they write to others: an answer would reach them.
		expect(await outcome(write(young, asked))).toBe('conflict:unlisted');
	});
	it('not to somebody who takes no messages or holds no account', async () => {
		const shut = await listed(backend);
		const choose = (p_takes: boolean) =>
			shut.db.rpc('set_message_choices', { p_takes, p_mails: true });
		await choose(false);
		expect(await outcome(write(asker, shut))).toBe('conflict:unreachable');
		expect(await ways(asker, shut)).toMatchObject({ bar: 'unreachable' });
		await choose(true);
		expect(await outcome(write(asker, shut))).toBe('ok');
		const gone = await listed(backend);
		await backend.sql('update public.accounts set person_id = null where id = $1', [gone.id]);
		expect(await outcome(write(asker, gone))).toBe('conflict:unreachable');
	});
	it('one open at a time for a pair, whoever began it', async () => {
		const id = await thread(asker, asked);
		expect(await outcome(write(asker, asked))).toBe('conflict:open');
		expect(await outcome(write(asked, asker))).toBe('conflict:open');
		expect(await ways(asked, asker)).toMatchObject({ thread: id });
		const both = await listed(backend);
		const sent = await Promise.all([write(both, third), write(third, both)]);
		expect(sent.filter(({ error }) => !error)).toHaveLength(1);
	});
	it('five a day, and two on the first day of an account, even all at once', async () => {
		const people = await Promise.all(Array.from({ length: 7 }, () => listed(backend)));
		const all = await Promise.all(people.map((one) => outcome(write(asker, one))));
		expect(all.sort()).toEqual([
			...Array.from({ length: 5 }, () => 'ok'),
			...['too_many:86400', 'too_many:86400']
		]);
		await backend.sql(`update public.accounts set created_at = now() where id = $1`, [third.id]);
		const fresh = await Promise.all(people.slice(0, 3).map((one) => outcome(write(third, one))));
		expect(fresh.sort()).toEqual(['ok', 'ok', 'too_many:86400']);
		await backend.sql(
			`update public.accounts set created_at = now() - interval '2 days' where id = $1`,
			[third.id]
		);
	});
});

describe('ending and blocking', () => {
	const end = ({ db }: Member, id: string) => db.rpc('close_contact_request', { p_request: id });
	const block = ({ db }: Member, id: string) => db.rpc('block_contact', { p_request: id });

	it('whoever ends it may begin anew, the other has to wait', async () => {
		const id = await thread(asker, asked);
		await end(asked, id);
		expect(await outcome(answer(asker, id))).toBe('conflict:closed');
		expect(await outcome(write(asker, asked))).toBe('conflict:unreachable');
		await backend.sql(
			`update public.contact_requests set closed_at = now() - interval '31 days' where id = $1`,
			[id]
		);
		expect(await outcome(write(asker, asked))).toBe('ok');
	});
	it('the blocked one sees what anybody sees whose conversation has ended', async () => {
		const traces = async (how: typeof end) => {
			await backend.sql('truncate public.contact_requests, public.contact_blocks cascade');
			const id = await thread(asker, asked);
			await how(asked, id);
			const { data } = await asker.db.rpc('page_profile', { p_person: asked.personId });
			const shown = [
				(await page(asker, id))?.thread.bar,
				(await page(asker, id))?.thread.blocked,
				(data as { ways: object; person: object }).ways,
				(data as { ways: object; person: object }).person,
				await outcome(answer(asker, id)),
				await outcome(write(asker, asked)),
				(await asker.db.from('contact_blocks').select('*')).data
			];
			return JSON.stringify(shown);
		};
		expect(await traces(block)).toBe(await traces(end));
	});
	it('a block holds until it is taken back, and only its owner does that', async () => {
		const id = await thread(asker, asked);
		await block(asked, id);
		await backend.sql(`update public.contact_requests set closed_at = now() - interval '1 year'`);
		expect(await outcome(write(asker, asked))).toBe('conflict:unreachable');
		expect(await outcome(write(asked, asker))).toBe('conflict:blocked');
		const { data } = await asked.db.rpc('page_blocked');
		expect(data).toMatchObject({ people: [{ id: asker.personId, name: 'Айгүл Қасымова' }] });
		const unblock = ({ db }: Member) => db.rpc('unblock_person', { p_person: asker.personId });
		for (const who of [third, asker]) expect(await outcome(unblock(who))).toBe('not_found:');
		expect(await outcome(unblock(asked))).toBe('ok');
		expect(await outcome(write(asker, asked))).toBe('ok');
		const log = await backend.sql<{ action: string }>(
			`select action from private.audit_log where actor_id = $1 and action like '%block%' order by id`,
			[asked.id]
		);
		expect(log.slice(-2).map((row) => row.action)).toEqual(['block_person', 'unblock_person']);
	});
	it('ends by itself, without a name, when one leaves the directory', async () => {
		const id = await thread(asker, asked);
		await stand(asker, false);
		const seen = (await page(asked, id))?.thread;
		expect([seen?.name, seen?.personId, seen?.bar]).toEqual([null, null, 'closed']);
		expect((await list(asked)).threads[0]?.name).toBeNull();
		expect(await outcome(answer(asked, id))).toBe('conflict:closed');
		await stand(asker, true);
		expect(await outcome(answer(asked, id))).toBe('ok');
	});
});

describe('letters about it', () => {
	it('name the writer, show a beginning without addresses, and can be ended by one tap', async () => {
		const bait = `Қараңыз: https://evil.kz/x немесе evil.kz, poshta@evil.kz\n${'ұзақ '.repeat(40)}`;
		await write(asker, asked, bait.trim());
		const [mail, ...more] = await mails(asked);
		expect(more).toEqual([]);
		expect(mail?.body).toContain('Айгүл Қасымова сізге Жалғас арқылы жазды:\n«Қараңыз: … немесе …');
		expect(mail?.body).not.toContain('evil');
		expect(mail?.body.match(/«(.*)»/)?.[1]?.length).toBeLessThanOrEqual(81);
		const [row] = await backend.sql(
			`select topic, unsubscribe_token is not null as link from private.outbox where person_id = $1`,
			[asked.personId]
		);
		expect(row).toEqual({ topic: 'messages', link: true });
	});
	it('go to whoever wants them, and the conversation is there all the same', async () => {
		const choose = (p_mails: boolean) =>
			asked.db.rpc('set_message_choices', { p_takes: true, p_mails });
		await choose(false);
		const id = await thread(asker, asked);
		expect((await mails(asked)).map((mail) => mail.state)).toEqual(['failed']);
		expect((await list(asked)).threads[0]?.id).toBe(id);
		await choose(true);
		await answer(asker, id, 'Еске салайын');
		expect((await mails(asked)).map((mail) => mail.state)).toEqual(['failed', 'queued']);
	});
	it('go with the person who is erased, like the conversation', async () => {
		const leaver = await listed(backend, { name: 'Кететін Адам' });
		await thread(leaver, asked);
		expect(JSON.stringify(await mails(asked))).toContain('Кететін');
		expect((await leaver.db.rpc('erase_me', { p_forum: 'keep' })).error).toBeNull();
		expect(await mails(asked)).toEqual([]);
		expect((await list(asked)).threads).toEqual([]);
	});
});

it('whoever is listed though under 18 neither writes nor is written to', async () => {
	const young = await listed(backend, { name: 'Жас Түлек' });
	const begun = await thread(young, asked);
	await backend.sql(
		`update public.persons set birth_year = extract(year from private.today()) - 17 where id = $1`,
		[young.personId]
	);
	// As with a representative's consent to the directory.
	await backend.sql(
		`create or replace function private.is_listed(p_person uuid) returns boolean
		 language sql stable security definer set search_path = '' as 'select true'`
	);
	expect((await ways(asker, young)) as object).toMatchObject({ bar: 'unreachable' });
	expect(await outcome(write(asker, young))).toBe('conflict:unreachable');
	expect(await outcome(write(young, asker))).toBe('conflict:young');
	for (const who of [young, asked])
		expect(await outcome(answer(who, begun))).toBe('conflict:closed');
});
