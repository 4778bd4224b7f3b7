import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTestBackend, type Db, type Member } from '../../../../tests/support/test-backend';

const backend = useTestBackend();
let asker: Member, expert: Member, peer: Member;

const ask = async (who: Member, fields: object = {}) =>
	(
		await who.db.rpc('ask_question', {
			p_key: randomUUID(),
			p_direction: 'sewing',
			p_title: 'Оверлокты қайдан жөндетеді?',
			p_body: 'Кентауда шебер жоқ.',
			p_locale: 'kk',
			...fields
		})
	).data as string;
const reply = (who: Member, to: string) =>
	who.db.rpc('post_answer', {
		p_key: randomUUID(),
		p_question: to,
		p_body: 'Базарда бар.',
		p_locale: 'kk'
	});
const answered = async (who: Member, to: string) => (await reply(who, to)).data as string;
const withdraw = (db: Db, post: string) => db.rpc('withdraw_own_post', { p_post: post });
const bringBack = (db: Db, post: string) => db.rpc('bring_back_post', { p_post: post });
const page = async (db: Db, id: string) =>
	(await db.rpc('page_question', { p_id: id })).data?.question;
const own = async (db: Db, post: string) =>
	(await db.rpc('page_withdraw', { p_post: post })).data.post;
const points = async (who: Member) =>
	(
		await backend.sql<{ n: number }>(
			'select coalesce((select reputation from public.forum_profiles where account_id = $1), 1) as n',
			[who.id]
		)
	)[0]?.n;

beforeAll(async () => {
	[asker, expert, peer] = [
		await backend.alumnus({ name: 'Айгүл Қасымова' }),
		await backend.alumnus({ name: 'Ерлан Сәбитов', region: 'KZ-23' }),
		await backend.alumnus({ name: 'Дана Әлі', region: 'KZ-55' })
	];
}, 120_000);

describe('an own answer', () => {
	it('goes with what it brought, and comes back with it', async () => {
		const question = await ask(asker);
		const answer = await answered(expert, question);
		await peer.db.rpc('cast_vote', { p_kind: 'answer', p_post: answer, p_value: 1 });
		await asker.db.rpc('accept_answer', { p_question: question, p_answer: answer });
		const [before, askerBefore] = [await points(expert), await points(asker)];
		expect(await own(expert.db, answer)).toMatchObject({ state: 'stands', points: 25 });

		expect((await withdraw(expert.db, answer)).error).toBeNull();
		expect([await points(expert), await points(asker)]).toEqual([
			(before ?? 0) - 25,
			(askerBefore ?? 0) - 2
		]);
		expect(await page(backend.anon, question)).toMatchObject({
			answers: [],
			answerCount: 0,
			isAccepted: false
		});
		expect(await own(expert.db, answer)).toMatchObject({ state: 'gone' });
		const { gone } = (await expert.db.rpc('page_my_posts')).data;
		expect(gone).toMatchObject([{ id: answer, kind: 'answer', body: 'Базарда бар.' }]);

		expect((await bringBack(expert.db, answer)).data).toBe(question);
		expect([await points(expert), await points(asker)]).toEqual([before, askerBefore]);
		expect(await page(backend.anon, question)).toMatchObject({ answerCount: 1, isAccepted: true });
		// Sent twice it does nothing.
		expect((await bringBack(expert.db, answer)).error).toBeNull();
		expect((await page(backend.anon, question)).answerCount).toBe(1);
	});

	it('that is gone is accepted, thanked for, commented on and read by nobody', async () => {
		const question = await ask(asker);
		const answer = await answered(expert, question);
		await peer.db.rpc('add_comment', {
			p_key: randomUUID(),
			p_post: answer,
			p_body: 'Рас',
			p_locale: 'kk'
		});
		await withdraw(expert.db, answer);
		const tries = await Promise.all([
			asker.db.rpc('accept_answer', { p_question: question, p_answer: answer }),
			peer.db.rpc('cast_vote', { p_kind: 'answer', p_post: answer, p_value: 1 }),
			peer.db.rpc('mark_answer', { p_answer: answer, p_kind: 'worked', p_on: true }),
			peer.db.rpc('add_comment', {
				p_key: randomUUID(),
				p_post: answer,
				p_body: 'Рас',
				p_locale: 'kk'
			})
		]);
		expect(tries.map(({ error }) => error?.message)).toEqual(Array(4).fill('not_found'));
		expect((await peer.db.rpc('page_comments', { p_post: answer })).data).toBeNull();
		expect((await peer.db.rpc('page_history', { p_post: answer })).data.post).toBeNull();
		expect((await backend.anon.from('answers').select('id').eq('id', answer)).data).toEqual([]);
	});

	it('and an accept or a vote of the same moment end in one story', async () => {
		const question = await ask(asker);
		const answer = await answered(expert, question);
		await Promise.all([
			withdraw(expert.db, answer),
			asker.db.rpc('accept_answer', { p_question: question, p_answer: answer }),
			peer.db.rpc('cast_vote', { p_kind: 'answer', p_post: answer, p_value: 1 })
		]);
		expect(await page(backend.anon, question)).toMatchObject({ isAccepted: false, answerCount: 0 });
		const live = await backend.sql('select 1 from unnest(private.live_events(null, $1::uuid)) e', [
			answer
		]);
		expect(live).toEqual([]);
	});
});

