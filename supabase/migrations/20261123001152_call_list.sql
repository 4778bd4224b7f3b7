-- Whom to call next: people of a region of whom nothing was confirmed for the longest time.

create function private.call_card(p_person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('id', p.id, 'name', coalesce(p.full_name, p.registry_no), 'registryNo', p.registry_no,
    'district', p.district, 'locale', p.locale,
    'rounds', (select coalesce(jsonb_agg(t.round order by t.round), '[]') from public.participations t where t.person_id = p.id),
    'confirmedAt', (select max(c.confirmed_at) from public.contact_points c
      where c.person_id = p.id and c.kind <> 'trusted_person' and c.state not in ('dead', 'refused')),
    'contacts', private.callable_contacts(p.id), 'called', private.last_call(p.id), 'reports', private.open_reports(p.id))
  from public.persons p where p.id = p_person
$$;
comment on function private.call_card(uuid) is 'A person of the list of calls: {id, name, registryNo, district, locale, rounds, confirmedAt, contacts, called, reports}. Granted to nobody.';

create function private.list_calls(p_filters jsonb, p_after text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_regions text[] := array(
    select r.code from public.regions r where private.sees_person(r.code)
      -- The whole country is nobody's list: a coordinator chooses a region.
      and (r.code = p_filters ->> 'region' or p_filters ->> 'region' is null and not private.has_role('coordinator')));
  v_at timestamptz;
  v_id uuid;
  v_page jsonb;
begin
  if p_after ~ '^[0-9]{1,12}(\.[0-9]{1,6})?_[0-9a-f-]{36}$' then
    v_at := to_timestamp(split_part(p_after, '_', 1)::numeric);
    v_id := split_part(p_after, '_', 2)::uuid;
  end if;
  with due as (
    select p.id, coalesce(r.confirmed_at, r.known_at, p.created_at) as heard_at
    from public.persons p
    cross join lateral (
      select max(c.confirmed_at) filter (where c.kind <> 'trusted_person' and c.state not in ('dead', 'refused')) as confirmed_at,
        min(c.created_at) as known_at,
        coalesce(bool_or(c.kind in ('phone', 'whatsapp', 'telegram') and c.state not in ('dead', 'refused')), false) as callable
      from public.contact_points c where c.person_id = p.id) r
    cross join lateral (
      select exists (select from public.contact_reports o where o.person_id = p.id and o.state = 'open') as told) o
    where p.region_code = any(v_regions)
      and (p_filters ->> 'district' is null or p.district = p_filters ->> 'district')
      and (p_filters ->> 'round' is null or exists (
        select from public.participations t where t.person_id = p.id and t.round = (p_filters ->> 'round')::smallint))
      and case when p_filters ->> 'state' = 'told' then o.told
        else o.told or r.callable and coalesce(r.confirmed_at, '-infinity') < now() - interval '180 days' end),
  -- offset 0: the wish not to be called is asked of the few that the page shows, not of a whole region.
  page as materialized (
    select d.* from (select * from due order by heard_at, id offset 0) d
    where (v_id is null or (d.heard_at, d.id) > (v_at, v_id)) and not private.asked_not_to_be_called(d.id)
    limit 11),
  shown as (select * from page order by heard_at, id limit 10)
  select jsonb_build_object(
    'people', (select coalesce(jsonb_agg(private.call_card(s.id) order by s.heard_at, s.id), '[]') from shown s),
    'next', case when (select count(*) from page) > 10 then (
      select extract(epoch from s.heard_at)::text || '_' || s.id from shown s order by s.heard_at desc, s.id desc limit 1) end)
  into v_page;
  return v_page || jsonb_build_object(
    'chosen', cardinality(v_regions) > 0,
    'told', (
      select count(distinct o.person_id) from public.contact_reports o join public.persons p on p.id = o.person_id
      where o.state = 'open' and p.region_code = any(v_regions)),
    'districts', (
      select coalesce(jsonb_agg(d.district order by d.district), '[]') from (
        select distinct p.district from public.persons p
        where p.region_code = any(v_regions) and p.district is not null limit 200) d));
end
$$;
comment on function private.list_calls(jsonb, text) is
  'Ten people a page whom staff may call, out of the regions they look after: with a number that is neither dead nor taken back and nothing confirmed for 180 days, or with a number that a team-mate passed on; heard of longest ago first. Whoever asked not to be called is left out. p_filters: {region (coordinators must choose one), district, round, state: told}; p_after: the cursor. {people, next, chosen, told: how many wait with a reported number, districts}.';
grant execute on function private.list_calls(jsonb, text) to authenticated;

create function public.page_calls(p_filters jsonb default '{}', p_after text default null) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  if private.uid() is null then return jsonb_build_object('viewer', null); end if;
  if not (private.has_role('coordinator') or exists (select from private.my_regions())) then return null; end if;
  return private.list_calls(coalesce(p_filters, '{}'), p_after) || jsonb_build_object(
    'viewer', private.viewer(),
    'regions', (
      select jsonb_agg(jsonb_build_object('code', r.code, 'kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en) order by r.name_ru)
      from public.regions r where private.sees_person(r.code)));
end
$$;
comment on function public.page_calls(jsonb, text) is 'The list of calls for officers and coordinators: {viewer, regions} and what private.list_calls gives. Null for everybody else.';
grant execute on function public.page_calls(jsonb, text) to anon, authenticated;
