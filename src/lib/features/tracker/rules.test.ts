import { describe, expect, it } from 'vitest';
import {
	givenName,
	helpFor,
	nextFollowUp,
	packStanding,
	standingOf,
	toneOf,
	unpackStanding,
	type Need,
	type Standing,
	type Told
} from './rules';

const paid: Standing = { state: 'continuing', basis: 'paid', stopReason: null };
const paused: Standing = { state: 'paused', basis: null, stopReason: null };
const noClients: Standing = { state: 'stopped', basis: null, stopReason: 'customers' };

describe('what follows from the form', () => {
	it.each<[string, Told, ReturnType<typeof standingOf>]>([
		['going on, paid', { how: 'continuing', basis: 'paid' }, paid],
		['going on, on what basis?', { how: 'continuing' }, { missing: 'basis' }],
		[
			'going on: a reason counts for nothing',
			{ how: 'continuing', basis: 'paid', reason: 'team' },
			paid
		],
		['paused: a basis counts for nothing', { how: 'paused', basis: 'free' }, paused],
		['stopped, why?', { how: 'stopped', basis: 'paid' }, { missing: 'reason' }],
		['stopped', { how: 'stopped', reason: 'customers', basis: 'paid' }, noClients],
		['as before, going on', { how: 'as_before', before: 'continuing:paid:' }, paid],
		['as before, paused', { how: 'as_before', before: 'paused::' }, paused],
		['as before, stopped', { how: 'as_before', before: 'stopped::customers' }, noClients],
		[
			'as before, stopped without a reason in the old data',
			{ how: 'as_before', before: 'stopped::' },
			{ state: 'stopped', basis: null, stopReason: 'other' }
		],
		['as before what?', { how: 'as_before' }, { missing: 'how' }],
		['as before, tampered', { how: 'as_before', before: 'continuing::' }, { missing: 'how' }],
		['as before, nonsense', { how: 'as_before', before: 'flying:high:' }, { missing: 'how' }]
	])('%s', (_, told, expected) => expect(standingOf(told)).toEqual(expected));

	it.each([paid, paused, noClients])('a standing survives its field: %o', (standing) =>
		expect(unpackStanding(packStanding(standing))).toEqual(standing)
	);
});

it.each([
	['continuing', 'good'],
	['paused', 'wait'],
	['stopped', 'bad'],
	['unknown', 'calm']
] as const)('%s looks %s', (state, tone) => expect(toneOf(state)).toBe(tone));

it.each<[Need[], boolean, boolean]>([
	[[], false, false],
	[['money'], true, false],
	[['mentor'], false, true],
	[['premises', 'papers'], true, true]
])('help for %o', (needs, programmes, questions) =>
	expect(helpFor(needs)).toEqual({ programmes, questions })
);

it.each([
	['continuing', '2026-11-23T10:00:00.000Z', '2027-05-23T10:00:00.000Z'],
	['paused', '2026-11-30T10:00:00.000Z', '2027-02-28T10:00:00.000Z'],
	['stopped', '2028-02-29T10:00:00.000Z', '2029-02-28T10:00:00.000Z']
] as const)('%s, told at %s, is asked again at %s', (state, at, expected) =>
	expect(nextFollowUp(state, at)).toBe(expected)
);

it.each([
	['Айгүл Қасымова', 'Айгүл'],
	['Қасымова Айгүл', 'Айгүл'],
	['Касымова Айгуль Сериковна', 'Айгуль'],
	['Мадина Омар', 'Мадина'],
	['Ким Андрей', 'Ким'],
	['Шевченко Ирина', 'Ирина'],
	['Kasymova Aigul', 'Aigul'],
	['Серікұлы Нұрлан', 'Нұрлан'],
	['Иванова', 'Иванова'],
	['  ', null],
	[null, null]
])('%s is greeted as %s', (full, given) => expect(givenName(full)).toBe(given));
