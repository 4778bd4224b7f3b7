import { describe, expect, it } from 'vitest';
import { addProject, addRecord } from '../../../../../tests/support/registry';
import { useTestBackend, type Db } from '../../../../../tests/support/test-backend';
import { dismissPair, readDuplicates, readPair, type Shown } from './merge.server';

const backend = useTestBackend();

/** The pair of these two as somebody's list shows it. */
async function pairOf(db: Db, one: string, other: string, show: Shown = 'likely') {
	let after: string | null = null;
	do {
		const page = await readDuplicates(db as never, show, after);
		const found = page?.pairs.find(
			({ a, b }) => [a.id, b.id].sort().join() === [one, other].sort().join()
		);
		if (found) return found;
		after = page?.next ?? null;
	} while (after);
	return null;
}

describe('likely duplicates', () => {
	it.each([
		[
			'the same name in another order and alphabet',
			{ name: 'Қасымова Айгүл', year: 1998 },
			{ name: 'Aigul Kasymova', year: 1998 },
			['name_same', 'region_same', 'year_same']
		],
		[
			'a patronymic more, and no year',
			{ name: 'Сәрсенов Ержан' },
			{ name: 'Сарсенов Ержан Маратович', year: 1995 },
			['name_same', 'region_same']
		],
		[
			'one letter and the telephone',
			{ name: 'Жұмабаева Гүлнар', phone: '+77770000001' },
			{ name: 'Жумабаева Гулнара', phone: '+77770000001' },
			['contact_same', 'name_near', 'region_same']
		],
		[
			'a year off by one',
			{ name: 'Төлеген Асқар', year: 1997 },
			{ name: 'Толеген Аскар', year: 1998 },
			['name_same', 'region_same', 'year_near']
		]
	])('%s', async (_, first, second, reasons) => {
		const [one, other] = [await addRecord(backend, first), await addRecord(backend, second)];
		const { db } = await backend.staff('coordinator');
		expect((await pairOf(db, one, other))?.reasons).toEqual(reasons);
	});

	it('one team and nearly one name', async () => {
		await addProject(backend, 'S-TEAM');
		const one = await addRecord(backend, {
			name: 'Оспанов Дінмұхамед',
			round: 2019,
			team: 'S-TEAM'
		});
		const other = await addRecord(backend, {
			name: 'Оспанов Динмухамет',
			round: 2020,
			team: 'S-TEAM'
		});
		const { db } = await backend.staff('coordinator');
		expect((await pairOf(db, one, other))?.reasons).toEqual([
			'name_near',
			'team_same',
			'region_same'
		]);
	});

	it.each([
		[
			'a family with one telephone',
			{ name: 'Ахметов Болат', phone: '+77770000002' },
			{ name: 'Ахметова Сәуле', phone: '+77770000002' }
		],
		[
			'a common name in another region and year',
			{ name: 'Ибраев Нұрлан', year: 1990 },
			{ name: 'Ибраев Нурлан', year: 2001, region: 'KZ-79' }
		],
		[
			'a name and nothing else',
			{ name: 'Есенов Тимур', region: null },
			{ name: 'Есенов Тимур', region: null }
		],
		['two without a name', { name: null }, { name: null }]
	])('%s is no pair', async (_, first, second) => {
		const [one, other] = [await addRecord(backend, first), await addRecord(backend, second)];
		expect(await pairOf((await backend.staff('coordinator')).db, one, other)).toBeNull();
	});

	it('very likely ones can be had alone', async () => {
		const pair = { name: 'Мұқанова Әсем', year: 1999 };
		const likely = [await addRecord(backend, pair), await addRecord(backend, pair)] as const;
		const sure = [
			await addRecord(backend, { name: 'Ғаббасов Олжас', phone: '+77770000003' }),
			await addRecord(backend, { name: 'Габбасов Олжас', phone: '+77770000003' })
		] as const;
		const { db } = await backend.staff('coordinator');
		expect(await pairOf(db, ...likely)).not.toBeNull();
		expect(await pairOf(db, ...likely, 'sure')).toBeNull();
		expect(await pairOf(db, ...sure, 'sure')).not.toBeNull();
	});

	it('are read page by page, each once', async () => {
		for (let i = 0; i < 24; i++)
			await addRecord(backend, {
				name: `Көшен Бақыт ${i % 2 ? 'А' : 'Ә'}`,
				year: 1991,
				region: 'KZ-47'
			});
		const { db } = await backend.staff('officer', 'KZ-47');
		const seen: string[] = [];
		let after: string | null = null;
		do {
			const page = await readDuplicates(db as never, 'likely', after);
			expect(page?.pairs.length).toBeLessThan(30);
			seen.push(...(page?.pairs ?? []).map(({ a, b }) => a.id + b.id));
			after = page?.next ?? null;
		} while (after);
		// Each with all older ones, but with ten at most.
		expect(seen).toHaveLength(45 + 14 * 10);
		expect(new Set(seen).size).toBe(seen.length);
	});
});

