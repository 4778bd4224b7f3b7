/** Questions that wait, people who could answer, and what must be true of the offers between them. */
import type { Embedded } from '../../../src/lib/server/embedded.server';

const DIRECTIONS = `(array['sewing', 'poultry', 'livestock', 'greenhouse'])`;

/** By numbers and not by chance, so that two databases have the same people and questions. */
const SCENE = `
	create schema bench;
	create table bench.people as
	select n, md5('account ' || n)::uuid as account, md5('person ' || n)::uuid as person,
		${DIRECTIONS}[1 + n % 4] as direction, (array['KZ-61', 'KZ-55', 'KZ-27'])[1 + n % 3] as region
	from generate_series(1, $people) n;
	insert into auth.users (id, email, last_sign_in_at) select account, account || '@bench.kz', now() from bench.people;
	insert into public.persons (id, registry_no, full_name, region_code, birth_year)
	select person, 'B-' || n, 'Ақ Қас', region, 1995 from bench.people;
	insert into public.subprojects (registry_no, title, direction, round, region_code)
	select 'S-' || d, 'Жоба', d, 2019, 'KZ-61' from unnest(${DIRECTIONS}) d;
	insert into public.participations (person_id, round, role, subproject_id)
	select p.person, 2019, 'member', s.id from bench.people p join public.subprojects s on s.registry_no = 'S-' || p.direction;
	-- Every third is reached in the app alone.
	insert into public.contact_points (person_id, kind, value, value_key, source)
	select person, 'email', n || '@bench.kz', n || '@bench.kz', 'registry' from bench.people where n % 3 <> 0;
	update public.accounts a set person_id = p.person, claimed_at = now() - interval '60 days', locale = 'kk'
	from bench.people p where p.account = a.id;
	insert into public.questions (id, author_id, title, direction, locale, region_code, created_at)
	select md5('question ' || n)::uuid, md5('account ' || n)::uuid, 'Сұрақ нөмірі ' || n, ${DIRECTIONS}[1 + n / 3 % 4], 'kk',
		case when n % 2 = 0 then 'KZ-61' end, now()
	from generate_series(1, $questions) n`;

/** What may not be, each with how often it is; and offers by number, the same in a run that nobody disturbed. */
const WRONG = `
	select 'offered twice' as what, count(*)::integer as n
	from (select from private.question_offers group by question_id, account_id having count(*) > 1) x
	union all
	select 'more than two a week', count(*)::integer
	from (select from private.question_offers group by account_id, week having count(*) > 2) x
	union all
	select 'an offer without its one message', count(*)::integer from private.question_offers f
	where 1 <> (select count(*) from private.outbox o where o.purpose = 'question_offered' and o.occasion = f.question_id || ':' || f.account_id)
	union all
	select 'a message without its offer', count(*)::integer from private.outbox o
	where o.purpose = 'question_offered' and not exists (
		select from private.question_offers f where o.occasion = f.question_id || ':' || f.account_id)
	union all
	select 'a question forgotten', count(*)::integer from public.questions q
	where not exists (select from private.routed_questions r where r.question_id = q.id and r.step = 3)`;

export async function layRoutingScene(
	database: Embedded,
	{ people, questions }: { people: number; questions: number }
): Promise<void> {
	await database.exec(
		SCENE.replaceAll('$people', String(people)).replaceAll('$questions', String(questions))
	);
	await database.exec('analyze');
}

/** As if every question had been asked so many hours ago, and looked at last long enough ago. */
export const ageQuestions = (database: Embedded, hours: number): Promise<void> =>
	database.exec(`
		update private.routed_questions set routed_at = routed_at - interval '12 hours';
		update public.questions q set created_at = now() - interval '${hours} hours 30 minutes' + n * interval '1 second'
		from generate_series(1, (select count(*)::integer from public.questions)) n where q.id = md5('question ' || n)::uuid`);

export async function waitingFor(database: Embedded, step: number): Promise<number> {
	const [row] = await database.query<{ n: number }>(
		`select count(*)::integer as n from public.questions q
		 where not exists (select from private.routed_questions r where r.question_id = q.id and r.step = $1)`,
		[step]
	);
	return row?.n ?? 0;
}

export async function routingReport(database: Embedded) {
	const wrong = await database.query<{ what: string; n: number }>(WRONG);
	const offers = await database.query<{ offer: string }>(
		`select concat_ws(' ', question_id, account_id, step, slot) as offer from private.question_offers order by 1`
	);
	return { wrong: wrong.filter(({ n }) => n > 0), offers: offers.map(({ offer }) => offer) };
}
