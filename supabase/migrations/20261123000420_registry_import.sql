-- The registry for staff: import of rosters in two steps (a dry run, then exactly that), and the list.

create table public.split_districts (
  legacy_name text not null,
  stem text not null,
  region_code text not null references public.regions (code) on delete restrict,
  primary key (legacy_name, stem)
);
create index split_districts_region_code_idx on public.split_districts (region_code);
alter table public.split_districts enable row level security;
create policy split_districts_read on public.split_districts for select to anon, authenticated using (true);
grant select on public.split_districts to anon, authenticated, service_role;
comment on table public.split_districts is
  'Which part of a split old region a district belongs to now. stem is the beginning of the district''s folded name, so that Аягоз, Аягөз ауданы and Аягозский район meet; where two stems fit, the longest decides.';

insert into public.split_districts (legacy_name, stem, region_code)
select legacy_name, private.fold(name), region_code
from (values
  ('Алматинская обл.', 'KZ-33', array['Талдықорған', 'Текелі', 'Ақсу', 'Алакөл', 'Ескелді', 'Кербұлақ', 'Көксу', 'Коксу', 'Қаратал', 'Панфилов', 'Жаркент', 'Сарқан', 'Сарканд']),
  ('Алматинская обл.', 'KZ-19', array['Қонаев', 'Конаев', 'Қапшағай', 'Капчагай', 'Алатау', 'Балқаш', 'Еңбекшіқазақ', 'Жамбыл', 'Іле', 'Илий', 'Қарасай', 'Кеген', 'Райымбек', 'Раимбек', 'Талғар', 'Ұйғыр', 'Уйгур']),
  ('Карагандинская обл.', 'KZ-62', array['Жезқазған', 'Сәтбаев', 'Сатпаев', 'Қаражал', 'Жаңаарқа', 'Ұлытау']),
  ('Карагандинская обл.', 'KZ-35', array['Қарағанды', 'Караганда', 'Балқаш', 'Приозер', 'Саран', 'Теміртау', 'Шахтинск', 'Абай', 'Ақтоғай', 'Бұқар', 'Бухар', 'Қарқаралы', 'Каркарал', 'Нұра', 'Осакаров', 'Шет']),
  ('ЮКО', 'KZ-79', array['Шымкент', 'Чимкент', 'Әл-Фараби', 'Аль-Фараби', 'Еңбекші', 'Енбекши', 'Қаратау', 'Тұран', 'Абай']),
  ('ЮКО', 'KZ-61', array['Түркістан', 'Туркестан', 'Арыс', 'Кентау', 'Бәйдібек', 'Байдибек', 'Жетісай', 'Келес', 'Қазығұрт', 'Казыгурт', 'Мақтаарал', 'Мактаарал', 'Махтаарал', 'Ордабасы', 'Отырар', 'Отрар', 'Сайрам', 'Сарыағаш', 'Сарыагаш', 'Сауран', 'Созақ', 'Сузак', 'Төле би', 'Төлеби', 'Толебий', 'Түлкібас', 'Тюлькубас', 'Шардара']),
  ('ВКО', 'KZ-10', array['Семей', 'Курчатов', 'Абай', 'Ақсуат', 'Аягөз', 'Бесқарағай', 'Бородулих', 'Жарма', 'Жаңасемей', 'Көкпекті', 'Кокпект', 'Мақаншы', 'Үржар', 'Урджар']),
  ('ВКО', 'KZ-63', array['Өскемен', 'Усть-Каменогорск', 'Риддер', 'Алтай', 'Зырян', 'Глубок', 'Зайсан', 'Катонқарағай', 'Катон-Карагай', 'Күршім', 'Курчум', 'Марқакөл', 'Самар', 'Тарбағатай', 'Ұлан', 'Үлкен Нарын', 'Шемонаих'])
) as parts (legacy_name, region_code, names)
cross join lateral unnest(names) as name
on conflict do nothing;

