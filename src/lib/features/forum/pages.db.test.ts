import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { drift } from '../../../../tests/support/reputation';
import { useTestBackend, type Db, type Member } from '../../../../tests/support/test-backend';

const backend = useTestBackend();
let asker: Member;

interface List {
	questions: { id: string; title: string; answerCount: number }[];
	next: string | null;
}
const list = async (input: object = {}, db: Db = backend.anon) =>
	(await db.rpc('page_questions', input)).data as List;
const titles = async (input: object) => (await list(input)).questions.map(({ title }) => title);

const add = (title: string, direction = 'poultry', body = '', at = '2026-11-01T10:00:00Z') =>
	backend.sql<{ id: string }>(
		`insert into public.questions (author_id, title, body, direction, locale, created_at)
		 values ($1, $2, $3, $4, 'kk', $5) returning id`,
		[asker.id, title, body, direction, at]
	);

beforeAll(async () => {
	asker = await backend.alumnus({ name: 'Айгүл Қасымова' });
	// All at one moment: the order must hold by id alone.
	for (let i = 0; i < 45; i++) await add(`Толтырғыш сұрақ нөмірі ${i}`, 'other');
	await add('Тауықтар неге жұмыртқаламай қойды?', 'poultry', 'Қорада жарық аз.');
	await add('Где взять оверлок в аренду?', 'sewing', 'Нужен на месяц в Кентау.');
}, 120_000);

