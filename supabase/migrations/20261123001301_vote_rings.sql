-- Votes that few people give one another are found each night, taken back, explained to both sides, and
-- given back when a moderator finds that they were honest.

alter table public.reputation_events
  drop constraint reputation_events_cause_check,
  add constraint reputation_events_cause_check check (cause in ('undone', 'withdrawn', 'restored', 'account_gone', 'ring'));

create table private.vote_findings (
  id uuid primary key default private.uuid_v7(),
  kind text not null check (kind in ('ring', 'series', 'series_down')),
  found_at timestamptz not null default now(),
  cleared_at timestamptz,
  cleared_by uuid references public.accounts (id) on delete set null,
  cleared_why text check (length(cleared_why) between 10 and 500),
  check ((cleared_at is null) = (cleared_why is null))
);
create index vote_findings_cleared_by_idx on private.vote_findings (cleared_by);
comment on table private.vote_findings is
  'What private.suspect_votes found: a ring of people who thank mostly one another, a series of thanks or of "not helpful" from one to one. Cleared when a moderator gave the votes back.';

create table private.vote_finding_members (
  finding_id uuid not null references private.vote_findings (id) on delete cascade,
  account_id uuid not null references public.accounts (id) on delete cascade,
  gave integer not null default 0,
  got integer not null default 0,
  appeal text check (length(appeal) between 10 and 500),
  appealed_at timestamptz,
  primary key (finding_id, account_id)
);
create index vote_finding_members_account_id_idx on private.vote_finding_members (account_id);
comment on table private.vote_finding_members is 'Both sides of a finding: how many of its votes each gave and got, and what they say to it.';

create table private.dropped_votes (
  id bigint generated always as identity primary key,
  finding_id uuid not null references private.vote_findings (id) on delete cascade,
  voter_id uuid not null references public.accounts (id) on delete cascade,
  question_id uuid references public.questions (id) on delete cascade,
  answer_id uuid references public.answers (id) on delete cascade,
  value smallint not null,
  voted_at timestamptz not null,
  check (num_nonnulls(question_id, answer_id) = 1)
);
create index dropped_votes_finding_id_idx on private.dropped_votes (finding_id);
create index dropped_votes_voter_id_idx on private.dropped_votes (voter_id);
create index dropped_votes_question_id_idx on private.dropped_votes (question_id);
create index dropped_votes_answer_id_idx on private.dropped_votes (answer_id);
comment on table private.dropped_votes is 'The votes of a finding as they were, so that they can be given back.';
alter table private.vote_findings enable row level security;
alter table private.vote_finding_members enable row level security;
alter table private.dropped_votes enable row level security;

-- A ring has several votes on one post: each of them counts off.
create or replace function private.drop_votes(p_votes uuid[], p_cause text) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform from public.questions q where q.id in (select v.question_id from public.votes v where v.id = any (p_votes))
  order by q.id for no key update;
  perform from public.answers a where a.id in (select v.answer_id from public.votes v where v.id = any (p_votes))
  order by a.id for no key update;
  perform private.reverse_events(array(
    select e.id from public.votes v
    join public.reputation_events e on e.actor_id = v.voter_id and e.reverses is null
      and ((e.kind = 'question_up' and e.question_id = v.question_id)
        or (e.kind in ('answer_up', 'answer_down', 'voted_down') and e.answer_id = v.answer_id))
    where v.id = any (p_votes)
      and not exists (select from public.reputation_events r where r.reverses = e.id)), p_cause, now());
  with gone as (delete from public.votes v where v.id = any (p_votes) returning v.question_id, v.answer_id, v.value),
  posts as (select g.question_id, g.answer_id, sum(g.value)::integer as value from gone g group by 1, 2),
  of_questions as (
    update public.questions q set score = q.score - p.value from posts p where q.id = p.question_id)
  update public.answers a set score = a.score - p.value from posts p where a.id = p.answer_id;
end
$$;
comment on function private.drop_votes(uuid[], text) is 'Removes votes with what they brought. Granted to nobody.';