create table private.registry_imports (
  id uuid primary key default private.uuid_v7(),
  account_id uuid references public.accounts (id) on delete cascade,
  filename text not null check (length(filename) between 1 and 200),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  source text not null,
  sheets jsonb not null,
  sheet smallint not null default 0,
  mapping jsonb not null default '{}',
  report jsonb,
  signature text,
  state text not null default 'uploaded' check (state in ('uploaded', 'checked', 'imported')),
  created_at timestamptz not null default now()
);
create index registry_imports_account_id_idx on private.registry_imports (account_id);
create index registry_imports_created_at_idx on private.registry_imports (created_at);
comment on table private.registry_imports is
  'A roster between upload and import; gone after a day. account_id is null for one from a terminal. source is the read file (deflated JSON, base64), sheets what the mapping page shows of it, signature the fingerprint of what the dry run showed.';

create table private.registry_import_rows (
  import_id uuid not null references private.registry_imports (id) on delete cascade,
  row_no integer not null check (row_no > 0),
  registry_no text not null,
  full_name text,
  gender text,
  birth_year smallint,
  region_code text,
  legacy_region text,
  district text,
  settlement text,
  locale text,
  phone text,
  email text,
  round smallint,
  role text,
  subproject_no text,
  subproject_title text,
  direction text,
  vulnerable boolean,
  neet boolean,
  disability boolean,
  verdict text check (verdict in ('new', 'round', 'filled', 'unchanged', 'conflict')),
  primary key (import_id, row_no)
);
create index registry_import_rows_registry_no_idx on private.registry_import_rows (import_id, registry_no, row_no);
comment on table private.registry_import_rows is
  'Rows of a roster that are well formed, one each. verdict: new person, further round of a new person, blanks of a known person filled, unchanged, or conflict (left alone for a person to decide).';

create table private.registry_import_findings (
  id bigint generated always as identity primary key,
  import_id uuid not null references private.registry_imports (id) on delete cascade,
  row_no integer not null,
  kind text not null check (kind in ('wrong', 'conflict', 'duplicate', 'warning')),
  field text not null,
  value text not null default '',
  reason text not null,
  other text not null default ''
);
create index registry_import_findings_import_id_idx on private.registry_import_findings (import_id, kind, row_no);
comment on table private.registry_import_findings is
  'What a person should know about a row of a roster. reason names a message; other is what it speaks of: the other rows, the known value, the other person.';

create function private.may_import_registry() returns boolean
language sql stable security definer set search_path = '' as $$
  select private.has_role('coordinator') or coalesce(auth.jwt() ->> 'role', '') = 'service_role'
$$;
comment on function private.may_import_registry() is 'Coordinators, and the programs that hold the secret key.';
grant execute on function private.may_import_registry() to anon, authenticated, service_role;

create function private.my_registry_import(p_import uuid) returns private.registry_imports
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_import private.registry_imports;
begin
  if not private.may_import_registry() then perform private.refuse('forbidden'); end if;
  select * into v_import from private.registry_imports i
  where i.id = p_import and i.account_id is not distinct from (select private.uid())
  for update;
  if not found then perform private.refuse('not_found', 'import'); end if;
  return v_import;
end
$$;
comment on function private.my_registry_import(uuid) is
  'The import of this id, locked; refuses one that another account began. For use inside definer functions only: granted to nobody.';

-- 1. Upload

create function private.begin_registry_import(p_filename text, p_sha256 text, p_source text, p_sheets jsonb)
returns uuid language plpgsql volatile security definer set search_path = '' as $$
declare
  v_id uuid;
begin
  if not private.may_import_registry() then perform private.refuse('forbidden'); end if;
  delete from private.registry_imports where created_at < now() - interval '1 day';
  insert into private.registry_imports (account_id, filename, sha256, source, sheets)
  values (private.uid(), right(p_filename, 200), p_sha256, p_source, p_sheets)
  returning id into v_id;
  return v_id;
