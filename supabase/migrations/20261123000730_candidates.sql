-- Whom an officer may refer to a programme, and why they fit.

create function private.judge_candidates(
  p_all boolean, p_regions text[], p_person uuid, p_words text[], p_state text, p_need text, p_direction text,
  p_round integer, p_programme public.programmes)
returns table (
  id uuid, full_name text, registry_no text, birth_year smallint, region_code text, district text,
  round smallint, role text, title text, direction text, state text, needs text[], state_at timestamptz,
  consented_at timestamptz, missing text[], reasons text[], verdict text)
language sql stable set search_path = '' as $$
  with pool as (
    select p.id, p.full_name, p.registry_no, p.birth_year, p.region_code, p.district,
      x.round, x.role, x.title, x.direction, coalesce(x.state, 'unknown') as state, coalesce(x.needs, '{}') as needs, x.state_at,
      -- Ages this year allows: the day of birth is not in the registry.
      extract(year from private.today())::integer - p.birth_year as age_high
    from public.persons p
    cross join lateral (
      select t.round, t.role, s.title, s.direction, s.state, s.needs, s.state_at
      from public.participations t left join public.subprojects s on s.id = t.subproject_id
      where t.person_id = p.id
        and (p_round is null or t.round = p_round)
        and (p_direction is null or s.direction = p_direction)
        and (p_state is null or coalesce(s.state, 'unknown') = p_state)
        and (p_need is null or p_need = any(s.needs))
      order by t.round desc limit 1) x
    where (p_all or p.region_code = any(p_regions))
      and (p_person is null or p.id = p_person)
      and (cardinality(p_words) = 0 or p.name_key like all(p_words))),
  judged as (
    select pool.*, c.consented_at,
      array_remove(array[
        case when pool.age_high is not null and pool.age_high <= 18 then 'minor' end,
        case when pool.age_high < (p_programme).age_min or pool.age_high - 1 > (p_programme).age_max then 'age' end,
        case when scope.regions is not null and not pool.region_code = any(scope.regions) then 'region' end], null) as reasons,
      array_remove(array[
        case when ((p_programme).age_min is not null or (p_programme).age_max is not null)
          and (pool.age_high is null or pool.age_high = (p_programme).age_min or pool.age_high - 1 = (p_programme).age_max)
          then 'age' end,
        case when scope.regions is not null and pool.region_code is null then 'region' end], null) as missing
    from pool
    cross join lateral (
      select array_agg(r.region_code) as regions from public.programme_regions r
      where r.programme_id = (p_programme).id) scope
    left join lateral (
      select case when n.granted then n.created_at end as consented_at
      from (
        select k.granted, k.created_at from public.consents k
        where k.person_id = pool.id and k.purpose = 'referrals'
        order by k.created_at desc, k.id desc limit 1) n) c on true)
  select j.id, j.full_name, j.registry_no, j.birth_year, j.region_code, j.district, j.round, j.role, j.title,
    j.direction, j.state, j.needs, j.state_at, j.consented_at, j.missing, j.reasons,
    case
      when j.consented_at is null then 'no_consent'
      when cardinality(j.reasons) > 0 then 'not_yet'
      when cardinality(j.missing) > 0 then 'answer_missing'
      else 'fits' end
  from judged j
$$;
comment on function private.judge_candidates(boolean, text[], uuid, text[], text, text, text, integer, public.programmes) is
  'People of these regions (p_all: of all) with their newest matching participation, and how each stands to the programme: no_consent to be referred, not_yet (reasons: minor, age, region), answer_missing (missing: age, region), fits. Checks no rights: granted to nobody, callers decide the regions. No sensitive mark is read.';

create function private.chosen_programme(p_slug text) returns public.programmes
language sql stable set search_path = '' as $$
  select p from public.programmes p
  where p.slug = p_slug and private.openness(p) in ('open', 'unknown', 'soon')
$$;
comment on function private.chosen_programme(text) is 'A programme that people may be referred to, or an empty row.';

