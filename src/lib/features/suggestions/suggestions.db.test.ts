import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTestBackend, type Db, type Member } from '../../../../tests/support/test-backend';

const backend = useTestBackend();
let asker: Member, novice: Member, editor: Member, reviewer: Member;
/** A question that stays as it was asked. */
let plain: string;

const reputation = (who: Member, points: number) =>
	backend.sql(
		`insert into public.forum_profiles (account_id, reputation) values ($1, $2)
		 on conflict (account_id) do update set reputation = excluded.reputation`,
		[who.id, points]
	);
const ask = async (fields: object = {}) =>
	(
		await asker.db.rpc('ask_question', {
			p_key: randomUUID(),
			p_direction: 'sewing',
			p_title: 'Оверлокты қайдан жөндетеді?',
			p_body: 'Кентауда шебер жоқ.',
			p_locale: 'kk',
			...fields
		})
	).data as string;
const suggest = (db: Db, post: string, fields: object = {}) =>
	db.rpc('suggest_edit', {
		p_key: randomUUID(),
		p_post: post,
		p_base: 1,
		p_title: 'Оверлокты қайда жөндейді?',
		p_body: 'Кентау қаласында шебер жоқ.',
		p_reason: 'Түсініктірек болды',
		...fields
	});
const accept = (db: Db, id: string) => db.rpc('accept_suggestion', { p_id: id });
const decline = (db: Db, id: string, reason = 'Мағынасы өзгеріп кетті') =>
	db.rpc('decline_suggestion', { p_id: id, p_reason: reason });
const read = async (db: Db, id: string) =>
	(await db.rpc('page_suggestion', { p_id: id })).data.suggestion;
const suggested = async (post: string) =>
	(await suggest(editor.db, post)).data.suggestion as string;
const question = async (db: Db, id: string) =>
	(await db.rpc('page_question', { p_id: id })).data?.question;

beforeAll(async () => {
	[asker, novice, editor, reviewer] = [
		await backend.alumnus({ name: 'Айгүл Қасымова' }),
		await backend.alumnus({ name: 'Дана Әлі' }),
		await backend.alumnus({ name: 'Ерлан Сәбитов' }),
		await backend.alumnus({ name: 'Мақсат Оспан' })
	];
	await reputation(editor, 100);
	await reputation(reviewer, 250);
	plain = await ask();
}, 120_000);