describe('the list', () => {
	it('continues without a gap or a repeat', async () => {
		const seen: string[] = [];
		let after: string | null = null;
		for (let page = 0; page < 5; page++) {
			const { questions, next }: List = await list({ p_after: after });
			seen.push(...questions.map(({ id }) => id));
			after = next;
			if (!next) break;
		}
		expect(seen).toHaveLength(47);
		expect(new Set(seen).size).toBe(47);
		expect(after).toBeNull();
	});
	it('keeps to the region that questions are about, also among what is searched or waits', async () => {
		const [{ id } = { id: '' }] = await add('Қызылордада күріш қайда қабылданады?', 'greenhouse');
		await backend.sql(`update public.questions set region_code = 'KZ-43' where id = $1`, [id]);
		const inKyzylorda = { p_region: 'KZ-43' };
		const expected = ['Қызылордада күріш қайда қабылданады?'];
		expect(await titles(inKyzylorda)).toEqual(expected);
		expect(await titles({ ...inKyzylorda, p_q: 'күрішті' })).toEqual(expected);
		expect(await titles({ ...inKyzylorda, p_state: 'unanswered' })).toEqual(expected);
		expect(await titles({ ...inKyzylorda, p_direction: 'sewing' })).toEqual([]);
		expect(await titles({ ...inKyzylorda, p_q: 'оверлок' })).toEqual([]);
		expect(await titles({ p_region: 'KZ-00' })).toEqual([]);
		await backend.sql('delete from public.questions where id = $1', [id]);
	});
	it('says when there is no more', async () => {
		const { questions, next } = await list({ p_direction: 'poultry' });
		expect([questions.length, next]).toEqual([1, null]);
	});
	it.each([
		['in other letters', 'tauyktar'],
		['with another ending', 'тауықтың'],
		['in capitals without Kazakh letters', 'ТАУЫК ЖУМЫРТКА'],
		['with a typo in the title', 'жұмырқаламай қойды'],
		['by a word of the text', 'жарықты']
	])('finds the hens %s', async (_, q) => {
		expect(await titles({ p_q: q })).toEqual(['Тауықтар неге жұмыртқаламай қойды?']);
	});
	it.each([
		['оверлока', ['Где взять оверлок в аренду?']],
		['Кентауда', ['Где взять оверлок в аренду?']],
		['трактор', []],
		["'; drop table questions --", []],
		['!!! & | :*', []],
		['%', []]
	])('answers %j', async (q, expected) => {
		expect(await titles({ p_q: q })).toEqual(expected);
	});
	it('filters by direction, by what waits for an answer, and by both with words', async () => {
		expect(await titles({ p_direction: 'sewing' })).toHaveLength(1);
		expect(await titles({ p_direction: 'sewing', p_q: 'тауық' })).toEqual([]);
		const [question] = (await list({ p_direction: 'sewing' })).questions;
		const expert = await backend.alumnus();
		await expert.db.rpc('post_answer', {
			p_key: randomUUID(),
			p_question: question?.id,
			p_body: 'В районном доме творчества.',
			p_locale: 'ru'
		});
		expect(await titles({ p_direction: 'sewing', p_state: 'unanswered' })).toEqual([]);
		expect((await list({ p_direction: 'sewing' })).questions[0]?.answerCount).toBe(1);
	});
	it('finds a question by a word of an answer, and by what helped', async () => {
		const [question] = await add('Қиярды қалай суарамыз?', 'greenhouse');
		const expert = await backend.alumnus();
		const { data: post } = await expert.db.rpc('post_answer', {
			p_key: randomUUID(),
			p_question: question?.id,
			p_body: 'Тамшылатып, таңертең.',
			p_locale: 'kk'
		});
		expect(await titles({ p_q: 'тамшылату' })).toEqual(['Қиярды қалай суарамыз?']);
		expect(await titles({ p_q: 'суарудың', p_state: 'solved' })).toEqual([]);
		await asker.db.rpc('accept_answer', { p_question: question?.id, p_answer: post });
		expect(await titles({ p_q: 'суарудың', p_state: 'solved' })).toHaveLength(1);
		expect(await titles({ p_q: 'суарудың', p_locale: 'ru' })).toEqual([]);
		expect(await titles({ p_direction: 'greenhouse', p_locale: 'kk' })).toHaveLength(1);
		await backend.sql('delete from public.questions where id = $1', [question?.id]);
		expect(await titles({ p_q: 'тамшылату' })).toEqual([]);
	});
	it('leaves out what was withdrawn, with its words and those of a withdrawn answer', async () => {
		const [question] = await add('Қауынды қашан егеміз?', 'ecology', 'Пленка астында.');
		const [post] = await backend.sql<{ id: string }>(
			`insert into public.answers (question_id, body, locale) values ($1, 'Мамырда егіңіз', 'kk') returning id`,
			[question?.id]
		);
		const mark = (table: string, at: string | null, id?: string) =>
			backend.sql(
				`update public.${table} set withdrawn_at = $1::timestamptz, withdrawn_for = case when $1::timestamptz is not null then 'author' end where id = $2`,
				[at, id]
			);
		const now = new Date().toISOString();
		expect(await titles({ p_q: 'мамыр' })).toHaveLength(1);
		await mark('answers', now, post?.id);
		expect(await titles({ p_q: 'мамыр' })).toEqual([]);
		expect(await titles({ p_q: 'қауын' })).toHaveLength(1);
		await mark('questions', now, question?.id);
		for (const input of [{ p_q: 'қауын' }, { p_direction: 'ecology' }, {}])
			expect(await titles(input)).not.toContain('Қауынды қашан егеміз?');
		const like = await backend.anon.rpc('similar_questions', { p_title: 'Қауынды қашан егеді?' });
		expect(like.data).toEqual([]);
		const map = (await backend.anon.rpc('page_sitemap')).data as { questions: { id: string }[] };
		expect(map.questions.map(({ id }) => id)).not.toContain(question?.id);
		await mark('questions', null, question?.id);
		expect(await titles({ p_q: 'қауындар' })).toHaveLength(1);
	});
	it('follows an edit, and forgets words that nobody has any more', async () => {
		const [question] = await add('Құлпынай көшетін қайдан аламыз?', 'greenhouse');
		await backend.sql(`update public.questions set title = 'Таңқурай жайлы сұрақ' where id = $1`, [
			question?.id
		]);
		expect(await titles({ p_q: 'құлпынай' })).toEqual([]);
		expect(await titles({ p_q: 'таңқурай' })).toEqual(['Таңқурай жайлы сұрақ']);
		await backend.sql('delete from public.questions where id = $1', [question?.id]);
		const left = await backend.sql(
			`select from private.forum_vocabulary v where v.stem = any(private.stems('таңқурай құлпынай'))`
		);
		expect(left).toEqual([]);
	});
	it('counts the words of a whole transaction at its end', async () => {
		const [question] = await add('Шырғанақ суықты көтере ме?', 'greenhouse');
		await backend.sql(
			`do $$ begin
				update public.questions set title = 'Бүлдірген туралы не білесіз?' where title = 'Шырғанақ суықты көтере ме?';
				update public.questions set title = 'Қарақат пен шырғанақ' where title = 'Бүлдірген туралы не білесіз?';
				insert into public.questions (title, direction, locale) values ('Шырғанақ майы', 'greenhouse', 'kk'), ('Бүлдірген жайлы сөз', 'greenhouse', 'kk');
				delete from public.questions where title = 'Бүлдірген жайлы сөз';
			end $$`
		);
		const counted = () =>
			backend.sql(
				`select stem, questions from private.forum_vocabulary
				 where in_title and stem = any(private.stems('шырғанақ бүлдірген қарақат')) order by stem`
			);
		expect((await counted()).map(({ questions }) => questions)).toEqual([1, 2]);
		await backend.sql(`delete from public.questions where id = $1 or title = 'Шырғанақ майы'`, [
			question?.id
		]);
		expect(await counted()).toEqual([]);
		expect(await drift(backend)).toEqual([]);
	});
	it('says how to go on where a common word stands in many questions and the other in none of the newest', async () => {
		await backend.sql(
			`insert into public.questions (title, direction, locale, created_at)
			 select 'Жарнама туралы сұрақ ' || n, 'media', 'kk', timestamptz '2026-10-01' + n * interval '1 minute'
			 from generate_series(1, 600) n`
		);
		await add('Жарнама тақтасы қайда?', 'media', '', '2026-09-01T10:00:00Z');
		// As if the other word were as common, in questions older than these.
		await backend.sql(
			`insert into public.questions (title, direction, locale, created_at)
			 select 'Тақтасы бар дүкен ' || n, 'media', 'kk', timestamptz '2026-08-01' + n * interval '1 minute'
			 from generate_series(1, 700) n`
		);
		const found: string[] = [];
		let after: string | null = null;
		for (let page = 0; page < 20; page++) {
			const { questions, next }: List = await list({ p_q: 'жарнама тақтасы', p_after: after });
			found.push(...questions.map(({ title }) => title));
			if (page === 0) expect([questions.length, next === null]).toEqual([0, false]);
			after = next;
			if (!next) break;
		}
		expect([found, after]).toEqual([['Жарнама тақтасы қайда?'], null]);
		await backend.sql(`delete from public.questions where direction = 'media'`);
	});
});

