-- Experts of a direction, proposed as mentors of the trade, and leaders of a month.

create table private.forum_experts (
  account_id uuid not null references public.accounts (id) on delete cascade,
  direction text not null references public.directions (code) on delete cascade,
  became_at timestamptz not null default now(),
  primary key (account_id, direction)
);
create index forum_experts_direction_idx on private.forum_experts (direction, became_at desc);
alter table private.forum_experts enable row level security;
comment on table private.forum_experts is 'Whose answers in a direction have helped enough people (private.refresh_experts). Kept, because every answer on a page asks for it.';

insert into private.message_purposes (purpose, urgent, topic, path, digest) values ('expert_named', false, 'answers', '/me/mentoring', true);
insert into private.mail_texts (key, locale, subject, body) values
  ('expert_named', 'kk', 'Жалғас: сіз енді сарапшысыз',
    E'Сәлеметсіз бе!\n\nЖауаптарыңыз бірнеше өңірдегі адамдарға көмектесті, сондықтан есіміңіздің жанында «сарапшы» деген белгі тұрады. Бағыты: {direction}.\n\nҚаласаңыз, осы істің тәлімгері болыңыз: айына неше адамға көмектесетініңізді өзіңіз шешесіз.{link}'),
  ('expert_named', 'ru', 'Jalgas: теперь вы эксперт',
    E'Здравствуйте!\n\nВаши ответы помогли людям из разных регионов, поэтому рядом с вашим именем теперь стоит «эксперт». Направление: {direction}.\n\nЕсли хотите, станьте наставником в этом деле: скольким людям в месяц помогать, решаете вы.{link}'),
  ('expert_named', 'en', 'Jalgas: you are an expert now',
    E'Hello!\n\nYour answers have helped people of several regions, so “expert” now stands beside your name. Direction: {direction}.\n\nIf you like, become a mentor of this trade: you decide how many people a month you help.{link}');

create function private.tell_expert(p_account uuid, p_direction text) returns void
language sql volatile security definer set search_path = '' as $$
  insert into private.outbox (person_id, contact_point_id, channel, to_address, purpose, occasion, locale, subject, body, state)
  select a.person_id, w.contact_point_id, coalesce(w.channel, 'email'), coalesce(w.address, ''), 'expert_named',
    a.id || ':' || d.code, a.locale, t.subject,
    replace(replace(t.body,
      '{link}', coalesce(E'\n\n' || s.value || '/' || a.locale || '/me/mentoring', '')),
      '{direction}', case a.locale when 'kk' then d.name_kk when 'ru' then d.name_ru else d.name_en end),
    case when w.address is null then 'app' else 'queued' end
  from public.accounts a
  join public.directions d on d.code = p_direction
  join private.mail_texts t on t.key = 'expert_named' and t.locale = a.locale
  left join private.ways w on w.person_id = a.person_id
  left join private.settings s on s.key = 'site_url'
  -- Mentors are of age; a younger expert has the mark beside the name and is asked for nothing.
  where a.id = p_account and a.person_id is not null and private.is_of_age(a.person_id)
  on conflict do nothing
$$;
comment on function private.tell_expert(uuid, text) is 'Proposes a new expert as a mentor, once a direction. Granted to nobody.';

create function private.refresh_experts(p_accounts uuid[], p_tell boolean default true) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_new record;
begin
  for v_new in
    with helped as (
      select a.author_id, q.direction, a.id as answer_id, true as accepted, q.author_id as by_id
      from public.answers a join public.questions q on q.accepted_answer_id = a.id
      where a.author_id = any (p_accounts) and q.author_id <> a.author_id
        and a.withdrawn_at is null and q.withdrawn_at is null
      union all
      select a.author_id, q.direction, a.id, false, v.voter_id
      from public.answers a
      join public.votes v on v.answer_id = a.id and v.value = 1
      join public.questions q on q.id = a.question_id
      where a.author_id = any (p_accounts) and a.withdrawn_at is null and q.withdrawn_at is null
    ), fit as (
      select h.author_id as account_id, h.direction
      from helped h
      left join public.accounts b on b.id = h.by_id
      left join public.persons p on p.id = b.person_id
      group by 1, 2
      having (count(distinct h.answer_id) filter (where h.accepted) >= 3
          or count(distinct h.answer_id) filter (where not h.accepted) >= 5)
        and count(distinct h.by_id) >= 3 and count(distinct p.region_code) >= 2
    ), ended as (
      delete from private.forum_experts e where e.account_id = any (p_accounts)
        and not exists (select from fit f where f.account_id = e.account_id and f.direction = e.direction))
    insert into private.forum_experts (account_id, direction) select f.account_id, f.direction from fit f order by 1, 2
    on conflict do nothing returning account_id, direction
  loop
    if p_tell then perform private.tell_expert(v_new.account_id, v_new.direction); end if;
  end loop;
