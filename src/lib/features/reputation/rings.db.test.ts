import { beforeAll, describe, expect, it } from 'vitest';
import { drift, reputation, trust, vote } from '../../../../tests/support/reputation';
import { useTestBackend, type Member } from '../../../../tests/support/test-backend';
import type { Finding, MyFinding } from './types';

const backend = useTestBackend();
let helper: Member, moderator: Member, stranger: Member;

const find = async () =>
	(await backend.sql<{ n: number }>('select private.find_vote_rings() as n'))[0]?.n;
const mine = async (who: Member) =>
	((await who.db.rpc('page_reputation')).data as unknown as { findings: MyFinding[] }).findings;
const all = async (who: Member) =>
	((await who.db.rpc('page_vote_findings')).data as unknown as { findings: Finding[] }).findings;
const votesOf = async (who: Member) =>
	(await backend.sql('select from public.votes where voter_id = $1', [who.id])).length;
/** `n` answers of somebody to one more question. */
async function answers({ id }: Member, n: number): Promise<string[]> {
	const made = await backend.sql<{ id: string }>(
		`with asked as (
		   insert into public.questions (title, direction, locale, answer_count)
		   values ('Тауықтар неге жұмыртқаламай қойды?', 'poultry', 'kk', $2) returning id)
		 insert into public.answers (question_id, author_id, body, locale)
		 select a.id, $1, 'Жарық керек: күніне 14 сағат.', 'kk' from asked a, generate_series(1, $2) returning id`,
		[id, n]
	);
	return made.map((row) => row.id);
}
const thank = async (who: Member, posts: string[], value = 1) => {
	for (const post of posts)
		expect((await vote(who, 'answer', post, value)).error?.message).toBeUndefined();
};
/** Time goes on: what was thanked for stands in the past. */
const later = (days: number) =>
	backend.sql(`update public.votes set created_at = created_at - make_interval(days => $1)`, [
		days
	]);

beforeAll(async () => {
	[helper, moderator, stranger] = await Promise.all([
		backend.alumnus(),
		backend.alumnus(),
		backend.alumnus()
	]);
	await backend.sql(`insert into private.staff_roles (account_id, role) values ($1, 'moderator')`, [
		moderator.id
	]);
	// Twenty people who thank the same helpful one: a public in which a ring stands out.
	const post = await answers(helper, 1);
	const people = await backend.sql<{ id: string }>(
		`insert into auth.users (id, email) select x, x || '@crowd.kz' from (
		   select gen_random_uuid() as x from generate_series(1, 20)) n returning id`
	);
	await backend.sql(
		`select private.apply_vote(p, 'answer', $1, 1, now() - interval '2 days') from unnest($2::uuid[]) p`,
		[post[0], people.map(({ id }) => id)]
	);
});