create function private.suspect_votes(p_at timestamptz) returns table (kind text, finding text, vote_id uuid)
language sql stable set search_path = '' as $$
  with recursive recent as materialized (
    select v.id, v.voter_id as by_id, p.author_id as to_id, v.value, v.created_at
    from public.votes v
    cross join lateral (
      select q.author_id from public.questions q where q.id = v.question_id
      union all select a.author_id from public.answers a where a.id = v.answer_id) p
    where v.created_at > p_at - interval '30 days' and v.created_at <= p_at and v.voter_id is not null and p.author_id is not null
      -- What a moderator called honest stays so.
      and not exists (
        select from private.vote_finding_members x
        join private.vote_finding_members y on y.finding_id = x.finding_id and y.account_id = p.author_id
        join private.vote_findings f on f.id = x.finding_id and f.cleared_at > p_at - interval '90 days'
        where x.account_id = v.voter_id)
  ), pairs as materialized (
    select r.by_id, r.to_id, r.value, count(*) as votes, (
        select count(*) from recent o where o.by_id = r.by_id and o.value = r.value) as given
    from recent r group by 1, 2, 3 having count(*) >= 4
  ), reach as (
    select p.by_id as from_id, p.to_id, 1 as steps from pairs p where p.value = 1 and p.votes * 5 >= p.given
    union
    select r.from_id, p.to_id, r.steps + 1
    from reach r join pairs p on p.by_id = r.to_id and p.value = 1 and p.votes * 5 >= p.given
    where r.steps < 5
  ), members as materialized (
    select distinct on (r.from_id) r.from_id as account_id, least(r.from_id, r.to_id) as ring
    from reach r
    where exists (select from reach b where b.from_id = r.to_id and b.to_id = r.from_id)
    order by r.from_id, least(r.from_id, r.to_id)
  ), rings as materialized (
    select m.ring from members m group by 1
    having count(*) between 2 and 5
      -- In a village of six everybody thanks everybody: only a part of a larger public can be a ring in it.
      and (select count(distinct x.id) from (
        select r.by_id as id from recent r union all select r.to_id from recent r) x) >= 20
      and (
        select count(*) filter (where b.ring = m.ring and t.ring = m.ring) >= 8
          and count(*) filter (where b.ring = m.ring and t.ring = m.ring) >= 0.6 * count(*) filter (where b.ring = m.ring)
          and count(*) filter (where b.ring = m.ring and t.ring = m.ring) >= 0.6 * count(*) filter (where t.ring = m.ring)
        from recent r
        left join members b on b.account_id = r.by_id
        left join members t on t.account_id = r.to_id
        where r.value = 1)
  ), dense as materialized (
    select distinct d.by_id, d.to_id, d.value
    from (
      select r.by_id, r.to_id, r.value, count(*) over (
        partition by r.by_id, r.to_id, r.value order by r.created_at
        range between interval '24 hours' preceding and current row) as n
      from recent r) d
    join pairs p on p.by_id = d.by_id and p.to_id = d.to_id and p.value = d.value
    where case d.value when 1 then d.n >= 8 and p.votes * 5 >= p.given * 4 else d.n >= 4 end
  )
  select distinct on (r.id) s.kind, s.finding, r.id
  from recent r
  cross join lateral (
    select 'ring' as kind, b.ring::text as finding, 1 as first
    from members b join members t on t.ring = b.ring join rings g on g.ring = b.ring
    where r.value = 1 and b.account_id = r.by_id and t.account_id = r.to_id
    union all
    select case r.value when 1 then 'series' else 'series_down' end, r.by_id || ' ' || r.to_id, 2
    from dense d where d.by_id = r.by_id and d.to_id = r.to_id and d.value = r.value) s
  order by r.id, s.first
$$;
comment on function private.suspect_votes(timestamptz) is
  'Votes of the 30 days before p_at that are no judgement of posts, as (kind, finding, vote): ring - two to five people who reach one another by at least 4 thanks each (a fifth of what each gave), 8 in all, and give 60 % of their thanks to and get 60 % of them from one another, while 20 others or more take part; series - 8 thanks to one person within 24 hours that are four fifths of all one gave; series_down - 4 "not helpful" to one person within 24 hours. Pairs that a moderator cleared are left alone for 90 days. Granted to nobody.';

