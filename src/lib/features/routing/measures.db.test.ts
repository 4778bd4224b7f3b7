import { describe, expect, it } from 'vitest';
import { accept, answer, ask, reputation } from '../../../../tests/support/reputation';
import { useTestBackend, type Member } from '../../../../tests/support/test-backend';
import type { MeasuresPage } from './types';

const backend = useTestBackend();
const ago = (question: string, hours: number) =>
	backend.sql(
		'update public.questions set created_at = now() - make_interval(hours => $2) where id = $1',
		[question, hours]
	);
/** Answered, and marked, so many hours after it was asked. */
async function solved(asker: Member, hours: { age: number; answer: number; mark?: number }) {
	const helper = await backend.alumnus();
	const question = await ask(asker, 'sewing');
	const post = await answer(helper, question);
	await ago(question, hours.age);
	const later = `now() - make_interval(hours => $2)`;
	await backend.sql(`update public.answers set created_at = ${later} where id = $1`, [
		post,
		hours.age - hours.answer
	]);
	if (hours.mark === undefined) return;
	await accept(asker, question, post);
	await backend.sql(
		`update public.reputation_events set created_at = ${later} where question_id = $1`,
		[question, hours.age - hours.mark]
	);
}
const measure = async () => {
	await backend.sql(`update private.forum_measures set measured_at = now() - interval '2 days'`);
	await backend.sql(
		`delete from private.forum_measures where now() < (private.today() + time '03:00') at time zone 'Asia/Almaty'`
	);
	expect((await backend.service.rpc('measure_forum')).data).toBeGreaterThan(0);
};
const page = async (who: Pick<Member, 'db'>, locale?: string) =>
	(await who.db.rpc('page_forum_measures', { p_locale: locale })).data as MeasuresPage;

describe('how soon questions are answered', () => {
	it('counts each question in its base, leaves out the too young, and calls silence late', async () => {
		const asker = await backend.alumnus();
		await solved(asker, { age: 10, answer: 1 });
		await solved(asker, { age: 30, answer: 2 });
		await solved(asker, { age: 24 * 8, answer: 5, mark: 24 });
		await solved(asker, { age: 24 * 9, answer: 30, mark: 24 * 8 });
		await solved(asker, { age: 24 * 9, answer: 4 });
		const silent = await ask(asker, 'poultry', 'ru');
		await ago(silent, 24 * 10);
		const own = await ask(asker, 'poultry', 'ru');
		await answer(asker, own, 'ru');
		await ago(own, 24 * 10);
		await measure();
		expect((await backend.service.rpc('measure_forum')).data).toBeNull();

		const officer = await backend.staff('officer', 'KZ-61');
		const { measures } = await page(officer);
		expect(measures?.all).toMatchObject({ dayBase: 6, dayAnswered: 3, weekBase: 5 });
		expect(measures?.all).toMatchObject({ markBase: 5, markAccepted: 1, ninth: null });
		// Half of five: the third soonest of 4, 5 and 30 hours and two that never were.
		expect(measures?.all?.median).toBe(30 * 3600);
		expect(
			measures?.locales.map(({ locale, dayBase, median }) => [locale, dayBase, median])
		).toEqual([
			['kk', 4, 5 * 3600],
			['ru', 2, null]
		]);
		const named = (rows: MeasuresPage['measures']) =>
			rows?.directions.map(({ name, dayAnswered, dayBase }) => [name.en, dayAnswered, dayBase]);
		expect(named(measures)).toHaveLength(2);
		expect(named((await page(officer, 'ru')).measures)).toEqual([[expect.any(String), 0, 2]]);
	});

	it('is for staff; everybody is told one share, and only of many questions', async () => {
		for (const who of [
			backend.anon,
			(await backend.alumnus()).db,
			(await backend.staff('ombudsman')).db
		])
			expect((await page({ db: who })).measures).toBeNull();
		const pace = async () => (await backend.anon.rpc('page_experts')).data.pace;
		expect(await pace()).toBeNull();
		await backend.sql(`update private.forum_measures set day_base = 40, day_answered = 30`);
		expect(await pace()).toEqual({ base: 40, answered: 30 });
	});
});

it('a question travels: routed, answered, marked; its third helper in a row of three is an expert', async () => {
	const helper = await backend.alumnus({ name: 'Дәмелі Сынақ' });
	await backend.sql('update public.persons set birth_year = 1995 where id = $1', [helper.personId]);
	await answer(helper, await ask(await backend.alumnus(), 'greenhouse'));
	for (const region of ['KZ-61', 'KZ-55', 'KZ-23']) {
		const asker = await backend.alumnus({ region });
		const question = await ask(asker, 'greenhouse');
		await ago(question, 13);
		await backend.service.rpc('route_questions', { p_limit: 20 });
		const waiting = (await helper.db.rpc('page_offers')).data.mine.offers as { id: string }[];
		// Two a week, and then the week is over.
		expect(waiting.map(({ id }) => id)).toEqual([question]);
		await backend.sql(
			`update private.question_offers set week = week - 7 where account_id = $1 and slot = 2`,
			[helper.id]
		);
		const before = (await reputation(backend, helper))[0] as number;
		expect((await accept(asker, question, await answer(helper, question))).error).toBeNull();
		expect(await reputation(backend, helper)).toEqual([before + 15]);
	}
	const { data } = await helper.db.from('notices').select('purpose').order('id');
	expect(data?.map(({ purpose }) => purpose)).toEqual([
		...['question_offered', 'question_offered', 'question_offered'],
		'expert_named'
	]);
});
