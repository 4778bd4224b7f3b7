import { beforeEach, describe, expect, it } from 'vitest';
import { answer, ask } from '../../../../tests/support/reputation';
import { useTestBackend, type Member } from '../../../../tests/support/test-backend';

const backend = useTestBackend();

/** As if the question had been asked so many hours ago. */
const age = (question: string, hours: number) =>
	backend.sql(
		`with r as (update private.routed_questions set routed_at = routed_at - interval '3 hours' where question_id = $1)
		 update public.questions set created_at = now() - make_interval(mins => $2) where id = $1`,
		[question, Math.round(hours * 60)]
	);
const run = async () => {
	const { data, error } = await backend.service.rpc('route_questions', { p_limit: 20 });
	expect(error).toBeNull();
	return data as number;
};
const offersOf = async (question: string) =>
	(
		await backend.sql<{ account_id: string }>(
			`select account_id from private.question_offers where question_id = $1 order by id`,
			[question]
		)
	).map((row) => row.account_id);
const project = async ({ personId }: Member, direction: string) => {
	await backend.sql(
		`with s as (insert into public.subprojects (registry_no, title, direction, round, region_code)
		   values (gen_random_uuid()::text, 'Жоба', $2, 2019, 'KZ-61') returning id)
		 update public.participations set subproject_id = (select id from s) where person_id = $1`,
		[personId, direction]
	);
};
const mates = (count: number, direction: string, region?: string) =>
	Promise.all(
		Array.from({ length: count }, async () => {
			const mate = await backend.alumnus({ region });
			await project(mate, direction);
			return mate;
		})
	);
/** As mates, without a client of their own: their ids. */
const crowd = async (count: number, direction: string, region: string) =>
	(
		await backend.sql<{ id: string }>(
			`with u as (
			   insert into auth.users (id, email) select gen_random_uuid(), gen_random_uuid() || '@test.kz'
			   from generate_series(1, $1) returning id),
			 s as (insert into public.subprojects (registry_no, title, direction, round, region_code)
			   values (gen_random_uuid()::text, 'Жоба', $2, 2019, $3) returning id),
			 p as (insert into public.persons (registry_no, full_name, region_code)
			   select u.id::text, 'Сынақ Бір', $3 from u returning id, registry_no),
			 t as (insert into public.participations (person_id, round, role, subproject_id)
			   select p.id, 2019, 'member', s.id from p, s returning person_id)
			 select p.registry_no as id from p join t on t.person_id = p.id`,
			[count, direction, region]
		)
	).map(({ id }) => id);
/** The records of a crowd are claimed by the accounts that came with them. */
const claim = (ids: string[]) =>
	backend.sql(
		`update public.accounts a set person_id = p.id from public.persons p
		 where a.id = any($1::uuid[]) and p.registry_no = a.id::text`,
		[ids]
	);
interface Offers {
	mine: {
		offers: { id: string; why: Record<string, unknown> }[];
		weekly: number;
		left: number;
		pausedUntil: string | null;
	} | null;
}
const page = async ({ db }: Pick<Member, 'db'>) => (await db.rpc('page_offers')).data as Offers;
const saved = ({ db }: Member, weekly: number, until: string | null = null) =>
	db.rpc('save_offer_limits', { p_weekly: weekly, p_paused_until: until });

let asker: Member;
beforeEach(async () => {
	// Each test begins with nobody in a trade and no question that waits.
	await backend.sql(`update public.questions set created_at = now() - interval '30 days'`);
	await backend.sql(`update public.subprojects set direction = 'other'`);
	asker = await backend.alumnus({ region: 'KZ-61' });
});

