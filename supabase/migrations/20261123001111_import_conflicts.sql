-- A roster that says something else than the person: the person's word stays, and a question is asked.

create table public.import_conflicts (
  id uuid primary key default private.uuid_v7(),
  person_id uuid not null references public.persons (id) on delete cascade,
  field text not null check (field in ('full_name', 'gender', 'birth_year', 'region', 'district', 'settlement')),
  registry_value text not null,
  person_value text,
  import_id uuid not null,
  filename text not null,
  state text not null default 'open' check (state in ('open', 'kept', 'taken', 'settled')),
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  decided_by uuid references public.accounts (id) on delete set null,
  decided_at timestamptz,
  check ((state in ('kept', 'taken')) = (decided_at is not null))
);
create unique index import_conflicts_open_idx on public.import_conflicts (person_id, field) where state = 'open';
create index import_conflicts_person_id_idx on public.import_conflicts (person_id, field, created_at desc);
create index import_conflicts_queue_idx on public.import_conflicts (id) where state = 'open';
create index import_conflicts_field_idx on public.import_conflicts (field, id) where state = 'open';
create index import_conflicts_decided_by_idx on public.import_conflicts (decided_by);
alter table public.import_conflicts enable row level security;
create policy import_conflicts_read on public.import_conflicts for select to authenticated
  using (person_id = (select private.my_person())
    or (select private.has_role('coordinator'))
    or person_id in (select p.id from public.persons p where p.region_code in (select private.my_regions())));
grant select (id, person_id, field, registry_value, person_value, state, created_at, changed_at, decided_at)
  on public.import_conflicts to authenticated;
comment on table public.import_conflicts is 'Where a roster said something else than the person had said. open: waits for staff; kept: the person''s word stays, and the same roster value is not asked about again; taken: the roster''s value was written; settled: both say the same now, or the roster says a third thing.';
comment on column public.import_conflicts.import_id is 'The import that found it; imports are forgotten after a day, so this leads to the audit log alone.';
comment on column public.import_conflicts.changed_at is 'When it was found or the person last changed their word: whoever decides must have seen this.';

create function private.same_word(p_field text, p_one text, p_other text) returns boolean
language sql immutable set search_path = '' as $$
  select p_one is not distinct from p_other
    or p_field in ('full_name', 'district') and coalesce(private.fold(p_one) = private.fold(p_other), false)
$$;
comment on function private.same_word(text, text, text) is 'Whether two values of a field say the same: another spelling of a name is no other name. Granted to nobody.';

-- A conflict ends by itself when the person says what the roster says, and follows them when they say a third thing.

create function private.follow_words() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  update public.import_conflicts c set
    person_value = f.value, changed_at = clock_timestamp(),
    state = case when private.same_word(c.field, c.registry_value, f.value) then 'settled' else 'open' end
  from private.record_fields(new) f
  where c.person_id = new.id and c.field = f.field and c.state = 'open' and c.person_value is distinct from f.value;
  return null;
end
$$;
comment on function private.follow_words() is 'Keeps open conflicts of a changed record true.';
create trigger persons_follow_words after update on public.persons for each row
  when ((old.full_name, old.gender, old.birth_year, old.region_code, old.district, old.settlement)
    is distinct from (new.full_name, new.gender, new.birth_year, new.region_code, new.district, new.settlement))
  execute function private.follow_words();

-- The import: before a row is judged, what the person said themselves is taken out of it.

create table private.registry_import_words (
  import_id uuid not null references private.registry_imports (id) on delete cascade,
  row_no integer not null,
  person_id uuid not null references public.persons (id) on delete cascade,
  field text not null,
  value text not null,
  primary key (import_id, row_no, field)
);
create index registry_import_words_person_id_idx on private.registry_import_words (person_id);
comment on table private.registry_import_words is 'What rows of a roster say about fields that the person said themselves: taken out of the rows, so that the import neither compares nor writes it. Gone with the import of its day.';

