-- The pages of merging: two records side by side, and what was merged into a record.

create function private.merge_side(p_person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('updatedAt', p.updated_at, 'regionCode', p.region_code,
    'profile', case when f.person_id is not null then jsonb_build_object('updatedAt', f.updated_at,
      -- As staff of the region see it: what was kept for oneself stays hidden here too.
      'now', private.profile_fields(p.id, 'region') -> 'now',
      'story', private.profile_fields(p.id, 'region') -> 'story') end)
  from public.persons p left join public.profiles f on f.person_id = p.id
  where p.id = p_person and private.sees_person(p.region_code)
$$;
grant execute on function private.merge_side(uuid) to authenticated;

create function private.pair_standing(p_a uuid, p_b uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('dismissed', private.is_dismissed(p_a, p_b), 'own', coalesce(private.my_person() in (p_a, p_b), false))
    || (private.pair_card(a, b) - 'a' - 'b')
  from public.persons a, public.persons b
  where a.id = p_a and b.id = p_b and private.sees_person(a.region_code) and private.sees_person(b.region_code)
$$;
comment on function private.pair_standing(uuid, uuid) is 'What is known of a pair, for staff who see both: {dismissed, own, score, reasons}.';
grant execute on function private.pair_standing(uuid, uuid) to authenticated;

create function private.merged_into(p_a uuid, p_b uuid) returns uuid
language sql stable security definer set search_path = '' as $$
  select m.survivor_id from private.person_merges m join public.persons p on p.id = m.survivor_id
  where m.undone_at is null and m.merged_id in (p_a, p_b) and m.survivor_id in (p_a, p_b) and private.sees_person(p.region_code)
$$;
comment on function private.merged_into(uuid, uuid) is 'The record that this pair has become, for staff who see it; null while they are two.';
grant execute on function private.merged_into(uuid, uuid) to authenticated;

create function public.page_pair(p_a uuid, p_b uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_a jsonb;
  v_b jsonb;
begin
  if private.uid() is null then return jsonb_build_object('viewer', null); end if;
  if p_a = p_b or not (private.has_role('coordinator') or exists (select from private.my_regions())) then return null; end if;
  if private.merged_into(p_a, p_b) is not null then
    return jsonb_build_object('viewer', private.viewer(), 'mergedInto', private.merged_into(p_a, p_b));
  end if;
  v_a := public.page_person(p_a) -> 'person';
  v_b := public.page_person(p_b) -> 'person';
  if v_a is null or v_b is null then return null; end if;
  return jsonb_build_object('viewer', private.viewer(), 'mergedInto', null,
    'a', v_a || private.merge_side(p_a), 'b', v_b || private.merge_side(p_b)) || private.pair_standing(p_a, p_b);
end
$$;
comment on function public.page_pair(uuid, uuid) is
  'Two records side by side for staff who see both: {viewer, a, b: a record as page_person shows it with updatedAt, regionCode and profile, dismissed, own, score, reasons, mergedInto: null}, or {viewer, mergedInto} once they are one. Null for everybody else.';
grant execute on function public.page_pair(uuid, uuid) to anon, authenticated;

create function private.merges_of(p_person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', m.id, 'registryNo', m.merged_no, 'name', s.old ->> 'full_name', 'at', m.merged_at,
    'by', coalesce(a.display_name, o.full_name),
    -- Whoever does not see the merged record's region cannot make it again.
    'blocked', case
      when not private.sees_person(s.old ->> 'region_code') then 'region'
      when private.my_person() = p_person then 'own'
      else private.why_not_undo(m) end) order by m.merged_at desc), '[]')
  from private.person_merges m
  join public.persons p on p.id = m.survivor_id
  join private.person_merge_steps s on s.merge_id = m.id and s.relation = 'public.persons' and s.act = 'removed'
  left join public.accounts a on a.id = m.merged_by
  left join public.persons o on o.id = a.person_id
  where m.survivor_id = p_person and m.undone_at is null and private.sees_person(p.region_code)
$$;
comment on function private.merges_of(uuid) is
  'Records merged into this one, newest first, for staff who see it: [{id, registryNo, name, at, by, blocked: why the reader cannot undo it now: region | own | later | number, or null}].';
grant execute on function private.merges_of(uuid) to authenticated;

create function public.page_registry_person(p_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_page jsonb := public.page_person(p_id);
begin
  if v_page ? 'person' then
    v_page := jsonb_set(v_page, '{person,merges}', private.merges_of(p_id));
  end if;
  return v_page;
end
$$;
comment on function public.page_registry_person(uuid) is 'As page_person, with person.merges: the records that were merged into this one (private.merges_of).';
grant execute on function public.page_registry_person(uuid) to anon, authenticated;