describe('votes between a few', () => {
	it('of a public that thanks the same helpful person are left alone', async () => {
		expect(await find()).toBe(0);
		expect(await all(moderator)).toEqual([]);
	});

	it('of three in a circle are taken back, explained to each, and given back by a moderator', async () => {
		const ring = await Promise.all([backend.alumnus(), backend.alumnus(), backend.alumnus()]);
		const posts = await Promise.all(ring.map((one) => answers(one, 4)));
		for (const [i, one] of ring.entries()) await thank(one, posts[(i + 1) % 3] as string[]);
		// One of them is thanked by a stranger, too: that stays.
		await thank(helper, (posts[0] as string[]).slice(0, 1));
		expect(await reputation(backend, ...ring)).toEqual([51, 41, 41]);

		expect(await find()).toBe(1);
		expect(await find()).toBe(0);
		expect(await reputation(backend, ...ring)).toEqual([11, 1, 1]);
		expect(await votesOf(ring[0] as Member)).toBe(0);
		expect(await drift(backend)).toEqual([]);
		const [one, two] = ring;
		// A moderator sees what the votes were for, but nothing that names who asked without a name.
		const [found] = await all(moderator);
		expect(found?.posts.map(({ votes }) => votes)).toEqual([4, 4, 4]);
		await backend.sql(
			`update public.questions q set is_anonymous = true, author_id = a.author_id
			 from public.answers a where a.id = $1 and q.id = a.question_id`,
			[posts[0]?.[0]]
		);
		expect((await all(moderator))[0]?.posts).toHaveLength(2);
		expect(await mine(one)).toMatchObject([{ kind: 'ring', gave: 4, got: 4, appeal: null }]);
		expect(JSON.stringify(await mine(one))).not.toContain(two.id);
		expect(
			await backend.sql(
				`select from private.outbox o join public.accounts a on a.person_id = o.person_id
				 where o.purpose = 'votes_dropped' and a.id = any ($1)`,
				[ring.map(({ id }) => id)]
			)
		).toHaveLength(3);
		expect((await vote(one, 'answer', posts[1]?.[0] as string, 1)).error).toMatchObject({
			message: 'too_many',
			details: 'found_pair'
		});

		const [{ id } = { id: '' }] = await mine(one);
		const appeal = (who: Member, text: string) =>
			who.db.rpc('appeal_vote_finding', { p_id: id, p_text: text });
		expect((await appeal(one, 'қате')).error?.message).toBe('invalid');
		expect((await appeal(helper, 'Мен де айтайын дегем')).error?.message).toBe('not_found');
		expect((await appeal(one, 'Бір цехта жұмыс істейміз')).error).toBeNull();
		expect((await appeal(one, 'Екінші рет жазып көрейін')).error?.message).toBe('not_found');

		const clear = (who: Member, reason = 'Бір цехтың адамдары, жауаптары шын') =>
			who.db.rpc('clear_vote_finding', { p_id: id, p_reason: reason });
		expect(await all(one)).toEqual([]);
		expect((await clear(one)).error?.message).toBe('not_found');
		expect((await all(moderator))[0]?.members).toHaveLength(3);
		expect((await clear(moderator, 'жоқ')).error?.message).toBe('invalid');
		expect((await clear(moderator)).data).toBe(12);
		expect((await clear(moderator)).error?.message).toBe('not_found');
		expect(await reputation(backend, ...ring)).toEqual([51, 41, 41]);
		expect((await one.db.rpc('page_reputation')).data.changes[0]).toMatchObject({
			cause: 'cleared',
			delta: 10,
			post: { title: expect.any(String) }
		});
		expect(await drift(backend)).toEqual([]);
		expect(await find()).toBe(0);
		expect((await vote(one, 'answer', posts[1]?.[0] as string, 0)).error).toBeNull();
	});

	it('of one to one, eight in a day, are taken back; spread over weeks they stay', async () => {
		const [fan, idol] = await Promise.all([backend.alumnus(), backend.alumnus()]);
		const posts = await answers(idol, 8);
		await thank(fan, posts.slice(0, 5));
		await later(3);
		await thank(fan, posts.slice(5));
		expect(await find()).toBe(0);
		await backend.sql(
			`update public.votes set created_at = now() - interval '1 hour' where voter_id = $1`,
			[fan.id]
		);
		expect(await find()).toBe(1);
		expect(await mine(fan)).toMatchObject([{ kind: 'series', gave: 8, got: 0 }]);
		expect(await mine(idol)).toMatchObject([{ kind: 'series', gave: 0, got: 8 }]);
		expect(await reputation(backend, fan, idol)).toEqual([1, 1]);
	});

	it('of revenge are taken back, with the points that they cost', async () => {
		const [angry, target] = await Promise.all([backend.alumnus(), backend.alumnus()]);
		const posts = await answers(target, 5);
		for (const one of [helper, stranger, moderator]) await thank(one, posts.slice(0, 1));
		await trust(backend, angry);
		await thank(angry, posts.slice(1), -1);
		expect(await reputation(backend, angry, target)).toEqual([57, 23]);
		expect(await find()).toBe(1);
		expect(await mine(target)).toMatchObject([{ kind: 'series_down', gave: 0, got: 4 }]);
		expect(await reputation(backend, angry, target)).toEqual([61, 31]);
		expect(await drift(backend)).toEqual([]);
	});
});

it('whoever leaves takes their part of a finding along', async () => {
	const [gone] = await backend.sql<{ id: string }>(
		`select account_id as id from private.vote_finding_members limit 1`
	);
	await backend.sql('delete from auth.users where id = $1', [gone?.id]);
	for (const [table, column] of [
		['vote_finding_members', 'account_id'],
		['dropped_votes', 'voter_id']
	])
		expect(
			await backend.sql(`select from private.${table} where ${column} = $1`, [gone?.id])
		).toEqual([]);
});

it('nobody reads findings or votes that were dropped straight from the tables', async () => {
	for (const table of ['vote_findings', 'vote_finding_members', 'dropped_votes'])
		for (const client of [backend.anon, helper.db, moderator.db])
			expect((await client.from(table as never).select('*')).error).not.toBeNull();
	expect((await backend.anon.rpc('page_vote_findings')).data).toMatchObject({ findings: [] });
	for (const name of ['appeal_vote_finding', 'clear_vote_finding'] as const)
		expect(
			(await backend.anon.rpc(name, { p_id: helper.id, p_text: 'x', p_reason: 'x' } as never)).error
		).not.toBeNull();
});