describe('an unanswered question', () => {
	it('goes to three of the trade and region after two hours, five more after twelve, eight after a day', async () => {
		const near = await crowd(4, 'beauty', 'KZ-61');
		const far = await crowd(14, 'beauty', 'KZ-55');
		await claim([...near, ...far]);
		const question = await ask(asker, 'beauty');
		await age(question, 1.9);
		expect(await run()).toBe(0);
		await age(question, 2.1);
		expect(await run()).toBe(1);
		const first = await offersOf(question);
		expect(first).toHaveLength(3);
		expect(near).toEqual(expect.arrayContaining(first));
		// The same hour again, or two workers at once: nothing more.
		expect(await Promise.all([run(), run()])).toEqual([0, 0]);
		await age(question, 12.1);
		await run();
		expect(await offersOf(question)).toHaveLength(8);
		await age(question, 24.1);
		await run();
		const all = await offersOf(question);
		expect(all).toHaveLength(16);
		expect(new Set(all).size).toBe(16);
		expect([...near, ...far]).toEqual(expect.arrayContaining(all));
		await age(question, 30);
		expect(await run()).toBe(0);
	});

	it('takes one step only after a standstill, and none when it is a week old, answered or gone', async () => {
		await claim(await crowd(12, 'media', 'KZ-55'));
		const [late, old, gone, solved] = await Promise.all(
			Array.from({ length: 4 }, () => ask(asker, 'media'))
		);
		await answer(await backend.alumnus(), solved as string);
		await backend.sql(`select private.withdraw_post('question', $1, 'moderation')`, [gone]);
		for (const one of [gone, solved]) await age(one as string, 30);
		await age(late as string, 30);
		await age(old as string, 24 * 8);
		expect([await run(), await run()]).toEqual([1, 0]);
		expect(await offersOf(late as string)).toHaveLength(8);
	});

	it('is told in one message that may be ended, and a notice that leads to it and names nobody', async () => {
		const [mate] = await mates(1, 'sport');
		await backend.sql(
			`insert into public.contact_points (person_id, kind, value, value_key, source, state)
			 values ($1, 'email', $2, $2, 'self', 'confirmed')`,
			[mate?.personId, `${mate?.id}@test.kz`]
		);
		const question = await ask(asker, 'sport');
		await age(question, 3);
		await run();
		const told = await backend.sql(
			`select topic, locale, subject, body, unsubscribe_token is not null as "canEnd" from private.outbox
			 where purpose = 'question_offered' and person_id = $1`,
			[mate?.personId]
		);
		expect(told).toMatchObject([{ topic: 'questions', locale: 'kk', canEnd: true }]);
		expect(JSON.stringify(told)).toContain('Тауықтар неге');
		expect(JSON.stringify(told)).not.toContain('Айгүл');
		const { data } = await (mate as Member).db.from('notices').select('path');
		expect(data).toEqual([{ path: `/me/questions-for-you/${question}` }]);
	});

	it('is not quoted any more once it is gone, and says its mended title', async () => {
		const [mate] = (await mates(1, 'sport')) as [Member];
		await backend.sql(
			`insert into public.contact_points (person_id, kind, value, value_key, source, state)
			 values ($1, 'email', $2, $2, 'self', 'confirmed')`,
			[mate.personId, `${mate.id}@test.kz`]
		);
		const question = await ask(asker, 'sport');
		await age(question, 3);
		await run();
		const quoted = async () =>
			JSON.stringify([
				(await mate.db.from('notices').select('body')).data,
				await backend.sql(
					`select body from private.outbox where purpose = 'question_offered' and person_id = $1`,
					[mate.personId]
				)
			]);
		const title = 'Нөмірсіз қайта жазылған тақырып';
		const words = { p_post: question, p_base: 1, p_title: title, p_body: '' };
		expect((await asker.db.rpc('edit_post', words)).error).toBeNull();
		expect((await quoted()).split(title)).toHaveLength(3);
		expect(await quoted()).not.toContain('Тауықтар неге');
		await backend.sql(`select private.withdraw_post('question', $1, 'flags')`, [question]);
		expect(await quoted()).toBe('[[],[]]');
	});

	it('is offered to nobody who cannot, may not or does not want to', async () => {
		const [free, young, agreed, blocked, blocking, paused, none, ended, quiet, left, talked] =
			(await mates(11, 'repair')) as [Member, ...Member[]] & Member[];
		await project(asker, 'repair');
		await backend.sql('update public.persons set birth_year = 2010 where id = any($1)', [
			[young?.personId, agreed?.personId]
		]);
		await backend.sql(
			`insert into public.consents (person_id, purpose, granted, text_version, locale, method)
			 select p, 'directory', true, '2026-11', 'kk', 'web' from unnest($1::uuid[]) p`,
			[[young?.personId, agreed?.personId]]
		);
		await backend.sql(
			`insert into public.guardian_consents (person_id, guardian_name, relation, contact, purposes, way, text_version, locale)
			 values ($1, 'Ана', 'mother', '+77010000000', array['directory'], 'paper', '2026-11', 'kk')`,
			[agreed?.personId]
		);
		await backend.sql(
			`insert into public.contact_blocks (blocker_id, blocked_id) values ($1, $2), ($3, $1)`,
			[asker.personId, blocked?.personId, blocking?.personId]
		);
		const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
		expect((await saved(paused as Member, 2, day)).error).toBeNull();
		expect((await saved(none as Member, 0)).error).toBeNull();
		await backend.sql(
			`insert into private.message_choices (person_id, topic, wanted) values ($1, 'questions', false)`,
			[ended?.personId]
		);
		await backend.sql(
			`insert into public.restrictions (person_id, what, until) values ($1, 'writing', now() + interval '1 day')`,
			[quiet?.personId]
		);
		await backend.sql('update public.accounts set person_id = null where id = $1', [left?.id]);
		await backend.sql(`update public.accounts set locale = 'ru' where id = $1`, [talked?.id]);
		const question = await ask(asker, 'repair');
		// One step after another, so that the widest has its turn too; who speaks only Russian comes last.
		for (const hours of [3, 13]) {
			await age(question, hours);
			await run();
		}
		expect((await offersOf(question)).sort()).toEqual([free.id, agreed?.id].sort());
		await age(question, 25);
		await run();
		// By then others may be asked who answered elsewhere; of these still three.
		const mine = [free, young, agreed, blocked, blocking, paused, none, ended, quiet, left, talked];
		const offered = await offersOf(question);
		expect(mine.filter((one) => one && offered.includes(one.id))).toEqual([free, agreed, talked]);
		expect(await page({ db: backend.anon })).toMatchObject({ mine: null });
	});

	it('makes no third offer in a week, whoever runs at the same time, and fewer by one’s own word', async () => {
		const [mate, modest] = (await mates(2, 'ecology')) as [Member, Member];
		await saved(modest, 1);
		const questions = await Promise.all(Array.from({ length: 5 }, () => ask(asker, 'ecology')));
		for (const question of questions) await age(question, 3);
		await Promise.all(Array.from({ length: 20 }, () => run()));
		const offered = (await Promise.all(questions.map(offersOf))).flat();
		expect(offered.filter((id) => id === mate.id)).toHaveLength(2);
		expect(offered.filter((id) => id === modest.id)).toHaveLength(1);
		await expect(
			backend.sql(
				`insert into private.question_offers (question_id, account_id, step, week, slot, score, reasons)
				 select q, $2, 1, w.week, 2, 0, '{}' from unnest($1::uuid[]) q, (
				   select week from private.question_offers where account_id = $2 limit 1) w`,
				[questions, mate.id]
			)
		).rejects.toThrow(/unique/);
		expect(await page(mate)).toMatchObject({ mine: { weekly: 2, left: 0 } });
	});

	it('chooses whoever knows most, in an order that anybody can be told', async () => {
		const [expert, helper, beginner] = (await mates(3, 'crafts')) as [Member, Member, Member];
		await backend.sql(
			`insert into private.forum_experts (account_id, direction) values ($1, 'crafts')`,
			[expert.id]
		);
		const others = await backend.alumnus({ region: 'KZ-55' });
		for (let i = 0; i < 3; i++) await answer(helper, await ask(others, 'crafts'));
		const question = await ask(asker, 'crafts');
		const rows = await backend.sql<{ account_id: string; score: number; reasons: object }>(
			'select account_id, score, reasons from private.routing_candidates($1, 1)',
			[question]
		);
		expect(rows).toEqual([
			{
				account_id: expert.id,
				score: 30 + 15 + 20 + 10,
				reasons: { expert: true, project: true, speaks: 'kk', near: true }
			},
			{
				account_id: helper.id,
				score: 15 + 12 + 20 + 10 + 10,
				reasons: { answers: 3, project: true, speaks: 'kk', near: true, active: true }
			},
			{
				account_id: beginner.id,
				score: 15 + 20 + 10,
				reasons: { project: true, speaks: 'kk', near: true }
			}
		]);
	});
});