describe('an own question', () => {
	it('that nobody answered goes and comes back', async () => {
		const question = await ask(asker);
		expect((await withdraw(asker.db, question)).error).toBeNull();
		expect(await page(backend.anon, question)).toBeUndefined();
		expect((await reply(expert, question)).error).toMatchObject({ message: 'not_found' });
		expect((await bringBack(asker.db, question)).data).toBe(question);
		expect(await page(backend.anon, question)).toMatchObject({ id: question });
	});

	it('that others answered stays, and may lose the name', async () => {
		const question = await ask(asker);
		await answered(expert, question);
		expect((await withdraw(asker.db, question)).error).toMatchObject({
			message: 'forbidden',
			details: 'answered'
		});
		expect(await own(asker.db, question)).toMatchObject({ state: 'answered', isAnonymous: false });
		expect((await peer.db.rpc('hide_asker', { p_question: question })).error?.message).toBe(
			'not_found'
		);
		expect((await asker.db.rpc('hide_asker', { p_question: question })).error).toBeNull();
		expect(await page(peer.db, question)).toMatchObject({
			author: null,
			isAnonymous: true,
			region: null
		});
	});
});

it('strangers take nothing away, and nobody brings back what a moderator took', async () => {
	const question = await ask(asker);
	for (const { db } of [peer, await backend.member(), await backend.staff('moderator')]) {
		expect((await withdraw(db, question)).error?.message).toBe('not_found');
		expect(await own(db, question)).toBeNull();
	}
	expect((await withdraw(backend.anon, question)).error?.code).toBe('42501');
	await backend.sql(`select private.withdraw_post('question', $1, 'moderation')`, [question]);
	expect((await bringBack(asker.db, question)).error?.message).toBe('not_found');
	expect(await own(asker.db, question)).toBeNull();
	expect((await peer.db.rpc('page_my_posts')).data.gone).toEqual([]);
});

it('after thirty days nothing comes back, and nothing is kept', async () => {
	const [mine, other] = [await ask(asker), await ask(asker)];
	const answer = await answered(expert, other);
	await withdraw(asker.db, mine);
	await withdraw(expert.db, answer);
	await backend.sql(
		`update public.questions set withdrawn_at = now() - interval '31 days' where id = $1`,
		[mine]
	);
	await backend.sql(
		`update public.answers set withdrawn_at = now() - interval '31 days' where id = $1`,
		[answer]
	);
	expect((await bringBack(asker.db, mine)).error?.message).toBe('not_found');
	expect((await backend.service.rpc('forget_withdrawn_posts')).data).toBe(2);
	expect((await backend.service.rpc('forget_withdrawn_posts')).data).toBe(0);
	expect(
		await backend.sql(
			'select id from public.questions where id = $1 union select id from public.answers where id = $2',
			[mine, answer]
		)
	).toEqual([]);
	expect(await page(backend.anon, other)).toMatchObject({ answerCount: 0 });
	expect(
		await backend.sql(
			'select account_id from public.forum_profiles where reputation <> private.replayed_reputation(account_id)'
		)
	).toEqual([]);
});