insert into private.message_purposes (purpose, urgent, topic, path, digest) values ('votes_dropped', false, 'answers', '/me/reputation', true);
insert into private.mail_texts (key, locale, subject, body) values
  ('votes_dropped', 'kk', 'Жалғас: бірқатар дауыс есептен шықты',
    E'Сәлеметсіз бе!\n\nФорумдағы дауыстар күн сайын тексеріледі. Соңғы отыз күнде бірнеше адамның дауысы негізінен бір-біріне берілгені көрінді. Ондай дауыстар жауаптың пайдасын көрсетпейді, сондықтан ұпайымен бірге есептен шықты. Сіз бергені: {gave}. Сізге берілгені: {got}. Сұрақтар мен жауаптар орнында тұр.\n\nҚателессек, ұпай парағынан түсіндіріп жазыңыз: модератор қарап, бәрін қайтара алады.{link}'),
  ('votes_dropped', 'ru', 'Jalgas: часть голосов снята со счёта',
    E'Здравствуйте!\n\nГолоса на форуме проверяются каждый день. За последние тридцать дней несколько человек отдавали их в основном друг другу. Такие голоса не говорят о пользе ответа, поэтому они сняты вместе с баллами. Ваших: {gave}. Вам: {got}. Вопросы и ответы остались на месте.\n\nЕсли мы ошиблись, напишите об этом на странице баллов: модератор посмотрит и может вернуть всё.{link}'),
  ('votes_dropped', 'en', 'Jalgas: some votes no longer count',
    E'Hello!\n\nVotes of the forum are checked every day. In the last thirty days a few people gave theirs mostly to one another. Such votes do not tell whether an answer helps, so they were taken back with their points. Given by you: {gave}. Given to you: {got}. Questions and answers stay where they are.\n\nIf we are wrong, say so on the page of your points: a moderator will look and can give everything back.{link}');

create function private.tell_of_finding(p_finding uuid) returns void
language sql volatile security definer set search_path = '' as $$
  insert into private.outbox (person_id, contact_point_id, channel, to_address, purpose, occasion, locale, subject, body, state)
  select a.person_id, w.contact_point_id, coalesce(w.channel, 'email'), coalesce(w.address, ''), 'votes_dropped',
    a.id || ':' || m.finding_id, a.locale, t.subject,
    replace(replace(replace(t.body,
      '{link}', coalesce(E'\n\n' || s.value || '/' || a.locale || '/me/reputation', '')),
      '{gave}', m.gave::text), '{got}', m.got::text),
    case when w.address is null then 'app' else 'queued' end
  from private.vote_finding_members m
  join public.accounts a on a.id = m.account_id
  join private.mail_texts t on t.key = 'votes_dropped' and t.locale = a.locale
  left join private.ways w on w.person_id = a.person_id
  left join private.settings s on s.key = 'site_url'
  where m.finding_id = p_finding and a.person_id is not null
  on conflict do nothing
$$;
comment on function private.tell_of_finding(uuid) is 'Explains a finding to everybody in it, once. Granted to nobody.';

create function private.find_vote_rings(p_at timestamptz default now()) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_found record;
  v_finding uuid;
  v_count integer := 0;
