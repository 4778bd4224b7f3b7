import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTestBackend, type Member } from '../../../../tests/support/test-backend';
import { tabulate, type Counts, type Row, type Table } from './tabulate';
import {
	applyWaveImport,
	checkWave,
	importWave,
	readWaveFile,
	readWaveImport,
	stageWave,
	tabulateWave
} from './wave-import.server';
import { readResults } from './waves.server';

const backend = useTestBackend();
const fixtures = join(process.cwd(), 'tests/fixtures');
/** The wave of 2021 lies beside the project where it is developed, and not inside. */
const shared = join(process.cwd(), '../shared/data');
const cases: [name: string, csv: string, golden: string][] = [
	['a small wave', join(fixtures, 'wave-small.csv'), join(fixtures, 'wave-small.expected.json')],
	...(existsSync(join(shared, 'wave-2021.csv'))
		? [
				['the wave of 2021', join(shared, 'wave-2021.csv'), join(shared, 'golden-2021.json')] as [
					string,
					string,
					string
				]
			]
		: [])
];

interface Share {
	yes: number;
	n: number;
	pct: number | null;
}
interface Golden {
	rows: number;
	continuing: {
		all: Share;
		by_round: Record<string, Share>;
		vulnerable: Record<string, Share>;
		neet: Record<string, Share>;
	};
	basis: Record<string, number>;
	other_business: Record<string, number>;
}

const share = ({ count, base, pct }: Row) => ({ yes: count, n: base, pct });
const parts = (table?: Table) =>
	Object.fromEntries(
		(table?.rows ?? []).filter((row) => row.key !== '').map((row) => [row.key, share(row)])
	);
const answers = (table?: Table) => ({
	n: table?.rows[0]?.base,
	...Object.fromEntries((table?.rows ?? []).map((row) => [row.key, row.pct]))
});

/** The tables in the shape of the golden file. */
function golden(counts: Counts): Golden {
	const tables = new Map(tabulate(counts).map((table) => [table.id, table]));
	return {
		rows: counts.respondents,
		continuing: {
			all: share(tables.get('continuing')?.rows[0] as Row),
			by_round: parts(tables.get('round')),
			vulnerable: parts(tables.get('vulnerable')),
			neet: parts(tables.get('neet'))
		},
		basis: answers(tables.get('basis')) as Record<string, number>,
		other_business: answers(tables.get('other_business')) as Record<string, number>
	};
}

async function enrol(ids: string[]) {
	await backend.sql(
		`insert into public.persons (registry_no) select unnest($1::text[]) on conflict do nothing`,
		[ids]
	);
}

let coordinator: Member;
beforeAll(async () => {
	coordinator = await backend.staff('coordinator');
});

describe.each(cases)('%s', (_, csv, expected) => {
	const bytes = readFileSync(csv);
	const { rows, continuing, basis, other_business } = JSON.parse(
		readFileSync(expected, 'utf8')
	) as Golden;

	it('imports through the page and prints every golden figure', async () => {
		const file = await readWaveFile(coordinator.db, bytes);
		expect(file.problems).toEqual([]);
		await enrol(file.rows.map((row) => row.id));
		const staged = await stageWave(coordinator.db, 'Zhas 2021', file);
		const page = await readWaveImport(coordinator.db, staged);
		expect(page?.report).toMatchObject({ fresh: rows, already: 0, unknown: 0, waveId: null });
		const wave = await applyWaveImport(coordinator.db, staged);
		const results = await readResults(coordinator.db, wave);
		expect(golden(results?.counts as Counts)).toEqual({ rows, continuing, basis, other_business });

		// Again: through the same dry run, through a new one, and from a terminal.
		expect(await applyWaveImport(coordinator.db, staged)).toBe(wave);
		const again = await stageWave(coordinator.db, 'Zhas 2021', file);
		expect((await readWaveImport(coordinator.db, again))?.report).toMatchObject({
			fresh: 0,
			already: rows,
			waveId: wave
		});
		expect(await applyWaveImport(coordinator.db, again)).toBe(wave);
		expect(await importWave(backend.service, 'Zhas 2021', file)).toBe(wave);
		expect(await tabulateWave(backend.service, wave)).toEqual(results?.counts);
	});
});