end
$$;
grant execute on function private.begin_registry_import(text, text, text, jsonb) to authenticated, service_role;

create function public.begin_registry_import(p_filename text, p_sha256 text, p_source text, p_sheets jsonb)
returns uuid language sql volatile set search_path = '' as $$
  select private.begin_registry_import(p_filename, p_sha256, p_source, p_sheets)
$$;
comment on function public.begin_registry_import(text, text, text, jsonb) is 'Keeps a roster that was read; returns the id of the import.';
grant execute on function public.begin_registry_import(text, text, text, jsonb) to authenticated, service_role;

-- 2. Dry run: the application sends well-formed rows and findings in pieces, then asks for the verdicts.

create function private.open_registry_import(p_import uuid)
returns jsonb language plpgsql volatile security definer set search_path = '' as $$
declare
  v_import private.registry_imports := private.my_registry_import(p_import);
begin
  return jsonb_build_object(
    'source', v_import.source,
    'vocabulary', jsonb_build_object(
      'regions', (select jsonb_agg(jsonb_build_array(r.code, r.name_kk, r.name_ru, r.name_en)) from public.regions r),
      'legacy', (select jsonb_agg(jsonb_build_array(g.name, g.region_code, g.is_split)) from public.legacy_regions g),
      'directions', (select jsonb_agg(jsonb_build_array(d.code, d.name_kk, d.name_ru, d.name_en)) from public.directions d)));
end
$$;
grant execute on function private.open_registry_import(uuid) to authenticated, service_role;

create function public.open_registry_import(p_import uuid)
returns jsonb language sql volatile set search_path = '' as $$ select private.open_registry_import(p_import) $$;
comment on function public.open_registry_import(uuid) is
  'What a dry run needs: {source, vocabulary: {regions, legacy, directions}}.';
grant execute on function public.open_registry_import(uuid) to authenticated, service_role;

create function private.stage_registry_rows(p_import uuid, p_first boolean, p_rows jsonb, p_findings jsonb)
returns void language plpgsql volatile security definer set search_path = '' as $$
declare
  v_import private.registry_imports := private.my_registry_import(p_import);
begin
  if v_import.state = 'imported' then perform private.refuse('used', 'import'); end if;
  if p_first then
    delete from private.registry_import_rows where import_id = p_import;
    delete from private.registry_import_findings where import_id = p_import;
    update private.registry_imports set state = 'uploaded', report = null, signature = null where id = p_import;
  end if;
  insert into private.registry_import_rows (import_id, row_no, registry_no, full_name, gender, birth_year,
    region_code, legacy_region, district, settlement, locale, phone, email, round, role,
    subproject_no, subproject_title, direction, vulnerable, neet, disability)
  select p_import, r.row_no, r.registry_no, r.full_name, r.gender, r.birth_year,
    r.region_code, r.legacy_region, r.district, r.settlement, r.locale, r.phone, r.email, r.round, r.role,
    r.subproject_no, r.subproject_title, r.direction, r.vulnerable, r.neet, r.disability
  from jsonb_to_recordset(p_rows) as r (row_no integer, registry_no text, full_name text, gender text,
    birth_year smallint, region_code text, legacy_region text, district text, settlement text, locale text,
    phone text, email text, round smallint, role text, subproject_no text, subproject_title text,
    direction text, vulnerable boolean, neet boolean, disability boolean);
  insert into private.registry_import_findings (import_id, row_no, kind, field, value, reason, other)
  select p_import, f.row_no, f.kind, f.field, left(coalesce(f.value, ''), 200), f.reason, left(coalesce(f.other, ''), 200)
  from jsonb_to_recordset(p_findings) as f (row_no integer, kind text, field text, value text, reason text, other text);
end
$$;
grant execute on function private.stage_registry_rows(uuid, boolean, jsonb, jsonb) to authenticated, service_role;

