import { describe, expect, it } from 'vitest';
import { percent, tabulate, type Cell } from './tabulate';

describe('per cent', () => {
	it.each([
		[250, 799, 31.3],
		[1, 3, 33.3],
		[1, 8, 12.5],
		[1, 16, 6.3],
		[1, 800, 0.1],
		[0, 5, 0],
		[5, 5, 100],
		[23, 160, 14.4],
		[0, 0, null]
	])('%i of %i is %j', (count, base, expected) => expect(percent(count, base)).toBe(expected));
});

const cell = (
	part: string,
	answer: string | null,
	count: number,
	more: Partial<Cell> = {}
): Cell => ({
	question: 'continuing',
	split: 'round',
	part,
	answer,
	count,
	...more
});
const counts = (cells: Cell[], hidden: Cell[] = []) => ({
	respondents: 0,
	noRegion: 0,
	cells,
	hidden
});

it('leaves blanks out of the base and counts them beside it', () => {
	const [table] = tabulate(
		counts([cell('2018', 'yes', 3), cell('2018', 'no', 1), cell('2018', null, 2)])
	);
	expect(table).toEqual({
		id: 'round',
		rows: [{ key: '2018', count: 3, base: 4, pct: 75, missing: 2, hidden: false }]
	});
});

it('keeps known parts in order, the unknown last, hidden ones in their place', () => {
	const [table] = tabulate(
		counts(
			[cell('', 'yes', 1), cell('2020', 'no', 9), cell('2017', 'yes', 9)],
			[cell('2018', null, 0)]
		)
	);
	expect(table?.rows.map((row) => [row.key, row.hidden])).toEqual([
		['2017', false],
		['2018', true],
		['2020', false],
		['', false]
	]);
});

it('puts yes before no', () => {
	const split = { split: 'neet' } as const;
	const [table] = tabulate(counts([cell('no', 'yes', 1, split), cell('yes', 'no', 1, split)]));
	expect(table?.rows.map((row) => row.key)).toEqual(['yes', 'no']);
});

it('shows every answer of a question, also one that nobody gave', () => {
	const [table] = tabulate(counts([cell('', 'paid', 3, { question: 'basis', split: 'all' })]));
	expect(table?.rows.map((row) => [row.key, row.pct])).toEqual([
		['paid', 100],
		['free', 0],
		['both', 0]
	]);
});

it('has no table where nobody answered', () => {
	expect(tabulate(counts([cell('2018', null, 5)]))).toEqual([]);
});