create function private.candidate_row(
  c_id uuid, c_name text, c_registry_no text, c_birth_year smallint, c_region text, c_district text, c_round smallint,
  c_role text, c_title text, c_direction text, c_state text, c_needs text[], c_state_at timestamptz,
  c_consented_at timestamptz, c_missing text[], c_reasons text[], c_verdict text, p_programme uuid)
returns jsonb language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'id', c_id, 'name', coalesce(c_name, c_registry_no), 'birthYear', c_birth_year, 'district', c_district,
    'region', (select jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en) from public.regions r where r.code = c_region),
    'round', c_round, 'role', c_role, 'project', c_title,
    'direction', (select jsonb_build_object('kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en) from public.directions d where d.code = c_direction),
    'state', c_state, 'needs', c_needs, 'stateAt', c_state_at, 'consentedAt', c_consented_at,
    'missing', c_missing, 'reasons', c_reasons, 'verdict', c_verdict,
    'referral', (
      select jsonb_build_object('state', r.state, 'at', r.state_at,
        'programme', jsonb_build_object('kk', g.name_kk, 'ru', g.name_ru, 'en', g.name_en))
      from public.referrals r join public.programmes g on g.id = r.programme_id
      where r.person_id = c_id and (p_programme is null or r.programme_id = p_programme)
        and r.state in ('consent_asked', 'sent', 'received', 'accepted')
      order by r.id desc limit 1))
$$;
comment on function private.candidate_row is 'A candidate as the page shows it. referral: the open one to this programme, or to any where none is chosen.';

create function private.list_candidates(
  p_q text, p_region text, p_state text, p_need text, p_direction text, p_round integer, p_programme text,
  p_group text, p_after text)
returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare
  v_all boolean := private.has_role('coordinator');
  v_regions text[] := array(select private.my_regions());
  v_words text[] := array(select '%' || w || '%' from regexp_split_to_table(private.fold(coalesce(p_q, '')), ' ') w where w <> '');
  v_programme public.programmes := private.chosen_programme(p_programme);
  v_group text := case when p_group in ('fits', 'answer_missing', 'not_yet', 'no_consent') then p_group else 'fits' end;
  v_at timestamptz;
  v_id uuid;
  v_page jsonb;
begin
  if not v_all and cardinality(v_regions) = 0 then perform private.refuse('not_found'); end if;
  if p_region is not null then
    v_regions := case when v_all or p_region = any(v_regions) then array[p_region] else '{}' end;
    v_all := false;
  end if;
  if p_after ~ '^[0-9]{1,12}(\.[0-9]{1,6})?_[0-9a-f-]{36}$' then
    v_at := to_timestamp(split_part(p_after, '_', 1)::numeric);
    v_id := split_part(p_after, '_', 2)::uuid;
  end if;
  with judged as materialized (
    select c.*, coalesce(c.state_at, 'epoch') as heard_at
    from private.judge_candidates(v_all, v_regions, null, v_words, p_state, p_need, p_direction, p_round, v_programme) c),
  page as (
    select * from judged j
    where j.verdict = v_group and (v_id is null or (j.heard_at, j.id) < (v_at, v_id))
    order by j.heard_at desc, j.id desc limit 21),
  shown as (select * from page order by heard_at desc, id desc limit 20)
  select jsonb_build_object(
    'counts', (select coalesce(jsonb_object_agg(g.verdict, g.n), '{}') from (
      select j.verdict, count(*) as n from judged j group by j.verdict) g),
    'rows', (
      select coalesce(jsonb_agg(private.candidate_row(s.id, s.full_name, s.registry_no, s.birth_year, s.region_code,
        s.district, s.round, s.role, s.title, s.direction, s.state, s.needs, s.state_at, s.consented_at, s.missing,
        s.reasons, s.verdict, (v_programme).id) order by s.heard_at desc, s.id desc), '[]')
      from shown s),
    'next', case when (select count(*) from page) > 20 then (
      select extract(epoch from s.heard_at)::text || '_' || s.id from shown s order by s.heard_at, s.id limit 1) end)
  into v_page;
  return v_page || jsonb_build_object('group', v_group, 'programme', case when (v_programme).id is not null then
    private.programme_card(v_programme) end);
end
$$;
comment on function private.list_candidates(text, text, text, text, text, integer, text, text, text) is
  'One page of 20 candidates of the caller''s regions, those heard of last first, with the sizes of all groups. p_after is the cursor of the page before.';
grant execute on function private.list_candidates(text, text, text, text, text, integer, text, text, text) to authenticated;

create function private.referable_programmes() returns jsonb
language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('slug', p.slug,
    'name', jsonb_build_object('kk', p.name_kk, 'ru', p.name_ru, 'en', p.name_en)) order by p.name_kk), '[]')
  from public.programmes p where private.openness(p) in ('open', 'unknown', 'soon')
