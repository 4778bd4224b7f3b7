import { expect, it } from 'vitest';
import { named } from './rules';

const feed = { name: 'Жем', locale: 'kk', names: { ru: 'Корм' } } as const;

it.each([
	['kk', { name: 'Жем', locale: 'kk' }],
	['ru', { name: 'Корм', locale: 'ru' }],
	['en', { name: 'Жем', locale: 'kk' }]
] as const)('a topic in %s', (locale, shown) =>
	expect(named<'kk' | 'ru' | 'en'>(feed, locale)).toEqual(shown)
);
