-- How much of the registry can still be reached: the figure that fell to 34.5 % by 2021.

create function private.contact_health(p_regions text[]) returns jsonb
language sql stable security definer set search_path = '' as $$
  with reach as materialized (
    select p.id, p.region_code,
      max(c.confirmed_at) filter (where c.state not in ('dead', 'refused')) as confirmed_at,
      coalesce(bool_or(c.state in ('new', 'confirmed', 'failed')), false) as alive,
      coalesce(bool_or(c.state = 'confirmed' and c.confirmed_at > now() - interval '365 days'), false) as confirmed
    from public.persons p
    -- Somebody who would know is no way to reach the person.
    left join public.contact_points c on c.person_id = p.id and c.kind <> 'trusted_person'
    where p_regions is null or p.region_code = any (p_regions)
    group by p.id),
  months as (
    select to_char(m, 'YYYY-MM') as month
    from generate_series(date_trunc('month', now() at time zone 'Asia/Almaty') - interval '11 months',
      date_trunc('month', now() at time zone 'Asia/Almaty'), interval '1 month') m),
  died as (
    select to_char(e.created_at at time zone 'Asia/Almaty', 'YYYY-MM') as month, count(distinct e.contact_point_id) as n
    from private.contact_events e
    join public.contact_points c on c.id = e.contact_point_id
    join reach r on r.id = c.person_id
    where (e.what = 'dead' or e.state = 'dead') and e.state <> 'refused' and e.created_at > now() - interval '13 months'
    group by 1)
  select jsonb_build_object(
    'all', (select jsonb_build_object('people', count(*), 'confirmed', count(*) filter (where r.confirmed), 'alive', count(*) filter (where r.alive)) from reach r),
    'rounds', (
      select coalesce(jsonb_agg(to_jsonb(t) order by t.key), '[]') from (
        select p.round::text as key, count(*) as people, count(*) filter (where r.confirmed) as confirmed, count(*) filter (where r.alive) as alive
        from reach r join public.participations p on p.person_id = r.id group by p.round) t),
    'regions', (
      select coalesce(jsonb_agg(to_jsonb(t) order by t.key), '[]') from (
        select coalesce(r.region_code, '') as key, count(*) as people, count(*) filter (where r.confirmed) as confirmed, count(*) filter (where r.alive) as alive
        from reach r group by r.region_code) t),
    'ages', (
      select jsonb_build_object(
        'half', count(*) filter (where r.confirmed_at > now() - interval '180 days'),
        'year', count(*) filter (where r.confirmed_at <= now() - interval '180 days' and r.confirmed_at > now() - interval '365 days'),
        'two', count(*) filter (where r.confirmed_at <= now() - interval '365 days' and r.confirmed_at > now() - interval '730 days'),
        'older', count(*) filter (where r.confirmed_at <= now() - interval '730 days'),
        'never', count(*) filter (where r.confirmed_at is null))
      from reach r),
    'died', (select jsonb_agg(jsonb_build_object('month', m.month, 'count', coalesce(d.n, 0)) order by m.month)
      from months m left join died d using (month)))
$$;
comment on function private.contact_health(text[]) is
  'Counts of people who can be reached: confirmed within a year, or with any contact that is not dead or taken back; by round and region, by age of the newest confirmation that still holds; contacts that died in each of the last twelve months. Null regions mean all. Granted to nobody.';

create function private.my_contact_health() returns jsonb
language sql stable security definer set search_path = '' as $$
  select case
    when private.has_role('coordinator') then private.contact_health(null)
    when private.has_role('officer') then private.contact_health(array(select private.my_regions())) end
$$;
comment on function private.my_contact_health() is 'The whole registry for coordinators, their own regions for officers, null for everybody else.';
grant execute on function private.my_contact_health() to anon, authenticated;

create function public.page_contact_health() returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  if private.uid() is null then return jsonb_build_object('viewer', null); end if;
  if not private.is_staff() then return null; end if;
  return jsonb_build_object('viewer', private.viewer(),
    'names', (select jsonb_object_agg(r.code, jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en)) from public.regions r),
    'health', private.my_contact_health());
end
$$;
comment on function public.page_contact_health() is 'How reachable the registry is: {viewer, names of regions, health}. Null for everybody but officers and coordinators.';
grant execute on function public.page_contact_health() to anon, authenticated;