$$;
comment on function private.referable_programmes() is 'Programmes that people may be referred to: [{slug, name}].';
grant execute on function private.referable_programmes() to authenticated;

create function public.page_candidates(
  p_q text default null, p_region text default null, p_state text default null, p_need text default null,
  p_direction text default null, p_round integer default null, p_programme text default null,
  p_group text default null, p_after text default null)
returns jsonb language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer())
    || case when private.has_role('coordinator') or exists (select from private.my_regions())
      then private.list_candidates(p_q, p_region, p_state, p_need, p_direction, p_round, p_programme, p_group, p_after)
        || jsonb_build_object(
          'programmes', private.referable_programmes(),
          'regions', (
            select jsonb_agg(jsonb_build_object('code', r.code,
              'name', jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en)) order by r.name_kk)
            from public.regions r
            where private.has_role('coordinator') or r.code in (select private.my_regions())),
          'directions', (
            select jsonb_agg(jsonb_build_object('code', d.code,
              'name', jsonb_build_object('kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en)) order by d.position)
            from public.directions d))
      else '{}' end
$$;
comment on function public.page_candidates(text, text, text, text, text, integer, text, text, text) is
  'Candidates for a programme: {viewer, counts, rows, next, group, programme, programmes, regions, directions}. Officers see their own regions, coordinators all.';
grant execute on function public.page_candidates(text, text, text, text, text, integer, text, text, text) to authenticated, anon;
grant execute on function private.list_candidates(text, text, text, text, text, integer, text, text, text) to anon;
grant execute on function private.referable_programmes() to anon;

create function private.read_candidate(p_person uuid, p_programme text) returns jsonb
language sql stable security definer set search_path = '' as $$
  select private.candidate_row(c.id, c.full_name, c.registry_no, c.birth_year, c.region_code, c.district, c.round, c.role,
      c.title, c.direction, c.state, c.needs, c.state_at, c.consented_at, c.missing, c.reasons, c.verdict, (g.p).id)
    || jsonb_build_object('partnerHere', exists (
      select from private.staff_roles r
      where r.role = 'partner' and r.organization_id = (g.p).organization_id and r.revoked_at is null))
  from (select private.chosen_programme(p_programme) as p) g
  cross join lateral private.judge_candidates(private.has_role('coordinator'), array(select private.my_regions()),
    p_person, '{}', null, null, null, null, g.p) c
$$;
grant execute on function private.read_candidate(uuid, text) to anon, authenticated;

create function public.page_candidate(p_person uuid, p_programme text default null) returns jsonb
language sql stable set search_path = '' as $$
  select case
    when private.viewer() is null then '{"viewer": null}'
    when x.person is not null then jsonb_build_object(
      'viewer', private.viewer(), 'person', x.person, 'programmes', private.referable_programmes(),
      'programme', case when p_programme is not null then (
        select private.programme_card(p) from public.programmes p where p.slug = p_programme) end)
    end
  from (select private.read_candidate(p_person, p_programme) as person) x
$$;
comment on function public.page_candidate(uuid, text) is
  'One candidate before a referral: {viewer, person, programmes, programme}. Null where the person is not of the caller''s regions.';
grant execute on function public.page_candidate(uuid, text) to anon, authenticated;
