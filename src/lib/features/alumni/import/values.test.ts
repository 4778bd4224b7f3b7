import { describe, expect, it } from 'vitest';
import * as read from './values';
import { regionReader, type Vocabulary } from './regions';

const cases: [keyof typeof read, string, unknown][] = [
	['readPhone', '87010000001', '+77010000001'],
	['readPhone', '8 701 000-00-01', '+77010000001'],
	['readPhone', '+7 (701) 000 00 01', '+77010000001'],
	['readPhone', '77010000001', '+77010000001'],
	['readPhone', '7010000001', '+77010000001'],
	['readPhone', '701000000', 'phone_length'],
	['readPhone', '870100000012', 'phone_length'],
	['readPhone', '8701 ABC 0001', 'phone_letters'],
	['readPhone', '87010000001, 87010000002', 'phone_letters'],
	['readRound', '2017', 2017],
	['readRound', '2030', 2030],
	['readRound', '2019.0', 2019],
	['readRound', '2016', 'round'],
	['readRound', '2031', 'round'],
	['readRound', '19', 'round'],
	['readBirthYear', '1998', 1998],
	['readBirthYear', '03.05.1998', 1998],
	['readBirthYear', '1998-05-03', 1998],
	['readBirthYear', '1897', 'birth_year'],
	['readBirthYear', '2019', 'birth_year'],
	['readBirthYear', '98', 'birth_year'],
	['readGender', 'Ж', 'female'],
	['readGender', 'муж.', 'male'],
	['readGender', 'Әйел', 'female'],
	['readGender', 'ер', 'male'],
	['readGender', 'x', 'gender'],
	['readRole', 'Лидер', 'leader'],
	['readRole', 'жетекші', 'leader'],
	['readRole', 'Қатысушы', 'member'],
	['readRole', 'директор', 'role'],
	['readFlag', '1', true],
	['readFlag', 'иә', true],
	['readFlag', 'Жоқ', false],
	['readFlag', 'no', false],
	['readFlag', '2', 'flag'],
	['readEmail', 'AIGUL@Mail.kz', 'aigul@mail.kz'],
	['readEmail', 'aigul at mail', 'email'],
	['readEmail', 'a@b,c@d.kz', 'email'],
	['readSettlement', 'Ауыл', 'village'],
	['readLanguage', 'қазақша', 'kk']
];

describe('values', () => {
	it.each(cases)('%s of %j is %j', (reader, text, expected) => {
		const answer = (read[reader] as (text: string) => read.Read<unknown>)(text);
		expect('value' in answer ? answer.value : answer.wrong).toBe(expected);
	});
});

const vocabulary: Vocabulary = {
	regions: [
		['KZ-10', 'Абай облысы', 'область Абай', 'Abai Region'],
		['KZ-19', 'Алматы облысы', 'Алматинская область', 'Almaty Region'],
		['KZ-33', 'Жетісу облысы', 'область Жетісу', 'Zhetisu Region'],
		['KZ-55', 'Павлодар облысы', 'Павлодарская область', 'Pavlodar Region'],
		['KZ-61', 'Түркістан облысы', 'Туркестанская область', 'Turkistan Region'],
		['KZ-71', 'Астана қаласы', 'город Астана', 'Astana City'],
		['KZ-75', 'Алматы қаласы', 'город Алматы', 'Almaty City'],
		['KZ-79', 'Шымкент қаласы', 'город Шымкент', 'Shymkent City']
	],
	legacy: [
		['Алматинская обл.', 'KZ-19', true],
		['Алматинская обл.', 'KZ-33', true],
		['Павлодарская обл.', 'KZ-55', false],
		['ЮКО', 'KZ-61', true],
		['ЮКО', 'KZ-79', true],
		['г. Алматы', 'KZ-75', false],
		['г. Астана', 'KZ-71', false]
	],
	directions: []
};

describe('regions', () => {
	const region = regionReader(vocabulary);
	it.each([
		['KZ-61', 'KZ-61', null],
		['kz-61', 'KZ-61', null],
		['Павлодарская обл.', 'KZ-55', 'Павлодарская обл.'],
		['павлодарская  обл', 'KZ-55', 'Павлодарская обл.'],
		['Павлодар облысы', 'KZ-55', null],
		['Туркестанская обл.', 'KZ-61', null],
		['Turkistan', 'KZ-61', null],
		['Абай облысы', 'KZ-10', null],
		['Абайская обл.', 'KZ-10', null],
		['область Жетісу', 'KZ-33', null],
		['область Жетысу', 'KZ-33', null],
		['Туркистан облысы', 'KZ-61', null],
		['Алматинская обл.', null, 'Алматинская обл.'],
		['Алматинская область', 'KZ-19', null],
		['ЮКО', null, 'ЮКО'],
		['Южно-Казахстанская область', null, 'ЮКО'],
		['г.Алматы', 'KZ-75', 'г. Алматы'],
		['Алматы қ.', 'KZ-75', null],
		['Нур-Султан', 'KZ-71', 'г. Астана']
	])('%s is %s (old: %s)', (text, code, legacy) => {
		expect(region(text)).toMatchObject({ value: { code, legacy } });
	});
	it.each([
		['Заречная обл.', 'region'],
		['Алматы', 'region_ambiguous'],
		['KZ-99', 'region']
	])('%s is not taken: %s', (text, wrong) => expect(region(text)).toEqual({ wrong }));
	it('names of today that meant more before 2022 are marked', () => {
		expect(region('Алматинская область')).toMatchObject({ value: { narrowed: true } });
		expect(region('Павлодарская область')).toMatchObject({ value: { narrowed: false } });
	});
});
