import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkMapping, guessMapping, type Mapping } from './columns';
import { compareRows } from './compare-rows';
import { readTables } from './read-file.server';
import { readRoster } from './read-roster';
import type { RegistryRow } from './read-row';
import type { Vocabulary } from './regions';

const vocabulary: Vocabulary = {
	regions: [['KZ-61', 'Түркістан облысы', 'Туркестанская область', 'Turkistan Region']],
	legacy: [
		['СКО', 'KZ-59', false],
		['ЗКО', 'KZ-27', false],
		['Жамбылская обл.', 'KZ-31', false]
	],
	directions: [['sewing', 'Тігін ісі', 'Швейное дело', 'Sewing']]
};

describe('columns', () => {
	it.each<[string[], Mapping]>([
		[
			['ФИО', 'Область', 'Раунд'],
			['full_name', 'region', 'round']
		],
		[
			['Аты-жөні', 'Облыс', 'Кезең'],
			['full_name', 'region', 'round']
		],
		[
			['Фамилия', 'Имя', 'Отчество'],
			['full_name', 'full_name', 'full_name']
		],
		[
			['ФИО', 'Имя'],
			['full_name', null]
		],
		[
			['respondent_id', 'q22_continuing'],
			['registry_no', null]
		],
		[
			['Телефон', 'Номер телефона'],
			['phone', null]
		],
		[
			['Жынысы', 'E-MAIL'],
			['gender', 'email']
		]
	])('%j are recognised', (headers, mapping) => expect(guessMapping(headers)).toEqual(mapping));
	it.each<[Mapping, string | undefined]>([
		[['registry_no'], undefined],
		[['registry_no', 'full_name', 'full_name'], undefined],
		[['full_name'], 'no_registry_no'],
		[['registry_no', 'phone', 'phone'], 'twice'],
		[['registry_no', 'round'], 'round_without_role'],
		[['registry_no', 'subproject_title'], 'title_without_no']
	])('%j as a mapping: %s', (mapping, problem) => {
		expect(checkMapping(mapping)?.problem).toBe(problem);
	});
});

describe('a roster full of mistakes', () => {
	it('names each by row, column and reason, and keeps the one good row', async () => {
		const [sheet] = await readTables(readFileSync('tests/fixtures/registry-wrong.csv'));
		if (!sheet) throw new Error('no sheet');
		const roster = readRoster(sheet, guessMapping(sheet.rows[0] ?? []), vocabulary);
		expect(roster.total).toBe(14);
		expect(roster.rows.map((row) => row.row_no)).toEqual([2]);
		expect(
			roster.findings
				.map((f) => [f.row_no, f.field, f.reason])
				.sort((a, b) => Number(a[0]) - Number(b[0]))
		).toEqual([
			[3, 'registry_no', 'required'],
			[4, 'birth_year', 'birth_year'],
			[5, 'round', 'round'],
			[6, 'region', 'region'],
			[7, 'phone', 'phone_letters'],
			[8, 'phone', 'phone_length'],
			[9, 'email', 'email'],
			[10, 'gender', 'gender'],
			[11, 'role', 'role'],
			[12, 'full_name', 'differs_from_row'],
			[13, 'full_name', 'differs_from_row'],
			[14, '', 'extra_cell'],
			[15, 'birth_year', 'sheet_error']
		]);
	});
});

const row = (
	row_no: number,
	registry_no: string,
	rest: Partial<RegistryRow> = {}
): RegistryRow => ({
	row_no,
	registry_no,
	...rest
});

describe('rows against each other', () => {
	it.each<[string, RegistryRow[], number[], [number, string, string, string][]]>([
		['alone', [row(2, 'A'), row(3, 'B')], [2, 3], []],
		['identical', [row(2, 'A'), row(3, 'A')], [2], [[3, 'duplicate', 'same_as_row', '2']]],
		[
			'two rounds of one person',
			[row(2, 'A', { round: 2017, role: 'member' }), row(3, 'A', { round: 2019, role: 'leader' })],
			[2, 3],
			[]
		],
		[
			'one round told in two ways',
			[row(2, 'A', { round: 2017, role: 'member' }), row(3, 'A', { round: 2017, role: 'leader' })],
			[],
			[
				[2, 'wrong', 'differs_from_row', '3'],
				[3, 'wrong', 'differs_from_row', '2']
			]
		],
		[
			'two people under one number',
			[row(2, 'A', { full_name: 'X', round: 2017 }), row(3, 'A', { full_name: 'Y', round: 2018 })],
			[],
			[
				[2, 'wrong', 'differs_from_row', '3'],
				[3, 'wrong', 'differs_from_row', '2']
			]
		],
		[
			'one name in two spellings',
			[
				row(2, 'A', { full_name: 'Қасымова', round: 2017 }),
				row(3, 'A', { full_name: 'Касымова', round: 2018 })
			],
			[2, 3],
			[]
		],
		[
			'a move between rounds',
			[
				row(2, 'A', { region_code: 'KZ-61', round: 2017 }),
				row(3, 'A', { region_code: 'KZ-55', round: 2018 })
			],
			[2],
			[[3, 'conflict', 'differs_from_row', '2']]
		],
		[
			'one phone, two people',
			[row(2, 'A', { phone: '+7' }), row(3, 'B', { phone: '+7' })],
			[2, 3],
			[
				[2, 'warning', 'contact_shared', '3'],
				[3, 'warning', 'contact_shared', '2']
			]
		],
		[
			'one project, two titles',
			[
				row(2, 'A', { subproject_no: 'P', subproject_title: 'x' }),
				row(3, 'B', { subproject_no: 'P', subproject_title: 'y' })
			],
			[2, 3],
			[[3, 'warning', 'title_differs', '2']]
		]
	])('%s', (_, rows, kept, findings) => {
		const compared = compareRows(rows);
		expect(compared.rows.map((r) => r.row_no)).toEqual(kept);
		expect(compared.findings.map((f) => [f.row_no, f.kind, f.reason, f.other])).toEqual(findings);
	});
});