create function public.stage_registry_rows(p_import uuid, p_first boolean, p_rows jsonb, p_findings jsonb)
returns void language sql volatile set search_path = '' as $$
  select private.stage_registry_rows(p_import, p_first, p_rows, p_findings)
$$;
comment on function public.stage_registry_rows(uuid, boolean, jsonb, jsonb) is
  'Adds well-formed rows and findings to an import; p_first begins the dry run anew.';
grant execute on function public.stage_registry_rows(uuid, boolean, jsonb, jsonb) to authenticated, service_role;

create function private.judge_registry_rows(p_import uuid)
returns table (row_no integer, verdict text, differs text[])
language sql stable security definer set search_path = '' as $$
  select r.row_no,
    case
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
comment on function private.judge_registry_rows(uuid) is
  'What each row of an import would do now. differs lists the fields in which a known person or participation says something else.';

create function private.registry_import_signature(p_import uuid) returns text
language sql stable security definer set search_path = '' as $$
  select md5(coalesce(string_agg(j.row_no || j.verdict || array_to_string(j.differs, ','), ' ' order by j.row_no), ''))
  from private.judge_registry_rows(p_import) j
$$;

create function private.analyze_registry() returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  analyze public.persons, public.person_flags, public.contact_points, public.subprojects, public.participations;
end
$$;
comment on function private.analyze_registry() is
  'Fresh statistics after many rows at once: the embedded backend has no autovacuum. Granted to nobody.';

create function private.check_registry_import(p_import uuid, p_sheet integer, p_mapping jsonb, p_total integer, p_rows integer)
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

  update private.registry_import_rows r set region_code = (
    select s.region_code
    -- offset 0: folded once a row, not once a district.
    from (select regexp_replace(private.fold(r.district), '^(g|gorod|k|kala) ', '') as district offset 0) f
    join public.split_districts s on s.legacy_name = r.legacy_region and starts_with(f.district, s.stem)
    order by length(s.stem) desc limit 1)
  where r.import_id = p_import and r.region_code is null and r.legacy_region is not null and r.district is not null;

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
    'findings', count(*))
  into v_report from private.registry_import_findings f where f.import_id = p_import;

  update private.registry_imports set state = 'checked', sheet = p_sheet, mapping = p_mapping, report = v_report,
    signature = private.registry_import_signature(p_import)
  where id = p_import;
  return v_report;
end
$$;
grant execute on function private.check_registry_import(uuid, integer, jsonb, integer, integer) to authenticated, service_role;

create function public.check_registry_import(p_import uuid, p_sheet integer, p_mapping jsonb, p_total integer, p_rows integer)
returns jsonb language sql volatile set search_path = '' as $$
  select private.check_registry_import(p_import, p_sheet, p_mapping, p_total, p_rows)
$$;
comment on function public.check_registry_import(uuid, integer, jsonb, integer, integer) is
  'The dry run: judges every staged row against the registry and changes nothing in it. p_total counts the rows of the file, p_rows those staged. Returns the report: rows by what would happen to them.';
grant execute on function public.check_registry_import(uuid, integer, jsonb, integer, integer) to authenticated, service_role;

-- 3. Import

create function private.import_registry(p_import uuid, p_without_wrong boolean)
returns jsonb language plpgsql volatile security definer set search_path = '' as $$
declare
  v_import private.registry_imports := private.my_registry_import(p_import);
  v_applied integer;
