-- A roster of 9 695 rows took five and a half seconds on PostgreSQL, half of them for folding names and
-- districts that nobody compares. What an import does is unchanged.

-- Folded only where two values differ (AND does not stop at an unknown first half, CASE does), and once a
-- row: without the fence differs is computed at each place that reads it. A row of somebody erased differs
-- in nothing, before and after it is emptied.
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
    case when e.key_hash is null then d.differs else '{}' end
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
      case when r.full_name <> p.full_name then case when private.fold(r.full_name) <> p.name_key then 'full_name' end end,
      case when r.gender <> p.gender then 'gender' end,
      case when r.birth_year <> p.birth_year then 'birth_year' end,
      case when r.region_code <> p.region_code then 'region' end,
      case when r.district <> p.district then case when private.fold(r.district) <> private.fold(p.district) then 'district' end end,
      case when r.settlement <> p.settlement then 'settlement' end,
      case when r.vulnerable <> f.vulnerable then 'vulnerable' end,
      case when r.neet <> f.neet_at_start then 'neet' end,
      case when r.disability <> f.disability then 'disability' end,
      case when r.role <> t.role then 'role' end,
      case when r.subproject_no <> s.registry_no then 'subproject_no' end
    ], null) as differs offset 0) d
  where r.import_id = p_import
$$;