describe('a suggestion', () => {
	it('becomes a revision that names both, and its author is told', async () => {
		const post = await ask();
		const id = await suggested(post);
		expect(await read(asker.db, id)).toMatchObject({
			state: 'open',
			mayJudge: true,
			isConflict: false,
			by: { author: { name: expect.stringContaining('Ерлан') } },
			base: { body: 'Кентауда шебер жоқ.' },
			words: { body: 'Кентау қаласында шебер жоқ.' }
		});
		expect((await question(backend.anon, post)).body).toBe('Кентауда шебер жоқ.');
		expect((await accept(asker.db, id)).data).toBe(post);
		expect((await accept(asker.db, id)).error).toBeNull();
		expect(await question(backend.anon, post)).toMatchObject({
			title: 'Оверлокты қайда жөндейді?',
			body: 'Кентау қаласында шебер жоқ.'
		});
		const { revisions } = (await novice.db.rpc('page_history', { p_post: post })).data;
		expect(revisions).toMatchObject([
			{
				number: 2,
				suggested: {
					reason: 'Түсініктірек болды',
					by: { author: { name: expect.stringContaining('Ерлан') } },
					acceptedBy: { author: { name: expect.stringContaining('Айгүл') } }
				}
			},
			{ number: 1, suggested: null }
		]);
		const told = await backend.sql<{ purpose: string; person_id: string }>(
			`select purpose, person_id from private.outbox where occasion like $1 || ':%' order by purpose`,
			[id]
		);
		expect(told).toEqual([
			{ purpose: 'edit_suggested', person_id: asker.personId },
			{ purpose: 'suggestion_judged', person_id: editor.personId }
		]);
		// Its author may bring the own words back.
		await asker.db.rpc('restore_revision', { p_post: post, p_base: 2, p_number: 1 });
		expect((await question(backend.anon, post)).body).toBe('Кентауда шебер жоқ.');
	});

	it('on words that changed meanwhile is shown with both and put nowhere', async () => {
		const post = await ask();
		const id = await suggested(post);
		await asker.db.rpc('edit_post', {
			p_post: post,
			p_base: 1,
			p_title: 'Оверлокты қайдан жөндетеді?',
			p_body: 'Түркістанда да жоқ.'
		});
		expect((await accept(asker.db, id)).error).toMatchObject({ message: 'conflict' });
		expect(await read(asker.db, id)).toMatchObject({
			isConflict: true,
			base: { body: 'Кентауда шебер жоқ.' },
			now: { body: 'Түркістанда да жоқ.' }
		});
		expect((await suggest(editor.db, post)).error).toMatchObject({ message: 'conflict' });
	});

	it('is declined with a reason, once, and taken back while it waits', async () => {
		const post = await ask();
		const [first, second] = [await suggested(post), await suggested(post)];
		expect((await decline(asker.db, first, ' ')).error).toMatchObject({ details: 'declineReason' });
		expect((await decline(asker.db, first)).error).toBeNull();
		expect(await read(editor.db, first)).toMatchObject({
			state: 'declined',
			declineReason: 'Мағынасы өзгеріп кетті'
		});
		expect((await accept(asker.db, first)).error?.message).toBe('used');
		const takeBack = (db: Db) => db.rpc('take_back_suggestion', { p_id: second });
		expect((await takeBack(asker.db)).error?.message).toBe('not_found');
		expect((await takeBack(editor.db)).error).toBeNull();
		expect((await accept(asker.db, second)).error?.message).toBe('used');
	});

	it('is judged by two at the same moment with one end', async () => {
		const post = await ask();
		const id = await suggested(post);
		const ends = await Promise.all([accept(asker.db, id), decline(reviewer.db, id)]);
		expect(ends.filter(({ error }) => error)).toMatchObject([{ error: { message: 'used' } }]);
	});

	it('is nobody else’s to read or judge, and not one’s own', async () => {
		const post = await ask({ p_anonymous: true });
		const id = await suggested(post);
		const outsiders = [novice, await backend.member(), await backend.staff('officer', 'KZ-23')];
		for (const { db } of outsiders) {
			expect(await read(db, id)).toBeNull();
			expect((await accept(db, id)).error?.message).toBe('not_found');
			expect((await decline(db, id)).error?.message).toBe('not_found');
			expect((await db.from('post_suggestions').select('id')).data).toEqual([]);
		}
		expect((await accept(editor.db, id)).error?.message).toBe('not_found');
		// Whoever asked without a name stays so for whoever mends it.
		expect(
			JSON.stringify((await editor.db.rpc('page_suggest', { p_post: post })).data)
		).not.toMatch(/Айгүл/);
		expect((await accept(asker.db, id)).error).toBeNull();
		const { data } = await novice.db.rpc('page_history', { p_post: post });
		expect(data.revisions[0].suggested.acceptedBy).toMatchObject({
			author: null,
			isAnonymous: true
		});
		expect(await read((await backend.staff('moderator')).db, id)).toMatchObject({
			state: 'accepted'
		});
	});

	it.each([
		['under 100 points', () => novice, {}, { details: 'edit' }],
		['of one’s own post', () => asker, {}, { details: 'own_post' }],
		['without a reason', () => editor, { p_reason: '\u200b ' }, { details: 'reason' }],
		[
			'that changes nothing',
			() => editor,
			{ p_title: 'Оверлокты қайдан жөндетеді?', p_body: 'Кентауда шебер жоқ.' },
			{ details: 'unchanged' }
		],
		[
			'of a post that is not there',
			() => editor,
			{ p_post: randomUUID() },
			{ message: 'not_found' }
		]
	])('%s is refused', async (_, who, fields, refusal) =>
		expect((await suggest(who().db, plain, fields)).error).toMatchObject(refusal)
	);

	it('waits with four others at most, and counts once a key', async () => {
		const busy = await backend.alumnus();
		await reputation(busy, 100);
		const key = randomUUID();
		const sent = await Promise.all([1, 2, 3].map(() => suggest(busy.db, plain, { p_key: key })));
		expect(new Set(sent.map(({ data }) => data.suggestion)).size).toBe(1);
		for (let i = 0; i < 4; i++) await suggest(busy.db, plain);
		expect((await suggest(busy.db, plain)).error).toMatchObject({ details: 'suggestions' });
		const { suggested: mine } = (await busy.db.rpc('page_my_posts')).data;
		expect(mine).toHaveLength(5);
	});

	it('goes with the words of whoever wrote it, and with the post’s own', async () => {
		const leaving = await backend.alumnus();
		await reputation(leaving, 100);
		const { data } = await suggest(leaving.db, plain);
		const { suggestions } = (await leaving.db.rpc('export_my_data')).data;
		expect(suggestions).toMatchObject([{ why: 'Түсініктірек болды', verdict: 'open' }]);
		await backend.sql('select private.erase_forum($1)', [leaving.id]);
		expect(await read(asker.db, data.suggestion)).toBeNull();
	});
});

