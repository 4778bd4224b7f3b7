-- Questions that wait are offered to the people who fit them: after 2, 12 and 24 hours, to more people each time.

create table private.routing_limits (
  account_id uuid primary key references public.accounts (id) on delete cascade,
  weekly smallint not null check (weekly between 0 and 2),
  paused_until date,
  updated_at timestamptz not null default now()
);
alter table private.routing_limits enable row level security;
comment on table private.routing_limits is 'How many questions a week an account wants to be offered, and until when none; who has no row is offered two.';
comment on column private.routing_limits.paused_until is 'The first day on which questions are offered again.';

create table private.routed_questions (
  question_id uuid primary key references public.questions (id) on delete cascade,
  step smallint not null check (step between 1 and 3),
  routed_at timestamptz not null default now()
);
alter table private.routed_questions enable row level security;
comment on table private.routed_questions is 'How far a question was offered, also where nobody fitted.';

create table private.question_offers (
  id uuid primary key default private.uuid_v7(),
  question_id uuid not null references public.questions (id) on delete cascade,
  account_id uuid not null references public.accounts (id) on delete cascade,
  step smallint not null check (step between 1 and 3),
  week date not null check (extract(isodow from week) = 1),
  slot smallint not null check (slot between 1 and 2),
  score smallint not null,
  reasons jsonb not null,
  created_at timestamptz not null default now(),
  unique (question_id, account_id),
  unique (account_id, week, slot)
);
alter table private.question_offers enable row level security;
create index question_offers_newest_idx on private.question_offers (account_id, created_at desc);
comment on table private.question_offers is 'Which question was offered to whom, and why. Appended, never changed.';
comment on column private.question_offers.week is 'The Monday of the week in Kazakhstan. With slot it makes a third offer in a week impossible, whoever tries at the same moment.';
comment on column private.question_offers.reasons is 'Why this person, in the words of private.routing_candidates: shown to the person alone.';

create table private.question_offer_events (
  offer_id uuid not null references private.question_offers (id) on delete cascade,
  what text not null check (what in ('opened', 'answered', 'passed')),
  at timestamptz not null default now(),
  primary key (offer_id, what)
);
alter table private.question_offer_events enable row level security;
comment on table private.question_offer_events is 'What became of an offer. Appended, never changed; "passed" is told to nobody.';

-- Who fits -----------------------------------------------------------------------------------------------

