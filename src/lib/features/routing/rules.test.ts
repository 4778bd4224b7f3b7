import { describe, expect, it } from 'vitest';
import { shareOf, span } from './rules';

describe('a share', () => {
	it.each([
		[1, 4, 25],
		[0, 4, 0],
		[0, 0, null]
	])('%d of %d is %s', (count, base, share) => expect(shareOf(count, base)).toBe(share));
});

describe('a time to wait', () => {
	it.each([
		[5, 'minutes', 1],
		[2400, 'minutes', 40],
		[3600, 'hours', 1],
		[19_800, 'hours', 5.5],
		[172_799, 'hours', 48],
		[259_200, 'days', 3]
	])('%d seconds are said in %s: %d', (seconds, unit, count) =>
		expect(span(seconds)).toEqual({ unit, count })
	);
});
