import { expect, it } from 'vitest';
import { accept, answer, ask, vote } from '../../../../tests/support/reputation';
import { useTestBackend, type Member } from '../../../../tests/support/test-backend';
import type { ReputationPage } from './types';

const backend = useTestBackend();
const night = async () => expect((await backend.service.rpc('refresh_standing')).error).toBeNull();
const badges = async ({ db }: Member) =>
	((await db.rpc('page_reputation')).data as ReputationPage).badges.map(({ badge }) => badge);

it('an answer in Kazakh that helped, and one that helped a village, bring a badge once', async () => {
	const [asker, expert, russian] = [
		await backend.alumnus(),
		await backend.alumnus(),
		await backend.alumnus()
	];
	await backend.sql(`update public.persons set settlement = 'village' where id = $1`, [
		asker.personId
	]);
	const question = await ask(asker);
	const post = await answer(expert, question);
	await answer(russian, question, 'ru');
	await night();
	expect(await badges(expert)).toEqual([]);
	await accept(asker, question, post);
	await night();
	await night();
	expect(await badges(expert)).toEqual(['first_kazakh', 'village']);
	expect([await badges(russian), await badges(asker)]).toEqual([[], []]);
	// Told once, whatever nights come after.
	const told = await backend.sql<{ purpose: string; body: string; path: string }>(
		`select o.purpose, o.body, n.path from private.outbox o left join public.notices n on n.outbox_id = o.id
		 where o.person_id = $1 and o.purpose like 'badge%' order by 1`,
		[expert.personId]
	);
	expect(told.map(({ purpose, path }) => [purpose, path])).toEqual([
		['badge_first_kazakh', '/me/reputation'],
		['badge_village', '/me/reputation']
	]);
	expect(told[1]?.body).toContain('«Ауылдағы адамға көмектесті»');
});

it('ten marked answers in one direction bring its badge', async () => {
	const [asker, other, expert] = [
		await backend.alumnus(),
		await backend.alumnus(),
		await backend.alumnus()
	];
	const helped = async (who: Member) => {
		const question = await ask(who, 'sewing', 'ru');
		await accept(who, question, await answer(expert, question, 'ru'));
	};
	for (let i = 0; i < 9; i++) await helped(i % 2 ? asker : other);
	await night();
	expect(await badges(expert)).toEqual([]);
	await helped(asker);
	await night();
	const { data } = await expert.db.rpc('page_reputation');
	expect((data as ReputationPage).badges).toMatchObject([
		{ badge: 'ten_accepted', direction: { en: expect.stringMatching(/sewing/i) } }
	]);
});

it('a project that goes on after a year, with what was learnt shared, brings a badge', async () => {
	const [asker, fan, expert] = [
		await backend.alumnus(),
		await backend.alumnus(),
		await backend.alumnus()
	];
	const [project] = await backend.sql<{ id: string }>(
		`insert into public.subprojects (registry_no, title, direction, region_code, round, state)
		 values ('B-1', 'Тауық', 'poultry', 'KZ-61', 2019, 'continuing') returning id`
	);
	await backend.sql('update public.participations set subproject_id = $2 where person_id = $1', [
		expert.personId,
		project?.id
	]);
	const post = await answer(expert, await ask(asker), 'ru');
	for (const voter of [asker, fan]) await vote(voter, 'answer', post, 1);
	const update = (at: string) =>
		backend.sql(
			`insert into public.status_updates (subproject_id, person_id, state, basis, created_at)
			 values ($1, $2, 'continuing', 'paid', now() - $3::interval)`,
			[project?.id, expert.personId, at]
		);
	await update('3 months');
	await night();
	expect(await badges(expert)).toEqual([]);
	await update('13 months');
	await night();
	expect(await badges(expert)).toEqual(['year_alive']);
});

it('stay when what earned them is gone: they tell what somebody did once', async () => {
	const [asker, expert] = [await backend.alumnus(), await backend.alumnus()];
	await backend.sql(`update public.persons set settlement = 'village' where id = $1`, [
		asker.personId
	]);
	const question = await ask(asker);
	const post = await answer(expert, question);
	await accept(asker, question, post);
	await night();
	await accept(asker, question, null);
	await backend.sql(`select private.withdraw_post('answer', $1, 'moderation')`, [post]);
	await backend.sql('delete from public.questions where id = $1', [question]);
	await night();
	expect(await badges(expert)).toEqual(['first_kazakh', 'village']);
});

it('come from others alone: an answer to oneself, or thanked for once, brings none', async () => {
	const [alone, fan] = [await backend.alumnus(), await backend.alumnus()];
	await backend.sql(`update public.persons set settlement = 'village' where id = $1`, [
		alone.personId
	]);
	const question = await ask(alone);
	const post = await answer(alone, question);
	await accept(alone, question, post);
	await vote(fan, 'answer', post, 1);
	await night();
	expect(await badges(alone)).toEqual([]);
});

it('stand on the profile that others may see, and are nobody’s to read besides', async () => {
	const [owner, reader] = [await backend.alumnus(), await backend.alumnus()];
	await backend.sql('update public.persons set birth_year = 1995 where id = $1', [owner.personId]);
	await backend.sql(
		`insert into private.forum_badges (account_id, badge) values ($1, 'first_kazakh')`,
		[owner.id]
	);
	const seen = async () =>
		(await reader.db.rpc('page_profile', { p_person: owner.personId })).data as {
			person: { badges: { badge: string }[] };
		} | null;
	expect(await seen()).toBeNull();
	await backend.sql(
		`insert into public.consents (person_id, purpose, granted, text_version, locale, method)
		 values ($1, 'directory', true, 'v', 'kk', 'web')`,
		[owner.personId]
	);
	expect((await seen())?.person.badges).toMatchObject([{ badge: 'first_kazakh' }]);
	for (const table of ['forum_badges', 'forum_experts', 'forum_leaders'])
		expect((await reader.db.from(table).select()).error).not.toBeNull();
});
