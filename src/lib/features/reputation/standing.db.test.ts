import { describe, expect, it } from 'vitest';
import {
	accept,
	answer,
	ask,
	drift,
	reputation,
	trust,
	vote
} from '../../../../tests/support/reputation';
import { useTestBackend } from '../../../../tests/support/test-backend';
import { LADDER } from './rules';
import type { Cause, Kind, ReputationPage } from './types';
import { reasons } from './words';

const backend = useTestBackend();

describe('the ladder', () => {
	it('is the same in the database', async () => {
		const acts = await backend.sql<{ act: string; needs: number }>(
			`select act, private.forum_needs(act) as needs from unnest($1::text[]) act`,
			[Object.keys(LADDER)]
		);
		expect(Object.fromEntries(acts.map(({ act, needs }) => [act, needs]))).toEqual(LADDER);
	});
	it('opens a vote down at 50, and a vote up to everybody with a record', async () => {
		const [asker, author, newcomer] = [
			await backend.alumnus(),
			await backend.alumnus(),
			await backend.alumnus()
		];
		const post = await answer(author, await ask(asker));
		const refused = await vote(newcomer, 'answer', post, -1);
		expect([refused.error?.message, refused.error?.details]).toEqual(['forbidden', 'vote_down']);
		expect((await newcomer.db.from('votes').select('id')).data).toEqual([]);
		expect((await vote(newcomer, 'answer', post, 1)).error).toBeNull();
		await trust(backend, newcomer);
		expect((await vote(newcomer, 'answer', post, -1)).error).toBeNull();
	});
	it('is for accounts with a record only, and knows no other acts', async () => {
		const [alumnus, stranger] = [await backend.alumnus(), await backend.member()];
		const may = async (id: string, act: string) =>
			(await backend.sql<{ may: boolean }>('select private.forum_may($1, $2) as may', [id, act]))[0]
				?.may;
		expect(await may(alumnus.id, 'comment')).toBe(true);
		expect(await may(alumnus.id, 'edit')).toBe(false);
		expect(await may(alumnus.id, 'rule')).toBe(false);
		expect(await may(stranger.id, 'comment')).toBe(false);
	});
});

describe('limits of a day', () => {
	it('hold a newcomer at 20 answers, and loosen with reputation', async () => {
		const [asker, newcomer] = [await backend.alumnus(), await backend.alumnus()];
		const question = await ask(asker);
		await backend.sql(
			`insert into public.answers (question_id, author_id, body, locale)
			 select $1, $2, 'Бүгінгі жауап', 'kk' from generate_series(1, 19)`,
			[question, newcomer.id]
		);
		await answer(newcomer, question);
		const again = () =>
			newcomer.db.rpc('post_answer', {
				p_key: crypto.randomUUID(),
				p_question: question,
				p_body: 'Жиырма бірінші жауап',
				p_locale: 'kk'
			});
		expect((await again()).error).toMatchObject({ message: 'too_many', details: 'answer_today' });
		await trust(backend, newcomer);
		expect((await again()).error).toBeNull();
		await backend.sql('delete from public.questions where id = $1', [question]);
	});
	it.each([
		[1, 0, 10, 20, 40],
		[1, 15, 20, 60, 100],
		[60, 0, 20, 60, 100],
		[60, 31, 40, 150, 200],
		[300, 0, 40, 150, 200]
	])('with %i after %i days: %i, %i, %i', async (points, days, questions, answers, votes) => {
		const member = await backend.alumnus();
		await backend.sql(
			`update public.accounts set created_at = now() - make_interval(days => $2) where id = $1`,
			[member.id, days]
		);
		await backend.sql(
			`insert into public.forum_profiles (account_id, reputation) values ($1, $2)`,
			[member.id, points]
		);
		const { data } = await member.db.rpc('page_reputation');
		expect((data as ReputationPage).limits).toEqual({
			question: questions,
			answer: answers,
			vote: votes
		});
		await backend.sql('delete from public.forum_profiles where account_id = $1', [member.id]);
	});
});

