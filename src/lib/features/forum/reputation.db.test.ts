import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
	accept,
	answer,
	ask,
	drift as driftOf,
	reputation as reputationOf,
	trust,
	vote
} from '../../../../tests/support/reputation';
import { useTestBackend, type Member } from '../../../../tests/support/test-backend';

const backend = useTestBackend();

const reputation = async (who: Member) => (await reputationOf(backend, who))[0];
const drift = () => driftOf(backend);

describe('points', () => {
	it('follow the tariff, and an undo takes back exactly what was given', async () => {
		const [asker, expert, voter] = await Promise.all([
			backend.alumnus(),
			backend.alumnus(),
			backend.alumnus()
		]);
		await trust(backend, voter);
		const question = await ask(asker);
		const post = await answer(expert, question);

		await vote(voter, 'answer', post, 1);
		expect(await reputation(expert)).toBe(11);
		await vote(voter, 'question', question, 1);
		expect(await reputation(asker)).toBe(6);
		await accept(asker, question, post);
		expect([await reputation(expert), await reputation(asker)]).toEqual([26, 8]);

		await vote(voter, 'answer', post, -1);
		expect([await reputation(expert), await reputation(voter)]).toEqual([14, 60]);
		await vote(voter, 'answer', post, 0);
		await vote(voter, 'question', question, 0);
		await accept(asker, question, null);
		expect([await reputation(expert), await reputation(asker), await reputation(voter)]).toEqual([
			1, 1, 61
		]);
		expect(await drift()).toEqual([]);
	});

	it('cost the one who votes down 1, given back with the undo', async () => {
		const [asker, expert, fan] = await Promise.all([
			backend.alumnus(),
			backend.alumnus(),
			backend.alumnus()
		]);
		await trust(backend, asker);
		const post = await answer(expert, await ask(asker));
		const own = await answer(asker, await ask(fan));
		await vote(fan, 'answer', own, 1);
		await vote(asker, 'answer', post, -1);
		expect(await reputation(asker)).toBe(70);
		await vote(asker, 'answer', post, 0);
		expect(await reputation(asker)).toBe(71);
	});

	it('move with the mark of the answer that helped', async () => {
		const [asker, first, second] = await Promise.all([
			backend.alumnus(),
			backend.alumnus(),
			backend.alumnus()
		]);
		const question = await ask(asker);
		const one = await answer(first, question);
		const two = await answer(second, question);
		for (const post of [one, two, one, two, two]) await accept(asker, question, post);
		expect([await reputation(first), await reputation(second), await reputation(asker)]).toEqual([
			1, 16, 3
		]);
		const own = await answer(asker, question);
		await accept(asker, question, own);
		expect([await reputation(second), await reputation(asker)]).toEqual([1, 1]);
		expect(await drift()).toEqual([]);
	});

	it('never fall under 1, and the floor leaves nothing behind to farm', async () => {
		const [asker, author, friend, foe] = await Promise.all([
			backend.alumnus(),
			backend.alumnus(),
			backend.alumnus(),
			backend.alumnus()
		]);
		await trust(backend, foe);
		const posts: string[] = [];
		for (let i = 0; i < 6; i++) posts.push(await answer(author, await ask(asker)));
		await vote(friend, 'answer', posts[0] ?? '', 1);
		for (const post of posts.slice(1)) await vote(foe, 'answer', post, -1);
		expect(await reputation(author)).toBe(1);
		await vote(friend, 'answer', posts[0] ?? '', 0);
		expect(await reputation(author)).toBe(1);
		for (const post of posts.slice(1)) await vote(foe, 'answer', post, 0);
		expect([await reputation(author), await reputation(foe)]).toEqual([1, 61]);
		expect(await drift()).toEqual([]);
	});

	it('from votes end at 200 a day of Almaty; accepted answers come on top', async () => {
		const [asker, author] = await Promise.all([backend.alumnus(), backend.alumnus()]);
		const question = await ask(asker);
		const post = await answer(author, question);
		const voters = await Promise.all(Array.from({ length: 22 }, () => backend.alumnus()));
		const at = (time: string) =>
			`select private.apply_vote($1, 'answer', $2, 1, '${time}'::timestamptz)`;
		// 19:30 UTC is half past midnight in Almaty: the next day's votes count anew.
		for (const voter of voters.slice(0, 21))
			await backend.sql(at('2026-11-20T18:30:00Z'), [voter.id, post]);
		expect(await reputation(author)).toBe(201);
		await backend.sql(at('2026-11-20T19:30:00Z'), [voters[21]?.id, post]);
		expect(await reputation(author)).toBe(211);
		await accept(asker, question, post);
		expect(await reputation(author)).toBe(226);
		const [row] = await backend.sql<{ score: number }>(
			'select score from public.answers where id = $1',
			[post]
		);
		expect(row?.score).toBe(22);
		expect(await drift()).toEqual([]);
	});
});

