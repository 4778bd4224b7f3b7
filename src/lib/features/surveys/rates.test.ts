import { expect, it } from 'vitest';
import { ratesOf } from './rates';

const cases = (given: Record<string, number>) =>
	Object.entries(given).map(([code, count]) => ({ code, count }));

it.each([
	['nobody asked', {}, null],
	[
		'all kinds',
		{ '1.1': 40, '1.2': 10, '2.11': 5, '2.20': 15, '2.31': 10, '3.11': 10, '3.19': 5, '3.30': 5 },
		{ base: 100, rr1: 0.4, rr2: 0.5, con1: 0.65 }
	],
	['the ineligible are left out', { '1.1': 1, '4.10': 9 }, { base: 1, rr1: 1, rr2: 1, con1: 1 }],
	// The calls of 2021 as cases: 104 recruited, 126 refusals, 288 without answer, 149 dead numbers.
	[
		'the calls of 2021',
		{ '1.1': 104, '2.11': 126, '2.20': 288, '3.30': 149 },
		{ base: 667, rr1: 104 / 667, rr2: 104 / 667, con1: 230 / 667 }
	]
])('%s', (_, given, expected) =>
	expect(ratesOf(cases(given as unknown as Record<string, number>))).toEqual(expected)
);