describe('"why did I get this?"', () => {
	it('tells every change with its post and its reason, and nobody else’s', async () => {
		const [asker, author, voter] = [
			await backend.alumnus(),
			await backend.alumnus(),
			await backend.alumnus()
		];
		const question = await ask(asker);
		const post = await answer(author, question);
		await vote(voter, 'answer', post, 1);
		await accept(asker, question, post);
		await vote(voter, 'answer', post, 0);
		const read = async (db: typeof author.db) =>
			(await db.rpc('page_reputation')).data as ReputationPage;
		const mine = await read(author.db);
		expect(mine.reputation).toBe(16);
		expect(mine.changes).toMatchObject([
			{ kind: 'answer_up', delta: -10, isBack: true, cause: 'undone', post: { answer: post } },
			{ kind: 'answer_accepted', delta: 15, isBack: false, cause: null },
			{ kind: 'answer_up', delta: 10, isCapped: false, post: { question, answer: post } }
		]);
		expect(JSON.stringify(mine)).not.toContain(voter.id);
		expect((await read(voter.db)).changes).toEqual([]);
		expect((await read(backend.anon)).changes).toEqual([]);

		await backend.sql(`select private.withdraw_post('question', $1, 'author')`, [question]);
		const later = await read(author.db);
		expect(later.changes[0]).toMatchObject({ cause: 'withdrawn', delta: -15, post: null });
		expect(JSON.stringify(later)).not.toContain('Тауықтар');
	});
	it('has words for every reason that the ledger knows', async () => {
		const known = await backend.sql<{ column: string; value: string }>(
			`select a.attname as column, btrim(v.quoted[1], '''') as value
			 from pg_constraint k
			 join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
			 cross join regexp_matches(pg_get_constraintdef(k.oid), '''[a-z_]+''', 'g') v (quoted)
			 where k.conrelid = 'public.reputation_events'::regclass and k.contype = 'c'
			   and a.attname in ('kind', 'cause') and cardinality(k.conkey) = 1`
		);
		const values = (column: string) =>
			known.filter((row) => row.column === column).map(({ value }) => value);
		expect(values('kind')).toEqual(expect.arrayContaining(['answer_up', 'joined']));
		expect(values('cause')).toEqual(expect.arrayContaining(['ring', 'cleared', 'merged']));
		const change = {
			id: 1,
			at: '',
			points: 0,
			delta: 0,
			isBack: true,
			isCapped: false,
			post: null
		};
		for (const kind of values('kind') as Kind[])
			for (const cause of values('cause') as Cause[]) {
				const [what, why, ...more] = reasons({ ...change, kind, cause });
				expect([what, why].map((words) => (words ?? '').length > 20)).toEqual([true, true]);
				expect(more).toEqual([]);
			}
	});
	it('pages by a cursor: each change once', async () => {
		const author = await backend.alumnus();
		await backend.sql(
			`insert into public.reputation_events (account_id, kind, points, delta)
			 select $1, 'accepting', 2, 2 from generate_series(1, 45)`,
			[author.id]
		);
		await backend.sql(
			'insert into public.forum_profiles (account_id, reputation) values ($1, 91)',
			[author.id]
		);
		const seen: number[] = [];
		let after: string | null = null;
		do {
			const { data } = await author.db.rpc('page_reputation', { p_after: after });
			const page = data as ReputationPage;
			seen.push(...page.changes.map(({ id }) => id));
			after = page.after;
		} while (after);
		expect(seen).toHaveLength(45);
		expect(new Set(seen).size).toBe(45);
	});
});

describe('the nightly replay', () => {
	const check = () => backend.service.rpc('check_reputation');
	const early = `extract(hour from now() at time zone 'Asia/Almaty') < 3`;

	it('finds what was spoiled, corrects it with a trace, and finds nothing again', async () => {
		const [asker, author, other] = [
			await backend.alumnus(),
			await backend.alumnus(),
			await backend.alumnus()
		];
		const post = await answer(author, await ask(asker));
		await vote(asker, 'answer', post, 1);
		await trust(backend, other);
		const rebuild = async () =>
			(await backend.sql<{ n: number }>('select private.rebuild_reputation() as n'))[0]?.n;
		expect(await rebuild()).toBe(0);
		await backend.sql(
			'update public.forum_profiles set reputation = reputation + 5 where account_id = $1',
			[author.id]
		);
		await backend.sql(
			`update public.reputation_events set delta = delta + 3 where id = (
			   select min(id) from public.reputation_events where account_id = $1)`,
			[other.id]
		);
		expect(await rebuild()).toBe(2);
		expect(await reputation(backend, author, other)).toEqual([11, 61]);
		expect(await drift(backend)).toEqual([]);
		expect(await rebuild()).toBe(0);
		const log = await backend.sql(
			`select details from private.audit_log where action = 'correct_reputation' and subject_id = $1`,
			[author.id]
		);
		expect(log).toEqual([{ details: { kept: 16, summed: 11, replayed: 11 } }]);
	});
	it('runs once a night, for the worker alone, and tells coordinators and moderators of drift', async () => {
		const author = await backend.alumnus();
		const coordinator = await backend.staff('coordinator');
		const moderator = await backend.staff('moderator');
		await ask(author);
		await backend.sql(
			'insert into public.forum_profiles (account_id, reputation) values ($1, 500)',
			[author.id]
		);
		for (const db of [backend.anon, author.db, coordinator.db])
			expect((await db.rpc('check_reputation')).error?.code).toBe('42501');
		const [{ waits } = { waits: false }] = await backend.sql<{ waits: boolean }>(
			`select ${early} as waits`
		);
		const { data } = await check();
		expect(data).toBe(waits ? null : 1);
		expect((await check()).data).toBeNull();
		const told = await backend.sql<{ to_address: string }>(
			`select to_address from private.outbox where purpose = 'reputation_drift' order by to_address`
		);
		const addresses = [coordinator, moderator].map(({ id }) => `${id}@test.kz`).sort();
		expect(told.map(({ to_address: to }) => to)).toEqual(waits ? [] : addresses);
	});
});
