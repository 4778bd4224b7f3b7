import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { useTestBackend } from '../../../../tests/support/test-backend';
import type { Db } from '$lib/server/db.server';
import { checkRoster, importRoster, uploadRoster } from './import/batch.server';
import { guessMapping } from './import/columns';
import { readImportPage } from './import/page.server';

const backend = useTestBackend();
const fixture = (name: string) => readFileSync(`tests/fixtures/${name}`);
const csv = (text: string) => new TextEncoder().encode(text);

async function dryRun(db: Db, bytes: Uint8Array, name = 'roster.csv') {
	const { id, sheets } = await uploadRoster(db, { name, bytes });
	const mapping = guessMapping(sheets[0]?.headers ?? []);
	return { id, mapping, report: await checkRoster(db, id, 0, mapping) };
}
async function importAll(db: Db, bytes: Uint8Array, withoutWrong = false) {
	const { id, report } = await dryRun(db, bytes);
	return { id, report, done: await importRoster(db, id, withoutWrong) };
}
const person = async (no: string) =>
	(
		await backend.sql<Record<string, unknown>>(
			`select p.*, f.vulnerable, f.neet_at_start, f.disability,
			   (select count(*)::integer from public.participations t where t.person_id = p.id) as rounds
			 from public.persons p left join public.person_flags f on f.person_id = p.id
			 where p.registry_no = $1`,
			[no]
		)
	)[0];
const countPersons = async () =>
	(await backend.sql<{ n: number }>('select count(*)::integer as n from public.persons'))[0]?.n;

describe('who may import', () => {
	const callers: Record<string, () => Promise<Db>> = {
		anon: async () => backend.anon,
		alumnus: async () => (await backend.alumnus()).db,
		officer: async () => (await backend.staff('officer', 'KZ-61')).db,
		moderator: async () => (await backend.staff('moderator')).db,
		ombudsman: async () => (await backend.staff('ombudsman')).db,
		partner: async () => {
			const [organization] = await backend.sql<{ id: string }>(
				`insert into public.organizations (slug, name_kk, name_ru, name_en)
				 values ('test', 'Т', 'Т', 'T') returning id`
			);
			return (await backend.staff('partner', undefined, organization?.id)).db;
		}
	};
	it.each(Object.keys(callers))('%s may not', async (who) => {
		const db = await (callers[who] as () => Promise<Db>)();
		await expect(
			uploadRoster(db, { name: 'x.csv', bytes: fixture('registry-small.csv') })
		).rejects.toThrow('forbidden');
	});
	it('a coordinator and the worker may', async () => {
		const coordinator = await backend.staff('coordinator');
		const report = (await dryRun(coordinator.db, fixture('registry-small.csv'))).report;
		expect(report).toMatchObject({ total: 11, people: 9, rounds: 1, duplicate: 1, wrong: 0 });
		expect((await dryRun(backend.service, fixture('registry-small.csv'))).report).toEqual(report);
		expect(await countPersons()).toBe(1);
	});
	it('nobody reads, checks or runs the import of another', async () => {
		const [mine, other] = [await backend.staff('coordinator'), await backend.staff('coordinator')];
		const { id, mapping } = await dryRun(mine.db, fixture('registry-small.csv'));
		expect((await readImportPage(mine.db, id))?.import?.filename).toBe('roster.csv');
		const officer = await backend.staff('officer', 'KZ-61');
		expect(await readImportPage(other.db, id)).toBeNull();
		expect(await readImportPage(officer.db, id)).toMatchObject({ import: null });
		expect(await readImportPage(backend.anon, id)).toEqual({ viewer: null, import: null });
		for (const db of [other.db, officer.db, backend.anon, backend.service]) {
			await expect(checkRoster(db, id, 0, mapping)).rejects.toThrow();
			await expect(importRoster(db, id, true)).rejects.toThrow();
		}
	});
});