begin
  for v_found in
    select s.kind, s.finding, array_agg(s.vote_id) as votes from private.suspect_votes(p_at) s group by 1, 2 order by 1, 2
  loop
    insert into private.vote_findings (kind, found_at) values (v_found.kind, p_at) returning id into v_finding;
    insert into private.dropped_votes (finding_id, voter_id, question_id, answer_id, value, voted_at)
    select v_finding, v.voter_id, v.question_id, v.answer_id, v.value, v.created_at
    from public.votes v where v.id = any (v_found.votes);
    insert into private.vote_finding_members (finding_id, account_id, gave, got)
    select v_finding, x.id, count(*) filter (where x.gives), count(*) filter (where not x.gives)
    from (
      select d.voter_id as id, true as gives from private.dropped_votes d where d.finding_id = v_finding
      union all
      select coalesce(q.author_id, a.author_id), false from private.dropped_votes d
      left join public.questions q on q.id = d.question_id
      left join public.answers a on a.id = d.answer_id
      where d.finding_id = v_finding) x
    where x.id is not null group by x.id;
    perform private.drop_votes(v_found.votes, 'ring');
    perform private.tell_of_finding(v_finding);
    v_count := v_count + 1;
  end loop;
  return v_count;
end
$$;
comment on function private.find_vote_rings(timestamptz) is
  'Takes back what private.suspect_votes finds, keeps it as a finding and explains it to both sides. Returns the number of findings; again it finds nothing new. Granted to nobody.';

-- The night's check begins with it, so that the ledger is replayed as it stands then.
create or replace function private.check_reputation() returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_night date := private.today();
  v_began timestamptz := clock_timestamp();
  v_drifted integer;
  v_scores integer;
begin
  if extract(hour from now() at time zone 'Asia/Almaty') < 3 then return null; end if;
  insert into private.reputation_checks (night) values (v_night) on conflict do nothing;
  if not found then return null; end if;
  perform private.find_vote_rings();
  v_drifted := private.rebuild_reputation();
  select count(*) into v_scores from private.score_drift();
  update private.reputation_checks set entries = (select count(*) from public.reputation_events),
    drifted = v_drifted, scores_drifted = v_scores, checked_at = clock_timestamp(), took = clock_timestamp() - v_began
  where night = v_night;
  if v_drifted + v_scores > 0 then
    perform private.queue_mail('reputation_drift', a.locale, v_night || ':' || a.id, u.email, a.person_id, null, (v_drifted + v_scores)::text)
    from public.accounts a join auth.users u on u.id = a.id
    where exists (
      select from private.staff_roles r
      where r.account_id = a.id and r.role in ('coordinator', 'moderator') and r.revoked_at is null);
  end if;
  return v_drifted + v_scores;
end
$$;

-- Those of a finding do not vote on one another for a month -------------------------------------------

create function private.refuse_found_pair() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- Only what people do themselves: what is given back is put in by others.
  if new.voter_id is distinct from private.uid() then return new; end if;
  if exists (
    select from private.vote_finding_members x
    join private.vote_finding_members y on y.finding_id = x.finding_id
    join private.vote_findings f on f.id = x.finding_id
    where x.account_id = new.voter_id and f.cleared_at is null and f.found_at > now() - interval '30 days'
      and y.account_id = coalesce(
        (select q.author_id from public.questions q where q.id = new.question_id),
        (select a.author_id from public.answers a where a.id = new.answer_id))) then
    perform private.refuse('too_many', 'found_pair');
  end if;
  return new;
end
$$;
comment on function private.refuse_found_pair() is 'Refuses too_many found_pair between members of a finding of the last 30 days.';
create trigger votes_refuse_found_pair before insert on public.votes for each row execute function private.refuse_found_pair();

-- What the people say, and giving back ----------------------------------------------------------------

