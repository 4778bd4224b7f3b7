/** Pairs (and more) of acts of the forum at the same instant, and what may come of each. */
import type { Sql } from 'postgres';

type Outcome = string;
/**
 * Somebody by their number in the crowd, or by the id that is their session's too, and what they call. Number
 * 0 is the worker, 1 and 2 moderate, 3 coordinates.
 */
type Act = [who: number | ':a' | ':b', call: string];
export interface Race {
	name: string;
	/** Lays what the round needs, in statements that name it by `:id` (a new one each round). */
	lay?: string;
	acts: Act[];
	/** How the acts may have ended, sorted, when the ends of all are told; any when left out. */
	ends?: Outcome[];
	/** A query that is true when all is well, of the round's `:id`. */
	well: string;
}

const P = (n: number) => `(select id from bench.people where n = ${n})`;
const question = (id: string, asker: number, answers = 0) =>
	`insert into public.questions (id, author_id, title, direction, locale, answer_count)
	 values ('${id}', ${P(asker)}, 'Сұрақ нөмірі ${id}', 'poultry', 'kk', ${answers});`;
const answer = (id: string, of: string, author: number) =>
	`insert into public.answers (id, question_id, author_id, body, locale)
	 values ('${id}', '${of}', ${P(author)}, 'Жауап осы', 'kk');`;
const ASKED = question(':id', 10, 1) + answer(':a', ':id', 11);
const TWICE_ANSWERED = question(':id', 10, 2) + answer(':a', ':id', 11) + answer(':b', ':id', 12);
const PAIR = question(':id', 10) + question(':a', 11);
const openCase = (more = '') => `${ASKED}
	insert into private.moderation_cases (id, answer_id, author_id, locale, why)
	values (':b', ':a', ${P(11)}, 'kk', 'flags'); ${more}`;
const JUDGED = `${openCase()}
	update public.answers set withdrawn_at = now(), withdrawn_for = 'moderation' where id = ':a';
	update public.questions set answer_count = 0 where id = ':id';
	update private.moderation_cases set state = 'hidden', reason = 'spam', decided_by = ${P(2)}, decided_at = now() where id = ':b';`;
const APPEALED = `${JUDGED}
	insert into private.appeals (id, account_id, case_id, words) values (':id', ${P(11)}, ':b', 'Бұл жарнама емес');`;
const SUGGESTED = `${ASKED}
	insert into public.post_suggestions (id, answer_id, base, body, reason, author_id, idempotency_key)
	values (':b', ':a', 1, 'Жауап дәлірек', 'Дәлірек', ${P(12)}, ':b');`;
/** Somebody of two records whose answer waits for a verdict. */
const CLAIMED = `${question(':id', 10, 1)} select bench.newcomer(':b');
	insert into public.persons (id, registry_no, full_name, region_code, birth_year)
	values (':b', 'R-:b', 'Ақ Қас', 'KZ-61', 1990), (':a', 'M-:b', 'Ақ Қас', 'KZ-61', 1990);
	update public.accounts set person_id = ':b', claimed_at = now() where id = ':b';
	insert into public.answers (id, question_id, author_id, body, locale) values (':a', ':id', ':b', 'Жауап осы', 'kk');
	insert into private.moderation_cases (id, answer_id, author_id, locale, why) values (md5(':b')::uuid, ':a', ':b', 'kk', 'flags');`;
const TAGS = `
	insert into private.tags (id, slug, name, locale) select t, private.tag_slug(left(replace(t::text, '-', ''), 20)), left(replace(t::text, '-', ''), 20), 'kk'
	from unnest(array[':a', ':b']::uuid[]) t;
	insert into private.question_tags (tag_id, created_at, question_id, named_id, direction, shown)
	select t, q.created_at, q.id, t, q.direction, true from public.questions q, unnest(array[':a', ':b']::uuid[]) t where q.id = ':id';`;
const told = (purpose: string, occasion: string) =>
	`(select count(*) from private.outbox where purpose = '${purpose}' and occasion like '${occasion}')`;
const COUNTED = `(select answer_count from public.questions where id = ':id') =
	(select count(*) from public.answers where question_id = ':id' and withdrawn_at is null)`;
const TAGS_COUNTED = `not exists (
	select from (select tag_id, direction, count(*) as n from private.question_tags where shown group by 1, 2) k
	full join private.tag_counts c using (tag_id, direction) where coalesce(k.n, 0) <> coalesce(c.questions, 0))`;

const repeat = (count: number, act: (n: number) => Act): Act[] =>
	Array.from({ length: count }, (_, n) => act(n));
