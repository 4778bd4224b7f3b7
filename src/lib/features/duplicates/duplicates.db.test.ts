import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accept, answer, drift, trust, vote } from '../../../../tests/support/reputation';
import { useTestBackend, type Db, type Member } from '../../../../tests/support/test-backend';

const backend = useTestBackend();
const who: Record<string, Member> = {};
const of = (name: string) => who[name] as Member;
let questions: string[];

const must = async <T>(call: PromiseLike<{ data: unknown; error: { message: string } | null }>) => {
	const { data, error } = await call;
	if (error) throw new Error(error.message);
	return data as T;
};
const refusal = async (
	call: PromiseLike<{ error: { message: string; details?: string | null } | null }>
) => {
	const { error } = await call;
	return error && `${error.message}:${error.details ?? ''}`;
};
const q = (i: number) => questions[i] as string;
const propose = (name: string, from: number, to: number) =>
	of(name).db.rpc('propose_duplicate', { p_question: q(from), p_kept: q(to) });
const undo = (name: string, i: number) => of(name).db.rpc('undo_duplicate', { p_question: q(i) });
interface Shown {
	duplicateOf: string | null;
	alsoAsked: { id: string; answers: { id: string; author: unknown; isAccepted: boolean }[] }[];
}
const shown = async (i: number, db: Db = backend.anon) =>
	(await must<{ question: Shown }>(db.rpc('page_question', { p_id: q(i) }))).question;
const askAs = (name: string, title: string, anonymous = false) =>
	must<string>(
		of(name).db.rpc('ask_question', {
			...{ p_key: randomUUID(), p_direction: 'poultry', p_title: title, p_body: '' },
			...{ p_locale: 'kk', p_anonymous: anonymous }
		})
	);
/** Where a question can be come across: in lists, by search, as alike, in the sitemap, over the tables. */
const places = async (id: string, word: string) => {
	const has = (list: { id: string }[]) => list.some((found) => found.id === id);
	const { anon } = backend;
	const list = (query: object) =>
		must<{ questions: { id: string }[] }>(anon.rpc('page_questions', query));
	return [
		has((await list({})).questions),
		has((await list({ p_direction: 'poultry', p_locale: 'kk' })).questions),
		has((await list({ p_q: word })).questions),
		has(await must<{ id: string }[]>(anon.rpc('similar_questions', { p_title: word }))),
		has((await must<{ questions: { id: string }[] }>(anon.rpc('page_sitemap'))).questions),
		has(await must<{ id: string }[]>(anon.from('questions').select('id').eq('id', id)))
	];
};
/** All that the forum holds but the log of these acts. */
const DUMPED = ['questions', 'answers', 'votes', 'reputation_events', 'forum_profiles'];
const dump = () =>
	Promise.all(
		[
			...DUMPED.map((table) => `public.${table}`),
			...['question_words', 'word_questions', 'forum_vocabulary'].map((table) => `private.${table}`)
		].map((table) => backend.sql(`select to_jsonb(t) as row from ${table} t order by t::text`))
	);

beforeAll(async () => {
	for (const name of ['asker', 'second', 'elder', 'sage', 'alumnus'])
		who[name] = await backend.alumnus({ name: `${name} Сынақ` });
	who.stranger = await backend.member();
	who.officer = await backend.staff('officer', 'KZ-61');
	who.strangeOfficer = await backend.staff('officer', 'KZ-55');
	who.moderator = await backend.staff('moderator');
	who.coordinator = await backend.staff('coordinator');
	for (const name of ['elder', 'sage'])
		for (let times = 0; times < 5; times++) await trust(backend, of(name));
}, 120_000);
/** Four questions, the first two of them answered, thanked for and marked. */
beforeEach(async () => {
	questions = [];
	// Nobody asks that much in a day.
	await backend.sql(`update public.questions set created_at = created_at - interval '2 days'`);
	await backend.sql(`update public.answers set created_at = created_at - interval '2 days'`);
	await backend.sql(`update public.votes set created_at = created_at - interval '2 days'`);
	await backend.sql(
		`update private.duplicate_acts set created_at = created_at - interval '2 days'`
	);
	const word = `бройлер${randomUUID().replace(/[^a-f]/g, '')}`;
	for (const [i, name] of ['asker', 'second', 'alumnus', 'asker'].entries())
		questions[i] = await askAs(name, `${word} неге өспей тұр, ${i}-сұрақ`);
	for (const i of [0, 1]) {
		const post = await answer(of('sage'), q(i));
		await vote(of('alumnus'), 'answer', post, 1);
		await accept(i ? of('second') : of('asker'), q(i), post);
	}
});

