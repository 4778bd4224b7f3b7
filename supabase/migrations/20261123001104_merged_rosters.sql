-- A roster knows nothing of merges: rows under an old number are the survivor's, and what was decided
-- when the two records became one is not asked again.

create function private.merged_words(p_person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_object_agg(w.key, w.told), '{}') from (
    select e.key, jsonb_agg(e.value) as told
    from private.person_merges m join private.person_merge_steps s on s.merge_id = m.id
    cross join jsonb_each(s.old) e
    where m.survivor_id = p_person and m.undone_at is null and e.value <> 'null'
      and s.relation in ('public.persons', 'public.person_flags')
    group by e.key) w
$$;
comment on function private.merged_words(uuid) is 'What merges into this record decided against: {column: [values]}. Granted to nobody.';

create function private.decided_round(p_person uuid, p_round integer, p_role text, p_subproject_no text) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from private.person_merges m join private.person_merge_steps s on s.merge_id = m.id
    left join public.subprojects b on b.id = (s.old ->> 'subproject_id')::uuid
    where m.survivor_id = p_person and m.undone_at is null
      and s.relation = 'public.participations' and s.act = 'removed'
      and (s.old ->> 'round')::integer = p_round and s.old ->> 'role' = p_role
      and b.registry_no is not distinct from p_subproject_no)
$$;
comment on function private.decided_round(uuid, integer, text, text) is 'Whether a merge into this record decided against this round as the roster tells it. Granted to nobody.';

create function private.follow_merges() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not exists (select from private.registry_aliases) then return null; end if;

  insert into private.registry_import_findings (import_id, row_no, kind, field, value, reason, other)
  select s.import_id, s.row_no, 'warning', 'registry_no', s.registry_no, 'merged', p.registry_no
  from staged s join private.registry_aliases l on l.registry_no = s.registry_no join public.persons p on p.id = l.person_id;
  update private.registry_import_rows r set registry_no = p.registry_no
  from staged s join private.registry_aliases l on l.registry_no = s.registry_no join public.persons p on p.id = l.person_id
  where r.import_id = s.import_id and r.row_no = s.row_no;

  -- A value that a merge decided against is neither a contradiction nor news.
  update private.registry_import_rows r set
    full_name = case when not coalesce(w.told -> 'full_name' @> to_jsonb(r.full_name), false) then r.full_name end,
    gender = case when not coalesce(w.told -> 'gender' @> to_jsonb(r.gender), false) then r.gender end,
    birth_year = case when not coalesce(w.told -> 'birth_year' @> to_jsonb(r.birth_year), false) then r.birth_year end,
    region_code = case when not coalesce(w.told -> 'region_code' @> to_jsonb(r.region_code), false) then r.region_code end,
    legacy_region = case when not coalesce(w.told -> 'legacy_region' @> to_jsonb(r.legacy_region), false) then r.legacy_region end,
    district = case when not coalesce(w.told -> 'district' @> to_jsonb(r.district), false) then r.district end,
    settlement = case when not coalesce(w.told -> 'settlement' @> to_jsonb(r.settlement), false) then r.settlement end,
    vulnerable = case when not coalesce(w.told -> 'vulnerable' @> to_jsonb(r.vulnerable), false) then r.vulnerable end,
    neet = case when not coalesce(w.told -> 'neet_at_start' @> to_jsonb(r.neet), false) then r.neet end,
    disability = case when not coalesce(w.told -> 'disability' @> to_jsonb(r.disability), false) then r.disability end
  from staged s, public.persons p, lateral (select private.merged_words(p.id) as told) w
  where r.import_id = s.import_id and r.row_no = s.row_no and p.registry_no = r.registry_no
    and p.id in (select l.person_id from private.registry_aliases l);

  update private.registry_import_rows r set round = null, role = null, subproject_no = null, subproject_title = null, direction = null
  from staged s, public.persons p
  where r.import_id = s.import_id and r.row_no = s.row_no and p.registry_no = r.registry_no
    and p.id in (select l.person_id from private.registry_aliases l)
    and private.decided_round(p.id, r.round, r.role, r.subproject_no);

  -- One round that two rows of one person tell: the first holds.
  with twice as (
    select r.import_id, r.row_no, e.row_no as earlier, (e.role, e.subproject_no) is not distinct from (r.role, r.subproject_no) as same
    from staged s
    join private.registry_import_rows r on r.import_id = s.import_id and r.row_no = s.row_no
    join public.persons p on p.registry_no = r.registry_no and p.id in (select l.person_id from private.registry_aliases l)
    cross join lateral (
      select x.* from private.registry_import_rows x
      where x.import_id = r.import_id and x.registry_no = r.registry_no and x.round = r.round and x.row_no < r.row_no
      order by x.row_no limit 1) e),
  told as (
    insert into private.registry_import_findings (import_id, row_no, kind, field, value, reason, other)
    select t.import_id, t.row_no, 'duplicate', 'round', '', case when t.same then 'same_as_row' else 'differs_from_row' end, t.earlier::text
    from twice t)
  update private.registry_import_rows r set round = null, role = null, subproject_no = null, subproject_title = null, direction = null
  from twice t where r.import_id = t.import_id and r.row_no = t.row_no;
  return null;
end
$$;
comment on function private.follow_merges() is
  'After rows of a roster were staged: old numbers become the survivor''s, each with a finding (merged), and what a merge decided against is left out, so that the file that was imported before the merge changes nothing after it.';
create trigger registry_import_rows_follow_merges after insert on private.registry_import_rows
  referencing new table as staged for each statement execute function private.follow_merges();