begin
  if v_import.state = 'imported' then perform private.refuse('used', 'import'); end if;
  if v_import.state <> 'checked' then perform private.refuse('conflict', 'unchecked'); end if;
  if (v_import.report ->> 'wrong')::integer > 0 and not coalesce(p_without_wrong, false) then
    perform private.refuse('invalid', 'wrong');
  end if;
  -- One import at a time: what was judged below still holds when it is written.
  perform pg_advisory_xact_lock(hashtextextended('jalgas.import_registry', 0));
  if private.registry_import_signature(p_import) is distinct from v_import.signature then
    perform private.refuse('conflict', 'changed');
  end if;

  insert into public.subprojects (registry_no, title, direction, round, region_code)
  select distinct on (r.subproject_no) r.subproject_no, coalesce(r.subproject_title, r.subproject_no),
    coalesce(r.direction, 'other'), r.round, r.region_code
  from private.registry_import_rows r
  where r.import_id = p_import and r.verdict in ('new', 'round', 'filled') and r.subproject_no is not null
  order by r.subproject_no, (r.subproject_title is null), (r.direction is null), r.row_no
  on conflict (registry_no) do nothing;

  insert into public.persons (registry_no, full_name, gender, birth_year, region_code, legacy_region, district, settlement, locale)
  select r.registry_no,
    (array_agg(r.full_name order by r.row_no) filter (where r.full_name is not null))[1],
    max(r.gender), max(r.birth_year),
    (array_agg(r.region_code order by r.row_no) filter (where r.region_code is not null))[1],
    (array_agg(r.legacy_region order by r.row_no) filter (where r.legacy_region is not null))[1],
    (array_agg(r.district order by r.row_no) filter (where r.district is not null))[1],
    (array_agg(r.settlement order by r.row_no) filter (where r.settlement is not null))[1],
    coalesce((array_agg(r.locale order by r.row_no) filter (where r.locale is not null))[1], 'kk')
  from private.registry_import_rows r
  where r.import_id = p_import and r.verdict in ('new', 'round')
  group by r.registry_no order by min(r.row_no);

  update public.persons p set
    full_name = coalesce(p.full_name, r.full_name),
    gender = coalesce(p.gender, r.gender),
    birth_year = coalesce(p.birth_year, r.birth_year),
    region_code = coalesce(p.region_code, r.region_code),
    legacy_region = coalesce(p.legacy_region, r.legacy_region),
    district = coalesce(p.district, r.district),
    settlement = coalesce(p.settlement, r.settlement),
    updated_at = now()
  from (
    select x.registry_no, max(x.full_name) as full_name, max(x.gender) as gender, max(x.birth_year) as birth_year,
      max(x.region_code) as region_code, max(x.legacy_region) as legacy_region,
      max(x.district) as district, max(x.settlement) as settlement
    from private.registry_import_rows x
    where x.import_id = p_import and x.verdict = 'filled' group by x.registry_no) r
  where p.registry_no = r.registry_no;

  insert into public.person_flags as f (person_id, vulnerable, neet_at_start, disability)
  select p.id, bool_or(r.vulnerable), bool_or(r.neet), bool_or(r.disability)
  from private.registry_import_rows r join public.persons p on p.registry_no = r.registry_no
  where r.import_id = p_import and r.verdict in ('new', 'round', 'filled')
    and (r.vulnerable is not null or r.neet is not null or r.disability is not null)
  group by p.id
  on conflict (person_id) do update set
    vulnerable = coalesce(f.vulnerable, excluded.vulnerable),
    neet_at_start = coalesce(f.neet_at_start, excluded.neet_at_start),
    disability = coalesce(f.disability, excluded.disability);

  insert into public.contact_points (person_id, kind, value, value_key, source)
  select p.id, c.kind, c.value, c.value, 'registry'
  from private.registry_import_rows r
  join public.persons p on p.registry_no = r.registry_no
  cross join lateral (values ('phone', r.phone), ('email', r.email)) as c (kind, value)
  where r.import_id = p_import and r.verdict in ('new', 'round', 'filled') and c.value is not null
  on conflict (person_id, kind, value_key) do nothing;

  insert into public.participations as t (person_id, round, role, subproject_id)
  select p.id, r.round, r.role, s.id
  from private.registry_import_rows r
  join public.persons p on p.registry_no = r.registry_no
  left join public.subprojects s on s.registry_no = r.subproject_no
  where r.import_id = p_import and r.verdict in ('new', 'round', 'filled') and r.round is not null
  on conflict (person_id, round) do update set subproject_id = excluded.subproject_id
    where t.subproject_id is null and excluded.subproject_id is not null;

  select count(*) into v_applied from private.registry_import_rows r
  where r.import_id = p_import and r.verdict in ('new', 'round', 'filled');
  if v_applied >= 500 then perform private.analyze_registry(); end if;
  -- The people are in the registry now: the copies go, the report and the findings stay for their day.
  delete from private.registry_import_rows where import_id = p_import;
  update private.registry_imports set state = 'imported', source = '' where id = p_import;
  perform private.audit('import_registry', 'registry_import', p_import, null,
    (v_import.report - 'findings') || jsonb_build_object('applied', v_applied, 'filename', v_import.filename,
      'sha256', v_import.sha256));
  return v_import.report || jsonb_build_object('applied', v_applied);