create function private.routing_candidates(p_question uuid, p_step integer)
returns table (account_id uuid, score smallint, reasons jsonb)
language sql stable security definer set search_path = '' as $$
  with q as materialized (select x.* from public.questions x where x.id = p_question),
  -- A bounded look back along an index, however long the forum has been there.
  answered as materialized (
    select x.id, x.direction = q.direction as same
    from q cross join public.directions d
    cross join lateral (
      select s.id, s.direction from public.questions s
      where s.direction = d.code and s.locale = q.locale and s.answer_count > 0 and (d.code = q.direction or p_step = 3)
      order by s.created_at desc, s.id desc limit case when d.code = q.direction then 300 else 30 end) x),
  known as (
    select e.account_id as id from private.forum_experts e, q where e.direction = q.direction
    union select a.author_id from answered n join public.answers a on a.question_id = n.id and a.withdrawn_at is null
    union select a.id from q
      join public.mentor_offers o on o.directions @> array[q.direction] join public.accounts a on a.person_id = o.person_id
    union select a.id from q
      join public.profiles f on f.directions @> array[q.direction] join public.accounts a on a.person_id = f.person_id
    union select a.id from q
      join public.subprojects s on s.direction = q.direction join public.participations t on t.subproject_id = s.id
      join public.accounts a on a.person_id = t.person_id),
  facts as (
    select a.id, p.region_code = q.region_code as near,
      private.is_expert(a.id, q.direction) as expert,
      coalesce(private.mentor_free_on(p.id) <= private.today() and o.directions @> array[q.direction], false) as mentor,
      exists (select from public.participations t join public.subprojects s on s.id = t.subproject_id
        where t.person_id = p.id and s.direction = q.direction) as project,
      coalesce(f.directions @> array[q.direction], false) as skill,
      record.answers, record.helped, record.others,
      a.locale = q.locale or coalesce(q.locale = any (f.languages), false) or record.speaks as speaks,
      greatest(u.last_sign_in_at, record.newest) as seen,
      (select count(*) from private.question_offers w
        where w.account_id = a.id and w.created_at > now() - interval '14 days'
          and not exists (select from private.question_offer_events v where v.offer_id = w.id and v.what <> 'opened')) as waiting
    from q
    join public.accounts a on a.id in (select k.id from known k) and a.id <> q.author_id
    join public.persons p on p.id = a.person_id
    left join auth.users u on u.id = a.id
    left join public.profiles f on f.person_id = p.id
    left join public.mentor_offers o on o.person_id = p.id
    cross join lateral (
      select count(distinct s.id) filter (where s.direction = q.direction) as answers,
        count(*) filter (where s.direction = q.direction and s.accepted_answer_id = w.id) as helped,
        count(*) as others, max(w.created_at) as newest, coalesce(bool_or(w.locale = q.locale), false) as speaks
      from (select z.id, z.question_id, z.locale, z.created_at from public.answers z
            where z.author_id = a.id and z.withdrawn_at is null order by z.created_at desc limit 200) w
      join public.questions s on s.id = w.question_id and s.author_id is distinct from a.id and s.withdrawn_at is null) record),
  fit as (
    select f.*, f.expert or f.mentor or f.project or f.skill or f.answers > 0 as trade,
      coalesce(f.seen > now() - interval '7 days', false) as this_week,
      coalesce(f.seen > now() - interval '30 days', false) as this_month
    from facts f)
  select f.id, s.points::smallint, jsonb_strip_nulls(jsonb_build_object(
    'expert', nullif(f.expert, false), 'mentor', nullif(f.mentor, false), 'answers', nullif(f.answers, 0),
    'helped', nullif(f.helped, 0), 'project', nullif(f.project, false), 'skill', nullif(f.skill, false),
    'others', case when not f.trade then f.others end, 'speaks', case when f.speaks then q.locale end, 'near', nullif(f.near, false), 'active', nullif(f.this_week, false)))
  from fit f cross join q
  cross join lateral (
    select 30 * f.expert::integer + 15 * f.mentor::integer + 15 * f.project::integer + 10 * f.skill::integer
      + least(4 * f.answers, 20) + least(5 * f.helped, 15) + 20 * f.speaks::integer + 10 * coalesce(f.near, false)::integer
      + case when f.this_week then 10 when f.this_month then 5 else 0 end - least(8 * f.waiting, 24) as points) s
  where case p_step
    when 1 then f.trade and f.speaks and (f.expert or coalesce(f.near, q.region_code is null))
    when 2 then f.trade and f.speaks
    else f.trade or (f.speaks and f.others > 0 and f.this_month) end
  order by s.points desc, md5(q.id::text || f.id)
$$;
comment on function private.routing_candidates(uuid, integer) is
  'Who fits a question, best first. Points: expert of the direction 30, mentor of it with room 15, a project in it 15, skilled in it by their profile 10, 4 for each of their last 200 answers that was in it (20 at most), 5 for each that helped (15 at most), speaks its language (their own choice, their profile, or an answer) 20, of its region 10, seen this week 10 or this month 5, less 8 for each offer of two weeks that still waits (24 at most). Step 1 asks for the trade (any of the first five), the language, and the region or an expert (a question without a region asks for none); step 2 for trade and language; step 3 for the trade, or for the language and answers to anything by somebody seen this month. reasons: {expert, mentor, answers, helped, project, skill, others (answers to anything, of whom the trade is not known), speaks, near, active}, what does not hold left out. Equals come in an order of the question''s own. Granted to nobody.';

