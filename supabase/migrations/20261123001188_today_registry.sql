-- The first page of staff counts what the registry asks them: disagreeing rosters, reports, doubles.

-- As it was, but who looks is asked once: inlined, it was asked for every row that was counted.
create or replace function private.staff_tasks() returns jsonb
language sql stable security definer set search_path = '' as $$
  with mine as materialized (select private.has_role('coordinator') as everywhere, array(select private.my_regions()) as regions)
  select jsonb_build_object(
    'claims', (select count(*) from (
      select 1 from public.claim_requests c
      where c.state = 'open' and (m.everywhere or c.region_code = any(m.regions)) limit 1000) x),
    'waitingForPerson', (select count(*) from (
      select 1 from public.referrals r
      where r.state = 'consent_asked' and (m.everywhere or r.region_code = any(m.regions)) limit 1000) x),
    'waitingForPartner', (select count(*) from (
      select 1 from public.referrals r
      where r.state in ('sent', 'received') and (m.everywhere or r.region_code = any(m.regions)) limit 1000) x),
    'unknownProjects', (select count(*) from (
      select 1 from public.subprojects s
      where s.state = 'unknown' and (m.everywhere or s.region_code = any(m.regions)) limit 1000) x),
    'askingForHelp', (select count(*) from (
      select 1 from public.subprojects s
      where s.needs <> '{}' and s.state_at > now() - interval '90 days'
        and (m.everywhere or s.region_code = any(m.regions)) limit 1000) x),
    'openWaves', (select count(*) from (
      select 1 from public.waves w
      where m.everywhere and w.kind = 'live' and private.wave_state(w.opens_at, w.closes_at) = 'open' limit 1000) x))
  from mine m where m.everywhere or cardinality(m.regions) > 0
$$;

create function private.registry_tasks() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_regions text[] := private.my_staff_regions();
  v_newest uuid[];
begin
  -- Doubles come with new records, and are looked for among the newest alone: the page's price is known.
  if v_regions is null then
    v_newest := array(select p.id from public.persons p order by p.id desc limit 100);
  else
    v_newest := array(
      select n.id from unnest(v_regions) r
      cross join lateral (select p.id from public.persons p where p.region_code = r order by p.id desc limit 100) n
      order by n.id desc limit 100);
  end if;
  return jsonb_build_object(
    'conflicts', (select count(*) from (select from private.conflicts_in_reach(null) limit 100) x),
    'reports', (select count(*) from (
      select from public.reports x
      where x.state = 'open'
        and (v_regions is null or x.reported_region = any (v_regions) or x.reporter_region = any (v_regions))
        and private.sees_report(x) limit 100) x),
    'duplicates', (select count(*) from (
      select from private.duplicate_pairs(v_newest, v_regions, 17) limit 100) x));
end
$$;
comment on function private.registry_tasks() is 'What the registry asks the signed-in officer (of their regions) or coordinator, each counted up to 100: {conflicts, reports, duplicates: very likely pairs with one of the 100 newest records}. Refuses others. Granted to nobody.';

create or replace function private.staff_today() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_counts jsonb := private.staff_tasks();
begin
  if v_counts is null then return null; end if;
  return v_counts || private.registry_tasks() || jsonb_build_object('claims',
    (v_counts ->> 'claims')::integer + jsonb_array_length(private.open_disputes()));
end
$$;
comment on function private.staff_today() is 'What waits for the signed-in staff, by kind: private.staff_tasks with disputed claims among the claims, and private.registry_tasks. Null for others.';
comment on function public.page_today() is 'The first page of staff: {viewer, counts | null}. Counts stop at 1000, those of conflicts, reports and duplicates at 100.';