end
$$;
grant execute on function private.import_registry(uuid, boolean) to authenticated, service_role;

create function public.import_registry(p_import uuid, p_without_wrong boolean default false)
returns jsonb language sql volatile set search_path = '' as $$ select private.import_registry(p_import, p_without_wrong) $$;
comment on function public.import_registry(uuid, boolean) is
  'Does what the dry run said, in one transaction. Refuses: invalid/wrong while there are wrong rows and p_without_wrong is not set, conflict/changed when the registry changed since the dry run, used when it was done already. Conflicting rows are left alone. Returns the report.';
grant execute on function public.import_registry(uuid, boolean) to authenticated, service_role;

-- Pages

create function private.registry_import_findings(p_import uuid, p_limit integer) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('row', f.row_no, 'kind', f.kind, 'field', f.field,
    'value', f.value, 'reason', f.reason, 'other', f.other) order by f.place, f.row_no, f.id), '[]')
  from (
    select x.*, array_position(array['wrong', 'conflict', 'duplicate', 'warning'], x.kind) as place
    from private.registry_import_findings x where x.import_id = p_import
    order by place, x.row_no, x.id limit p_limit) f
$$;
comment on function private.registry_import_findings(uuid, integer) is 'For use inside definer functions only: granted to nobody.';

create function private.read_registry_import(p_import uuid, p_limit integer) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('id', i.id, 'filename', i.filename, 'state', i.state, 'sheets', i.sheets,
    'sheet', i.sheet, 'mapping', i.mapping, 'report', i.report,
    'findings', private.registry_import_findings(i.id, p_limit))
  from private.registry_imports i
  where i.id = p_import and private.may_import_registry() and i.account_id is not distinct from (select private.uid())
    and i.created_at > now() - interval '1 day'
$$;
grant execute on function private.read_registry_import(uuid, integer) to anon, authenticated, service_role;

create function public.page_registry_import(p_import uuid default null, p_limit integer default 200) returns jsonb
language sql stable set search_path = '' as $$
  select case
    -- Whoever may not import learns nothing but who they are: the application sends them on.
    when p_import is null or not private.may_import_registry()
      then jsonb_build_object('viewer', private.viewer(), 'import', null)
    else (
      select jsonb_build_object('viewer', private.viewer(), 'import', i)
      from private.read_registry_import(p_import, p_limit) i where i is not null)
    end
$$;
comment on function public.page_registry_import(uuid, integer) is
  'The import page: {viewer, import: null | {id, filename, state, sheets, sheet, mapping, report, findings}}; null when the import is not the caller''s or its day is over.';
grant execute on function public.page_registry_import(uuid, integer) to anon, authenticated, service_role;
-- Imports from a terminal read their findings by the same function; they have no viewer.
grant execute on function private.viewer() to service_role;

create index persons_region_code_registry_no_idx on public.persons (region_code, registry_no);

create function private.list_registry(p_q text, p_phone text, p_region text, p_round integer, p_state text, p_after text)
returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare
  v_where text := 'true';
  v_words text[];
  v_regions text[];
  v_page jsonb;
