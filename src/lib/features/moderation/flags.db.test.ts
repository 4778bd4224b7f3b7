import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTestBackend, type Db, type Member } from '../../../../tests/support/test-backend';

const backend = useTestBackend();
let author: Member, stranger: Member, moderator: Member, officer: Member, coordinator: Member;
let trusted: Member[];

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
const answer = async (who: Member, to: string, body = 'Базарда бар.') =>
	(
		await who.db.rpc('post_answer', {
			p_key: randomUUID(),
			p_question: to,
			p_body: body,
			p_locale: 'kk'
		})
	).data as string;
const comment = async (who: Member, post: string, body: string) =>
	(
		await who.db.rpc('add_comment', {
			p_key: randomUUID(),
			p_post: post,
			p_body: body,
			p_locale: 'kk'
		})
	).data as string;
const flag = (db: Db, post: string, reason: string | null = 'rude', note?: string | null) =>
	db.rpc('flag_post', { p_post: post, p_reason: reason, p_note: note ?? null });
const shown = async (db: Db, question: string) =>
	(await db.rpc('page_question', { p_id: question })).data?.question;
const queue = async (db: Db, fields: object = {}) =>
	(await db.rpc('page_moderation', fields)).data?.cases as { id: string; post: string }[];
const caseOf = async (post: string) =>
	(
		await backend.sql<{ id: string }>(
			`select id from private.moderation_cases where post_id = $1 order by id desc limit 1`,
			[post]
		)
	)[0]?.id as string;
const own = async (db: Db, post: string) =>
	(await db.rpc('page_own_post', { p_post: post })).data?.post;
const earn = (who: Member, reputation: number) =>
	backend.sql(
		`insert into public.forum_profiles (account_id, reputation) values ($1, $2)
		 on conflict (account_id) do update set reputation = $2`,
		[who.id, reputation]
	);
const told = async (who: Member) =>
	(
		await backend.sql<{ purpose: string }>(
			`select purpose from private.outbox where person_id = $1 order by id`,
			[who.personId]
		)
	).map(({ purpose }) => purpose);
async function flagThrice(post: string) {
	for (const { db } of trusted) expect((await flag(db, post)).error).toBeNull();
}

beforeAll(async () => {
	author = await backend.alumnus({ name: 'Айгүл Қасымова' });
	stranger = await backend.member();
	moderator = await backend.staff('moderator');
	officer = await backend.staff('officer', 'KZ-55');
	coordinator = await backend.staff('coordinator');
	trusted = [await backend.alumnus(), await backend.alumnus(), await backend.alumnus()];
	for (const who of trusted) await earn(who, 250);
}, 120_000);