const post = (who: number, at = ':id'): Act => [
	who,
	`public.post_answer(gen_random_uuid(), '${at}', 'Тағы бір жауап', 'kk')`
];

export const RACES: Race[] = [
	{
		name: 'three trusted flags',
		lay: ASKED,
		acts: repeat(3, (n) => [20 + n, `public.flag_post(':a', 'spam')`]),
		ends: ['done', 'done', 'done'],
		well: `(select withdrawn_for from public.answers where id = ':a') = 'flags' and ${COUNTED}
			and (select count(*) from private.moderation_cases where post_id = ':a') = 1
			and (select count(*) from private.post_flags where post_id = ':a') = 3
			and (select count(*) from private.moderation_log l join private.moderation_cases c on c.id = l.case_id where c.post_id = ':a' and l.act = 'flags_hid') = 1
			and ${told('post_flagged', ':a:%')} = 1`
	},
	{
		name: 'a third flag and an edit',
		lay: ASKED,
		acts: [
			...repeat(3, (n): Act => [20 + n, `public.flag_post(':a', 'spam')`]),
			[11, `public.edit_post(':a', 1, null, 'Казино осы')`]
		],
		well: `(select withdrawn_at is not null from public.answers where id = ':a') and ${COUNTED}
			and (select count(*) from private.moderation_cases where post_id = ':a' and state = 'open') = 1`
	},
	{
		name: 'two claim a case',
		lay: openCase(),
		acts: [
			[1, `public.claim_case(':b')`],
			[2, `public.claim_case(':b')`]
		],
		ends: ['conflict', 'done'],
		well: `(select claimed_by is not null from private.moderation_cases where id = ':b')`
	},
	{
		name: 'two verdicts at once',
		lay: openCase(),
		acts: [
			[1, `public.decide_case(':b', 'hidden', 'spam')`],
			[2, `public.decide_case(':b', 'kept')`]
		],
		ends: ['done', 'used'],
		well: `${COUNTED} and (select (c.state = 'hidden') = (a.withdrawn_at is not null)
			from private.moderation_cases c join public.answers a on a.id = c.answer_id where c.id = ':b')
			and (select count(*) from private.moderation_log where case_id = ':b') = 1`
	},
	{
		name: 'a verdict on a case taken over',
		lay: openCase(
			`update private.moderation_cases set claimed_by = ${P(1)}, claimed_until = now() - interval '1 second' where id = ':b';`
		),
		acts: [
			[1, `public.decide_case(':b', 'hidden', 'spam')`],
			[2, `public.claim_case(':b')`]
		],
		// Either the verdict was first and there is nothing to take, or the case is the other's.
		well: `(select (state = 'hidden' and claimed_by is null) or (state = 'open' and claimed_by = ${P(2)})
			from private.moderation_cases where id = ':b')`
	},
	{
		name: 'an appeal sent twice',
		lay: JUDGED,
		acts: repeat(2, () => [11, `public.appeal(':b', null, 'Бұл жарнама емес, өз тәжірибем')`]),
		ends: ['conflict', 'done'],
		well: `(select count(*) from private.appeals where case_id = ':b') = 1`
	},
	{
		name: 'an appeal answered by two',
		lay: APPEALED,
		acts: [
			[1, `public.answer_appeal(':id', true, 'Дұрыс айтасыз, қайтардық')`],
			[3, `public.answer_appeal(':id', false, 'Шешім өзгермейді, жарнама')`]
		],
		ends: ['done', 'used'],
		well: `(select count(*) from private.moderation_log where case_id = ':b' and act like 'appeal%') = 1
			and (select (p.state = 'granted') = (a.withdrawn_at is null) from private.appeals p, public.answers a where p.id = ':id' and a.id = ':a')
			and ${told('appeal_answered', ':id:%')} = 1`
	},
	{
		name: 'a draft saved in two tabs',
		acts: repeat(2, (n) => [12, `public.save_draft(':a', null, '{"title": "${n}"}')`]),
		ends: ['done', 'done'],
		well: `(select count(*) from public.post_drafts where key = ':a') = 1`
	},
	{
		name: 'a draft saved as it is posted',
		acts: [
			[13, `public.ask_question(':a', 'poultry', 'Тауық неге жұмыртқаламайды?', '', 'kk')`],
			[13, `public.save_draft(':a', null, '{"title": "Тауық"}')`]
		],
		well: `(select count(*) from public.questions where idempotency_key = ':a') = 1
			and not exists (select from public.post_drafts where key = ':a')`
	},
	{
		name: 'more drafts than may be kept',
		acts: repeat(24, () => [14, 'public.save_draft(gen_random_uuid(), null, \'{"title": "т"}\')']),
		well: `(select count(*) from public.post_drafts where account_id = ${P(14)}) = 20`
	},
	{
		name: 'more comments than an hour allows',
		lay: ASKED,
		acts: repeat(36, () => [16, `public.add_comment(gen_random_uuid(), ':a', 'Рақмет', 'kk')`]),
		well: `(select count(*) from public.post_comments where answer_id = ':a') = 30`
	},
	{
		name: 'one question posted from two tabs',
		acts: repeat(2, () => [
			15,
			`public.ask_question(':a', 'poultry', 'Тауық неге жұмыртқаламайды?', '', 'kk')`
		]),
		ends: ['done', 'done'],
		well: `(select count(*) from public.questions where idempotency_key = ':a') = 1`
	},
	{
		name: 'an answer to a question merged away',
		lay: PAIR,
		acts: [[1, `public.propose_duplicate(':id', ':a')`], post(36), post(37)],
		well: `(select merged_into = ':a' from public.questions where id = ':id') and ${COUNTED}
			and not exists (select from private.question_words where question_id = ':id')`
	},
	{
		name: 'two questions merged into each other',
		lay: PAIR,
		acts: [
			[1, `public.propose_duplicate(':id', ':a')`],
			[2, `public.propose_duplicate(':a', ':id')`]
		],
		ends: ['done', 'invalid'],
		well: `(select count(*) from public.questions where id in (':id', ':a') and merged_into is not null) = 1`
	},
	{
		name: 'a suggestion let in by two',
		lay: SUGGESTED,
		acts: [
			[11, `public.accept_suggestion(':b')`],
			[20, `public.accept_suggestion(':b')`]
		],
		ends: ['done', 'done'],
		well: `(select revision from public.answers where id = ':a') = 2
			and (select count(*) from public.post_revisions where answer_id = ':a') = 2
			and ${told('suggestion_judged', ':b:%')} = 1`
	},
	{
		name: 'a suggestion let in and declined',
		lay: SUGGESTED,
		acts: [
			[11, `public.accept_suggestion(':b')`],
			[20, `public.decline_suggestion(':b', 'Басқа ойда')`]
		],
		ends: ['done', 'used'],
		well: `(select (s.state = 'accepted') = (a.revision = 2) from public.post_suggestions s join public.answers a on a.id = s.answer_id where s.id = ':b')`
	},
	{
		name: 'a suggestion and its author’s own edit',
		lay: SUGGESTED,
		acts: [
			[20, `public.accept_suggestion(':b')`],
			[11, `public.edit_post(':a', 1, null, 'Жауап басқаша')`]
		],
		ends: ['conflict', 'done'],
		well: `(select revision from public.answers where id = ':a') = 2`
	},
	{
		name: 'up and down in the same instant',
		lay: ASKED,
		acts: [
			[20, `public.cast_vote('answer', ':a', 1)`],
			[20, `public.cast_vote('answer', ':a', -1)`]
		],
		ends: ['done', 'done'],
		well: `(select count(*) from public.votes where answer_id = ':a') = 1
			and (select score = (select value from public.votes where answer_id = ':a') from public.answers where id = ':a')`
	},
	{
		name: 'two tabs accept two answers',
		lay: TWICE_ANSWERED,
		acts: [
			[10, `public.accept_answer(':id', ':a')`],
			[10, `public.accept_answer(':id', ':b')`]
		],
		ends: ['done', 'done'],
		well: `(select count(*) from public.reputation_events e where e.question_id = ':id' and e.kind = 'answer_accepted' and e.reverses is null
			and not exists (select from public.reputation_events r where r.reverses = e.id)) = 1`
	},
	{
		name: 'accepted as it is withdrawn',
		lay: ASKED,
		acts: [
			[10, `public.accept_answer(':id', ':a')`],
			[11, `public.withdraw_own_post(':a')`]
		],
		well: `(select accepted_answer_id is null from public.questions where id = ':id') and ${COUNTED}`
	},
	{
		name: 'followers of a question answered twice',
		lay: `${question(':id', 10)} insert into public.follows (account_id, question_id) select id, ':id' from bench.people where n in (30, 31, 32);`,
		acts: [post(38), post(39), [33, `public.follow('question', ':id')`]],
		ends: ['done', 'done', 'done'],
		well: `${told('followed_answered', ':id:%')} between 6 and 8 and ${COUNTED}`
	},
	{
		name: 'a follow tapped twice',
		lay: question(':id', 10),
		acts: repeat(2, () => [34, `public.follow('question', ':id')`]),
		ends: ['done', 'done'],
		well: `(select count(*) from public.follows where question_id = ':id') = 1`
	},
	{
		name: 'topics joined crosswise',
		lay: question(':id', 10) + TAGS,
		acts: [
			[3, `public.join_tags(':slugA', ':wordB')`],
			[3, `public.join_tags(':slugB', ':wordA')`],
			[10, `public.withdraw_own_post(':id')`]
		],
		well: `${TAGS_COUNTED} and (select count(*) from private.tags where id in (':a', ':b') and synonym_of is not null) = 1`
	},
	{
		name: 'topics of two questions at once',
		lay: PAIR,
		acts: [
			[10, `public.set_question_tags(':id', array['тауық', 'жем', 'су'])`],
			[11, `public.set_question_tags(':a', array['су', 'жем', 'тауық'])`],
			[10, `public.withdraw_own_post(':id')`]
		],
		well: TAGS_COUNTED
	},
	{
		name: 'badges and experts twice at once',
		// Named again each time, once there are five thanks of three people.
		lay: `${ASKED} delete from private.forum_experts; delete from private.forum_badges; delete from private.outbox where purpose = 'expert_named';`,
		acts: [
			...repeat(2, (): Act => [0, 'private.award_badges(true)']),
			...repeat(2, (): Act => [0, 'public.refresh_standing()']),
			...repeat(3, (n): Act => [20 + n, `public.cast_vote('answer', ':a', 1)`])
		],
		ends: Array.from({ length: 7 }, () => 'done'),
		well: `not exists (select from private.outbox where purpose = 'expert_named' group by occasion having count(*) > 1)
			and (select count(*) from private.outbox where purpose = 'expert_named') = (select count(*) from private.forum_experts)`
	},
	{
		name: 'weekly letters by two workers',
		lay: `insert into private.message_choices (person_id, topic, wanted, created_at)
			select person_id, 'weekly', true, now() - interval '30 days' from public.accounts where id in (select id from bench.people where n between 40 and 60);
			insert into public.follows (account_id, followed_id) select id, ${P(11)} from bench.people where n between 40 and 60 on conflict do nothing;
			delete from private.weekly_letters; delete from private.outbox where purpose = 'weekly';`,
		acts: repeat(3, () => [
			0,
			`public.queue_weekly('http://localhost:3000', date_trunc('week', now()) + interval '7 days', 5)`
		]),
		ends: ['done', 'done', 'done'],
		well: `not exists (select from private.outbox where purpose = 'weekly' group by occasion having count(*) > 1)`
	},
	{
		name: 'a claim undone as its words are judged',
		lay: CLAIMED,
		acts: [
			[1, `public.decide_case(md5(':b')::uuid, 'hidden', 'spam')`],
			[3, `public.undo_claim(':b', ':b', 'Бұл басқа адам', '{}')`]
		],
		ends: ['done', 'done'],
		well: `(select person_id is null from public.accounts where id = ':b') and (select withdrawn_at is not null from public.answers where id = ':a')`
	},
	{
		name: 'a record made one as its owner is judged',
		lay: CLAIMED,
		acts: [
			[1, `public.decide_case(md5(':b')::uuid, 'hidden', 'spam')`],
			[20, `public.cast_vote('answer', ':a', 1)`],
			[3, `public.merge_persons(':b', ':a')`]
		],
		well: `not exists (select from public.persons where id = ':a') and (select withdrawn_at is not null from public.answers where id = ':a')
			and ${told('post_hidden', ':a:%')} = 1`
	},
	{
		name: 'an account goes as it is thanked',
		lay: `${ASKED} select bench.newcomer(':b'); update public.answers set author_id = ':b' where id = ':a';`,
		acts: [
			[20, `public.cast_vote('answer', ':a', 1)`],
			[10, `public.accept_answer(':id', ':a')`],
			[21, `public.add_comment(gen_random_uuid(), ':a', 'Рақмет', 'kk')`],
			[22, `public.flag_post(':a', 'spam')`],
			[0, `bench.leave(':b')`]
		],
		ends: Array.from({ length: 5 }, () => 'done'),
		well: `(select author_id is null from public.answers where id = ':a') and not exists (select from public.accounts where id = ':b')`
	},
	{
		name: 'an account is deleted as its owner leaves',
		lay: `${ASKED} select bench.newcomer(':b'); update public.answers set author_id = ':b' where id = ':a';`,
		acts: [
			...repeat(4, (): Act => [0, `bench.leave(':b')`]),
			...repeat(4, (): Act => [0, `bench.erase(':b')`])
		],
		ends: Array.from({ length: 8 }, () => 'done'),
		well: `not exists (select from public.accounts where id = ':b')`
	}
];

