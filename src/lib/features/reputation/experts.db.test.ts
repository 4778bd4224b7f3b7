import { describe, expect, it } from 'vitest';
import { accept, answer, ask, vote } from '../../../../tests/support/reputation';
import { useTestBackend, type Member } from '../../../../tests/support/test-backend';
import type { ExpertsPage } from './types';

const backend = useTestBackend();
const isExpert = async (who: Member, direction = 'poultry') =>
	(
		await backend.sql<{ is: boolean }>('select private.is_expert($1, $2) as is', [
			who.id,
			direction
		])
	)[0]?.is;
/** Askers of these regions, whose questions in a direction are answered and marked, one each. */
async function help(expert: Member, regions: string[], direction = 'poultry') {
	for (const region of regions) {
		const asker = await backend.alumnus({ region });
		const question = await ask(asker, direction);
		await accept(asker, question, await answer(expert, question));
	}
}
const ofAge = (who: Member) =>
	backend.sql('update public.persons set birth_year = 1995 where id = $1', [who.personId]);
const told = ({ personId }: Member) =>
	backend.sql<{ body: string; path: string }>(
		`select o.body, n.path from private.outbox o left join public.notices n on n.outbox_id = o.id
		 where o.purpose = 'expert_named' and o.person_id = $1`,
		[personId]
	);
const page = async (input: object = {}, db = backend.anon) =>
	(await db.rpc('page_experts', input)).data as ExpertsPage;

describe('an expert of a direction', () => {
	it('has three marked answers from three people of two regions, and is proposed as a mentor once', async () => {
		const expert = await backend.alumnus();
		await ofAge(expert);
		await help(expert, ['KZ-61', 'KZ-61']);
		expect(await isExpert(expert)).toBe(false);
		await help(expert, ['KZ-55']);
		expect([await isExpert(expert), await isExpert(expert, 'sewing')]).toEqual([true, false]);
		await help(expert, ['KZ-55']);
		expect(await told(expert)).toEqual([
			{ body: expect.stringContaining('тәлімгері'), path: '/me/mentoring' }
		]);
	});
	it('is nobody whom one region, or one person, helped up', async () => {
		const [ofOneRegion, ofOnePerson] = [await backend.alumnus(), await backend.alumnus()];
		await help(ofOneRegion, ['KZ-61', 'KZ-61', 'KZ-61']);
		const asker = await backend.alumnus({ region: 'KZ-55' });
		for (let i = 0; i < 4; i++) {
			const question = await ask(asker);
			await accept(asker, question, await answer(ofOnePerson, question));
		}
		expect([await isExpert(ofOneRegion), await isExpert(ofOnePerson)]).toEqual([false, false]);
	});
	it('may have five thanked answers instead', async () => {
		const [expert, asker] = [await backend.alumnus(), await backend.alumnus()];
		const fans = [
			await backend.alumnus(),
			await backend.alumnus({ region: 'KZ-55' }),
			await backend.alumnus()
		];
		for (let i = 0; i < 5; i++)
			await vote(fans[i % 3] as Member, 'answer', await answer(expert, await ask(asker)), 1);
		expect(await isExpert(expert)).toBe(true);
	});
	it('ceases to be one at night, when what helped is gone', async () => {
		const expert = await backend.alumnus();
		await help(expert, ['KZ-61', 'KZ-55', 'KZ-55']);
		expect(await isExpert(expert)).toBe(true);
		await backend.sql(
			`select private.withdraw_post('answer', a.id, 'author') from public.answers a where author_id = $1 limit 1`,
			[expert.id]
		);
		expect((await backend.service.rpc('refresh_standing')).error).toBeNull();
		expect(await isExpert(expert)).toBe(false);
	});
	it('is not asked to be a mentor while under 18', async () => {
		const young = await backend.alumnus();
		await backend.sql('update public.persons set birth_year = $2 where id = $1', [
			young.personId,
			new Date().getFullYear() - 16
		]);
		await help(young, ['KZ-61', 'KZ-55', 'KZ-55']);
		expect(await isExpert(young)).toBe(true);
		expect(await told(young)).toEqual([]);
	});
});

describe('the page', () => {
	it('leads by direction, region and month, and a new month begins with nobody', async () => {
		const [first, second] = [
			await backend.alumnus({ name: 'Ерлан Сәбитов', region: 'KZ-23' }),
			await backend.alumnus({ name: 'Дана Ержан', region: 'KZ-39' })
		];
		await help(first, ['KZ-61', 'KZ-61'], 'sewing');
		await help(second, ['KZ-55'], 'sewing');
		await backend.service.rpc('refresh_standing');
		const leaders = (shown: ExpertsPage) => shown.leaders.map(({ points }) => points);
		expect(leaders(await page({ p_direction: 'sewing' }))).toEqual([30, 15]);
		expect(leaders(await page({ p_direction: 'sewing', p_region: 'KZ-39' }))).toEqual([15]);
		expect((await page({ p_direction: 'sewing', p_month: '2026-01-01' })).leaders).toEqual([]);
		expect((await page()).months).toHaveLength(12);
	});
	it('holds no id of an account, and a profile only for alumni', async () => {
		const expert = await backend.alumnus();
		await help(expert, ['KZ-61', 'KZ-55', 'KZ-55']);
		await backend.sql(
			`insert into public.consents (person_id, purpose, granted, text_version, locale, method)
			 values ($1, 'directory', true, 'v', 'kk', 'web')`,
			[expert.personId]
		);
		await ofAge(expert);
		const stranger = await backend.member();
		for (const db of [backend.anon, stranger.db]) {
			const text = JSON.stringify(await page({}, db));
			expect(text).not.toContain(expert.id);
			expect(text).not.toContain(expert.personId);
		}
		const reader = await backend.alumnus();
		expect(JSON.stringify(await page({}, reader.db))).toContain(expert.personId);
	});
	it('is counted by the worker alone', async () => {
		const alumnus = await backend.alumnus();
		for (const db of [backend.anon, alumnus.db])
			expect((await db.rpc('refresh_standing')).error?.code).toBe('42501');
	});
});