create function private.appeal_vote_finding(p_id uuid, p_text text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_text text := private.clean_text(left(p_text, 5000));
begin
  if length(v_text) not between 10 and 500 then perform private.refuse('invalid', 'appeal'); end if;
  update private.vote_finding_members m set appeal = v_text, appealed_at = now()
  from private.vote_findings f
  where m.finding_id = p_id and m.account_id = private.uid() and f.id = p_id and f.cleared_at is null and m.appeal is null;
  if not found then perform private.refuse('not_found', 'finding'); end if;
end
$$;
create function public.appeal_vote_finding(p_id uuid, p_text text) returns void
language sql volatile set search_path = '' as $$ select private.appeal_vote_finding(p_id, p_text) $$;
comment on function public.appeal_vote_finding(uuid, text) is
  'Somebody of a finding says, once, why its votes were honest (10 to 500 characters). Refuses invalid: appeal; not_found for everybody else and once it is cleared.';

create function private.clear_vote_finding(p_id uuid, p_reason text) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_reason text := private.clean_line(left(p_reason, 1000));
  v_events bigint[];
  v_event bigint;
  v_count integer;
begin
  if not (private.has_role('moderator') or private.has_role('coordinator')) then perform private.refuse('not_found', 'finding'); end if;
  if length(v_reason) not between 10 and 500 then perform private.refuse('invalid', 'reason'); end if;
  update private.vote_findings set cleared_at = now(), cleared_by = private.uid(), cleared_why = v_reason
  where id = p_id and cleared_at is null;
  if not found then perform private.refuse('not_found', 'finding'); end if;

  perform from public.questions q
  where q.id in (select d.question_id from private.dropped_votes d where d.finding_id = p_id) order by q.id for no key update;
  perform from public.answers a
  where a.id in (select d.answer_id from private.dropped_votes d where d.finding_id = p_id) order by a.id for no key update;
  -- What came back to a post that is gone, or that the voter owns by now, would say nothing.
  with back as (
    insert into public.votes (voter_id, question_id, answer_id, value, created_at)
    select d.voter_id, d.question_id, d.answer_id, d.value, d.voted_at
    from private.dropped_votes d
    left join public.answers a on a.id = d.answer_id
    join public.questions q on q.id = coalesce(d.question_id, a.question_id)
    where d.finding_id = p_id and q.withdrawn_at is null and a.withdrawn_at is null
      and case when a.id is null then q.author_id else a.author_id end is distinct from d.voter_id
    on conflict do nothing returning question_id, answer_id, voter_id, value),
  posts as (select b.question_id, b.answer_id, sum(b.value)::integer as value from back b group by 1, 2),
  of_questions as (update public.questions q set score = q.score + p.value from posts p where q.id = p.question_id),
  of_answers as (update public.answers a set score = a.score + p.value from posts p where a.id = p.answer_id)
  select array_agg(distinct f.id), count(distinct (b.voter_id, b.question_id, b.answer_id)) into v_events, v_count
  from back b
  join public.reputation_events r on r.actor_id = b.voter_id and r.cause = 'ring'
    and (case when b.answer_id is null then r.question_id = b.question_id and r.kind = 'question_up'
      else r.answer_id = b.answer_id and r.kind in ('answer_up', 'answer_down', 'voted_down') end)
  join public.reputation_events e on e.id = r.reverses
  join public.reputation_events f on f.id = coalesce(e.restores, e.id)
  where not exists (select from public.reputation_events n where n.restores = f.id and n.id > r.id);

  perform private.lock_profiles(array(
    select distinct e.account_id from public.reputation_events e where e.id = any (v_events)));
  for v_event in select unnest(v_events) order by 1 loop
    perform private.restore_reputation(v_event, now());
  end loop;
  perform private.refresh_experts(array(select m.account_id from private.vote_finding_members m where m.finding_id = p_id), false);
  perform private.audit('clear_vote_finding', 'vote_finding', p_id, null, jsonb_build_object('reason', v_reason));
  return coalesce(v_count, 0);
end
$$;
create function public.clear_vote_finding(p_id uuid, p_reason text) returns integer
language sql volatile set search_path = '' as $$ select private.clear_vote_finding(p_id, p_reason) $$;
comment on function public.clear_vote_finding(uuid, text) is
  'A moderator or coordinator gives the votes of a finding back with their points, and says why (10 to 500 characters; logged). Returns how many returned. Refuses not_found to everybody else and the second time; invalid: reason.';

-- Where it is read ------------------------------------------------------------------------------------

create function private.my_vote_findings() returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', f.id, 'kind', f.kind, 'at', f.found_at, 'gave', m.gave, 'got', m.got,
    'appeal', m.appeal, 'clearedAt', f.cleared_at, 'until', f.found_at + interval '30 days') order by f.id desc), '[]')
  from private.vote_finding_members m join private.vote_findings f on f.id = m.finding_id
  where m.account_id = (select private.uid()) and f.found_at > now() - interval '90 days'