it('a reviewer’s edit stands at once, is in the history and can be rolled back by the author', async () => {
	const post = await ask();
	const { data } = await suggest(reviewer.db, post);
	expect(data).toMatchObject({ question: post, applied: true });
	expect((await question(backend.anon, post)).body).toBe('Кентау қаласында шебер жоқ.');
	const history = (await asker.db.rpc('page_history', { p_post: post })).data;
	expect(history.revisions[0]).toMatchObject({
		number: 2,
		suggested: { by: { author: { name: expect.stringContaining('Мақсат') } }, acceptedBy: null }
	});
	const told = await backend.sql(
		`select 1 from private.outbox where purpose = 'post_mended' and person_id = $1 and occasion like $2 || ':%'`,
		[asker.personId, post]
	);
	expect(told).toHaveLength(1);
	await asker.db.rpc('restore_revision', { p_post: post, p_base: 2, p_number: 1 });
	expect((await question(backend.anon, post)).body).toBe('Кентауда шебер жоқ.');
	expect(
		(await reviewer.db.rpc('restore_revision', { p_post: post, p_base: 3, p_number: 2 })).error
			?.message
	).toBe('not_found');
});

it('what is gone is mended by nobody, its author included', async () => {
	const post = await ask();
	const id = await suggested(post);
	await asker.db.rpc('withdraw_own_post', { p_post: post });
	expect(await read(editor.db, id)).toBeNull();
	const tries = await Promise.all([
		accept(reviewer.db, id),
		suggest(reviewer.db, post),
		asker.db.rpc('edit_post', {
			p_post: post,
			p_base: 1,
			p_title: 'Оверлокты қайда жөндейді?',
			p_body: ''
		})
	]);
	expect(tries.map(({ error }) => error?.message)).toEqual(Array(3).fill('not_found'));
});

it('the page says which buttons are of use, and on which page a comment stands', async () => {
	const post = await ask();
	const may = async ({ db }: { db: Db }) => (await question(db, post)).may;
	expect(await may(novice)).toEqual({ voteDown: false, edit: false });
	expect(await may(editor)).toEqual({ voteDown: true, edit: true });
	expect(await may({ db: backend.anon })).toBeUndefined();
	await backend.sql(
		`insert into public.post_comments (question_id, author_id, body, locale, idempotency_key, created_at)
		 select $1, $2, 'Пікір ' || n, 'kk', gen_random_uuid(), now() - interval '1 day' from generate_series(1, 100) n`,
		[post, novice.id]
	);
	const { data: last } = await editor.db.rpc('add_comment', {
		p_key: randomUUID(),
		p_post: post,
		p_body: 'Жүз бірінші',
		p_locale: 'kk'
	});
	const { data: after } = await editor.db.rpc('comment_page', { p_comment: last });
	const { data } = await editor.db.rpc('page_comments', { p_post: post, p_after: after });
	expect(data.comments.map(({ body }: { body: string }) => body)).toEqual(['Жүз бірінші']);
});
