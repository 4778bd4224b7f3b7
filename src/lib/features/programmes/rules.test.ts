import { describe, expect, it } from 'vitest';
import {
	afterAlumnus,
	afterPartner,
	ageLimits,
	ageRange,
	daysSince,
	isOverdue,
	mayRefer,
	REFERRAL_STATES,
	shownGroups,
	type Group
} from './rules';

describe('steps of a referral', () => {
	it.each([
		['consent_asked', 'accept', 'sent'],
		['consent_asked', 'decline', 'declined'],
		['consent_asked', 'withdraw', null],
		['sent', 'withdraw', 'withdrawn'],
		['received', 'withdraw', 'withdrawn'],
		['accepted', 'withdraw', 'withdrawn'],
		['sent', 'accept', null],
		['declined', 'accept', null],
		['withdrawn', 'accept', null],
		['partner_declined', 'withdraw', null]
	] as const)('the person: %s, %s -> %s', (state, action, next) =>
		expect(afterAlumnus(state, action)).toBe(next)
	);
	it.each([
		['sent', 'receive', 'received'],
		['sent', 'accept', 'accepted'],
		['sent', 'decline', 'partner_declined'],
		['received', 'accept', 'accepted'],
		['received', 'decline', 'partner_declined'],
		['received', 'receive', null],
		['consent_asked', 'receive', null],
		['accepted', 'decline', null],
		['withdrawn', 'accept', null]
	] as const)('the partner: %s, %s -> %s', (state, action, next) =>
		expect(afterPartner(state, action)).toBe(next)
	);
	it('nobody leaves an end', () => {
		for (const state of REFERRAL_STATES.filter((s) => /declined|withdrawn/.test(s))) {
			expect(afterAlumnus(state, 'accept')).toBeNull();
			expect(afterPartner(state, 'accept')).toBeNull();
		}
	});
});

describe('ages', () => {
	it('are a range, because the registry knows the year only', () =>
		expect(ageRange(1998, 2026)).toBe('27–28'));
	it.each([
		[21, 35, '21–35'],
		[21, null, '21+'],
		[null, 35, '≤ 35'],
		[null, null, null]
	])('limits %s and %s read %s', (min, max, text) => expect(ageLimits(min, max)).toBe(text));
});

describe('waiting', () => {
	it.each([
		['2026-11-23T00:00:00Z', '2026-11-23T23:59:00Z', 0],
		['2026-11-20T12:00:00Z', '2026-11-23T11:00:00Z', 2],
		['2026-11-24T00:00:00Z', '2026-11-23T00:00:00Z', 0]
	])('from %s to %s are %i days', (from, to, days) =>
		expect(daysSince(from, new Date(to))).toBe(days)
	);
	it.each([
		['consent_asked', 7, false],
		['consent_asked', 8, true],
		['sent', 6, true],
		['accepted', 400, false],
		['declined', 400, false]
	] as const)('%s for %i days: overdue %s', (state, days, overdue) =>
		expect(isOverdue(state, days)).toBe(overdue)
	);
});

describe('groups', () => {
	it.each<[boolean, Partial<Record<Group, number>>, Group[]]>([
		[true, {}, ['fits', 'answer_missing', 'no_consent']],
		[true, { not_yet: 2 }, ['fits', 'answer_missing', 'not_yet', 'no_consent']],
		[false, {}, ['fits']],
		[false, { fits: 3, no_consent: 1 }, ['fits', 'no_consent']]
	])('with a programme %s and %o: %o', (programme, counts, groups) =>
		expect(shownGroups(programme, counts)).toEqual(groups)
	);
	it.each<[Group, boolean]>([
		['fits', true],
		['answer_missing', true],
		['not_yet', false],
		['no_consent', false]
	])('%s may be referred: %s', (group, may) => expect(mayRefer(group)).toBe(may));
});