create function private.keep_own_words(p_import uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into private.registry_import_words (import_id, row_no, person_id, field, value)
  select p_import, r.row_no, p.id, v.field, v.value
  from (
    select distinct on (w.person_id, w.field) w.person_id, w.field, w.said_by
    from public.person_words w order by w.person_id, w.field, w.id desc) said
  join public.persons p on p.id = said.person_id
  join private.registry_import_rows r on r.import_id = p_import and r.registry_no = p.registry_no
  cross join lateral (values
    ('full_name', r.full_name), ('gender', r.gender), ('birth_year', r.birth_year::text),
    ('region', r.region_code), ('district', r.district), ('settlement', r.settlement)) as v (field, value)
  where said.said_by = 'person' and v.field = said.field and v.value is not null
  on conflict do nothing;

  update private.registry_import_rows r set
    full_name = case when 'full_name' = any (k.fields) then null else r.full_name end,
    gender = case when 'gender' = any (k.fields) then null else r.gender end,
    birth_year = case when 'birth_year' = any (k.fields) then null else r.birth_year end,
    region_code = case when 'region' = any (k.fields) then null else r.region_code end,
    district = case when 'district' = any (k.fields) then null else r.district end,
    settlement = case when 'settlement' = any (k.fields) then null else r.settlement end
  from (
    select w.row_no, array_agg(w.field) as fields
    from private.registry_import_words w where w.import_id = p_import group by w.row_no) k
  where r.import_id = p_import and r.row_no = k.row_no;

  insert into private.registry_import_findings (import_id, row_no, kind, field, value, reason, other)
  select p_import, w.row_no, 'kept', w.field, w.value, 'said_by_person', coalesce(f.value, '')
  from private.registry_import_words w
  join public.persons p on p.id = w.person_id
  cross join lateral private.record_fields(p) f
  where w.import_id = p_import and f.field = w.field and not private.same_word(w.field, w.value, f.value);
end
$$;
comment on function private.keep_own_words(uuid) is 'Takes out of staged rows what the people themselves said, and lists where the roster says something else. Granted to nobody.';

alter table private.registry_import_findings
  drop constraint registry_import_findings_kind_check,
  add constraint registry_import_findings_kind_check
    check (kind in ('wrong', 'conflict', 'kept', 'duplicate', 'warning'));

create function private.new_conflicts(p_import uuid)
returns table (person_id uuid, field text, registry_value text, person_value text)
language sql stable security definer set search_path = '' as $$
  select distinct on (w.person_id, w.field) w.person_id, w.field, w.value, f.value
  from private.registry_import_words w
  join public.persons p on p.id = w.person_id
  cross join lateral private.record_fields(p) f
  left join lateral (
    select c.state, c.registry_value from public.import_conflicts c
    where c.person_id = w.person_id and c.field = w.field
    order by c.created_at desc, c.id desc limit 1) last on true
  where w.import_id = p_import and f.field = w.field
    and not private.same_word(w.field, w.value, f.value)
    and private.is_own_word(w.person_id, w.field)
    -- Asked already, or answered already: the same roster again is no new question.
    and not coalesce(last.state in ('open', 'kept') and private.same_word(w.field, w.value, last.registry_value), false)
  order by w.person_id, w.field, w.row_no
$$;
comment on function private.new_conflicts(uuid) is 'Conflicts that an import would add to the queue now. Granted to nobody.';

create function private.queue_conflicts() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  if new.state = 'imported' then
    -- The roster came round to what the person says, or says a third thing now.
    update public.import_conflicts c set state = 'settled', changed_at = now()
    where c.state = 'open' and (
      (c.person_id, c.field) in (select n.person_id, n.field from private.new_conflicts(new.id) n)
      or (c.person_id, c.field) in (
        select w.person_id, w.field from private.registry_import_words w
        where w.import_id = new.id and private.same_word(w.field, w.value, c.person_value)));
    insert into public.import_conflicts (person_id, field, registry_value, person_value, import_id, filename)
    select n.person_id, n.field, n.registry_value, n.person_value, new.id, new.filename
    from private.new_conflicts(new.id) n;
  end if;
  -- Rows that are staged anew bring their words anew; imported ones stand in the queue.
  delete from private.registry_import_words w where w.import_id = new.id;
  return null;
end
$$;
comment on function private.queue_conflicts() is 'Writes the conflicts of an import in its transaction, and forgets what was taken out of its rows.';
create trigger registry_imports_queue_conflicts after update of state on private.registry_imports
  for each row when (new.state in ('uploaded', 'imported')) execute function private.queue_conflicts();

-- Regions by districts: of old names that were split, and of names of today that an old roster means in the old, wider sense.

-- Russian spellings that begin otherwise than the Kazakh name.
insert into public.split_districts (legacy_name, stem, region_code)
select legacy_name, private.fold(name), region_code
from (values
  ('ВКО', 'Жармин', 'KZ-10'), ('Карагандинская обл.', 'Жанааркин', 'KZ-62'), ('Карагандинская обл.', 'Нурин', 'KZ-35'),
  ('Карагандинская обл.', 'Балхаш', 'KZ-35'), ('Алматинская обл.', 'Балхаш', 'KZ-19'),
  ('Алматинская обл.', 'Енбекшиказах', 'KZ-19')) as parts (legacy_name, name, region_code)
on conflict do nothing;

create function private.place_rows(p_import uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  with told as materialized (
    select r.row_no, r.region_code as named, (
      select s.region_code
      -- offset 0: folded once a row, not once a district.
      from (select regexp_replace(private.fold(r.district), '^(g|gorod|k|kala|raion|r n) ', '') as district offset 0) f
      join public.split_districts s on s.legacy_name = r.legacy_region and starts_with(f.district, s.stem)
      order by length(s.stem) desc limit 1) as by_district
    from private.registry_import_rows r
    where r.import_id = p_import and exists (
      select from public.legacy_regions g where g.name = r.legacy_region and g.is_split)),
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
comment on function private.place_rows(uuid) is 'The region that a row''s district lies in today, where the roster names an old region that was split (region_code null) or one of today whose name meant more before 2022 (both given). Granted to nobody.';

-- As before, with one step more: keep_own_words, and what it found in the report.
create or replace function private.check_registry_import(p_import uuid, p_sheet integer, p_mapping jsonb, p_total integer, p_rows integer)
returns jsonb language plpgsql volatile security definer set search_path = '' as $$
declare
  v_import private.registry_imports := private.my_registry_import(p_import);
  v_report jsonb;
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
    from judged j where r.import_id = p_import and r.row_no = j.row_no)
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
  where j.verdict = 'conflict' and v.name = field;

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
    signature = private.registry_import_signature(p_import)
  where id = p_import;
  return v_report;
end
$$;

create or replace function private.registry_import_findings(p_import uuid, p_limit integer) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('row', f.row_no, 'kind', f.kind, 'field', f.field,
    'value', f.value, 'reason', f.reason, 'other', f.other) order by f.place, f.row_no, f.id), '[]')
  from (
    select x.*, array_position(array['wrong', 'conflict', 'kept', 'duplicate', 'warning'], x.kind) as place
    from private.registry_import_findings x where x.import_id = p_import
    order by place, x.row_no, x.id limit p_limit) f
$$;