describe('a flag', () => {
	it('is an alumnus’s, with a reason, once, and on another’s post', async () => {
		const post = await ask(author);
		const [peer] = trusted as [Member];
		expect((await flag(backend.anon, post)).error).not.toBeNull();
		expect((await flag(stranger.db, post)).error?.details).toBe('record');
		expect((await flag(author.db, post)).error?.details).toBe('own_post');
		for (const [reason, note] of [
			['nonsense', null],
			[null, null],
			['other', null],
			['other', '\u200b\u2060 \u00ad'],
			['spam', 'x'.repeat(50_000)]
		] as const)
			expect((await flag(peer.db, post, reason, note)).error?.message).toBe('invalid');
		for (let i = 0; i < 2; i++) expect((await flag(peer.db, post)).error).toBeNull();
		const { flagList } = (await moderator.db.rpc('page_case', { p_case: await caseOf(post) })).data
			.case;
		expect(flagList).toHaveLength(1);
		expect(JSON.stringify(flagList)).not.toContain(peer.id);
		expect((await flag(peer.db, randomUUID())).error?.message).toBe('not_found');
	});

	it('three with weight hide the post until somebody has looked; without weight they wait', async () => {
		const [question, newcomers] = [await ask(author), [] as Member[]];
		for (let i = 0; i < 3; i++) newcomers.push(await backend.alumnus());
		for (const { db } of newcomers) await flag(db, question);
		expect(await shown(backend.anon, question)).toBeTruthy();
		await flagThrice(question);
		expect(await shown(backend.anon, question)).toBeUndefined();
		expect(await shown(author.db, question)).toBeUndefined();
		expect(await own(author.db, question)).toMatchObject({
			withdrawnFor: 'flags',
			body: 'Кентауда шебер жоқ.',
			case: { state: 'open', reasons: ['rude'] }
		});
		expect(await own(newcomers[0]?.db as Db, question)).toBeUndefined();
		expect(await told(author)).toContain('post_flagged');
		expect((await flag(newcomers[0]?.db as Db, question)).error?.message).toBe('not_found');
	});

	it('hides an answer and a comment as well, and whoever is muted has no weight', async () => {
		const question = await ask(author);
		const [reply, remark] = [
			await answer(author, question),
			await comment(author, question, 'Пікір')
		];
		await backend.sql(
			`insert into private.forum_restrictions (account_id, kind, reason, until, locale)
			 values ($1, 'mute', 'Себебі бар ғой', now() + interval '1 day', 'kk')`,
			[trusted[0]?.id]
		);
		await flagThrice(remark);
		expect((await shown(backend.anon, question)).comments).toHaveLength(1);
		await backend.sql(`update private.forum_restrictions set lifted_at = now()`);
		await flagThrice(reply);
		await flag(coordinator.db, remark);
		const page = await shown(backend.anon, question);
		expect([page.answers.length, page.answerCount, page.comments, page.commentCount]).toEqual([
			0,
			0,
			[],
			0
		]);
		const { data } = await backend.anon.rpc('page_comments', { p_post: question });
		expect(data.comments).toEqual([]);
		expect((await shown(author.db, question)).waiting).toHaveLength(2);
	});

	it('is limited in a day', async () => {
		const busy = await backend.alumnus();
		const question = await ask(author);
		for (let i = 0; i < 10; i++)
			expect((await flag(busy.db, await comment(author, question, `Пікір ${i}`))).error).toBeNull();
		expect((await flag(busy.db, question)).error?.details).toBe('flag_today');
	});
});

