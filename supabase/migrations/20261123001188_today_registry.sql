-- The first page of staff counts what the registry asks them: disagreeing rosters, reports, doubles.

create function private.registry_tasks() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_regions text[] := private.my_staff_regions();
  v_newest uuid[];
begin
  -- Doubles come with new records, and are looked for among the newest alone: the page's price is known.
  if v_regions is null then
    v_newest := array(select p.id from public.persons p order by p.id desc limit 200);
  else
    v_newest := array(
      select n.id from unnest(v_regions) r
      cross join lateral (select p.id from public.persons p where p.region_code = r order by p.id desc limit 200) n
      order by n.id desc limit 200);
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
comment on function private.registry_tasks() is 'What the registry asks the signed-in officer (of their regions) or coordinator, each counted up to 100: {conflicts, reports, duplicates: very likely pairs with one of the 200 newest records}. Refuses others. Granted to nobody.';

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
