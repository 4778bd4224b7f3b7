import { expect, it } from 'vitest';
import { newWave } from './schema';

const wave = {
	key: '11111111-1111-4111-8111-111111111111',
	title: ' Күз 2026 ',
	form: 'followup-short',
	closes: '2999-12-31',
	regions: ['KZ-61'],
	rounds: [],
	directions: [],
	states: []
};

it('ends with the last day in Kazakhstan, begins with the first', () => {
	expect(newWave.parse({ ...wave, opens: '2999-12-01' })).toMatchObject({
		title: 'Күз 2026',
		opens: '2999-11-30T19:00:00.000Z',
		closes: '2999-12-31T18:59:59.000Z'
	});
});

it.each([
	[{ title: ' ' }, 'title', 'surveys_error_title'],
	[{ title: 'x'.repeat(121) }, 'title', 'surveys_error_title_long'],
	[{ closes: undefined }, 'closes', 'surveys_error_last_day'],
	[{ closes: '31.12.2999' }, 'closes', 'surveys_error_last_day'],
	[{ closes: '2999-02-31' }, 'closes', 'surveys_error_last_day'],
	[{ closes: '2020-01-01' }, 'closes', 'surveys_error_closes'],
	[{ opens: '3000-01-01' }, 'closes', 'surveys_error_order'],
	[{ opens: 'soon' }, 'opens', 'surveys_error_opens'],
	[{ form: undefined }, 'form', 'error_choose'],
	[{ key: 'x' }, 'key', 'error_required']
])('%j is refused', (change, field, message) => {
	const { error } = newWave.safeParse({ ...wave, ...change });
	expect(error?.issues[0]).toMatchObject({ path: [field], message });
});

it.each([
	{ regions: ['all'] },
	{ rounds: ['1918'] },
	{ directions: ['Sewing'] },
	{ states: ['lost'] }
])('%j is no audience', (change) =>
	expect(newWave.safeParse({ ...wave, ...change }).success).toBe(false)
);
