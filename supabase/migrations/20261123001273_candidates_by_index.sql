-- Who fits a question is found in milliseconds also among many people: from the few that may fit to what is
-- known of each. Says the same as before.

create or replace function private.routing_candidates(p_question uuid, p_step integer)
returns table (account_id uuid, score smallint, reasons jsonb)
-- From few people to what is known of each, along indexes: the planner would read whole tables instead,
-- and compile the statement for longer than it runs.
language sql stable security definer set search_path = '' set jit = off set enable_hashjoin = off set enable_mergejoin = off as $$
  with q as materialized (select x.* from public.questions x where x.id = p_question),
  -- A bounded look back along an index, however long the forum has been there.
  answered as materialized (
    select x.id
    from q cross join public.directions d
    cross join lateral (
      select s.id from public.questions s
      where s.direction = d.code and s.locale = q.locale and s.answer_count > 0 and (d.code = q.direction or p_step = 3)
      order by s.created_at desc, s.id desc limit case when d.code = q.direction then 300 else 30 end) x),
  known as materialized (
    select k.id, bool_or(k.what = 'expert') as expert, bool_or(k.what = 'mentor') as mentor,
      bool_or(k.what = 'project') as project, bool_or(k.what = 'skill') as skill
    from (
      select e.account_id as id, 'expert' as what from q join private.forum_experts e on e.direction = q.direction
      union all
      select a.author_id, 'record' from answered n join public.answers a on a.question_id = n.id and a.withdrawn_at is null
      union all
      select a.id, 'mentor' from q
      join public.mentor_offers o on o.directions @> array[q.direction] join public.accounts a on a.person_id = o.person_id
      where private.mentor_free_on(o.person_id) <= private.today()
      union all
      select a.id, 'skill' from q
      join public.profiles f on f.directions @> array[q.direction] join public.accounts a on a.person_id = f.person_id
      union all
      select a.id, 'project' from q
      join public.subprojects s on s.direction = q.direction join public.participations t on t.subproject_id = s.id
      join public.accounts a on a.person_id = t.person_id) k
    group by k.id),
  people as materialized (
    select k.*, a.locale, a.person_id, p.region_code = q.region_code as near
    from known k cross join q
    join public.accounts a on a.id = k.id and a.id <> q.author_id
    join public.persons p on p.id = a.person_id
    where p_step > 1 or k.expert or coalesce(p.region_code = q.region_code, q.region_code is null)),
  facts as materialized (
    select e.id, e.near, e.expert, e.mentor, e.project, e.skill, record.answers, record.helped, record.others,
      e.locale = q.locale or coalesce(q.locale = any (f.languages), false) or record.speaks as speaks,
      greatest(u.last_sign_in_at, record.newest) as seen,
      (select count(*) from private.question_offers w
        where w.account_id = e.id and w.created_at > now() - interval '14 days'
          and not exists (select from private.question_offer_events v where v.offer_id = w.id and v.what <> 'opened')) as waiting
    from people e cross join q
    left join auth.users u on u.id = e.id
    left join public.profiles f on f.person_id = e.person_id
    cross join lateral (
      select count(distinct s.id) filter (where s.direction = q.direction) as answers,
        count(*) filter (where s.direction = q.direction and s.accepted_answer_id = w.id) as helped,
        count(*) as others, max(w.created_at) as newest, coalesce(bool_or(w.locale = q.locale), false) as speaks
      from (select z.id, z.question_id, z.locale, z.created_at from public.answers z
            where z.author_id = e.id and z.withdrawn_at is null order by z.created_at desc limit 200) w
      join public.questions s on s.id = w.question_id and s.author_id is distinct from e.id and s.withdrawn_at is null) record),
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

-- Compiling the night's count would take longer than counting.
alter function private.measure_forum() set jit = off;