it('a similar title is found before it is asked again', async () => {
	const { data } = await backend.anon.rpc('similar_questions', {
		p_title: 'Тауықтарым неге жұмыртқаламайды?'
	});
	expect((data as { title: string }[]).map(({ title }) => title)).toEqual([
		'Тауықтар неге жұмыртқаламай қойды?'
	]);
	const none = await backend.anon.rpc('similar_questions', {
		p_title: 'Сайтқа домен қайдан алам?'
	});
	expect(none.data).toEqual([]);
});

describe('an answer page', () => {
	it('puts what helped first, then by votes, then by time', async () => {
		const [question] = await add('Қандай жем жақсы болады екен?');
		const authors = await Promise.all([1, 2, 3].map(() => backend.alumnus()));
		const ids: string[] = [];
		for (const author of authors) {
			const { data } = await author.db.rpc('post_answer', {
				p_key: randomUUID(),
				p_question: question?.id,
				p_body: 'Бидай мен жүгері',
				p_locale: 'kk'
			});
			ids.push(data as string);
		}
		await asker.db.rpc('cast_vote', { p_kind: 'answer', p_post: ids[1], p_value: 1 });
		await asker.db.rpc('accept_answer', { p_question: question?.id, p_answer: ids[2] });
		const { data } = await backend.anon.rpc('page_question', { p_id: question?.id });
		const shown = (data as { question: { answers: { id: string; isAccepted: boolean }[] } })
			.question;
		expect(shown.answers.map(({ id }) => id)).toEqual([ids[2], ids[1], ids[0]]);
		expect(shown.answers[0]?.isAccepted).toBe(true);
	});
});