-- A district is folded once, not once a row.
create or replace function private.place_rows(p_import uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  with districts as materialized (
    select d.legacy_region, d.district, (
      select s.region_code
      -- offset 0: folded once, not once for each that it is compared with.
      from (select regexp_replace(private.fold(d.district), '^(g|gorod|k|kala|raion|r n) ', '') as district offset 0) f
      join public.split_districts s on s.legacy_name = d.legacy_region and starts_with(f.district, s.stem)
      order by length(s.stem) desc limit 1) as region_code
    from (
      select distinct r.legacy_region, r.district
      from private.registry_import_rows r
      where r.import_id = p_import and exists (
        select from public.legacy_regions g where g.name = r.legacy_region and g.is_split)) d),
  told as materialized (
    select r.row_no, r.region_code as named, d.region_code as by_district
    from private.registry_import_rows r
    join districts d on d.legacy_region = r.legacy_region and d.district is not distinct from r.district
    where r.import_id = p_import),
  placed as (
    update private.registry_import_rows r set
      region_code = coalesce(t.by_district, t.named),
      -- A name of today that was meant as today is no old name.
      legacy_region = case when t.named = coalesce(t.by_district, t.named) then null else r.legacy_region end
    from told t where r.import_id = p_import and r.row_no = t.row_no)
  insert into private.registry_import_findings (import_id, row_no, kind, field, value, reason, other)
  select p_import, t.row_no, 'warning', 'region', t.named, 'region_by_district', t.by_district
  from told t where t.by_district <> t.named;
end
$$;

-- The rows are judged once before the import and once in it.
create or replace function private.check_registry_import(p_import uuid, p_sheet integer, p_mapping jsonb, p_total integer, p_rows integer)
returns jsonb language plpgsql volatile security definer set search_path = '' as $$
declare
  v_import private.registry_imports := private.my_registry_import(p_import);
  v_report jsonb;
  v_signature text;
begin
  if v_import.state = 'imported' then perform private.refuse('used', 'import'); end if;
  -- Two dry runs of one upload at once would mix their rows.
  if p_rows <> (select count(*) from private.registry_import_rows where import_id = p_import) then
    perform private.refuse('conflict', 'changed');
  end if;
  -- Without statistics of the rows just staged, the plans below go wrong by orders of magnitude.
  analyze private.registry_import_rows;
  if (select c.reltuples < 0 from pg_catalog.pg_class c where c.oid = 'public.persons'::regclass) then
    perform private.analyze_registry();
  end if;

  perform private.place_rows(p_import);
  perform private.keep_own_words(p_import);

  with judged as materialized (select * from private.judge_registry_rows(p_import)),
  marked as (
    update private.registry_import_rows r set verdict = j.verdict
    from judged j where r.import_id = p_import and r.row_no = j.row_no),
  told as (
    insert into private.registry_import_findings (import_id, row_no, kind, field, value, reason, other)
    select p_import, j.row_no, 'conflict', field, coalesce(v.given, ''), 'differs_from_registry', coalesce(v.known, '')
    from judged j
    join private.registry_import_rows r on r.import_id = p_import and r.row_no = j.row_no
    join public.persons p on p.registry_no = r.registry_no
    left join public.person_flags f on f.person_id = p.id
    left join public.participations t on t.person_id = p.id and t.round = r.round
    left join public.subprojects s on s.id = t.subproject_id
    cross join lateral unnest(j.differs) as field
    cross join lateral (values
      ('full_name', r.full_name, p.full_name), ('gender', r.gender, p.gender),
      ('birth_year', r.birth_year::text, p.birth_year::text), ('region', r.region_code, p.region_code),
      ('district', r.district, p.district), ('settlement', r.settlement, p.settlement),
      ('vulnerable', (r.vulnerable::integer)::text, (f.vulnerable::integer)::text),
      ('neet', (r.neet::integer)::text, (f.neet_at_start::integer)::text),
      ('disability', (r.disability::integer)::text, (f.disability::integer)::text),
      ('role', r.role, t.role), ('subproject_no', r.subproject_no, s.registry_no)) as v (name, given, known)
    where j.verdict = 'conflict' and v.name = field)
  -- What registry_import_signature says of these verdicts, without judging every row a second time.
  select md5(coalesce(string_agg(j.row_no || j.verdict || array_to_string(j.differs, ','), ' ' order by j.row_no), ''))
  into v_signature from judged j;

  insert into private.registry_import_findings (import_id, row_no, kind, field, value, reason, other)
  select p_import, r.row_no, 'warning', c.kind, c.value_key, 'contact_of_another', left(string_agg(p.registry_no, ', ' order by p.registry_no), 200)
  from private.registry_import_rows r
  cross join lateral (values ('phone', r.phone), ('email', r.email)) as v (kind, value)
  join public.contact_points c on c.kind = v.kind and c.value_key = v.value
  join public.persons p on p.id = c.person_id and p.registry_no <> r.registry_no
  where r.import_id = p_import
    -- Two rows of this file with one phone are named by their rows already.
    and not exists (
      select from private.registry_import_rows x
      where x.import_id = p_import and x.registry_no = p.registry_no and v.value in (x.phone, x.email))
  group by r.row_no, c.kind, c.value_key;

  select jsonb_build_object(
    'total', p_total,
    'people', count(*) filter (where r.verdict = 'new'),
    'rounds', count(*) filter (where r.verdict = 'round'),
    'filled', count(*) filter (where r.verdict = 'filled'),
    'unchanged', count(*) filter (where r.verdict = 'unchanged'),
    'splitRegion', count(*) filter (where r.verdict = 'new' and r.region_code is null and r.legacy_region is not null),
    'noRegion', count(*) filter (where r.verdict = 'new' and r.region_code is null and r.legacy_region is null))
  into v_report from private.registry_import_rows r where r.import_id = p_import;

  select v_report || jsonb_build_object(
    'conflict', count(distinct f.row_no) filter (where f.kind = 'conflict'),
    'duplicate', count(distinct f.row_no) filter (where f.kind = 'duplicate'),
    'wrong', count(distinct f.row_no) filter (where f.kind = 'wrong'),
    'warning', count(distinct f.row_no) filter (where f.kind = 'warning'),
    'kept', count(distinct f.row_no) filter (where f.kind = 'kept'),
    'questions', (select count(*) from private.new_conflicts(p_import)),
    'findings', count(*))
  into v_report from private.registry_import_findings f where f.import_id = p_import;

  update private.registry_imports set state = 'checked', sheet = p_sheet, mapping = p_mapping, report = v_report,
    signature = v_signature
  where id = p_import;
  return v_report;
end
$$;

-- Nobody stands in the directory who never said a word about it: of thousands of new people none is asked.
create or replace function private.follow_directory() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_persons uuid[];
begin
  if tg_table_name = 'persons' then
    select array_agg(n.id) into v_persons from changed n join before o on o.id = n.id
    where (n.full_name, n.region_code, n.birth_year) is distinct from (o.full_name, o.region_code, o.birth_year);
  elsif tg_table_name = 'consents' then
    select array_agg(distinct n.person_id) into v_persons from changed n where n.purpose = 'directory';
  else
    -- limit 1: looked up person by person also where a plan was made for many.
    select array_agg(distinct n.person_id) into v_persons from changed n
    cross join lateral (
      select from public.consents c where c.person_id = n.person_id and c.purpose = 'directory' limit 1) said;
  end if;
  if v_persons is not null then perform private.refresh_directory(v_persons); end if;
  return null;
end
$$;
