/** Many people who vote, mark, change their mind, delete and vanish at the same time. */
import type { Row, Sql } from 'postgres';

const PEOPLE = `
	create schema bench;
	create table bench.people (n serial primary key, id uuid, session uuid);
	create function bench.act(p_account uuid, p_session uuid, p_sql text) returns void language plpgsql as $$
	begin
		perform set_config('request.jwt.claim.sub', p_account::text, true),
			set_config('request.jwt.claims', jsonb_build_object('sub', p_account, 'session_id', p_session, 'role', 'authenticated')::text, true),
			set_config('role', 'authenticated', true);
		execute p_sql;
	end $$;
	insert into bench.people (id, session) select gen_random_uuid(), gen_random_uuid() from generate_series(1, $people);
	insert into auth.users (id, email) select id, id || '@bench.kz' from bench.people;
	insert into auth.sessions (id, user_id) select session, id from bench.people;
	insert into public.persons (registry_no, full_name, region_code)
	select 'B-' || p.n, 'Ақ Қас', r.code from bench.people p
	join (select code, row_number() over (order by code) - 1 as place from public.regions) r on r.place = p.n % 5;
	update public.accounts a set person_id = x.id, claimed_at = now(), created_at = now() - interval '60 days'
	from bench.people p join public.persons x on x.registry_no = 'B-' || p.n where a.id = p.id;
	-- Trusted, so that they may vote down, and above the floor.
	insert into public.reputation_events (account_id, kind, points, delta)
	select p.id, 'answer_accepted', 15, 15 from bench.people p, generate_series(1, 4);
	insert into public.forum_profiles (account_id, reputation) select id, 61 from bench.people;
	insert into public.questions (author_id, title, direction, locale, answer_count)
	select p.id, 'Сұрақ нөмірі ' || p.n, 'poultry', 'kk', 6 from bench.people p where p.n <= greatest(4, $people / 4);
	insert into public.answers (question_id, author_id, body, locale)
	select q.id, p.id, 'Жауап', 'kk' from public.questions q
	cross join lateral (select id from bench.people where id <> q.author_id order by md5(n || q.id::text) limit 6) p;`;

/** What the database may say to somebody in a crowd: rules that hold, and two who waited for each other. */
const ANSWERS = [
	...['forbidden', 'not_found', 'too_many', 'conflict', 'used', 'invalid'],
	...['deadlock', 'gone']
] as const;
export type Tally = Record<'done' | (typeof ANSWERS)[number], number>;

function answerOf(error: unknown): (typeof ANSWERS)[number] {
	const { code, message } = error as { code?: string; message?: string };
	const known = ANSWERS.find((answer) => answer === message);
	if (known) return known;
	if (code === '40P01') return 'deadlock';
	// An account that is deleted while it votes, or is voted for.
	if (code === '23503') return 'gone';
	throw error;
}

interface Scene {
	sql: Sql;
	roll: (sides: number) => number;
	who: Row;
	post: Row;
	/** One statement of somebody, as the API would run it. */
	as: (who: Row, statement: string) => Promise<unknown>;
}

