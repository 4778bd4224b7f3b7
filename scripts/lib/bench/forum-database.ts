/** A PostgreSQL database with so many questions in it, made once and kept for the next run. */
import { openServer } from './open-server';
import type { Embedded } from '../../../src/lib/server/embedded.server';

/** Forty thousand words, of which a few stand in every third title and most in a few dozen. */
const WORDS = `
	create schema bench;
	create table bench.words as
	select n, w.word, private.stem(w.word) as stem
	from generate_series(0, 39999) n, lateral (
		select string_agg(substr('bdgjklmnprst', 1 + (k.v / 5) % 12, 1) || substr('aeiou', 1 + k.v % 5, 1), '' order by k.i) || 'z' as word
		from (values (1, n % 60), (2, (n / 60) % 60), (3, (n * 7 + n / 3600 * 13) % 60)) k (i, v)) w;
	alter table bench.words add primary key (n)`;

/** Six words of a title and five of a text for each; a word by its rank, after the law that words follow. */
const TOKENS = `
	create unlogged table bench.tokens as
	select t.question, t.in_title, w.word, w.stem
	from (
		select n as question, k <= 6 as in_title, floor(40000 * power(random(), 4))::integer as rank
		from generate_series(1, $1) n, generate_series(1, 11) k) t
	join bench.words w on w.n = t.rank`;

const QUESTIONS = `
	insert into public.questions (id, title, body, direction, locale, region_code, answer_count, created_at)
	select md5('question ' || t.question)::uuid, t.title, t.body,
		(array['sewing', 'crafts', 'poultry', 'livestock', 'greenhouse', 'food', 'beauty', 'education',
			'sport', 'repair', 'it', 'media', 'events', 'ecology', 'aid', 'other'])[1 + floor(16 * power(random(), 2))::integer],
		case when random() < 0.6 then 'kk' when random() < 0.97 then 'ru' else 'en' end,
		(array(select code from public.regions order by code))[1 + floor(20 * power(random(), 2))::integer],
		case when random() < 0.3 then 0 else 1 end,
		timestamptz '2024-01-01' + t.question * (interval '700 days' / $1)
	from (
		select question, string_agg(word, ' ') filter (where in_title) as title, string_agg(word, ' ') filter (where not in_title) as body
		from bench.tokens group by 1) t`;

const ANSWERS = `
	insert into public.answers (id, question_id, body, locale, created_at)
	select md5('answer ' || q.id)::uuid, q.id, 'Көмектесті', q.locale, q.created_at + interval '1 hour'
	from public.questions q where q.answer_count = 1;
	update public.questions q set accepted_answer_id = md5('answer ' || q.id)::uuid
	where q.answer_count = 1 and ascii(substr(q.id::text, 1, 1)) % 2 = 0`;

/** What the triggers would lay down row by row, at once. */
const LISTS = `
	create unlogged table bench.stems as
	select question, stem, bool_or(in_title) as in_title from bench.tokens group by 1, 2;
	insert into private.question_words
	select q.id, q.created_at, q.direction, q.locale, t.title, t.words
	from (
		select md5('question ' || question)::uuid as id, array_agg(stem) filter (where in_title) as title, array_agg(stem) as words
		from bench.stems group by question) t
	join public.questions q on q.id = t.id;
	insert into private.word_questions
	select s.stem, s.in_title, timestamptz '2024-01-01' + s.question * (interval '700 days' / $1), md5('question ' || s.question)::uuid
	from bench.stems s order by 1, 2, 3, 4;
	insert into private.forum_vocabulary
	select w.stem, w.in_title, count(*) from private.word_questions w group by 1, 2;
	drop table bench.tokens, bench.stems`;

/** Two topics a question, of two hundred of which a few are on every tenth. */
const TOPICS = `
	insert into private.tags (id, slug, name, locale)
	select md5('topic ' || n)::uuid, 'topic-' || n, 'topic ' || n, 'kk' from generate_series(0, 199) n;
	insert into private.question_tags (tag_id, created_at, question_id, named_id, direction, shown)
	select distinct on (q.id, t.id) t.id, q.created_at, q.id, t.id, q.direction, true
	from public.questions q cross join generate_series(1, 2) k
	cross join lateral (
		select ('x' || substr(md5(q.id::text || k), 1, 8))::bit(32)::bigint / 4294967296.0 as share) dice
	cross join lateral (select md5('topic ' || floor(200 * power(dice.share, 3))::integer)::uuid as id) t;
	insert into private.tag_counts select x.tag_id, x.direction, count(*) from private.question_tags x group by 1, 2`;

/** Runs a statement as a visitor and says what it cost. */
const MEASURE = `
	create function bench.measure(p_sql text) returns jsonb language plpgsql as $$
	declare
		v_plan json;
	begin
		perform set_config('role', 'anon', true);
		execute 'explain (analyze, buffers, timing off, format json) ' || p_sql into v_plan;
		perform set_config('role', 'none', true);
		return jsonb_build_object('ms', v_plan -> 0 -> 'Execution Time',
			'buffers', (v_plan -> 0 -> 'Plan' ->> 'Shared Hit Blocks')::integer + (v_plan -> 0 -> 'Plan' ->> 'Shared Read Blocks')::integer);
	end $$`;

const FOLLOWED = [
	'public.questions',
	'public.answers',
	'private.question_words',
	'private.word_questions',
	'private.question_tags'
];

async function fill(database: Embedded, questions: number): Promise<void> {
	const triggers = (state: string) =>
		database.exec(FOLLOWED.map((table) => `alter table ${table} ${state} trigger user;`).join(''));
	await database.exec(`${WORDS}; analyze bench.words`);
	await triggers('disable');
	for (const sql of [
		TOKENS,
		'analyze bench.tokens',
		QUESTIONS,
		ANSWERS,
		'analyze public.questions',
		LISTS,
		TOPICS
	])
		await database.exec(sql.replaceAll('$1', String(questions)));
	await triggers('enable');
	await database.exec(MEASURE);
}

/** Opens the database of so many questions beside the one of `server`; makes it when it is not there. */
export async function forumDatabase(server: string, questions: number) {
	const { database, close } = await openServer(server, `jalgas_forum_${questions}`);
	const [state] = await database.query<{ filled: boolean }>(
		`select exists (select from pg_proc where proname = 'measure' and pronamespace = to_regnamespace('bench')) as filled`
	);
	if (!state?.filled) await fill(database, questions);
	await database.exec('vacuum analyze');
	return { database, close };
}

/** How often a table that grows with the forum was read from end to end until now. */
export async function scansOf(database: Embedded): Promise<number> {
	await database.exec('select pg_stat_force_next_flush()');
	const [row] = await database.query<{ scans: number }>(`
		select sum(seq_scan)::integer as scans from pg_stat_user_tables
		where relname in ('questions', 'answers', 'question_words', 'word_questions', 'forum_vocabulary', 'question_tags')`);
	return row?.scans ?? 0;
}
