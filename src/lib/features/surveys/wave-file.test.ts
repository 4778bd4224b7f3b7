import { describe, expect, it } from 'vitest';
import { COLUMNS, readWave as read } from './wave-file';

const readWave = (
	headers: readonly string[],
	table: readonly (readonly string[])[],
	firstLine?: number
) => read(headers, table, (name) => (name === 'ЮКО' ? name : null), firstLine);

const row = (fields: Partial<Record<(typeof COLUMNS)[number], string>>) =>
	COLUMNS.map((column) => fields[column] ?? '');

it('reads a row; blanks stay blank', () => {
	const { rows, problems } = readWave(COLUMNS, [
		row({
			respondent_id: 'Z1',
			round: '2018',
			gender: 'female',
			region: 'ЮКО',
			vulnerable: '1',
			q22_continuing: '0',
			q31_programme: '97'
		})
	]);
	expect(problems).toEqual([]);
	expect(rows).toEqual([
		{
			line: 2,
			id: 'Z1',
			round: 2018,
			gender: 'female',
			region: 'ЮКО',
			role: null,
			vulnerable: true,
			neet: null,
			answers: { q22_continuing: 'no', q31_programme: '97' }
		}
	]);
});

describe('what is wrong is named by line and column, and left out', () => {
	it.each([
		[{ respondent_id: '', round: '2018' }, 'respondent_id', 'empty'],
		[{ respondent_id: 'Z1', round: '1918' }, 'round', 'year'],
		[{ respondent_id: 'Z1', round: '2018.5' }, 'round', 'year'],
		[{ respondent_id: 'Z1', q22_continuing: '2' }, 'q22_continuing', 'choice'],
		[{ respondent_id: 'Z1', vulnerable: 'maybe' }, 'vulnerable', 'choice'],
		[{ respondent_id: 'Z1', vulnerable: 'constructor' }, 'vulnerable', 'choice'],
		[{ respondent_id: 'Z1', q23_basis: 'gratis' }, 'q23_basis', 'choice'],
		[{ respondent_id: 'Z1', region: 'Нарния' }, 'region', 'region'],
		[{ respondent_id: 'Z'.repeat(41) }, 'respondent_id', 'long']
	])('%j', (fields, column, reason) => {
		const { rows, problems } = readWave(COLUMNS, [row(fields)], 7);
		expect(rows).toEqual([]);
		expect(problems).toMatchObject([{ line: 7, column, reason }]);
	});
	it('repeated ids', () => {
		const { rows, problems } = readWave(COLUMNS, [
			row({ respondent_id: 'Z1' }),
			row({ respondent_id: 'Z1' })
		]);
		expect(rows).toHaveLength(1);
		expect(problems).toMatchObject([{ line: 3, reason: 'repeated', other: 2 }]);
	});
});

it('passes over empty lines and keeps counting', () => {
	const { rows } = readWave(COLUMNS, [row({}), row({ respondent_id: 'Z1' })]);
	expect(rows[0]?.line).toBe(3);
});

it('takes columns in any order, names strangers and what is lacking', () => {
	expect(
		readWave(
			['Q22_Continuing', 'colour', 'respondent_id', 'q23_basis', 'q24_other_business'],
			[['1', 'red', 'Z1', '', '']]
		)
	).toMatchObject({
		rows: [{ id: 'Z1', answers: { q22_continuing: 'yes' } }],
		ignored: ['colour']
	});
	expect(readWave(['respondent_id'], [['Z1']])).toMatchObject({
		rows: [],
		lacks: ['q22_continuing', 'q23_basis', 'q24_other_business']
	});
});