describe('regions', () => {
	it('are read by their names of today and of then; one that nobody knows is named by row', async () => {
		const text = [
			'respondent_id,region,q22_continuing,q23_basis,q24_other_business',
			'R-1,Абайская область,1,paid,none',
			'R-2,ЮКО,1,paid,none',
			'R-3,Нарния,1,paid,none',
			'R-4,Жамбыл облысы,1,paid,none'
		].join('\n');
		const file = await readWaveFile(backend.service, Buffer.from(text));
		expect(file.problems).toEqual([
			{ line: 4, column: 'region', value: 'Нарния', reason: 'region' }
		]);
		await enrol(['R-1', 'R-2', 'R-4']);
		const wave = await importWave(backend.service, 'regions', file);
		expect(
			await backend.sql(
				`select p.registry_no, w.region_code, w.legacy_region
				 from public.wave_members w join public.persons p on p.id = w.person_id
				 where w.wave_id = $1 order by 1`,
				[wave]
			)
		).toEqual([
			{ registry_no: 'R-1', region_code: 'KZ-10', legacy_region: null },
			{ registry_no: 'R-2', region_code: null, legacy_region: 'ЮКО' },
			{ registry_no: 'R-4', region_code: 'KZ-31', legacy_region: null }
		]);
	});
});

describe('who is not in the registry', () => {
	it('is named by row, left out, and taken in by a later import of the same file', async () => {
		const text =
			'respondent_id,q22_continuing,q23_basis,q24_other_business\nU-1,1,paid,none\nU-2,0,,none\n';
		const file = await readWaveFile(backend.service, Buffer.from(text));
		await enrol(['U-1']);
		expect(await checkWave(backend.service, file)).toMatchObject({
			fresh: 1,
			unknown: 1,
			unknownRows: [{ line: 3, id: 'U-2' }]
		});
		const wave = await importWave(backend.service, 'x', file);
		await enrol(['U-2']);
		expect(await checkWave(backend.service, file)).toMatchObject({
			fresh: 1,
			already: 1,
			unknown: 0
		});
		expect(await importWave(backend.service, 'x', file)).toBe(wave);
		expect((await tabulateWave(backend.service, wave)).respondents).toBe(2);
	});
});

describe('an officer', () => {
	it('sees the own region, no sensitive split, and no small part nor what would give it away', async () => {
		const file = await readWaveFile(
			backend.service,
			Buffer.concat([readFileSync(join(fixtures, 'wave-small.csv')), Buffer.from('\n')])
		);
		await enrol(file.rows.map((row) => row.id));
		const wave = await importWave(backend.service, 'y', file);
		const officer = await backend.staff('officer', 'KZ-55');
		const counts = (await readResults(officer.db, wave))?.counts as Counts;
		expect(counts.respondents).toBe(11);
		const tables = tabulate(counts);
		expect(tables.map((table) => table.id)).toEqual(['continuing', 'round', 'other_business']);
		expect(tables[0]?.rows).toMatchObject([{ count: 5, base: 10 }]);
		expect(tables[1]?.rows).toMatchObject([
			{ key: '2017', hidden: true, base: 0 },
			{ key: '2018', hidden: true, base: 0 },
			{ key: '2019', hidden: false, base: 5 }
		]);
		const stranger = await backend.staff('officer', 'KZ-10');
		expect((await readResults(stranger.db, wave))?.counts.respondents).toBe(0);
	});

	it('imports nothing', async () => {
		const officer = await backend.staff('officer', 'KZ-55');
		const file = await readWaveFile(
			backend.service,
			readFileSync(join(fixtures, 'wave-small.csv'))
		);
		await expect(stageWave(officer.db, 'z', file)).rejects.toThrow('forbidden');
		const staged = await stageWave(coordinator.db, 'z', file);
		await expect(applyWaveImport(officer.db, staged)).rejects.toThrow('forbidden');
		expect(await readWaveImport(officer.db, staged)).toBeNull();
		const other = await backend.staff('coordinator');
		await expect(applyWaveImport(other.db, staged)).rejects.toThrow('not_found');
	});
});
