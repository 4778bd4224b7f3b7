-- The address of a profile whose record was merged leads to the record that stays.

create or replace function private.read_listed_profile(p_person uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_person uuid := p_person;
begin
  if private.uid() is null then return null; end if;
  if p_person is distinct from private.my_person() then perform private.take_directory_view(); end if;
  with recursive stays (id, step) as (
    select p_person, 0
    union all
    select m.survivor_id, s.step + 1 from stays s join private.person_merges m on m.merged_id = s.id and m.undone_at is null
    where s.step < 20)
  select s.id into v_person from stays s order by s.step desc limit 1;
  return private.visible_profile(v_person, private.uid());
end
$$;

create or replace function public.page_profile(p_person uuid) returns jsonb
language sql volatile set search_path = '' as $$
  select case when v.viewer is null then '{"viewer": null}' when x.person is not null then
    jsonb_build_object('viewer', v.viewer, 'person', x.person, 'ways', private.ways_to((x.person ->> 'id')::uuid)) end
  from (select private.viewer() as viewer) v, (select private.read_listed_profile(p_person) as person) x
$$;
comment on function public.page_profile(uuid) is
  'A profile as the viewer may see it, and how they may write there: {viewer, person, ways (private.ways_to)}. Of a merged record it is the survivor''s. Null for whoever is not there for them. Refuses too_many.';
