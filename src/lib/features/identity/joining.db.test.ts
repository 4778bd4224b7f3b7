import { beforeAll, describe, expect, it } from 'vitest';
import { dump } from '../../../../tests/support/dump';
import { accept, answer, ask, drift, reputation, vote } from '../../../../tests/support/reputation';
import { useTestBackend, type Member } from '../../../../tests/support/test-backend';

const backend = useTestBackend();
const sessionOf = async ({ id }: Member) =>
	(await backend.sql<{ id: string }>('select id from auth.sessions where user_id = $1', [id]))[0]
		?.id;
const join = async (kept: Member, spare: Member) =>
	kept.db.rpc('join_accounts', { p_session: await sessionOf(spare) });
const changes = async ({ db }: Member) =>
	(await db.rpc('page_reputation', {})).data.changes as {
		kind: string;
		cause: string | null;
		delta: number;
	}[];

describe('two accounts of one person', () => {
	let spare: Member;
	let kept: Member;
	let other: Member;
	const posts: Record<string, string> = {};

	beforeAll(async () => {
		[spare, kept, other] = [
			await backend.alumnus({ name: 'Айгүл Бірінші' }),
			await backend.alumnus({ name: 'Айгүл Екінші' }),
			await backend.alumnus({ name: 'Ерлан Көрші' })
		];
		// For each other: a vote, a mark.
		posts.mine = await ask(kept);
		posts.help = await answer(spare, posts.mine);
		await vote(kept, 'answer', posts.help, 1);
		await vote(spare, 'question', posts.mine, 1);
		await accept(kept, posts.mine, posts.help);
		// Both for the same post of somebody else's, and that one for theirs.
		posts.theirs = await ask(other);
		posts.reply = await answer(other, posts.mine);
		for (const who of [spare, kept]) await vote(who, 'answer', posts.reply, 1);
		posts.advice = await answer(spare, posts.theirs);
		await vote(other, 'answer', posts.advice, 1);
		await spare.db.rpc('follow', { p_kind: 'question', p_target: posts.theirs });
		await kept.db.rpc('follow', { p_kind: 'question', p_target: posts.theirs });
		await backend.sql('insert into public.follows (account_id, followed_id) values ($1, $2)', [
			spare.id,
			kept.id
		]);
		await spare.db.rpc('mark_answer', {
			p_answer: posts.reply,
			p_kind: 'worked',
			p_on: true,
			p_note: null
		});
		await backend.sql(
			`insert into private.forum_restrictions (account_id, kind, reason, until, locale)
			 values ($1, 'mute', 'Жарнама жазды', now() + interval '1 day', 'kk')`,
			[spare.id]
		);
		await backend.sql(
			`insert into private.moderation_log (act, subject_id, actor_id, note) values ('muted', $1, $2, 'Жарнама')`,
			[spare.id, other.id]
		);
		expect(await reputation(backend, spare, kept, other)).toEqual([36, 8, 21]);
		expect((await join(kept, spare)).error).toBeNull();
	}, 60_000);

	it('have one standing, without what they gave each other or gave twice', async () => {
		expect(await drift(backend)).toEqual([]);
		// Left: the thanks of somebody else.
		expect(await reputation(backend, kept, other)).toEqual([11, 11]);
		expect(await backend.sql('select from public.accounts where id = $1', [spare.id])).toEqual([]);
	});

	it('see why, and so does whoever was thanked twice', async () => {
		const told = await changes(kept);
		expect(told.filter(({ cause }) => cause === 'merged').map(({ delta }) => delta)).toEqual([
			-2, -15, -5, -10
		]);
		expect(told.filter(({ kind }) => kind === 'joined')).toMatchObject([{ delta: 0 }]);
		expect((await changes(other)).filter(({ cause }) => cause)).toMatchObject([
			{ kind: 'answer_up', cause: 'merged', delta: -10 }
		]);
	});

	it('write, follow and mark as one, and a mute is not left behind', async () => {
		const page = (await kept.db.rpc('page_question', { p_id: posts.mine })).data.question;
		expect(page).toMatchObject({ score: 0, answerCount: 2 });
		expect(page.answers.find(({ id }: { id: string }) => id === posts.help).isAccepted).toBe(true);
		const rows = await backend.sql<{ what: string; n: number }>(
			`select 'follows' as what, count(*)::int as n from public.follows where account_id = $1
			 union all select 'marks', count(*)::int from public.answer_marks where account_id = $1
			 union all select 'answers', count(*)::int from public.answers where author_id = $1
			 union all select 'mutes', count(*)::int from private.forum_restrictions where account_id = $1
			 union all select 'log', count(*)::int from private.moderation_log where subject_id = $1 and note = 'Жарнама' order by 1`,
			[kept.id]
		);
		expect(rows.map(({ n }) => n)).toEqual([2, 1, 1, 1, 1]);
		expect((await vote(kept, 'answer', posts.help as string, 1)).error?.details).toBe('own_post');
	});

	it('take nothing up again when a post goes and returns', async () => {
		for (const act of [
			`withdraw_post('question', $1, 'moderation')`,
			`restore_post('question', $1)`
		])
			await backend.sql(`select private.${act}`, [posts.mine]);
		expect(await drift(backend)).toEqual([]);
		expect(await reputation(backend, kept, other)).toEqual([11, 11]);
	});

	it('have one record, which staff can part again', async () => {
		const coordinator = await backend.staff('coordinator');
		const { data } = await coordinator.db.rpc('page_person', { p_id: kept.personId });
		expect(data.person.merges).toHaveLength(1);
		expect(
			(await coordinator.db.rpc('undo_merge', { p_merge: data.person.merges[0].id })).error
		).toBeNull();
		const [record] = await backend.sql<{ full_name: string; accounts: number }>(
			`select p.full_name, (select count(*)::int from public.accounts a where a.person_id = p.id) as accounts
			 from public.persons p where p.id = $1`,
			[spare.personId]
		);
		expect(record).toEqual({ full_name: 'Айгүл Бірінші', accounts: 0 });
	});

	it('tell the address that signs in no more, and forget it when the person leaves', async () => {
		const mails = await backend.sql(
			`select to_address from private.outbox where purpose = 'accounts_joined' and person_id = $1`,
			[kept.personId]
		);
		expect(mails).toEqual([{ to_address: `${spare.id}@test.kz` }]);
		// Another window of the account that is gone is not told that it erased anything.
		expect((await spare.db.rpc('erase_me', { p_forum: 'delete' })).error).not.toBeNull();
		expect((await kept.db.rpc('erase_me', { p_forum: 'keep' })).error).toBeNull();
		const left = await dump(backend);
		for (const secret of [`${spare.id}@test.kz`, 'Айгүл Екінші'])
			expect(left).not.toContain(secret);
		expect(await drift(backend)).toEqual([]);
	});
});