create function private.may_be_offered(p_account uuid, p_question uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select coalesce(l.weekly, 2) > (
        select count(*) from private.question_offers w
        where w.account_id = a.id and w.week = date_trunc('week', private.today())::date)
      and coalesce(l.paused_until <= private.today(), true)
      -- Under 18 a representative must have said yes to others meeting them here, and they too.
      and (private.is_of_age(a.person_id) or private.consents_to(a.person_id, 'directory'))
      and private.writing_until(a.person_id) is null
      and (private.forum_restriction(a.id)).id is null
      and not private.has_stopped(a.person_id, 'questions')
      and not exists (select from private.question_offers w where w.question_id = q.id and w.account_id = a.id)
      and not exists (select from public.answers w where w.question_id = q.id and w.author_id = a.id)
      and not exists (
        select from public.contact_blocks b
        where (b.blocker_id, b.blocked_id) in ((a.person_id, asker.person_id), (asker.person_id, a.person_id)))
    from public.questions q
    join public.accounts asker on asker.id = q.author_id
    join public.accounts a on a.id = p_account and a.id <> asker.id and a.person_id is not null
    left join private.routing_limits l on l.account_id = a.id
    where q.id = p_question);
end
$$;
comment on function private.may_be_offered(uuid, uuid) is
  'Whether this question may be offered to this account: within their week and not paused, with a record, of age or agreed to by a representative, not suspended from writing, not unsubscribed, no part of a block with the asker, and not offered it or in it before. Granted to nobody.';

-- Telling them -------------------------------------------------------------------------------------------

insert into private.message_purposes (purpose, urgent, topic, path, digest) values
  ('question_offered', false, 'questions', '/me/questions-for-you/{subject}', true);
insert into private.mail_texts (key, locale, subject, body) values
  ('question_offered', 'kk', 'Жалғас: осы сұраққа сіз көмектесе аласыз ба?',
    E'Сәлеметсіз бе!\n\nБір түлек «{title}» деп сұрады, әзірге ешкім жауап берген жоқ. Мұны сіз білуіңіз мүмкін деп ойладық.\n\nНеге сізге жазғанымыз сұрақтың бетінде тұр. Уақытыңыз болмаса, «Маған емес» дегенді бассаңыз болғаны, оны ешкім көрмейді.{link}'),
  ('question_offered', 'ru', 'Jalgas: сможете помочь с этим вопросом?',
    E'Здравствуйте!\n\nВыпускник спросил: «{title}». Пока никто не ответил. Мы подумали, что вы можете это знать.\n\nПочему мы написали именно вам, сказано на странице вопроса. Если некогда, нажмите «Не для меня»: этого никто не увидит.{link}'),
  ('question_offered', 'en', 'Jalgas: can you help with this question?',
    E'Hello!\n\nA graduate asked “{title}”, and nobody has answered yet. We thought that you might know.\n\nWhy we wrote to you is on the page of the question. If you have no time, tap “Not for me”: nobody will see it.{link}');

create function private.tell_of_offer(p_offer uuid) returns void
language sql volatile security definer set search_path = '' as $$
  insert into private.outbox (person_id, contact_point_id, channel, to_address, purpose, occasion, locale, subject, body, state)
  select a.person_id, w.contact_point_id, coalesce(w.channel, 'email'), coalesce(w.address, ''), 'question_offered',
    q.id || ':' || a.id, a.locale, t.subject,
    replace(replace(t.body,
      '{link}', coalesce(E'\n\n' || s.value || '/' || a.locale || '/me/questions-for-you/' || q.id, '')),
      '{title}', q.title),
    case when w.address is null then 'app' else 'queued' end
  from private.question_offers f
  join public.questions q on q.id = f.question_id
  join public.accounts a on a.id = f.account_id
  join private.mail_texts t on t.key = 'question_offered' and t.locale = a.locale
  left join private.ways w on w.person_id = a.person_id
  left join private.settings s on s.key = 'site_url'
  where f.id = p_offer
  on conflict do nothing
$$;
comment on function private.tell_of_offer(uuid) is 'Quotes the title, which everybody may read, and never who asked. Granted to nobody.';

-- Offering -----------------------------------------------------------------------------------------------

create function private.route_question(p_question uuid, p_step integer) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_most constant integer[] := array[3, 5, 8];
  v_week constant date := date_trunc('week', private.today())::date;
  v_one record;
  v_offer uuid;
  v_made integer := 0;
