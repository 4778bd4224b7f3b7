-- Reads of the public directory of programmes.

create function private.mrp_amount(p_mrp numeric, p_tenge bigint) returns jsonb
language sql stable security definer set search_path = '' as $$
  select case
    when p_tenge is not null then jsonb_build_object('mrp', null, 'tenge', p_tenge, 'year', null)
    when p_mrp is not null then (
      select jsonb_build_object('mrp', p_mrp, 'tenge', round(p_mrp * y.tenge)::bigint, 'year', y.year)
      from private.mrp_years y where y.year <= extract(year from private.today()) order by y.year desc limit 1)
  end
$$;
comment on function private.mrp_amount(numeric, bigint) is 'The largest amount of a programme: {mrp, tenge, year}. Indices are converted by the newest year known; null where no amount is stated.';
grant execute on function private.mrp_amount(numeric, bigint) to anon, authenticated;

create function private.openness(p public.programmes) returns text
language sql stable set search_path = '' as $$
  select case
    when p.status in ('inactive', 'defunct') then 'ended'
    when p.status = 'temporarily_closed' then 'closed'
    when p.opens_on > private.today() then 'soon'
    when p.closes_on < private.today() then 'closed'
    when p.year_round or p.opens_on is not null or p.closes_on is not null then 'open'
    else 'unknown'
  end
$$;
comment on function private.openness(public.programmes) is 'open, soon, closed, ended, or unknown: it runs, but nobody has told its dates.';
grant execute on function private.openness(public.programmes) to anon, authenticated;

create function private.programme_card(p public.programmes) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'slug', p.slug, 'kind', p.kind, 'status', p.status, 'years', p.years, 'openness', private.openness(p),
    'name', jsonb_build_object('kk', p.name_kk, 'ru', p.name_ru, 'en', p.name_en),
    'audience', jsonb_build_object('kk', p.audience_kk, 'ru', p.audience_ru, 'en', p.audience_en),
    'summary', jsonb_build_object('kk', p.summary_kk, 'ru', p.summary_ru, 'en', p.summary_en),
    'organization', (
      select jsonb_build_object('kk', o.name_kk, 'ru', o.name_ru, 'en', o.name_en)
      from public.organizations o where o.id = p.organization_id),
    'regions', (
      select coalesce(jsonb_agg(jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en) order by r.code), '[]')
      from public.programme_regions pr join public.regions r on r.code = pr.region_code where pr.programme_id = p.id),
    'amount', private.mrp_amount(p.amount_mrp, p.amount_tenge),
    'ageMin', p.age_min, 'ageMax', p.age_max, 'opensOn', p.opens_on, 'closesOn', p.closes_on,
    'confidence', p.confidence, 'verifiedAt', p.verified_at)
$$;
comment on function private.programme_card(public.programmes) is 'A programme as lists show it; regions is empty where it works in the whole country.';
grant execute on function private.programme_card(public.programmes) to anon, authenticated;

create function private.region_options() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_agg(jsonb_build_object('code', r.code,
    'name', jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en)) order by r.name_kk)
  from public.regions r
$$;
comment on function private.region_options() is 'All regions for a choice: [{code, name}].';
grant execute on function private.region_options() to anon, authenticated;

create function public.page_programmes(p_kind text default null, p_region text default null, p_open boolean default false)
returns jsonb language sql stable set search_path = '' as $$
  with listed as (
    select p.*, private.openness(p) as openness
    from public.programmes p
    where (p_kind is null or p.kind = p_kind)
      and (p_region is null
        or not exists (select from public.programme_regions r where r.programme_id = p.id)
        or exists (select from public.programme_regions r where r.programme_id = p.id and r.region_code = p_region)))
  select jsonb_build_object(
    'viewer', private.viewer(),
    'regions', private.region_options(),
    'programmes', (
      select coalesce(jsonb_agg(private.programme_card(p)
        order by array_position(array['open', 'unknown', 'soon', 'closed'], l.openness), l.closes_on nulls last,
          l.confidence = 'unverified', l.name_kk), '[]')
      from listed l join public.programmes p on p.id = l.id
      where l.openness <> 'ended' and (not coalesce(p_open, false) or l.openness in ('open', 'unknown'))),
    'ended', (
      select coalesce(jsonb_agg(private.programme_card(p) order by l.years desc nulls last, l.name_kk), '[]')
      from listed l join public.programmes p on p.id = l.id
      where l.openness = 'ended' and not coalesce(p_open, false)))
$$;
comment on function public.page_programmes(text, text, boolean) is
  'The directory: {viewer, regions, programmes, ended}. p_open leaves out what is surely closed; what runs without known dates stays, because no date is not a no.';
grant execute on function public.page_programmes(text, text, boolean) to anon, authenticated;

create function public.page_programme(p_slug text) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'viewer', private.viewer(),
    'programme', private.programme_card(p) || jsonb_build_object(
      'apply', case when p.apply_kk is not null then jsonb_build_object('kk', p.apply_kk, 'ru', p.apply_ru, 'en', p.apply_en) end,
      'sourceUrl', p.source_url, 'sourceName', p.source_name, 'organizationUrl', o.url,
      'facts', (
        select coalesce(jsonb_agg(jsonb_build_object('kind', f.kind, 'verified', f.verified, 'source', f.source,
          'text', jsonb_build_object('kk', f.text_kk, 'ru', f.text_ru, 'en', f.text_en)) order by f.verified desc, f.position), '[]')
        from public.programme_facts f where f.programme_id = p.id)))
  from public.programmes p join public.organizations o on o.id = p.organization_id
  where p.slug = p_slug
$$;
comment on function public.page_programme(text) is 'One programme with its facts, or null where there is none.';
grant execute on function public.page_programme(text) to anon, authenticated;

create or replace function private.home_programmes() returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'slug', h.slug,
    'name', jsonb_build_object('kk', h.name_kk, 'ru', h.name_ru, 'en', h.name_en),
    'organization', jsonb_build_object('kk', h.organization_kk, 'ru', h.organization_ru, 'en', h.organization_en),
    'deadline', h.closes_on) order by h.closes_on nulls last, h.slug), '[]')
  from (
    select p.slug, p.name_kk, p.name_ru, p.name_en, p.closes_on,
      o.name_kk as organization_kk, o.name_ru as organization_ru, o.name_en as organization_en
    from public.programmes p join public.organizations o on o.id = p.organization_id
    where private.openness(p) in ('open', 'unknown')
    order by p.closes_on nulls last, p.year_round desc, p.confidence = 'unverified', p.slug limit 3) h
$$;
comment on function private.home_programmes() is 'Up to three programmes that take applications, the nearest deadline first: [{slug, name, organization, deadline}].';
grant execute on function private.home_programmes() to anon, authenticated;