describe('the person whom it was offered to', () => {
	it('sees why, opens, passes without a trace for others, or answers; strangers see and do nothing', async () => {
		const [mate, other] = (await mates(2, 'food')) as [Member, Member];
		const [first, second] = [await ask(asker, 'food'), await ask(asker, 'food')];
		for (const one of [first, second]) await age(one, 3);
		await run();
		const waiting = (await page(mate)).mine?.offers;
		expect(waiting?.map(({ id }) => id).sort()).toEqual([first, second].sort());
		expect(waiting?.[0]?.why).toEqual({ project: true, speaks: 'kk', near: true });
		const offerOn = async ({ db }: Member) =>
			(await db.rpc('page_question', { p_id: first })).data.question.offer;
		expect(await offerOn(mate)).toEqual({ project: true, speaks: 'kk', near: true });
		expect(await offerOn(asker)).toBeNull();

		const stranger = await backend.member();
		for (const act of ['open_offer', 'pass_offer'])
			for (const { db } of [asker, stranger])
				expect((await db.rpc(act, { p_question: first })).error?.message).toBe('not_found');
		expect((await backend.anon.rpc('pass_offer', { p_question: first })).error?.code).toBe('42501');
		expect(await page(stranger)).toMatchObject({ mine: null });

		for (const act of ['open_offer', 'pass_offer', 'pass_offer'])
			expect((await mate.db.rpc(act, { p_question: first })).error).toBeNull();
		expect((await page(mate)).mine?.offers.map(({ id }) => id)).toEqual([second]);
		expect(await offerOn(mate)).toBeNull();
		await answer(mate, second);
		expect((await page(mate)).mine).toMatchObject({ offers: [], answered: 1 });
		expect((await page(other)).mine?.offers).toHaveLength(2);
		const became = await backend.sql(
			`select v.what from private.question_offers f join private.question_offer_events v on v.offer_id = f.id
			 where f.account_id = $1 order by 1`,
			[mate.id]
		);
		expect(became.map(({ what }) => what)).toEqual(['answered', 'opened', 'passed']);
	});

	it('sets a limit that makes sense, and asking for questions again ends an old no', async () => {
		const mate = await backend.alumnus();
		await backend.sql(
			`insert into private.message_choices (person_id, topic, wanted) values ($1, 'questions', false)`,
			[mate.personId]
		);
		expect((await page(mate)).mine).toMatchObject({ weekly: 0, left: 0 });
		expect((await saved(mate, 1)).error).toBeNull();
		expect((await page(mate)).mine).toMatchObject({ weekly: 1, left: 1, pausedUntil: null });
		expect((await saved(mate, 3)).error).toMatchObject({ message: 'invalid', details: 'weekly' });
		expect((await saved(mate, 1, '2020-01-01')).error).toMatchObject({ details: 'paused_until' });
		const stranger = await backend.member();
		expect((await saved(stranger, 1)).error).toMatchObject({ message: 'forbidden' });
		for (const table of ['question_offers', 'question_offer_events', 'routing_limits'])
			expect((await mate.db.schema('private').from(table).select('*')).error).not.toBeNull();
	});
});