/** What people do, and of a thousand acts how many are this one. */
const ACTS: [number, (scene: Scene) => Promise<unknown>][] = [
	[
		520,
		({ as, roll, who, post }) => {
			const [kind, id] = roll(5) ? ['answer', post.id] : ['question', post.question_id];
			return as(who, `public.cast_vote('${kind}', '${id}', ${[1, 1, 1, -1, 0][roll(5)]})`);
		}
	],
	[
		200,
		async ({ as, roll, post }) => {
			const mark = roll(4) === 0 ? 'null' : `'${post.id}'`;
			if (post.session)
				await as(
					{ id: post.asker_id, session: post.session },
					`public.accept_answer('${post.question_id}', ${mark})`
				);
		}
	],
	[
		30,
		({ sql, roll, post }) =>
			sql.unsafe(`select private.withdraw_post($1, $2, 'author')`, [...aimed(roll, post)])
	],
	[
		120,
		({ sql, roll, post }) =>
			sql.unsafe(`select private.restore_post($1, $2)`, [...aimed(roll, post)])
	],
	[
		20,
		({ as, who, post }) =>
			as(
				who,
				`public.post_answer(gen_random_uuid(), '${post.question_id}', 'Тағы бір жауап', 'kk')`
			)
	],
	[
		20,
		({ as, who, post }) =>
			as(who, `public.add_comment(gen_random_uuid(), '${post.id}', 'Рақмет сізге', 'kk')`)
	],
	[20, ({ as, who, post }) => as(who, `public.mark_answer('${post.id}', 'worked', true, null)`)],
	[20, ({ as, who, post }) => as(who, `public.flag_post('${post.id}', 'spam', null)`)],
	[
		30,
		async ({ as, roll, post }) => {
			// A text that holds a word of the list has to wait, and its points with it.
			const body = roll(3) ? `Жауап ${roll(1000)}` : `Казино ${roll(1000)}`;
			if (post.author_session)
				await as(
					{ id: post.author_id, session: post.author_session },
					`public.edit_post('${post.id}', ${post.revision}, null, '${body}')`
				);
		}
	],
	[2, ({ sql }) => sql.unsafe('select public.forget_withdrawn_posts()')],
	[2, ({ sql }) => sql.unsafe('select public.refresh_standing()')],
	[
		2,
		({ sql }) =>
			sql.begin(async (tx) => {
				await tx.unsafe(`select private.lock_forum('many')`);
				await tx.unsafe('select private.find_vote_rings(), private.rebuild_reputation()');
			})
	],
	[
		4,
		// For good, with what they wrote, or by whoever deletes the account alone.
		({ sql, roll, who }) =>
			sql.begin(async (tx) => {
				if (roll(2)) {
					await tx.unsafe(`select private.lock_forum('all')`);
					await tx.unsafe('select private.erase_forum($1)', [who.id]);
				}
				await tx.unsafe('delete from auth.users where id = $1', [who.id]);
			})
	]
];

const aimed = (roll: Scene['roll'], post: Row) =>
	roll(4) ? ['answer', post.id] : ['question', post.question_id];

async function act(sql: Sql, roll: (sides: number) => number, people: number): Promise<void> {
	const [who] = await sql.unsafe('select id, session from bench.people where n = $1', [
		1 + roll(people)
	]);
	const [post] = await sql.unsafe(
		`select a.id, a.question_id, a.author_id, a.revision, w.session as author_session, q.author_id as asker_id, p.session
		 from public.answers a join public.questions q on q.id = a.question_id
		 left join bench.people p on p.id = q.author_id left join bench.people w on w.id = a.author_id
		 where a.id >= (select id from public.answers order by id offset $1 limit 1) order by a.id limit 1`,
		[roll(people)]
	);
	if (!who || !post) return;
	let odds = roll(ACTS.reduce((sum, [weight]) => sum + weight, 0));
	const [, chosen] = ACTS.find(([weight]) => (odds -= weight) < 0) as (typeof ACTS)[number];
	const as: Scene['as'] = (person, statement) =>
		sql.unsafe('select bench.act($1, $2, $3)', [person.id, person.session, `select ${statement}`]);
	await chosen({ sql, roll, who, post, as });
}

/** So many trusted people with their questions and answers, and a way to act as each of them. */
export const layCrowd = (sql: Sql, people: number) =>
	sql.unsafe(PEOPLE.replaceAll('$people', String(people)));

/** `workers` people at once do `acts` acts in all. */
export async function storm(
	sql: Sql,
	{
		workers,
		acts,
		dice
	}: { workers: number; acts: number; dice: (seed: number) => (sides: number) => number }
): Promise<Tally> {
	await layCrowd(sql, workers);
	const tally = Object.fromEntries(['done', ...ANSWERS].map((answer) => [answer, 0])) as Tally;
	let left = acts;
	await Promise.all(
		Array.from({ length: workers }, async (_, worker) => {
			const roll = dice(worker + 1);
			while (left-- > 0)
				tally[await act(sql, roll, workers).then(() => 'done' as const, answerOf)]++;
		})
	);
	return tally;
}