const LAY = `
	create function bench.act_at(p_at timestamptz, p_account uuid, p_session uuid, p_sql text) returns void language plpgsql as $$
	begin
		perform pg_sleep(extract(epoch from p_at - clock_timestamp()));
		if p_account is null then execute p_sql; else perform bench.act(p_account, p_session, p_sql); end if;
	end $$;
	create function bench.newcomer(p_id uuid) returns void language sql as $$
		insert into auth.users (id, email) values (p_id, p_id || '@bench.kz') $$;
	create function bench.somebody(p_id uuid) returns void language sql as $$
		insert into auth.users (id, email) values (p_id, p_id || '@bench.kz');
		insert into auth.sessions (id, user_id) values (p_id, p_id);
		insert into public.persons (id, registry_no, full_name, region_code, birth_year) values (p_id, 'R-' || p_id, 'Ақ Қас', 'KZ-61', 1990);
		update public.accounts set person_id = p_id, claimed_at = now() where id = p_id $$;
	create function bench.code(p_invitation uuid) returns text language sql security definer as $$ select private.invitation_code(p_invitation) $$;
	grant usage on schema bench to authenticated;
	grant execute on function bench.code(uuid) to authenticated;
	create function bench.leave(p_id uuid) returns void language sql as $$ delete from auth.users where id = p_id $$;
	create function bench.erase(p_id uuid) returns void language sql as $$
		select private.lock_forum('all');
		select private.erase_forum(p_id);
		delete from auth.users where id = p_id $$;
	insert into private.staff_roles (account_id, role) select id, case n when 3 then 'coordinator' else 'moderator' end from bench.people where n <= 3;
	update public.persons set birth_year = 1990;
	-- Trusted to review, and below those who moderate.
	insert into public.reputation_events (account_id, kind, points, delta)
	select p.id, 'answer_accepted', 15, 15 from bench.people p, generate_series(1, 20) where p.n between 20 and 29;
	update public.forum_profiles f set reputation = 361 from bench.people p where p.id = f.account_id and p.n between 20 and 29;`;