begin
  -- Not left to row level security: LIKE is not leakproof, and under a policy every row would be read.
  if not private.has_role('coordinator') then
    v_regions := array(select private.my_regions());
    if cardinality(v_regions) = 0 then perform private.refuse('forbidden'); end if;
    v_where := 'p.region_code = any($1)';
  end if;
  if p_region is not null then v_where := v_where || ' and p.region_code = $2'; end if;
  if p_round is not null then
    v_where := v_where || ' and exists (select from public.participations t where t.person_id = p.id and t.round = $3)';
  end if;
  if p_state in ('claimed', 'unclaimed') then
    v_where := v_where || case p_state when 'unclaimed' then ' and not' else ' and' end
      || ' exists (select from public.accounts a where a.person_id = p.id)';
  end if;
  if p_after is not null then v_where := v_where || ' and p.registry_no > $4'; end if;
  if p_q is not null then
    v_words := array(select '%' || w || '%' from regexp_split_to_table(private.fold(p_q), ' ') w where w <> '');
    -- Candidates first, by their indexes; else the order by number would walk the whole registry.
    v_where := v_where || ' and p.id in (
      select n.id from public.persons n where n.registry_no in ($5, upper($5))
      union select n.id from public.persons n where cardinality($6) > 0 and n.name_key like all($6)
      union select c.person_id from public.contact_points c where c.kind = ''phone'' and c.value_key = $7)';
  end if;
  execute format($sql$
    with page as (
      select p.id, p.registry_no, p.full_name, p.region_code, p.legacy_region, p.district
      from public.persons p where %s
      order by p.registry_no limit 31),
    shown as (select * from page order by registry_no limit 30)
    select jsonb_build_object(
      'people', coalesce((
        select jsonb_agg(jsonb_build_object(
          'id', s.id, 'registryNo', s.registry_no, 'fullName', s.full_name,
          'region', (select jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en)
            from public.regions r where r.code = s.region_code),
          'legacyRegion', s.legacy_region, 'district', s.district,
          'rounds', coalesce((select jsonb_agg(jsonb_build_object('round', t.round, 'role', t.role) order by t.round)
            from public.participations t where t.person_id = s.id), '[]'),
          'claimed', exists (select from public.accounts a where a.person_id = s.id),
          'contacts', (select count(*) from public.contact_points c
            where c.person_id = s.id and c.state not in ('dead', 'refused'))
        ) order by s.registry_no) from shown s), '[]'),
      'next', case when (select count(*) from page) > 30 then (select max(s.registry_no) from shown s) end)
  $sql$, v_where)
  into v_page using v_regions, p_region, p_round, p_after, btrim(p_q), v_words, p_phone;
  return v_page;
end
$$;
grant execute on function private.list_registry(text, text, text, integer, text, text) to anon, authenticated;

create function public.page_registry(
  p_q text default null, p_phone text default null, p_region text default null,
  p_round integer default null, p_state text default null, p_after text default null) returns jsonb
language sql stable set search_path = '' as $$
  select case when private.has_role('coordinator') or exists (select from private.my_regions())
    then private.list_registry(p_q, p_phone, p_region, p_round, p_state, p_after) || jsonb_build_object(
      'regions', (select jsonb_agg(jsonb_build_object('code', r.code, 'kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en) order by r.name_ru)
        from public.regions r
        where private.has_role('coordinator') or r.code in (select private.my_regions())))
    else '{}' end || jsonb_build_object('viewer', private.viewer())
$$;
comment on function public.page_registry(text, text, text, integer, text, text) is
  'The registry for coordinators and, within their regions, officers: {viewer, people, next, regions}, 30 people a page in the order of their numbers. p_q: a name in any spelling or a number; p_phone: the same as a normalised phone. Holds no sensitive marks.';
grant execute on function public.page_registry(text, text, text, integer, text, text) to anon, authenticated;