describe('whose pairs', () => {
	const pair = async (regions: [string | null, string | null]) =>
		[
			await addRecord(backend, {
				name: 'Жанұзақ Мөлдір',
				year: 1994,
				region: regions[0],
				phone: '+77770000009'
			}),
			await addRecord(backend, {
				name: 'Жанузак Молдир',
				year: 1994,
				region: regions[1],
				phone: '+77770000009'
			})
		] as const;

	it('an officer sees those that are wholly in the region, a coordinator all', async () => {
		const [own, half, nowhere] = [
			await pair(['KZ-61', 'KZ-61']),
			await pair(['KZ-61', 'KZ-55']),
			await pair(['KZ-61', null])
		];
		const { db } = await backend.staff('officer', 'KZ-61');
		expect(await pairOf(db, ...own)).not.toBeNull();
		expect(await readPair(db as never, ...own)).toMatchObject({
			a: { id: own[0] },
			b: { id: own[1] }
		});
		for (const foreign of [half, nowhere]) {
			expect(await pairOf(db, ...foreign)).toBeNull();
			expect(await readPair(db as never, ...foreign)).toBeNull();
			await expect(dismissPair(db as never, ...foreign, true)).rejects.toThrow('not_found');
		}
		const coordinator = (await backend.staff('coordinator')).db;
		for (const any of [own, half, nowhere])
			expect(await pairOf(coordinator, ...any)).not.toBeNull();
	});

	it('nobody else sees any', async () => {
		const two = await pair(['KZ-61', 'KZ-61']);
		for (const { db } of [
			await backend.member(),
			await backend.alumnus(),
			await backend.staff('ombudsman'),
			await backend.staff('moderator')
		]) {
			expect(await readDuplicates(db as never)).toBeNull();
			expect(await readPair(db as never, ...two)).toBeNull();
			await expect(dismissPair(db as never, ...two, true)).rejects.toThrow('not_found');
		}
		expect(await readDuplicates(backend.anon as never)).toEqual({ viewer: null });
		expect(await readPair(backend.anon as never, ...two)).toEqual({ viewer: null });
		await expect(dismissPair(backend.anon as never, ...two, true)).rejects.toThrow('forbidden');
		for (const table of [
			'duplicate_dismissals',
			'person_merges',
			'person_merge_steps',
			'registry_aliases'
		])
			expect(
				(await (await backend.staff('coordinator')).db.from(table).select()).error
			).not.toBeNull();
	});

	it('“not the same person” holds until it is taken back, and is written down', async () => {
		const [one, other] = await pair(['KZ-61', 'KZ-61']);
		const { db, id } = await backend.staff('officer', 'KZ-61');
		await dismissPair(db as never, other, one, true);
		await dismissPair(db as never, one, other, true);
		expect(await pairOf(db, one, other)).toBeNull();
		expect((await pairOf(db, one, other, 'dismissed'))?.dismissedAt).toEqual(expect.any(String));
		expect(await readPair(db as never, one, other)).toMatchObject({ dismissed: true });
		const stranger = (await backend.staff('officer', 'KZ-55')).db;
		expect(await pairOf(stranger, one, other, 'dismissed')).toBeNull();
		await dismissPair(db as never, one, other, false);
		expect(await pairOf(db, one, other)).not.toBeNull();
		expect(await pairOf(db, one, other, 'dismissed')).toBeNull();
		const log = await backend.sql(
			`select action, subject_id from private.audit_log where actor_id = $1 order by id`,
			[id]
		);
		expect(log.map(({ action }) => action)).toEqual([
			...['dismiss_duplicate', 'dismiss_duplicate', 'undismiss_duplicate', 'undismiss_duplicate']
		]);
		const words = await backend.sql(
			'select from private.duplicate_dismissals where account_id = $1',
			[id]
		);
		expect(words).toHaveLength(2);
	});
});
