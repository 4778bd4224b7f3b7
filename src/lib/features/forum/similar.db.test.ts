import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTestBackend } from '../../../../tests/support/test-backend';
import { TALKS } from '../../../../supabase/seed/forum-content';

const backend = useTestBackend();

/** What people type (slips of the pen, other endings, other letters), and the question that they mean. */
const labelled = (['kk', 'ru'] as const).flatMap((locale) =>
	readFileSync(`tests/fixtures/similar-questions-${locale}.tsv`, 'utf8')
		.split('\n')
		.filter(Boolean)
		.map((line) => {
			const [direction = '', title = '', typed = ''] = line.split('\t');
			return { locale, direction, title, typed: typed.split(' | ').filter(Boolean) };
		})
);
const pairs = labelled.flatMap(({ locale, title, typed }) =>
	typed.map((q) => ({ locale, title, q }))
);

const similar = async (title: string) =>
	(
		(await backend.anon.rpc('similar_questions', { p_title: title })).data as { title: string }[]
	).map((card) => card.title);

beforeAll(async () => {
	const questions = [...labelled, ...TALKS];
	await backend.sql(
		`insert into public.questions (title, direction, locale)
		 select * from unnest($1::text[], $2::text[], $3::text[])`,
		(['title', 'direction', 'locale'] as const).map((key) => questions.map((row) => row[key]))
	);
}, 120_000);

describe('the labelled questions', () => {
	it('are many, all different, and of every direction', () => {
		expect(pairs.length).toBeGreaterThanOrEqual(200);
		expect(new Set(pairs.map(({ q }) => q)).size).toBe(pairs.length);
		expect(new Set(labelled.map(({ direction }) => direction)).size).toBe(16);
	});

	it.each(['kk', 'ru'] as const)('%s: at least four of five are among the five', async (locale) => {
		const missed: string[] = [];
		const asked = pairs.filter((pair) => pair.locale === locale);
		for (const { q, title } of asked)
			if (!(await similar(q)).includes(title)) missed.push(`${q} → ${title}`);
		const recall = 1 - missed.length / asked.length;
		process.stdout.write(
			`similar questions, ${locale}: recall at 5 is ${(100 * recall).toFixed(1)} % of ${asked.length} pairs\n`
		);
		expect(recall, missed.join('\n')).toBeGreaterThanOrEqual(0.8);
	});
});

it.each(['', '   ', '!!! ???', "'; drop table questions; --", '%_%', 'ы'.repeat(5000)])(
	'%j is like nothing',
	async (title) => expect(await similar(title)).toEqual([])
);
