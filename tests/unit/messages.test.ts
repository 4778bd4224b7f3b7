import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parityFaults, placeholders, readCatalogues } from '../../scripts/lib/message-parity';

/** Long texts that are rightly the same in Kazakh and Russian: names. */
const SAME_IN_KK_AND_RU: string[] = [];

const catalogues = readCatalogues();
const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
	.filter((file) => /\.(ts|svelte)$/.test(file) && !file.startsWith('lib/paraglide'))
	.map((file) => readFileSync(join('src', file), 'utf8'))
	.join('\n');

/** Beginnings of keys that are put together at run time, as in `tracker_state_${state}`. */
const prefixes = [...sources.matchAll(/[`'"]([a-z0-9]+(?:_[a-z0-9]+)*_)\$\{/g)].map(
	([, prefix]) => prefix as string
);
const isUsed = (key: string) =>
	new RegExp(`\\b${key}\\b`).test(sources) || prefixes.some((prefix) => key.startsWith(prefix));

describe('messages', () => {
	it('say the same in all three languages', () => {
		expect(parityFaults(catalogues)).toEqual([]);
	});

	it('are found faulty when a key, a text or a parameter is missing', () => {
		const faults = parityFaults(
			new Map([
				[
					'x',
					{
						kk: { x_a: 'А {n}', x_b: 'Ә', x_c: 'Б' },
						ru: { x_a: 'А', x_b: ' ', x_c: 'В' },
						en: { x_a: 'A {n}', x_b: 'A' }
					}
				]
			])
		);
		expect(faults).toEqual([
			'x_a: ru/x.json has other parameters than kk ({n})',
			'x_b: ru/x.json leaves it empty',
			'x_c: en/x.json lacks it'
		]);
	});

	it('count the parameters of every branch of a plural', () => {
		const plural = [{ match: { 'count=one': '{count} a', 'count=other': '{count} {b}' } }];
		expect(placeholders(plural)).toEqual(['{b}', '{count}']);
	});

	it.each([...catalogues])('%s: Kazakh is not Russian left in place', (_, { kk = {}, ru = {} }) => {
		const copied = Object.keys(kk).filter(
			(key) =>
				typeof kk[key] === 'string' &&
				kk[key].length > 25 &&
				kk[key] === ru[key] &&
				!SAME_IN_KK_AND_RU.includes(key)
		);
		expect(copied).toEqual([]);
	});

	it.each([...catalogues])('%s: every text is used by a page', (_, { kk = {} }) => {
		expect(Object.keys(kk).filter((key) => !isUsed(key))).toEqual([]);
	});
});
