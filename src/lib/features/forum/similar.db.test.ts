import { beforeAll, describe, expect, it } from 'vitest';
import {
	LABELLED,
	LABELLED_LOCALES,
	PAIRS,
	askLabelled,
	recallOf
} from '../../../../tests/fixtures/labelled-questions';
import { useTestBackend } from '../../../../tests/support/test-backend';

const backend = useTestBackend();

const similar = async (title: string) =>
	(
		(await backend.anon.rpc('similar_questions', { p_title: title })).data as { title: string }[]
	).map((card) => card.title);

beforeAll(async () => {
	await askLabelled(backend.sql);
}, 120_000);

describe('the labelled questions', () => {
	it('are many, all different, and of every direction', () => {
		expect(PAIRS.length).toBeGreaterThanOrEqual(200);
		expect(new Set(PAIRS.map(({ q }) => q)).size).toBe(PAIRS.length);
		expect(new Set(LABELLED.map(({ direction }) => direction)).size).toBe(16);
	});

	it.each(LABELLED_LOCALES)('%s: at least four of five are among the five', async (locale) => {
		const { recall, pairs, missed } = await recallOf(locale, similar);
		process.stdout.write(
			`similar questions, ${locale}: recall at 5 is ${(100 * recall).toFixed(1)} % of ${pairs} pairs\n`
		);
		expect(recall, missed.join('\n')).toBeGreaterThanOrEqual(0.8);
	});
});

it.each(['', '   ', '!!! ???', "'; drop table questions; --", '%_%', 'ы'.repeat(5000)])(
	'%j is like nothing',
	async (title) => expect(await similar(title)).toEqual([])
);