describe('an import', () => {
	it('does what the dry run said, and the second time nothing', async () => {
		const { db } = await backend.staff('coordinator');
		const first = await importAll(db, fixture('registry-small.csv'));
		expect(first.done.applied).toBe(10);
		expect(await person('ZT-2019-001')).toMatchObject({
			full_name: 'Сынақова Айару Ерланқызы',
			region_code: 'KZ-61',
			vulnerable: true,
			neet_at_start: false,
			rounds: 1
		});
		expect(await person('ZT-2017-005')).toMatchObject({ rounds: 2 });
		expect(await person('ZT-2020-008')).toMatchObject({
			full_name: '=HYPERLINK("http://example.kz")'
		});
		const second = await importAll(db, fixture('registry-small.xlsx'));
		expect(second.report).toMatchObject({
			people: 0,
			rounds: 0,
			filled: 0,
			unchanged: 10,
			wrong: 0
		});
		expect(second.done.applied).toBe(0);
		await expect(importRoster(db, second.id, false)).rejects.toThrow('used');
		const [entry] = await backend.sql<{ details: object }>(
			`select details from private.audit_log where subject_id = $1`,
			[first.id]
		);
		expect(entry?.details).toMatchObject({ people: 9, applied: 10, filename: 'roster.csv' });
		const sent = await backend.sql(
			`select from private.registry_import_rows where import_id = $1`,
			[first.id]
		);
		expect(sent).toEqual([]);
	});
	it('leaves a split region unknown unless the district tells', async () => {
		expect(await person('ZT-2020-006')).toMatchObject({
			region_code: 'KZ-33',
			legacy_region: 'Алматинская обл.'
		});
		expect(await person('ZT-2018-003')).toMatchObject({
			region_code: 'KZ-61',
			legacy_region: 'ЮКО'
		});
		expect(await person('ZT-2018-004')).toMatchObject({ region_code: null, legacy_region: 'ЮКО' });
		expect(await person('ZT-2020-009')).toMatchObject({ region_code: null, legacy_region: null });
	});
	it('warns of two people with one phone, by both rows, and takes both', async () => {
		const { db } = await backend.staff('coordinator');
		const file = csv('id,phone\nPH-1,87770000001\nPH-2,8 777 000 00 01\n');
		const { id } = await importAll(db, file);
		const page = await readImportPage(db, id);
		expect(page?.import?.findings).toMatchObject([
			{ row: 2, kind: 'warning', field: 'phone', reason: 'contact_shared', other: '3' },
			{ row: 3, kind: 'warning', field: 'phone', reason: 'contact_shared', other: '2' }
		]);
		expect(await person('PH-1')).toBeTruthy();
		const later = await dryRun(db, csv('id,phone\nPH-3,87770000001\n'));
		expect((await readImportPage(db, later.id))?.import?.findings).toMatchObject([
			{ row: 2, reason: 'contact_of_another', other: 'PH-1, PH-2' }
		]);
	});
	it('never overwrites: conflicts are listed, blanks are filled', async () => {
		const { db } = await backend.staff('coordinator');
		await importAll(db, csv('id,name,gender,neet\nCF-1,Қасымова Дана,,1\nCF-2,Ким,ж,\n'));
		const { id, report } = await importAll(
			db,
			csv('id,name,gender,neet\nCF-1,Касымова Дана,ж,1\nCF-2,Пак,ж,1\n')
		);
		expect(report).toMatchObject({ filled: 1, conflict: 1, people: 0 });
		expect((await readImportPage(db, id))?.import?.findings).toMatchObject([
			{ row: 3, kind: 'conflict', field: 'full_name', value: 'Пак', other: 'Ким' }
		]);
		expect(await person('CF-1')).toMatchObject({ full_name: 'Қасымова Дана', gender: 'female' });
		expect(await person('CF-2')).toMatchObject({ full_name: 'Ким', neet_at_start: null });
	});
	it('refuses while there are wrong rows, unless told to leave them out', async () => {
		const { db } = await backend.staff('coordinator');
		const { id, report } = await dryRun(db, fixture('registry-wrong.csv'));
		expect(report).toMatchObject({ total: 14, people: 1, wrong: 13 });
		await expect(importRoster(db, id, false)).rejects.toThrow('invalid: wrong');
		expect(await person('ZW-001')).toBeUndefined();
		expect((await importRoster(db, id, true)).applied).toBe(1);
		expect(await person('ZW-001')).toMatchObject({ region_code: 'KZ-31' });
	});
	it('refuses when the registry changed since the dry run', async () => {
		const { db } = await backend.staff('coordinator');
		const file = csv('id,name\nCH-1,Айару\n');
		const { id, mapping } = await dryRun(db, file);
		await importAll(backend.service, file);
		await expect(importRoster(db, id, false)).rejects.toThrow('conflict: changed');
		expect(await checkRoster(db, id, 0, mapping)).toMatchObject({ people: 0, unchanged: 1 });
		expect((await importRoster(db, id, false)).applied).toBe(0);
	});
	it('is one transaction: a row that fails leaves nothing', async () => {
		const { db } = await backend.staff('coordinator');
		const { id } = await uploadRoster(db, { name: 'x.csv', bytes: csv('id,name\nTX-1,a\n') });
		const rows = [
			{ row_no: 2, registry_no: 'TX-1', full_name: 'Айару' },
			{ row_no: 3, registry_no: 'TX-2', round: 2019, role: 'director' }
		];
		const step = { p_import: id, p_first: true, p_rows: rows, p_findings: [] };
		expect((await db.rpc('stage_registry_rows', step)).error).toBeNull();
		const check = { p_import: id, p_sheet: 0, p_mapping: [], p_total: 2, p_rows: 2 };
		expect((await db.rpc('check_registry_import', check)).error).toBeNull();
		await expect(importRoster(db, id, false)).rejects.toThrow();
		expect(await person('TX-1')).toBeUndefined();
	});
	it('is forgotten after a day', async () => {
		const { db } = await backend.staff('coordinator');
		const { id } = await dryRun(db, csv('id,name\nDAY-1,a\n'));
		await backend.sql(
			`update private.registry_imports set created_at = now() - interval '25 hours' where id = $1`,
			[id]
		);
		expect(await readImportPage(db, id)).toBeNull();
		await dryRun(db, csv('id,name\nDAY-2,a\n'));
		expect(await backend.sql('select from private.registry_imports where id = $1', [id])).toEqual(
			[]
		);
	});
});

// The synthetic 2021 wave lies beside the project where the project is built, not in every clone.
const wave = '../shared/data/wave-2021.csv';
if (existsSync(wave))
	it('reads the wave of 2021 as a registry by itself', async () => {
		const { db } = await backend.staff('coordinator');
		const { report, done } = await importAll(db, readFileSync(wave));
		expect(report).toMatchObject({ total: 801, people: 801, wrong: 0, conflict: 0, noRegion: 4 });
		expect(report.splitRegion).toBe(98 + 62 + 38 + 34);
		expect(done.applied).toBe(801);
		const again = await importAll(db, readFileSync(wave));
		expect(again.report).toMatchObject({ people: 0, unchanged: 801 });
	});
