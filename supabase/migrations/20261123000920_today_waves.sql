-- Surveys that are running wait for their coordinator too.
create or replace function private.staff_today() returns jsonb
language sql stable security definer set search_path = '' as $$
  with mine as (select private.has_role('coordinator') as everywhere, array(select private.my_regions()) as regions)
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