describe('drafts', () => {
	const FIELDS = { title: 'Ине неге сынады?', body: 'Қалың мата', anonymous: '1' };
	const save = (who: { db: Db }, key: string, fields: object = FIELDS, question?: string) =>
		who.db.rpc('save_draft', { p_key: key, p_question: question ?? null, p_fields: fields });
	const drafts = async (who: { db: Db }) => (await who.db.rpc('page_my_posts')).data.drafts;

	it('wait for their writer alone, and are gone once posted', async () => {
		const [key, question] = [randomUUID(), await ask(peer)];
		expect((await save(asker, key, { title: 'Ине' })).error).toBeNull();
		expect((await save(asker, key)).error).toBeNull();
		expect((await save(asker, randomUUID(), { body: 'Май құйыңыз' }, question)).error).toBeNull();
		expect(await drafts(asker)).toMatchObject([
			{ question, title: 'Оверлокты қайдан жөндетеді?', body: 'Май құйыңыз' },
			{ key, question: null, title: FIELDS.title }
		]);
		expect((await page(asker.db, question)).drafts).toHaveLength(1);
		expect((await asker.db.rpc('my_draft', { p_key: key })).data).toEqual({ ...FIELDS, key });
		for (const who of [peer, await backend.staff('moderator')]) {
			expect((await who.db.rpc('my_draft', { p_key: key })).data).toBeNull();
			expect((await who.db.from('post_drafts').select('id')).data).toEqual([]);
			expect((await page(who.db, question)).drafts).toEqual([]);
		}
		expect((await page(backend.anon, question)).drafts).toBeUndefined();
		const posted = await Promise.all([ask(asker, { p_key: key }), ask(asker, { p_key: key })]);
		expect(new Set(posted).size).toBe(1);
		expect(await drafts(asker)).toHaveLength(1);
		expect((await save(asker, key)).error).toMatchObject({ message: 'used', details: 'posted' });
	});

	it.each([
		['a list', [1]],
		['a book', { body: 'а'.repeat(60_000) }]
	])('of %s are refused', async (_, fields) =>
		expect((await save(peer, randomUUID(), fields)).error).toMatchObject({
			message: 'invalid',
			details: 'draft'
		})
	);

	it('are twenty at most, an alumnus’s, and thrown away by their writer only', async () => {
		const keys = Array.from({ length: 20 }, () => randomUUID());
		for (const key of keys) expect((await save(expert, key)).error).toBeNull();
		expect((await save(expert, randomUUID())).error).toMatchObject({ details: 'drafts' });
		expect((await save(expert, keys[0] as string)).error).toBeNull();
		await peer.db.rpc('discard_draft', { p_key: keys[0] });
		expect(await drafts(expert)).toHaveLength(20);
		await expert.db.rpc('discard_draft', { p_key: keys[0] });
		expect(await drafts(expert)).toHaveLength(19);
		expect((await save(await backend.member(), randomUUID())).error).toMatchObject({
			details: 'record'
		});
		expect((await save(expert, randomUUID(), FIELDS, randomUUID())).error?.message).toBe(
			'not_found'
		);
	});

	it('are forgotten after ninety days, and downloaded before', async () => {
		const old = randomUUID();
		await save(peer, old, { title: 'Ескі ойым' });
		expect(JSON.stringify((await peer.db.rpc('export_my_data')).data.drafts)).toContain(
			'Ескі ойым'
		);
		await backend.sql(
			`update public.post_drafts set updated_at = now() - interval '91 days' where key = $1`,
			[old]
		);
		expect(await drafts(peer)).toEqual([]);
		await backend.service.rpc('forget_old_drafts');
		expect(await backend.sql('select 1 from public.post_drafts where key = $1', [old])).toEqual([]);
	});
});