const DAY_BEFORE = ['questions', 'answers', 'post_comments', 'post_revisions']
	.map((table) => `public.${table}`)
	.concat('private.appeals', 'private.post_flags')
	.map(
		(table) =>
			`update ${table} set created_at = created_at - interval '1 day' where created_at > now() - interval '1 day'`
	)
	.join(';');
const IDS = `
	select r.*, left(replace(a::text, '-', ''), 20) as "wordA", left(replace(b::text, '-', ''), 20) as "wordB",
		private.tag_slug(left(replace(a::text, '-', ''), 20)) as "slugA", private.tag_slug(left(replace(b::text, '-', ''), 20)) as "slugB"
	from (select gen_random_uuid() as id, gen_random_uuid() as a, gen_random_uuid() as b) r`;

export const layRaces = (sql: Sql) => sql.unsafe(LAY);

const endOf = (error: { code?: string; message: string }): Outcome =>
	error.code === '40P01' ? 'deadlock' : error.message;

/** One round; what went wrong, or null. */
export async function runRace(sql: Sql, race: Race): Promise<string | null> {
	// Nobody may write more than so much an hour.
	await sql.unsafe(DAY_BEFORE);
	const [ids] = await sql.unsafe(IDS);
	const named = (text: string) =>
		text.replace(/:(id|a|b|slugA|slugB|wordA|wordB)\b/g, (_, name: string) => String(ids?.[name]));
	if (race.lay) await sql.unsafe(named(race.lay));
	// All wait in the database for the same instant.
	const [gun] = await sql.unsafe(`select clock_timestamp() + interval '80 milliseconds' as at`);
	const ends = await Promise.all(
		race.acts.map(async ([who, call]) => {
			const [person] =
				typeof who === 'string'
					? [{ id: named(who), session: named(who) }]
					: await sql.unsafe('select id, session from bench.people where n = $1', [who]);
			return sql
				.unsafe('select bench.act_at($1, $2, $3, $4)', [
					gun?.at,
					person?.id ?? null,
					person?.session ?? null,
					`select ${named(call)}`
				])
				.then(() => 'done', endOf);
		})
	);
	const [{ well } = { well: false }] = await sql.unsafe(`select (${named(race.well)}) as well`);
	const isExpected = !race.ends || String(ends.toSorted()) === String(race.ends);
	return well && isExpected && !ends.includes('deadlock')
		? null
		: `${well ? '' : 'not well, '}${ends.join(' + ')}`;
}
