-- Badges that mean something here: given once, for one act that helped, and kept with their reason.

create table private.forum_badges (
  account_id uuid not null references public.accounts (id) on delete cascade,
  badge text not null check (badge in ('first_kazakh', 'village', 'ten_accepted', 'year_alive')),
  direction text not null default '' check ((badge = 'ten_accepted') = (direction <> '')),
  question_id uuid references public.questions (id) on delete set null,
  awarded_at timestamptz not null default now(),
  primary key (account_id, badge, direction)
);
create index forum_badges_question_id_idx on private.forum_badges (question_id);
alter table private.forum_badges enable row level security;
comment on table private.forum_badges is 'first_kazakh: the first answer in Kazakh that helped; village: an answer that helped somebody in a village; ten_accepted: ten marked answers in a direction; year_alive: a project that goes on after a year, and an answer in its direction that helped.';
comment on column private.forum_badges.question_id is 'Where it was earned.';

create function private.award_badges() returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_given integer;
begin
  with helped as (
    -- What helped: marked by the one who asked, or thanked for by two people.
    select a.author_id as account_id, a.id, a.locale, a.created_at, q.id as question_id, q.direction, q.author_id as asker_id,
      coalesce(q.accepted_answer_id = a.id and q.author_id <> a.author_id, false) as marked
    from public.answers a join public.questions q on q.id = a.question_id
    where a.author_id is not null and a.withdrawn_at is null and q.withdrawn_at is null
      and (a.score >= 2 or (q.accepted_answer_id = a.id and q.author_id <> a.author_id))
  ), earned as (
    (select distinct on (h.account_id) h.account_id, 'first_kazakh' as badge, '' as direction, h.question_id
     from helped h where h.locale = 'kk' order by h.account_id, h.created_at, h.id)
    union all
    (select distinct on (h.account_id) h.account_id, 'village', '', h.question_id
     from helped h
     join public.accounts asker on asker.id = h.asker_id and asker.id <> h.account_id
     join public.persons p on p.id = asker.person_id and p.settlement = 'village'
     order by h.account_id, h.created_at, h.id)
    union all
    select h.account_id, 'ten_accepted', h.direction, null
    from helped h where h.marked group by h.account_id, h.direction having count(*) >= 10
    union all
    (select distinct on (h.account_id) h.account_id, 'year_alive', '', h.question_id
     from helped h
     join public.accounts a on a.id = h.account_id
     join public.participations t on t.person_id = a.person_id
     join public.subprojects s on s.id = t.subproject_id and s.state = 'continuing' and s.direction = h.direction
     where exists (
       select from public.status_updates early
       where early.subproject_id = s.id and early.withdrawn_at is null and early.created_at < now() - interval '1 year')
     order by h.account_id, h.created_at, h.id))
  insert into private.forum_badges (account_id, badge, direction, question_id)
  select e.account_id, e.badge, e.direction, e.question_id from earned e order by 1, 2, 3
  on conflict do nothing;
  get diagnostics v_given = row_count;
  return v_given;
end
$$;
comment on function private.award_badges() is 'Gives the badges that were earned and not given yet, to all at once; what was given stays. Returns how many. Granted to nobody.';

create or replace function private.refresh_standing(p_tell boolean default true) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_month date := date_trunc('month', private.today())::date;
begin
  perform private.refresh_experts(array(
    select a.author_id from public.answers a where a.author_id is not null group by a.author_id having count(*) >= 3
    union select e.account_id from private.forum_experts e), p_tell);
  perform private.count_leaders(v_month);
  perform private.count_leaders((v_month - interval '1 month')::date);
  perform private.award_badges();
end
$$;
comment on function public.refresh_standing() is 'For the worker, at night: experts of all directions, leaders of this month and the one before, badges.';

create function private.badges_of(p_account uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return coalesce((
    select jsonb_agg(jsonb_build_object('badge', b.badge, 'at', b.awarded_at,
      'direction', case when d.code is not null then jsonb_build_object('kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en) end)
      order by b.awarded_at, b.badge, b.direction)
    from private.forum_badges b left join public.directions d on d.code = b.direction where b.account_id = p_account), '[]');
end
$$;
comment on function private.badges_of(uuid) is 'Badges of an account: [{badge, at, direction}], oldest first. Granted to nobody.';

create function private.my_badges() returns jsonb
language sql stable security definer set search_path = '' as $$ select private.badges_of((select private.uid())) $$;
grant execute on function private.my_badges() to anon, authenticated;

create or replace function public.page_reputation(p_after bigint default null) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'badges', private.my_badges()) || private.my_reputation(p_after)
$$;
comment on function public.page_reputation(bigint) is 'The page of one''s own reputation: {viewer, badges, reputation, limits, changes, after}, see private.my_reputation and private.badges_of.';

create function private.profile_badges(p_person uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select private.badges_of(a.id) from public.accounts a where a.person_id = p_person);
end
$$;
comment on function private.profile_badges(uuid) is 'Badges of a person whose profile the caller has already decided to show. Granted to nobody.';

-- A shown profile carries the badges; whoever sees no profile sees none of them.
alter function private.read_listed_profile(uuid) rename to read_listed_fields;
revoke execute on function private.read_listed_fields(uuid) from anon, authenticated;
create function private.read_listed_profile(p_person uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_shown jsonb := private.read_listed_fields(p_person);
begin
  return v_shown || jsonb_build_object('badges', coalesce(private.profile_badges((v_shown ->> 'id')::uuid), '[]'));
end
$$;
comment on function private.read_listed_profile(uuid) is 'A profile as the signed-in person may see it (private.read_listed_fields), with badges; null where there is none for them. Refuses too_many.';
grant execute on function private.read_listed_profile(uuid) to anon, authenticated;

-- The download says so, in a part of its own.
create function private.export_standing(p_account uuid) returns jsonb
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
      from private.forum_leaders l join public.directions d on d.code = l.direction where l.account_id = p_account)))), '[{}]'))
$$;
comment on function private.export_standing(uuid) is 'What an account''s answers made of it: {standing: [{expert, badges, leader}]}, null where there is nothing. Granted to nobody.';

alter function private.export_me() rename to export_rooms;
revoke execute on function private.export_rooms() from authenticated;
create function private.export_me() returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
begin
  return private.export_rooms() || private.export_standing(private.uid());
end
$$;
grant execute on function private.export_me() to authenticated;