end
$$;
comment on function private.refresh_experts(uuid[], boolean) is
  'Who of these accounts is an expert of which direction: at least 3 accepted or 5 thanked answers, and by that at least 3 people of 2 regions. New ones are told, unless p_tell is false. Granted to nobody.';

create or replace function private.is_expert(p_account uuid, p_direction text) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return exists (select from private.forum_experts e where e.account_id = p_account and e.direction = p_direction);
end
$$;
comment on function private.is_expert(uuid, text) is 'Whether this account is an expert of this direction, see private.refresh_experts.';

create function private.notice_expert(p_answer uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_author uuid;
begin
  select a.author_id into v_author from public.answers a join public.questions q on q.id = a.question_id
  where a.id = p_answer and not private.is_expert(a.author_id, q.direction);
  if v_author is not null then perform private.refresh_experts(array[v_author]); end if;
end
$$;
comment on function private.notice_expert(uuid) is 'After an answer helped: makes its author an expert at once when it was the last that lacked. Whoever ceases to be one does so at night. Granted to nobody.';

create or replace function private.cast_vote(p_kind text, p_post uuid, p_value integer) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := private.require_alumnus();
  -- Asked before: the vote itself costs a point.
  v_may boolean := coalesce(p_value, 0) <> -1 or private.forum_may(v_me, 'vote_down');
begin
  perform private.apply_vote(v_me, p_kind, p_post, p_value);
  if not v_may then perform private.refuse('forbidden', 'vote_down'); end if;
  if p_kind = 'answer' and p_value = 1 then perform private.notice_expert(p_post); end if;
  return case when p_kind = 'question' then p_post
    else (select a.question_id from public.answers a where a.id = p_post) end;
end
$$;
create or replace function private.accept_answer(p_question uuid, p_answer uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.apply_acceptance(private.require_alumnus(), p_question, p_answer);
  perform private.notice_expert(p_answer);
end
$$;

-- Leaders -----------------------------------------------------------------------------------------------

create table private.forum_leaders (
  month date not null check (extract(day from month) = 1),
  direction text not null references public.directions (code) on delete cascade,
  account_id uuid not null references public.accounts (id) on delete cascade,
  points integer not null check (points > 0),
  primary key (month, direction, account_id)
);
create index forum_leaders_account_id_idx on private.forum_leaders (account_id);
create index forum_leaders_direction_idx on private.forum_leaders (direction);
alter table private.forum_leaders enable row level security;
comment on table private.forum_leaders is 'Points for answers in a month and a direction, counted every night for this month and the one before. There is no list of all time: whoever comes today can lead tomorrow.';
-- Small, and enough to find a month in a ledger that grows at its end.
create index reputation_events_created_at_idx on public.reputation_events using brin (created_at);

create function private.count_leaders(p_month date) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from private.forum_leaders l where l.month = p_month;
  insert into private.forum_leaders (month, direction, account_id, points)
  select p_month, q.direction, e.account_id, sum(e.delta)
  from public.reputation_events e join public.questions q on q.id = e.question_id and q.withdrawn_at is null
  where e.kind in ('answer_up', 'answer_accepted', 'answer_down')
    and e.created_at >= p_month::timestamp at time zone 'Asia/Almaty'
    and e.created_at < (p_month + interval '1 month') at time zone 'Asia/Almaty'
  group by q.direction, e.account_id having sum(e.delta) > 0;
end
$$;
comment on function private.count_leaders(date) is 'Counts a month anew. Granted to nobody.';

create function private.refresh_standing(p_tell boolean default true) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_month date := date_trunc('month', private.today())::date;
begin
  perform private.refresh_experts(array(
    select a.author_id from public.answers a where a.author_id is not null group by a.author_id having count(*) >= 3
    union select e.account_id from private.forum_experts e), p_tell);
  perform private.count_leaders(v_month);
  perform private.count_leaders((v_month - interval '1 month')::date);
end
$$;
grant execute on function private.refresh_standing(boolean) to service_role;
create function public.refresh_standing() returns void
language sql volatile set search_path = '' as $$ select private.refresh_standing() $$;
comment on function public.refresh_standing() is 'For the worker, at night: experts of all directions, leaders of this month and the one before.';
grant execute on function public.refresh_standing() to service_role;

create function private.forum_person(p_account uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select jsonb_build_object('name', private.public_name(a.id),
      'region', case when r.code is not null then jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en) end,
      -- Profiles are for alumni, and for those who are shown.
      'person', case when private.my_person() is not null and private.is_shown(p.id) then p.id end)
    from public.accounts a
    left join public.persons p on p.id = a.person_id
    left join public.regions r on r.code = p.region_code
    where a.id = p_account);
end
$$;
comment on function private.forum_person(uuid) is 'Somebody in a list of the forum: {name, region, person: the profile, where the reader may open it}. Granted to nobody.';

create function private.list_experts(p_direction text, p_region text, p_month date) returns jsonb
language sql stable security definer set search_path = '' as $$
  with this as (select coalesce(p_month, date_trunc('month', private.today())::date) as month)
  select jsonb_build_object(
    'month', (select month from this),
    'months', (
      select jsonb_agg((date_trunc('month', private.today()) - make_interval(months => n))::date order by n) from generate_series(0, 11) n),
    'leaders', coalesce((
      select jsonb_agg(private.forum_person(l.account_id) || jsonb_build_object('points', l.points) order by l.points desc, l.account_id)
      from (
        select x.account_id, sum(x.points) as points
        from private.forum_leaders x
        join public.accounts a on a.id = x.account_id left join public.persons p on p.id = a.person_id
        where x.month = (select month from this) and (p_direction is null or x.direction = p_direction)
          and (p_region is null or p.region_code = p_region)
        group by x.account_id order by 2 desc, 1 limit 20) l), '[]'),
    'experts', coalesce((
      select jsonb_agg(private.forum_person(e.account_id) || jsonb_build_object('direction',
        jsonb_build_object('kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en)) order by e.became_at desc, e.account_id)
      from (
        select x.* from private.forum_experts x
        join public.accounts a on a.id = x.account_id left join public.persons p on p.id = a.person_id
        where (p_direction is null or x.direction = p_direction) and (p_region is null or p.region_code = p_region)
        order by x.became_at desc, x.account_id limit 30) e
      join public.directions d on d.code = e.direction), '[]'))
$$;
comment on function private.list_experts(text, text, date) is
  'Leaders of a month (this one when null) and experts, of a direction and a region when given: {month, months, leaders: [{name, region, person, points}] 20 at most, experts: [{name, region, person, direction}] newest 30}.';
grant execute on function private.list_experts(text, text, date) to anon, authenticated;

create function public.page_experts(p_direction text default null, p_region text default null, p_month date default null)
returns jsonb language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'directions', private.forum_directions(),
    'regions', (
      select jsonb_agg(jsonb_build_object('code', r.code, 'name', jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en)) order by r.name_kk)
      from public.regions r))
    || private.list_experts(p_direction, p_region, date_trunc('month', p_month)::date)
$$;
comment on function public.page_experts(text, text, date) is 'Experts and leaders of a month: {viewer, directions, regions} and private.list_experts.';
grant execute on function public.page_experts(text, text, date) to anon, authenticated;
