import { expect, it } from 'vitest';
import { useTestBackend, type Db as TestDb } from '../../../../../tests/support/test-backend';
import type { Db } from '$lib/server/db.server';
import { checkRoster, importRoster, uploadRoster } from '../import/batch.server';
import { guessMapping } from '../import/columns';
import { readImportPage } from '../import/page.server';
import { mergePersons, undoMerge } from './merge.server';

const backend = useTestBackend();
const HEAD =
	'registry_no,full_name,birth_year,region,district,phone,round,role,subproject_no,disability';
/** One person in two rosters: under an old number, and under a new one. */
const OLD = 'OLD-1,Қасымова Айгүл,1998,KZ-61,Сауран,+77017770001,2019,member,S-OLD,1';
const NEW = 'NEW-1,Касымова Айгуль Ерланқызы,1999,KZ-61,Арыс,+77017770002,2019,leader,S-NEW,0';

async function dryRun(db: TestDb, ...rows: string[]) {
	const bytes = new TextEncoder().encode([HEAD, ...rows].join('\n'));
	const { id, sheets } = await uploadRoster(db as never, { name: 'roster.csv', bytes });
	const report = await checkRoster(db as never, id, 0, guessMapping(sheets[0]?.headers ?? []));
	const findings = (await readImportPage(db as never, id))?.import?.findings ?? [];
	return { id, report, findings };
}
async function importAll(db: TestDb, ...rows: string[]) {
	const run = await dryRun(db, ...rows);
	return { ...run, done: await importRoster(db as unknown as Db, run.id, false) };
}
const idOf = async (no: string) =>
	(
		await backend.sql<{ id: string }>('select id from public.persons where registry_no = $1', [no])
	)[0]?.id as string;
const registry = async () =>
	JSON.stringify([
		await backend.sql(`select * from public.persons where registry_no ~ '^(OLD|NEW)' order by id`),
		await backend.sql(`select * from public.participations order by id`),
		await backend.sql(`select * from public.contact_points order by id`),
		await backend.sql(`select * from public.person_flags order by person_id`)
	]);

it('a roster with an old number is the survivor’s, says so and changes nothing', async () => {
	const { db } = await backend.staff('coordinator');
	await importAll(db, OLD, NEW);
	const merge = await mergePersons(db as never, await idOf('NEW-1'), await idOf('OLD-1'));
	const merged = await registry();
	for (let time = 0; time < 2; time++) {
		const again = await importAll(db, OLD, NEW);
		expect(again.report).toMatchObject({
			people: 0,
			filled: 0,
			unchanged: 2,
			conflict: 0,
			warning: 1
		});
		expect(again.findings).toMatchObject([{ reason: 'merged', value: 'OLD-1', other: 'NEW-1' }]);
		expect(again.done.applied).toBe(0);
		expect(await registry()).toBe(merged);
	}
	// What was not decided then is told as ever.
	const news = await dryRun(db, OLD.replace('1998', '2001'));
	expect(news.findings).toMatchObject([
		{ kind: 'conflict', field: 'birth_year', value: '2001' },
		{ reason: 'merged' }
	]);

	await undoMerge(db as never, merge);
	expect((await importAll(db, OLD, NEW)).report).toMatchObject({
		unchanged: 2,
		conflict: 0,
		warning: 0
	});
	expect(await idOf('OLD-1')).toBeTruthy();
});

it('one new round under both numbers is one round', async () => {
	const { db } = await backend.staff('coordinator');
	const [a, b] = [
		'OLD-2,Сынақ Екі,1990,KZ-61,,,2018,member,,',
		'NEW-2,Сынақ Екі,1990,KZ-61,,,2019,member,,'
	];
	await importAll(db, a, b);
	await mergePersons(db as never, await idOf('NEW-2'), await idOf('OLD-2'));
	const both = await importAll(db, a.replace('2018', '2021'), b.replace('2019', '2021'));
	expect(both.findings.map(({ kind, reason }) => [kind, reason])).toEqual([
		['duplicate', 'same_as_row'],
		['warning', 'merged']
	]);
	const rounds = await backend.sql<{ round: number }>(
		'select round from public.participations where person_id = $1 order by round',
		[await idOf('NEW-2')]
	);
	expect(rounds.map(({ round }) => round)).toEqual([2018, 2019, 2021]);
});

it('a merge between the dry run and the import asks for a new dry run', async () => {
	const { db } = await backend.staff('coordinator');
	const rows = [
		'OLD-3,Сынақ Үш,1990,KZ-61,,,2018,member,,',
		'NEW-3,Сынақ Үш,1990,KZ-61,,,2019,member,,'
	];
	await importAll(db, ...rows);
	const { id } = await dryRun(db, ...rows);
	await mergePersons(db as never, await idOf('NEW-3'), await idOf('OLD-3'));
	await expect(importRoster(db as never, id, false)).rejects.toThrow('conflict: changed');
});