describe('refusals', () => {
	it.each([
		['question', -1],
		['question', 1],
		['answer', 1],
		['answer', -1]
	])("a vote on one's own %s (%i)", async (kind, value) => {
		const me = await backend.alumnus();
		const question = await ask(me);
		const post = kind === 'question' ? question : await answer(me, question);
		const { error } = await vote(me, kind, post, value);
		expect(error).toMatchObject({ message: 'forbidden', details: 'own_post' });
		expect(await reputation(me)).toBe(1);
	});
	it.each([2, -2, 100])('a vote of %i', async (value) => {
		const [asker, voter] = await Promise.all([backend.alumnus(), backend.alumnus()]);
		const { error } = await vote(voter, 'question', await ask(asker), value);
		expect(error).toMatchObject({ message: 'invalid' });
	});
	it('accepting by anybody but the asker, and an answer to another question', async () => {
		const [asker, other] = await Promise.all([backend.alumnus(), backend.alumnus()]);
		const question = await ask(asker);
		const post = await answer(other, question);
		expect((await accept(other, question, post)).error).toMatchObject({ details: 'not_asker' });
		const elsewhere = await answer(other, await ask(asker));
		expect((await accept(asker, question, elsewhere)).error).toMatchObject({
			message: 'not_found'
		});
	});
	it('acts of an account without a claimed record, and of nobody', async () => {
		const [asker, stranger, officer] = await Promise.all([
			backend.alumnus(),
			backend.member(),
			backend.staff('officer', 'KZ-55')
		]);
		const question = await ask(asker);
		for (const who of [stranger, officer]) {
			const { error } = await vote(who, 'question', question, 1);
			expect(error).toMatchObject({ message: 'forbidden', details: 'record' });
			await expect(ask(who)).rejects.toThrow('forbidden');
			await expect(answer(who, question)).rejects.toThrow('forbidden');
		}
		for (const [name, input] of [
			['cast_vote', { p_kind: 'question', p_post: question, p_value: 1 }],
			['accept_answer', { p_question: question, p_answer: null }],
			[
				'post_answer',
				{ p_key: randomUUID(), p_question: question, p_body: 'Көмек', p_locale: 'kk' }
			]
		] as const)
			expect((await backend.anon.rpc(name, input)).error?.code).toBe('42501');
	});
});

describe('thanks from the asker', () => {
	it('are one press, seen on the page, told once, and moved by nobody else', async () => {
		const [asker, expert, reader] = [
			await backend.alumnus(),
			await backend.alumnus(),
			await backend.alumnus()
		];
		const question = await ask(asker);
		const post = await answer(expert, question);
		const thank = ({ db }: Pick<Member, 'db'>, kind: string | null, to = post) =>
			db.rpc('thank_answer', { p_answer: to, p_kind: kind });
		const shown = async () =>
			(await backend.anon.rpc('page_question', { p_id: question })).data.question.answers[0].thanks;

		expect((await thank({ db: backend.anon }, 'time')).error?.code).toBe('42501');
		expect((await thank(await backend.member(), 'time')).error?.details).toBe('record');
		expect((await thank(reader, 'time')).error?.details).toBe('not_asker');
		expect((await thank(expert, 'time')).error?.details).toBe('not_asker');
		expect((await thank(asker, '<b>time</b>')).error?.details).toBe('kind');
		expect((await thank(asker, 'time', randomUUID())).error?.message).toBe('not_found');
		const own = await answer(asker, question);
		expect((await thank(asker, 'time', own)).error?.details).toBe('own_post');
		expect((await asker.db.from('answer_thanks').select()).error).not.toBeNull();

		expect((await thank(asker, 'worked')).data).toBe(question);
		expect(await shown()).toBe('worked');
		await thank(asker, null);
		expect(await shown()).toBeNull();
		await thank(asker, 'clear');
		const notices = (await expert.db.rpc('page_notices', { p_after: null, p_locale: 'kk' })).data
			.notices as { title: string }[];
		expect(notices.map(({ title }) => title)).toEqual(['Сізге рақмет айтты']);
		expect(await reputation(expert)).toBe(1);
		const exported = async ({ db }: Member) => (await db.rpc('export_my_data')).data.thanks;
		expect(await exported(asker)).toMatchObject([{ thanked: 'clear' }]);
		expect(await exported(expert)).toMatchObject([{ was_thanked: 'clear' }]);

		await asker.db.rpc('erase_me', { p_forum: 'keep' });
		expect(await shown()).toBeNull();
	});
});

describe('at the same moment', () => {
	it('60 mixed votes, marks and undos leave every total exact', async () => {
		const people = await Promise.all(Array.from({ length: 8 }, () => backend.alumnus()));
		await trust(backend, ...people);
		const asker = people[0] as Member;
		const questions = [await ask(asker), await ask(people[1] as Member)];
		const posts: { id: string; question: string }[] = [];
		for (const [i, author] of people.entries())
			posts.push({
				id: await answer(author, questions[i % 2] as string),
				question: questions[i % 2] as string
			});
		await Promise.all(
			Array.from({ length: 60 }, (_, i) => {
				const who = people[(i * 5) % 8] as Member;
				const post = posts[(i * 3 + 1) % 8] as (typeof posts)[number];
				if (i % 6 === 0)
					return accept(
						people[i % 2] as Member,
						questions[i % 2] as string,
						i % 4 ? post.id : null
					);
				if (i % 6 === 1) return vote(who, 'question', questions[i % 2] as string, (i % 3) - 1);
				return vote(who, 'answer', post.id, ((i * 7) % 3) - 1);
			})
		);
		expect(await drift()).toEqual([]);
		const [moved] = await backend.sql<{ n: number }>(
			'select count(*)::int as n from public.reputation_events'
		);
		expect(moved?.n).toBeGreaterThan(20);
	});
});
