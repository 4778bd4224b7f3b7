import { describe, expect, it } from 'vitest';
import { TALKS } from '../../supabase/seed/forum-content';
import { feminine, inLatin, inRussian } from '../../supabase/seed/names';
import { PLACES } from '../../supabase/seed/places';
import { literal, statements } from '../../supabase/seed/render';
import { seed } from '../../supabase/seed/index';
import { makeTeams } from '../../supabase/seed/teams';

const NOW = new Date('2026-11-23T08:00:00Z');
const demo = (now = NOW, people = 400) => [...seed({ people, now })].join('');
const people = (count: number) => [...makeTeams(count, NOW)].flatMap((team) => team.people);
const share = <T>(list: T[], test: (item: T) => boolean) => list.filter(test).length / list.length;

describe('the seed', () => {
	it('is the same byte for byte on the same day, and another on the next', () => {
		expect(demo(new Date('2026-11-23T23:59:00Z'))).toBe(demo());
		expect(demo(new Date('2026-11-24T00:00:00Z'))).not.toBe(demo());
	});

	it('says the same about a person however many there are', () => {
		expect(people(5000).slice(0, 380)).toEqual(people(400).slice(0, 380));
	});

	describe('of five thousand', () => {
		/** The first two columns of every row, by table. */
		const rows = new Map<string, string[][]>();
		for (const sql of seed({ people: 5000, now: NOW })) {
			const table = /^insert into (\S+) \(/.exec(sql)?.[1];
			const found = [...sql.matchAll(/^\('([0-9a-f-]{36})', (?:'([0-9a-f-]{36})')?/gm)];
			if (table && !sql.includes('on conflict'))
				rows.set(table, [
					...(rows.get(table) ?? []),
					...found.map((match) => [match[1] ?? '', match[2] ?? ''])
				]);
		}
		const ids = (table: string) => (rows.get(table) ?? []).map(([id]) => id);
		const parents = (table: string) => (rows.get(table) ?? []).map(([, parent]) => parent);
		it.each([
			'auth.users',
			'public.persons',
			'public.contact_points',
			'public.consents',
			'public.subprojects',
			'public.participations',
			'public.status_updates',
			'public.questions',
			'public.answers',
			'public.votes'
		])('uses no id twice in %s', (table) => {
			expect(ids(table).length).toBeGreaterThan(700);
			expect(new Set(ids(table)).size).toBe(ids(table).length);
		});
		it.each([
			['public.contact_points', 'public.persons'],
			['public.consents', 'public.persons'],
			['public.participations', 'public.persons'],
			['public.status_updates', 'public.subprojects'],
			['public.questions', 'auth.users'],
			['public.answers', 'public.questions'],
			['public.votes', 'auth.users']
		])('points from %s only to rows of %s', (child, parent) => {
			const known = new Set(ids(parent));
			expect(parents(child).filter((id) => !known.has(id))).toEqual([]);
		});
	});

	it('keeps every statement at a thousand rows at most', () => {
		for (const sql of seed({ people: 3000, now: NOW }))
			expect(sql.split('\n(').length).toBeLessThanOrEqual(1001);
	});
});

describe('people', () => {
	const all = people(400);
	it('are as many as asked', () => {
		expect(all).toHaveLength(400);
		expect(people(1237)).toHaveLength(1237);
		expect(people(20)).toHaveLength(20);
	});
	it('live in all twenty regions, a few in an unknown one', () => {
		expect(new Set(all.map((person) => person.region?.code)).size).toBe(21);
		expect(share(all, (person) => !person.region)).toBeLessThan(0.05);
	});
	it('were 14 to 29 in their round', () => {
		const ages = all.map((person) => person.round - person.birthYear);
		expect(Math.min(...ages)).toBeGreaterThanOrEqual(14);
		expect(Math.max(...ages)).toBeLessThanOrEqual(29);
	});
	it('are divided as the report says', () => {
		const many = people(20_000);
		expect(share(many, (person) => person.gender === 'female')).toBeCloseTo(0.55, 1);
		expect(share(many, (person) => person.settlement === 'village')).toBeCloseTo(0.546, 1);
		for (const [round, part] of [
			[2017, 0.187],
			[2018, 0.337],
			[2019, 0.362],
			[2020, 0.115]
		] as const)
			expect(share(many, (person) => person.round === round)).toBeCloseTo(part, 1);
	});
	it('belong to teams of three to five, of one round and region, with one leader', () => {
		const teams = [...makeTeams(400, NOW)].filter((team) => team.project);
		expect(teams).toHaveLength(120);
		for (const { people: team, project } of teams) {
			expect(team.length).toBeGreaterThanOrEqual(3);
			expect(team.length).toBeLessThanOrEqual(5);
			expect(team.filter((person) => person.role === 'leader')).toHaveLength(1);
			expect(new Set(team.map((person) => person.round))).toEqual(new Set([project?.round]));
			expect(new Set(team.map((person) => person.region?.code))).toEqual(
				new Set([project?.regionCode])
			);
		}
	});
	it('keep about 31 % of their projects going', () => {
		const projects = [...makeTeams(20_000, NOW)].flatMap((team) => team.project ?? []);
		const going = share(projects, (project) => project.history.at(-1)?.state === 'continuing');
		expect(going).toBeGreaterThan(0.29);
		expect(going).toBeLessThan(0.34);
	});
	it('tell their histories in order, one to six entries each', () => {
		for (const { project } of makeTeams(400, NOW)) {
			if (!project) continue;
			const ago = project.history.map((update) => update.ago);
			expect(ago).toEqual([...ago].sort((a, b) => b - a));
			expect(ago.length).toBeGreaterThanOrEqual(1);
			expect(ago.length).toBeLessThanOrEqual(6);
		}
	});
});

describe('names', () => {
	it.each([
		['Қасымов', 'Қасымова'],
		['Жұмабаев', 'Жұмабаева'],
		['Воробьёв', 'Воробьёва'],
		['Ковальский', 'Ковальская'],
		['Высоцкий', 'Высоцкая'],
		['Петренко', 'Петренко'],
		['Ким', 'Ким'],
		['Шмидт', 'Шмидт']
	])('%s is %s for a woman', (man, woman) => expect(feminine(man)).toBe(woman));
	it('have a Russian and a Latin spelling', () => {
		expect(inRussian('Айгүл Қасымова')).toBe('Айгуль Касымова');
		expect(inLatin('Жәнібек Шәріпов')).toBe('Zhanibek Sharipov');
	});
});

describe('places', () => {
	it('have districts in two languages', () => {
		for (const { rural, towns } of PLACES)
			for (const [kk, ru] of [...rural, ...towns]) {
				expect(kk).toMatch(/^[А-ЯӘҒҚҢӨҰҮҺІ]/u);
				expect(ru).not.toMatch(/[әғқңөұүһі]/iu);
			}
	});
});

describe('the forum', () => {
	it('has sixty answered questions and a few that wait, most of them in Kazakh', () => {
		const answered = TALKS.filter((talk) => talk.answers.length);
		expect(answered).toHaveLength(60);
		expect(TALKS.length - answered.length).toBe(3);
		expect(share(TALKS, (talk) => talk.locale === 'kk')).toBeGreaterThan(0.58);
		expect(new Set(TALKS.map((talk) => talk.title)).size).toBe(TALKS.length);
	});
	it('asks and answers within the lengths that the database allows', () => {
		for (const { title, answers } of TALKS) {
			expect(title.length).toBeGreaterThanOrEqual(10);
			expect(title.length).toBeLessThanOrEqual(140);
			expect(answers.length).toBeLessThanOrEqual(4);
		}
	});
});

describe('values', () => {
	it.each([
		[null, 'null'],
		[3, '3'],
		[true, 'true'],
		["it's", "'it''s'"],
		[['money', 'a"b'], `'{"money","a\\"b"}'`],
		[{ json: { a: 'b' } }, `'{"a":"b"}'`],
		[new Date(0), `'1970-01-01T00:00:00.000Z'`]
	])('%j is %s', (value, sql) => expect(literal(value)).toBe(sql));
	it('are copied with their signs escaped', () => {
		const rows = [{ a: 'x\ty\n\\', b: null }];
		expect([...statements({ table: 't', rows }, 'copy')]).toEqual([
			'copy t (a, b) from stdin;\nx\\ty\\n\\\\\t\\N\n\\.\n'
		]);
	});
});
