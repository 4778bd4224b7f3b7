-- A roster does not bring back whom it names after they asked to be erased.

alter table private.registry_import_rows
  drop constraint registry_import_rows_verdict_check,
  add constraint registry_import_rows_verdict_check
    check (verdict in ('new', 'round', 'filled', 'unchanged', 'conflict', 'erased'));
comment on table private.registry_import_rows is
  'Rows of a roster that are well formed, one each. verdict: new person, further round of a new person, blanks of a known person filled, unchanged, conflict (left alone for a person to decide), or erased (of somebody who asked to be erased: emptied and left out).';

create or replace function private.judge_registry_rows(p_import uuid)
returns table (row_no integer, verdict text, differs text[])
language sql stable security definer set search_path = '' as $$
  select r.row_no,
    case
      when e.key_hash is not null then 'erased'
      when p.id is null and lag(r.row_no) over (partition by r.registry_no order by r.row_no) is null then 'new'
      when p.id is null then 'round'
      when cardinality(d.differs) > 0 then 'conflict'
      when (p.full_name is null and r.full_name is not null)
        or (p.gender is null and r.gender is not null)
        or (p.birth_year is null and r.birth_year is not null)
        or (p.region_code is null and r.region_code is not null)
        or (p.legacy_region is null and r.legacy_region is not null)
        or (p.district is null and r.district is not null)
        or (p.settlement is null and r.settlement is not null)
        or (f.vulnerable is null and r.vulnerable is not null)
        or (f.neet_at_start is null and r.neet is not null)
        or (f.disability is null and r.disability is not null)
        or (t.id is null and r.round is not null)
        or (t.subproject_id is null and r.subproject_no is not null)
        or (r.phone is not null and not exists (
          select from public.contact_points c where c.person_id = p.id and c.kind = 'phone' and c.value_key = r.phone))
        or (r.email is not null and not exists (
          select from public.contact_points c where c.person_id = p.id and c.kind = 'email' and c.value_key = r.email))
        then 'filled'
      else 'unchanged'
    end,
    d.differs
  from private.registry_import_rows r
  -- Hashing every row costs seconds: not before somebody was erased.
  left join private.erased_records e on e.key_hash = case
    when (select exists (select from private.erased_records)) then private.erased_key(r.registry_no) end
  left join public.persons p on p.registry_no = r.registry_no
  left join public.person_flags f on f.person_id = p.id
  left join public.participations t on t.person_id = p.id and t.round = r.round
  left join public.subprojects s on s.id = t.subproject_id
  cross join lateral (
    select array_remove(array[
      -- Another spelling of one name (Қасымова, Касымова) is not another name.
      case when r.full_name <> p.full_name and private.fold(r.full_name) <> p.name_key then 'full_name' end,
      case when r.gender <> p.gender then 'gender' end,
      case when r.birth_year <> p.birth_year then 'birth_year' end,
      case when r.region_code <> p.region_code then 'region' end,
      case when r.district <> p.district and private.fold(r.district) <> private.fold(p.district) then 'district' end,
      case when r.settlement <> p.settlement then 'settlement' end,
      case when r.vulnerable <> f.vulnerable then 'vulnerable' end,
      case when r.neet <> f.neet_at_start then 'neet' end,
      case when r.disability <> f.disability then 'disability' end,
      case when r.role <> t.role then 'role' end,
      case when r.subproject_no <> s.registry_no then 'subproject_no' end
    ], null) as differs) d
  where r.import_id = p_import
$$;

create function private.leave_out_erased() returns trigger
language plpgsql set search_path = '' as $$
begin
  insert into private.registry_import_findings (import_id, row_no, kind, field, value, reason)
  values (new.import_id, new.row_no, 'warning', 'registry_no', '', 'erased');
  new.full_name := null; new.gender := null; new.birth_year := null; new.region_code := null;
  new.legacy_region := null; new.district := null; new.settlement := null; new.locale := null;
  new.phone := null; new.email := null; new.round := null; new.role := null;
  new.subproject_no := null; new.subproject_title := null; new.direction := null;
  new.vulnerable := null; new.neet := null; new.disability := null;
  return new;
end
$$;
comment on function private.leave_out_erased() is 'Reports the row by its number alone and keeps none of its data.';
create trigger registry_import_rows_leave_out_erased before update of verdict on private.registry_import_rows
  for each row when (new.verdict = 'erased') execute function private.leave_out_erased();
