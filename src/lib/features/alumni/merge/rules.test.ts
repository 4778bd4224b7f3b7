import { expect, it } from 'vitest';
import { betterRecord, certainty, spoken, trusted } from './rules';

const record = (claimed: boolean, updatedAt: string, contacts = 0, rounds = 0) => ({
	claimedAt: claimed ? '2026-01-01' : null,
	updatedAt,
	contacts: Array(contacts).fill({}),
	rounds: Array(rounds).fill({})
});

it.each([
	['the own word before the newer', record(true, '2025'), record(false, '2026'), 'a'],
	['the own word, on either side', record(false, '2026'), record(true, '2025'), 'b'],
	['the newer of two', record(false, '2025'), record(false, '2026'), 'b'],
	['the first of two alike', record(false, '2026'), record(false, '2026'), 'a']
])('where records differ: %s', (_, a, b, side) => expect(trusted(a, b)).toBe(side));

it.each([
	['with an account', record(false, '2026', 5, 5), record(true, '2025'), 'b'],
	['that knows more', record(false, '2026', 1, 1), record(false, '2025', 2, 1), 'b'],
	['that came first, of two alike', record(false, '2025', 1), record(false, '2026', 1), 'a']
])('the record stays %s', (_, a, b, side) => expect(betterRecord(a, b)).toBe(side));

it.each([
	[12, 'likely'],
	[16, 'likely'],
	[17, 'sure']
])('a score of %i is %s', (score, words) => expect(certainty(score)).toBe(words));

const [said, saidLater] = [
	{ by: 'person', at: '2025' },
	{ by: 'person', at: '2026' }
] as const;
const written = { by: 'staff', at: '2027' } as const;
it.each([
	['the only one', undefined, said, 'b'],
	['older than what staff wrote', said, written, 'a'],
	['the later of two', said, saidLater, 'b'],
	['the later of two, on the first', saidLater, said, 'a'],
	['nowhere', undefined, written, null]
] as const)('the own word: %s', (_, a, b, side) => expect(spoken(a, b)).toBe(side));