begin
  insert into private.routed_questions as r (question_id, step) values (p_question, p_step)
  on conflict (question_id) do update set step = excluded.step, routed_at = now() where r.step < excluded.step;
  if not found then return 0; end if;
  for v_one in select * from private.routing_candidates(p_question, p_step) loop
    exit when v_made = v_most[p_step];
    continue when not private.may_be_offered(v_one.account_id, p_question);
    insert into private.question_offers (question_id, account_id, step, week, slot, score, reasons)
    select p_question, v_one.account_id, p_step, v_week, 1 + count(*), v_one.score, v_one.reasons
    from private.question_offers w where w.account_id = v_one.account_id and w.week = v_week
    on conflict do nothing returning id into v_offer;
    continue when v_offer is null;
    perform private.tell_of_offer(v_offer);
    v_made := v_made + 1;
  end loop;
  return v_made;
end
$$;
comment on function private.route_question(uuid, integer) is
  'Takes one step of a question, once: offers it to 3, 5 or 8 people. Granted to nobody.';

create function private.route_questions(p_limit integer) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_due record;
  v_taken integer := 0;
begin
  -- One run at a time: two that offer to the same people in another order would wait for each other.
  if not pg_try_advisory_xact_lock(hashtextextended('route_questions', 0)) then return 0; end if;
  for v_due in
    select q.id, d.step
    from public.questions q
    cross join lateral (
      select case when q.created_at <= now() - interval '24 hours' then 3
        when q.created_at <= now() - interval '12 hours' then 2 else 1 end as step) d
    left join private.routed_questions r on r.question_id = q.id
    where q.answer_count = 0 and q.created_at between now() - interval '7 days' and now() - interval '2 hours'
      and q.withdrawn_at is null and q.author_id is not null
      -- After a standstill only the newest step that is due is taken, and the next not at once.
      and coalesce(r.step < d.step and r.routed_at <= now() - interval '2 hours', true)
    order by q.created_at, q.id limit least(p_limit, 100)
  loop
    perform private.route_question(v_due.id, v_due.step);
    v_taken := v_taken + 1;
  end loop;
  return v_taken;
end
$$;
create function public.route_questions(p_limit integer) returns integer
language sql volatile set search_path = '' as $$ select private.route_questions(p_limit) $$;
comment on function public.route_questions(integer) is
  'For the worker, every few minutes: offers questions of the last seven days without an answer, 2, 12 and 24 hours after they were asked. Each call takes up to p_limit questions by one step and is one transaction: a call that is cut short leaves nothing behind, and one made again does nothing twice. Returns how many questions were looked after; 0 when done.';
grant execute on function private.route_questions(integer), public.route_questions(integer) to service_role;

create function private.follow_offers() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into private.question_offer_events (offer_id, what)
  select f.id, 'answered' from private.question_offers f
  where f.question_id = new.question_id and f.account_id = new.author_id
  on conflict do nothing;
  return null;
end
$$;
create trigger answers_follow_offers after insert on public.answers for each row
  when (new.withdrawn_at is null) execute function private.follow_offers();
-- One that had to wait for a moderator.
create trigger answers_follow_offers_later after update of withdrawn_at on public.answers for each row
  when (new.withdrawn_at is null) execute function private.follow_offers();

-- What belongs to a person goes along with them ----------------------------------------------------------

create function private.export_routing(p_account uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_strip_nulls(jsonb_build_object(
    'offered_questions', (
      select jsonb_agg(jsonb_build_object('title', q.title, 'why', f.reasons, 'offered_at', f.created_at,
        'what_became', (select jsonb_object_agg(v.what, v.at) from private.question_offer_events v where v.offer_id = f.id))
        order by f.id)
      from private.question_offers f join public.questions q on q.id = f.question_id where f.account_id = p_account),
    'offer_limits', (
      select jsonb_agg(jsonb_build_object('weekly', l.weekly, 'paused_until', l.paused_until, 'updated_at', l.updated_at))
      from private.routing_limits l where l.account_id = p_account)))
$$;
comment on function private.export_routing(uuid) is 'Questions that were offered to an account and the limit it set: {offered_questions, offer_limits}; left out where there is nothing. Granted to nobody.';