$$;
comment on function private.my_vote_findings() is 'Findings of the last 90 days that the signed-in account is in: [{id, kind, at, gave, got, appeal, clearedAt, until}]; who the others are is not told.';

create or replace function public.page_reputation(p_after bigint default null) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'badges', private.my_badges(), 'findings', private.my_vote_findings())
    || private.my_reputation(p_after)
$$;

create function private.list_vote_findings(p_after uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  with page as (
    select f.* from private.vote_findings f
    where (private.has_role('moderator') or private.has_role('coordinator')) and (p_after is null or f.id < p_after)
    order by f.id desc limit 21
  ), shown as (select * from page order by id desc limit 20)
  select jsonb_build_object(
    'findings', coalesce(jsonb_agg(jsonb_build_object(
      'id', s.id, 'kind', s.kind, 'at', s.found_at, 'clearedAt', s.cleared_at, 'clearedWhy', s.cleared_why,
      'members', (
        select jsonb_agg(jsonb_build_object('name', private.public_name(m.account_id), 'gave', m.gave, 'got', m.got, 'appeal', m.appeal)
          order by m.gave desc, m.account_id)
        from private.vote_finding_members m where m.finding_id = s.id)) order by s.id desc), '[]'),
    'next', case when (select count(*) from page) > 20 then (array_agg(s.id order by s.id))[1] end)
  from shown s
$$;
create function public.page_vote_findings(p_after uuid default null) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer()) || private.list_vote_findings(p_after)
$$;
comment on function public.page_vote_findings(uuid) is
  'Votes that were taken back, for moderators and coordinators, newest first, 20 at most: {viewer, findings: [{id, kind, at, clearedAt, clearedWhy, members: [{name, gave, got, appeal}]}], next}; empty for everybody else.';

create or replace function private.export_standing(p_account uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('standing', nullif(jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
    'expert', (
      select jsonb_agg(jsonb_build_object('direction', jsonb_build_object('kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en),
        'created_at', e.became_at) order by e.became_at)
      from private.forum_experts e join public.directions d on d.code = e.direction where e.account_id = p_account),
    'badges', (
      select jsonb_agg(jsonb_build_object('badge', b.badge, 'title', q.title, 'created_at', b.awarded_at) order by b.awarded_at)
      from private.forum_badges b left join public.questions q on q.id = b.question_id where b.account_id = p_account),
    'leader', (
      select jsonb_agg(jsonb_build_object('direction', jsonb_build_object('kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en),
        'month', l.month, 'points', l.points) order by l.month)
      from private.forum_leaders l join public.directions d on d.code = l.direction where l.account_id = p_account),
    'findings', (
      select jsonb_agg(jsonb_build_object('created_at', f.found_at, 'gave', m.gave, 'got', m.got, 'appeal', m.appeal,
        'votes', (select jsonb_agg(jsonb_build_object('title', q.title, 'value', v.value, 'created_at', v.voted_at) order by v.id)
          from private.dropped_votes v
          left join public.answers a on a.id = v.answer_id
          join public.questions q on q.id = coalesce(v.question_id, a.question_id)
          where v.finding_id = f.id and v.voter_id = p_account)) order by f.id)
      from private.vote_finding_members m join private.vote_findings f on f.id = m.finding_id where m.account_id = p_account)))), '[{}]'))
$$;
comment on function private.export_standing(uuid) is 'What an account''s answers and votes made of it: {standing: [{expert, badges, leader, findings}]}, null where there is nothing. Granted to nobody.';

grant execute on function private.appeal_vote_finding(uuid, text), public.appeal_vote_finding(uuid, text),
  private.clear_vote_finding(uuid, text), public.clear_vote_finding(uuid, text),
  private.my_vote_findings(), private.list_vote_findings(uuid), public.page_vote_findings(uuid) to authenticated;
grant execute on function private.my_vote_findings(), private.list_vote_findings(uuid), public.page_vote_findings(uuid) to anon;
