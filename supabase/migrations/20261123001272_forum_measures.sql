-- How soon questions are answered: counted every night, by direction and language, with the bases.

create table private.forum_measures (
  direction text not null,
  locale text not null,
  day_base integer not null,
  day_answered integer not null,
  week_base integer not null,
  median_seconds bigint,
  ninth_seconds bigint,
  mark_base integer not null,
  mark_accepted integer not null,
  offers integer not null,
  offers_answered integer not null,
  measured_at timestamptz not null default now(),
  primary key (direction, locale)
);
alter table private.forum_measures enable row level security;
comment on table private.forum_measures is
  'What private.measure_forum found last night of the questions asked in the 90 days before; "all" stands for every direction, every language. Counts of nobody in particular.';
comment on column private.forum_measures.day_base is 'Questions that are at least 24 hours old: younger ones may still be answered in time.';
comment on column private.forum_measures.day_answered is 'Of these, answered within 24 hours by somebody else than the asker, by an answer that still stands.';
comment on column private.forum_measures.week_base is 'Questions that are at least 7 days old.';
comment on column private.forum_measures.median_seconds is 'Half of week_base had their first answer within so many seconds. What was not answered within 7 days counts as later than everything: null where it is that half, or nothing was asked.';
comment on column private.forum_measures.ninth_seconds is 'As median_seconds, for nine of ten.';
comment on column private.forum_measures.mark_base is 'week_base without questions whose mark has no known day: the answer was the asker''s own, or its author left and took the ledger along.';
comment on column private.forum_measures.mark_accepted is 'Of mark_base, with a mark of the answer that helped, first set within 7 days, which still stands.';
comment on column private.forum_measures.offers is 'How often these questions (at least 24 hours old) were offered to somebody, and in offers_answered how often that person answered.';

create function private.measure_forum() returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_night timestamptz := (private.today() + time '03:00') at time zone 'Asia/Almaty';
  v_last timestamptz;
  v_groups integer;
begin
  if not pg_try_advisory_xact_lock(hashtextextended('measure_forum', 0)) then return null; end if;
  select max(m.measured_at) into v_last from private.forum_measures m;
  if v_last >= v_night or (v_last is not null and now() < v_night) then return null; end if;
  delete from private.forum_measures;
  with asked as (
    select q.direction, q.locale, now() - q.created_at >= interval '7 days' as old,
      first.at - q.created_at as waited,
      q.accepted_answer_id is not null as marked, mark.at - q.created_at as marked_after,
      offered.offers, offered.answered
    from public.questions q
    cross join lateral (
      select min(a.created_at) as at from public.answers a
      where a.question_id = q.id and a.withdrawn_at is null and (a.author_id is null or a.author_id is distinct from q.author_id)) first
    left join lateral (
      select min(e.created_at) as at from public.reputation_events e
      where e.question_id = q.id and e.kind = 'answer_accepted' and e.reverses is null) mark on q.accepted_answer_id is not null
    cross join lateral (
      select count(f.id) as offers, count(v.offer_id) as answered from private.question_offers f
      left join private.question_offer_events v on v.offer_id = f.id and v.what = 'answered'
      where f.question_id = q.id) offered
    where q.created_at between now() - interval '90 days' and now() - interval '24 hours' and q.withdrawn_at is null
  )
  insert into private.forum_measures
    (direction, locale, day_base, day_answered, week_base, median_seconds, ninth_seconds, mark_base, mark_accepted, offers, offers_answered)
  select coalesce(a.direction, 'all'), coalesce(a.locale, 'all'),
    count(*), count(*) filter (where a.waited <= interval '24 hours'), count(*) filter (where a.old),
    nullif(percentile_disc(0.5) within group (order by w.seconds) filter (where a.old), 'infinity')::bigint,
    nullif(percentile_disc(0.9) within group (order by w.seconds) filter (where a.old), 'infinity')::bigint,
    count(*) filter (where a.old and (not a.marked or a.marked_after is not null)),
    count(*) filter (where a.old and a.marked_after <= interval '7 days'),
    coalesce(sum(a.offers), 0), coalesce(sum(a.answered), 0)
  from asked a
  cross join lateral (
    select case when a.waited <= interval '7 days' then extract(epoch from a.waited)::double precision else 'infinity' end as seconds) w
  group by grouping sets ((), (a.direction), (a.locale), (a.direction, a.locale));
  get diagnostics v_groups = row_count;
  return v_groups;
end
$$;
create function public.measure_forum() returns integer
language sql volatile set search_path = '' as $$ select private.measure_forum() $$;
comment on function public.measure_forum() is 'For the worker, at any hour: counts private.forum_measures anew when nothing was counted yet, and once a night, after three o''clock in Kazakhstan. Returns the number of its rows, or null when it was not time or is done.';
grant execute on function private.measure_forum(), public.measure_forum() to service_role;

create function private.read_measures(p_locale text) returns jsonb
language sql stable security definer set search_path = '' as $$
  with rows as (
    select m.direction, m.locale, jsonb_build_object('dayBase', m.day_base, 'dayAnswered', m.day_answered,
      'weekBase', m.week_base, 'median', m.median_seconds, 'ninth', m.ninth_seconds,
      'markBase', m.mark_base, 'markAccepted', m.mark_accepted, 'offers', m.offers, 'offersAnswered', m.offers_answered) as found
    from private.forum_measures m)
  select jsonb_build_object(
    'measuredAt', (select max(m.measured_at) from private.forum_measures m),
    'all', (select r.found from rows r where r.direction = 'all' and r.locale = 'all'),
    'locales', coalesce((
      select jsonb_agg(r.found || jsonb_build_object('locale', r.locale) order by array_position(array['kk', 'ru', 'en'], r.locale))
      from rows r where r.direction = 'all' and r.locale <> 'all'), '[]'),
    'directions', coalesce((
      select jsonb_agg(r.found || jsonb_build_object('name',
        jsonb_build_object('kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en)) order by d.position)
      from rows r join public.directions d on d.code = r.direction where r.locale = coalesce(p_locale, 'all')), '[]'))
  where private.has_role('coordinator') or private.has_role('officer') or private.has_role('moderator')
$$;
grant execute on function private.read_measures(text) to anon, authenticated;

create function public.page_forum_measures(p_locale text default null) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'measures', private.read_measures(p_locale))
$$;
comment on function public.page_forum_measures(text) is
  'How soon questions of 90 days were answered, for staff: {viewer, measures: {measuredAt, all, locales: [], directions: [] in the language p_locale, or in all}}; measures is null for everybody else. See private.forum_measures.';
grant execute on function public.page_forum_measures(text) to anon, authenticated;

create function private.public_pace() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('base', m.day_base, 'answered', m.day_answered)
  from private.forum_measures m where m.direction = 'all' and m.locale = 'all' and m.day_base >= 20
$$;
comment on function private.public_pace() is 'How many questions of 90 days were answered within 24 hours: {base, answered}; null under 20 questions. Of no person.';
grant execute on function private.public_pace() to anon, authenticated;

create or replace function public.page_experts(p_direction text default null, p_region text default null, p_month date default null)
returns jsonb language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'directions', private.forum_directions(),
    'regions', (
      select jsonb_agg(jsonb_build_object('code', r.code, 'name', jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en)) order by r.name_kk)
      from public.regions r),
    'pace', private.public_pace())
    || private.list_experts(p_direction, p_region, date_trunc('month', p_month)::date)
$$;
comment on function public.page_experts(text, text, date) is 'Experts and leaders of a month: {viewer, directions, regions, pace} and private.list_experts.';