it('brings no more than 200 a day from votes to one person', async () => {
	const [spare, kept, asker] = [
		await backend.alumnus(),
		await backend.alumnus(),
		await backend.alumnus()
	];
	const voter = await backend.alumnus();
	// Thirteen answers each, thanked for by one.
	const posts = await backend.sql<{ id: string }>(
		`with q as (
		   insert into public.questions (author_id, direction, title, body, locale, idempotency_key, answer_count)
		   select $1, 'poultry', 'Тауықтар неге жұмыртқаламай қойды?', '', 'kk', gen_random_uuid(), 1
		   from generate_series(1, 26) returning id)
		 insert into public.answers (question_id, author_id, body, locale, idempotency_key)
		 select q.id, (array[$2::uuid, $3::uuid])[1 + row_number() over () % 2], 'Жарық керек.', 'kk', gen_random_uuid()
		 from q returning id`,
		[asker.id, spare.id, kept.id]
	);
	await backend.sql(`select private.apply_vote($1, 'answer', a, 1) from unnest($2::uuid[]) a`, [
		voter.id,
		posts.map(({ id }) => id)
	]);
	expect(await reputation(backend, spare, kept)).toEqual([131, 131]);
	expect((await join(kept, spare)).error).toBeNull();
	expect(await reputation(backend, kept)).toEqual([201]);
	expect(await drift(backend)).toEqual([]);
});

it('takes the record of the spare account where the kept one has none', async () => {
	const [spare, kept] = [await backend.alumnus(), await backend.member()];
	expect((await join(kept, spare)).error).toBeNull();
	expect((await kept.db.rpc('page_viewer')).data.viewer.personId).toBe(spare.personId);
	expect((await spare.db.rpc('page_viewer')).data.viewer).toBeNull();
});

describe('it is refused', () => {
	it('to visitors, for oneself, for staff, and without a session that has just begun', async () => {
		const [kept, spare] = [await backend.alumnus(), await backend.alumnus()];
		const officer = await backend.staff('officer', 'KZ-61');
		expect(
			(await backend.anon.rpc('join_accounts', { p_session: await sessionOf(spare) })).error?.code
		).toBe('42501');
		const refusals = [[kept, 'same'] as const, [officer, 'staff'] as const];
		for (const [other, detail] of refusals)
			expect((await join(kept, other)).error).toMatchObject({
				message: 'conflict',
				details: detail
			});
		await backend.sql(
			`update auth.sessions set created_at = now() - interval '3 minutes' where user_id = $1`,
			[spare.id]
		);
		expect((await join(kept, spare)).error?.message).toBe('expired');
		expect(
			(await kept.db.rpc('join_accounts', { p_session: crypto.randomUUID() })).error?.message
		).toBe('expired');
		expect(
			await backend.sql('select id from public.accounts where id = $1', [spare.id])
		).toHaveLength(1);
	});
});