describe('who may', () => {
	it('those who are trusted with it, and nobody else', async () => {
		for (const name of ['stranger', 'alumnus', 'strangeOfficer', 'elder', 'officer']) {
			const expected = ['elder', 'officer'].includes(name) ? null : 'forbidden:review';
			const page = of(name).db.rpc('page_repeats', { p_id: q(2) });
			expect((await must<{ question: unknown }>(page)).question !== null).toBe(expected === null);
			expect(await refusal(propose(name, 1, 0))).toBe(expected);
			expect((await shown(1)).duplicateOf).toBe(name === 'officer' ? q(0) : null);
		}
	});
	it('visitors neither say nor see anything of it', async () => {
		const call = backend.anon.rpc('propose_duplicate', { p_question: q(1), p_kept: q(0) });
		expect(await refusal(call)).toMatch(/permission denied/);
		expect((await backend.anon.from('duplicate_acts').select('*')).error).not.toBeNull();
		expect((await backend.anon.from('questions').select('merged_into')).error?.code).toBe('42501');
	});
	it('two voices join, one and the same does not; "no" begins anew', async () => {
		expect(await must(propose('elder', 1, 0))).toBe('proposed');
		expect(await must(propose('elder', 1, 0))).toBe('proposed');
		await must(of('sage').db.rpc('decline_duplicate', { p_question: q(1) }));
		expect(await must(propose('sage', 1, 0))).toBe('proposed');
		expect(await must(propose('elder', 1, 0))).toBe('merged');
		expect(await refusal(propose('elder', 1, 2))).toBe('conflict:merged');
	});
	it('only whoever looks after the question parts them again', async () => {
		await must(propose('moderator', 1, 0));
		for (const name of ['elder', 'sage', 'asker', 'second', 'strangeOfficer'])
			expect(await refusal(undo(name, 1))).toBe('not_found:question');
		await must(undo('officer', 1));
		expect(await refusal(undo('officer', 1))).toBe('not_found:question');
	});
});

describe('a repeated question', () => {
	it('is found nowhere and leads on, with its answers read on the other page; undone, all is as before', async () => {
		const [{ title }] = (await backend.sql('select title from public.questions where id = $1', [
			q(1)
		])) as [{ title: string }];
		const before = await dump();
		expect(await places(q(1), title)).toEqual(Array(6).fill(true));
		await must(propose('moderator', 1, 0));
		expect(await places(q(1), title)).toEqual(Array(6).fill(false));
		expect((await shown(1)).duplicateOf).toBe(q(0));
		expect((await shown(0)).alsoAsked).toMatchObject([
			{ id: q(1), answers: [{ isAccepted: true, author: { name: 'sage Сынақ' } }] }
		]);
		expect(await drift(backend)).toEqual([]);
		await must(undo('coordinator', 1));
		expect(await dump()).toEqual(before);
		expect(await places(q(1), title)).toEqual(Array(6).fill(true));
	});
	it('leads on from one to the next, and never in a circle', async () => {
		await must(propose('moderator', 0, 1));
		await must(propose('moderator', 1, 2));
		expect((await shown(0)).duplicateOf).toBe(q(2));
		expect((await shown(2)).alsoAsked.map(({ id }) => id)).toEqual([q(0), q(1)]);
		expect(await refusal(propose('moderator', 2, 0))).toBe('invalid:circle');
		expect(await refusal(propose('moderator', 2, 2))).toBe('invalid:circle');
		await must(propose('moderator', 3, 0));
		expect((await shown(3)).duplicateOf).toBe(q(2));
	});
	it('two who join at once, each the other way round, make no circle', async () => {
		const both = await Promise.all([
			refusal(propose('moderator', 0, 1)),
			refusal(propose('coordinator', 1, 0))
		]);
		expect(both.toSorted()).toEqual(['invalid:circle', null]);
	});
	it('stands by itself again when the other one is deleted, and leads to none that was taken away', async () => {
		await must(propose('moderator', 1, 2));
		await backend.sql(`select private.withdraw_post('question', $1, 'moderation')`, [q(2)]);
		expect((await shown(1)).duplicateOf).toBeNull();
		expect(await refusal(propose('moderator', 3, 2))).toBe('invalid:kept');
		await backend.sql('delete from public.questions where id = $1', [q(2)]);
		const [{ title }] = (await backend.sql('select title from public.questions where id = $1', [
			q(1)
		])) as [{ title: string }];
		expect(await places(q(1), title)).toEqual(Array(6).fill(true));
	});
	it('keeps its asker nameless, who is told once and kindly', async () => {
		questions[4] = await askAs('second', 'Қарызға бройлер алуға бола ма екен?', true);
		await answer(of('second'), q(4));
		await must(propose('moderator', 4, 0));
		await must(undo('moderator', 4));
		await must(propose('moderator', 4, 0));
		const page = await shown(0);
		expect(page.alsoAsked).toMatchObject([{ id: q(4), answers: [{ author: null }] }]);
		expect(JSON.stringify(page)).not.toContain('second');
		const told = await backend.sql(
			`select locale from private.outbox where purpose = 'question_merged' and person_id = $1 and occasion = $2`,
			[of('second').personId, `${q(0)}:${q(4)}`]
		);
		expect(told).toHaveLength(1);
	});
});