describe('the queue', () => {
	let post: string, id: string;
	beforeAll(async () => {
		author = await backend.alumnus({ name: 'Самал Әбіш' });
		post = await ask(author);
		await flag(trusted[0]?.db as Db, post, 'spam', 'Жарнама сияқты');
		id = await caseOf(post);
	});
	const decide = (db: Db, verdict: string, reason?: string, note?: string, which = id) =>
		db.rpc('decide_case', {
			p_case: which,
			p_verdict: verdict,
			p_reason: reason ?? null,
			p_note: note ?? null
		});

	it('shows a case to whoever looks after its region and language, and to helpers', async () => {
		const helper = await backend.alumnus();
		const near = await backend.staff('officer', 'KZ-61');
		await earn(helper, 500);
		for (const { db } of [moderator, coordinator, near, helper])
			expect((await queue(db)).map((c) => c.post)).toContain(post);
		expect((await queue(officer.db)).map((c) => c.post)).not.toContain(post);
		for (const { db } of [author, stranger, trusted[0] as Member]) {
			expect((await db.rpc('page_moderation')).data).toBeNull();
			expect((await db.rpc('page_case', { p_case: id })).data).toBeNull();
			expect((await decide(db, 'hidden', 'spam')).error?.message).toBe('not_found');
		}
		expect((await decide(officer.db, 'hidden', 'spam')).error?.message).toBe('not_found');
		expect((await queue(backend.anon)) ?? null).toBeNull();
		expect(await queue(moderator.db, { p_locale: 'ru' })).toEqual([]);
		expect((await helper.db.rpc('page_moderation_log')).data).toBeNull();
	});

	it('lets one look at a time, and one of two decide', async () => {
		expect((await moderator.db.rpc('claim_case', { p_case: id })).error).toBeNull();
		expect((await coordinator.db.rpc('claim_case', { p_case: id })).error?.details).toBe('claimed');
		expect((await decide(coordinator.db, 'kept')).error?.details).toBe('claimed');
		await backend.sql(
			`update private.moderation_cases set claimed_until = now() - interval '1 s' where id = $1`,
			[id]
		);
		for (const bad of [['gone'], ['hidden'], ['hidden', 'x'], ['hidden', 'other', '\u200b']])
			expect((await decide(coordinator.db, ...(bad as [string]))).error?.message).toBe('invalid');
		const raced = await Promise.all([
			decide(coordinator.db, 'hidden', 'spam', 'Бұл жарнама.'),
			decide(moderator.db, 'kept')
		]);
		expect(raced.map(({ error }) => error?.message ?? 'done').sort()).toEqual(['done', 'used']);
	});

	it('turns a verdict round, tells the author, and keeps a log that nobody rewrites', async () => {
		const reverse = (db: Db, note = 'Қайта қарадым, дұрыс екен.') =>
			db.rpc('reverse_case', { p_case: id, p_note: note });
		const first = (await own(author.db, post)).withdrawnFor;
		expect((await reverse(officer.db)).error?.message).toBe('not_found');
		expect((await reverse(moderator.db, 'x')).error?.details).toBe('note');
		for (let i = 0; i < 2; i++) expect((await reverse(moderator.db)).error).toBeNull();
		expect((await own(author.db, post)).withdrawnFor).toBe(first);
		expect(await told(author)).toEqual(expect.arrayContaining(['post_hidden', 'post_back']));
		const { data } = await moderator.db.rpc('page_moderation_log', { p_act: 'restored' });
		expect(data.entries[0]).toMatchObject({ act: 'restored', who: 'moderator', case: id });
		for (const statement of ['delete from', 'update'])
			await expect(
				backend.sql(
					`${statement} private.moderation_log ${statement === 'update' ? "set act = 'kept'" : ''}`
				)
			).rejects.toThrow('appended only');
	});

	it('gives back what a hidden answer had brought', async () => {
		const asker = await backend.alumnus();
		const question = await ask(asker);
		const reply = await answer(author, question);
		await asker.db.rpc('accept_answer', { p_question: question, p_answer: reply });
		const points = async () =>
			(
				await backend.sql<{ n: number }>(
					`select reputation as n from public.forum_profiles where account_id = $1`,
					[author.id]
				)
			)[0]?.n;
		const before = await points();
		await flag(trusted[0]?.db as Db, reply, 'dangerous');
		const which = await caseOf(reply);
		expect((await decide(moderator.db, 'hidden', 'dangerous', undefined, which)).error).toBeNull();
		expect(await points()).toBe((before as number) - 15);
		await moderator.db.rpc('reverse_case', { p_case: which, p_note: 'Кеңес дұрыс екен.' });
		expect(await points()).toBe(before);
		expect((await shown(backend.anon, question)).answers[0].isAccepted).toBe(true);
	});

	it('knows moderators of a region and a language', async () => {
		const rookie = await backend.alumnus();
		const appoint = (db: Db, region: string | null, locale: string | null) =>
			db.rpc('appoint_moderator', {
				p_email: `${rookie.id}@test.kz`,
				p_region: region,
				p_locale: locale
			});
		expect((await appoint(moderator.db, null, null)).error?.message).toBe('not_found');
		expect((await appoint(coordinator.db, 'KZ-61', 'ru')).error).toBeNull();
		const mine = async () => (await queue(rookie.db))?.map((c) => c.post) ?? null;
		await flag(trusted[1]?.db as Db, post);
		const fresh = await ask(author);
		await flag(trusted[1]?.db as Db, fresh);
		expect(await mine()).toEqual([]);
		await appoint(coordinator.db, 'KZ-61', 'kk');
		expect(await mine()).toContain(fresh);
		const { data } = await coordinator.db.rpc('page_moderators');
		const listed = data.moderators.find(({ id: account }: { id: string }) => account === rookie.id);
		expect(listed.scopes).toHaveLength(2);
		expect((await moderator.db.rpc('page_moderators')).data).toBeNull();
		for (const { id: scope } of listed.scopes)
			await coordinator.db.rpc('dismiss_moderator', { p_account: rookie.id, p_scope: scope });
		// Not everything, now that nothing is left.
		expect(await mine()).toBeNull();
	});
});
