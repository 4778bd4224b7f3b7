import { expect, it } from 'vitest';
import { firstPage } from './later';

it.each([
	['the beginning itself', '/kk/questions?q=жем', undefined],
	['a later page', '/kk/questions?after=7', '/kk/questions'],
	[
		'with its filters',
		'/ru/questions?q=a%26b&after=7&locale=kk',
		'/ru/questions?q=a%26b&locale=kk'
	],
	[
		'what was done is not done again',
		'/kk/me/questions?done=withdrawn&before=3',
		'/kk/me/questions'
	]
])('%s', (_, address, first) => expect(firstPage(new URL(address, 'http://local'))).toBe(first));
