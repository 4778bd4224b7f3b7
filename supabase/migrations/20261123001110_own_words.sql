-- Who said last what stands in a record, and the page where people correct their own.

create table public.person_words (
  id bigint generated always as identity primary key,
  person_id uuid not null references public.persons (id) on delete cascade,
  field text not null check (field in ('full_name', 'gender', 'birth_year', 'region', 'district', 'settlement')),
  was text,
  value text,
  said_by text not null check (said_by in ('person', 'staff')),
  account_id uuid references public.accounts (id) on delete set null,
  created_at timestamptz not null default now()
);
create index person_words_person_id_idx on public.person_words (person_id, field, id desc);
create index person_words_account_id_idx on public.person_words (account_id);
alter table public.person_words enable row level security;
create policy person_words_read on public.person_words for select to authenticated
  using (person_id = (select private.my_person())
    or (select private.has_role('coordinator'))
    or person_id in (select p.id from public.persons p where p.region_code in (select private.my_regions())));
grant select (id, person_id, field, was, value, said_by, created_at) on public.person_words to authenticated;
comment on table public.person_words is 'What was said of a record after the roster: appended, never changed. The newest row of a field says whose word stands there; without a row it is the roster''s. Written by correct_my_record and by what staff decide.';
comment on column public.person_words.value is 'As text; of a region its code. Null where the person left the field empty on purpose.';

create function private.is_own_word(p_person uuid, p_field text) returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce((
    select w.said_by = 'person' from public.person_words w
    where w.person_id = p_person and w.field = p_field order by w.id desc limit 1), false)
$$;
comment on function private.is_own_word(uuid, text) is 'Whether the person said this field last. Granted to nobody.';

create function private.record_fields(p public.persons) returns table (field text, value text)
language sql immutable set search_path = '' as $$
  values ('full_name', p.full_name), ('gender', p.gender), ('birth_year', p.birth_year::text),
    ('region', p.region_code), ('district', p.district), ('settlement', p.settlement)
$$;
comment on function private.record_fields(public.persons) is 'The fields of a record that people may correct, as texts. Granted to nobody.';

create function private.write_record(p_person uuid, p_fields jsonb, p_said_by text) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into public.person_words (person_id, field, was, value, said_by, account_id)
  select p.id, f.field, f.value, p_fields ->> f.field, p_said_by, private.uid()
  from public.persons p cross join lateral private.record_fields(p) f
  where p.id = p_person and p_fields ? f.field and (
    f.value is distinct from p_fields ->> f.field
    -- Left as it was and sent: the person says that it is right. Said once is enough.
    or f.value is not null and p_said_by = 'person' and not private.is_own_word(p.id, f.field));

  update public.persons p set
    full_name = case when p_fields ? 'full_name' then p_fields ->> 'full_name' else p.full_name end,
    gender = case when p_fields ? 'gender' then p_fields ->> 'gender' else p.gender end,
    birth_year = case when p_fields ? 'birth_year' then (p_fields ->> 'birth_year')::smallint else p.birth_year end,
    region_code = case when p_fields ? 'region' then p_fields ->> 'region' else p.region_code end,
    district = case when p_fields ? 'district' then p_fields ->> 'district' else p.district end,
    settlement = case when p_fields ? 'settlement' then p_fields ->> 'settlement' else p.settlement end,
    updated_at = now()
  where p.id = p_person and exists (
    select from private.record_fields(p) f where p_fields ? f.field and f.value is distinct from p_fields ->> f.field);
end
$$;
comment on function private.write_record(uuid, jsonb, text) is
  'Writes {field: text or null} into a locked record and appends whose word it is. Checks nobody: for use inside definer functions, granted to nobody.';

create function private.correct_my_record(p_fields jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_person uuid := private.my_person();
  v_fields jsonb;
  v_region text;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if v_person is null then perform private.refuse('not_found'); end if;
  select jsonb_object_agg(f.name, nullif(btrim(p_fields ->> f.name), '')) into v_fields
  from unnest(array['full_name', 'gender', 'birth_year', 'region', 'district', 'settlement']) f (name);
  if v_fields ->> 'full_name' is null or length(v_fields ->> 'full_name') > 200 then perform private.refuse('invalid', 'full_name'); end if;
  if coalesce(v_fields ->> 'gender', 'female') not in ('female', 'male') then perform private.refuse('invalid', 'gender'); end if;
  if coalesce(v_fields ->> 'birth_year', '1950') !~ '^(19[5-9]\d|200\d|201[0-5])$' then perform private.refuse('invalid', 'birth_year'); end if;
  if v_fields ->> 'region' is null or not exists (select from public.regions r where r.code = v_fields ->> 'region') then
    perform private.refuse('invalid', 'region');
  end if;
  if length(v_fields ->> 'district') > 120 then perform private.refuse('invalid', 'district'); end if;
  if coalesce(v_fields ->> 'settlement', 'city') not in ('village', 'town', 'city') then perform private.refuse('invalid', 'settlement'); end if;

  -- A roster that is being written must not fill what is emptied here.
  perform pg_advisory_xact_lock_shared(hashtextextended('jalgas.import_registry', 0));
  select p.region_code into v_region from public.persons p where p.id = v_person for update;
  if (select count(*) from public.person_words w
      where w.person_id = v_person and w.account_id = private.uid() and w.created_at > now() - interval '1 day') >= 60 then
    perform private.refuse('too_many', '86400');
  end if;
  perform private.write_record(v_person, v_fields, 'person');
  perform private.audit('correct_record', 'person', v_person, v_region);
end
$$;
grant execute on function private.correct_my_record(jsonb) to authenticated;

create function public.correct_my_record(p_fields jsonb) returns void
language sql volatile set search_path = '' as $$ select private.correct_my_record(p_fields) $$;
comment on function public.correct_my_record(jsonb) is
  'The signed-in person''s word on their record: {full_name, gender, birth_year, region, district, settlement}, all at once; what is absent or empty becomes empty, name and region must be there. What is sent as it stood counts as confirmed. Refuses: forbidden sign_in, not_found (no record), invalid FIELD, too_many.';
grant execute on function public.correct_my_record(jsonb) to authenticated;

create function private.words_of(p_person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_object_agg(w.field, jsonb_build_object('by', w.said_by, 'at', w.created_at)), '{}')
  from (
    select distinct on (x.field) x.* from public.person_words x where x.person_id = p_person order by x.field, x.id desc) w
$$;
comment on function private.words_of(uuid) is 'Whose word stands in which field, where it is not the roster''s: {field: {by: person | staff, at}}. Granted to nobody.';

create function private.my_record() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'registryNo', p.registry_no, 'legacyRegion', p.legacy_region,
    'fields', (select jsonb_object_agg(f.field, f.value) from private.record_fields(p) f),
    'words', private.words_of(p.id),
    'changes', (
      select coalesce(jsonb_agg(jsonb_build_object('field', w.field, 'was', w.was, 'value', w.value, 'at', w.created_at) order by w.id desc), '[]')
      from (
        select * from public.person_words x where x.person_id = p.id and x.said_by = 'staff' order by x.id desc limit 10) w))
  from public.persons p where p.id = private.my_person()
$$;
comment on function private.my_record() is 'The caller''s record as they may correct it: {registryNo, legacyRegion, fields, words, changes: what staff changed}; null without a record.';
grant execute on function private.my_record() to anon, authenticated;

create function public.page_my_record() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'record', private.my_record(),
    'regions', (select jsonb_agg(jsonb_build_object('code', r.code, 'kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en) order by r.name_ru)
      from public.regions r))
$$;
comment on function public.page_my_record() is 'The page /me/record: {viewer, record, regions}; record is null for whoever has claimed none.';
grant execute on function public.page_my_record() to anon, authenticated;

-- Staff see on the record what came from the person.

create function private.seen_words(p_person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select private.words_of(p.id) from public.persons p where p.id = p_person and private.sees_person(p.region_code)
$$;
comment on function private.seen_words(uuid) is 'private.words_of for staff who see the record; else null.';
grant execute on function private.seen_words(uuid) to authenticated;

create or replace function public.page_person(p_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  if private.uid() is null then return jsonb_build_object('viewer', null); end if;
  if not (private.has_role('coordinator') or exists (select from private.my_regions())) then return null; end if;
  return (
      select jsonb_build_object(
        'viewer', private.viewer(),
        'person', jsonb_build_object(
          'id', p.id, 'registryNo', p.registry_no, 'fullName', p.full_name, 'gender', p.gender, 'birthYear', p.birth_year,
          'region', (select jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en)
            from public.regions r where r.code = p.region_code),
          'legacyRegion', p.legacy_region, 'district', p.district, 'settlement', p.settlement, 'locale', p.locale,
          'claimedAt', private.claimed_at(p.id),
          'words', private.seen_words(p.id),
          'flags', (select jsonb_build_object('vulnerable', f.vulnerable, 'neet', f.neet_at_start, 'disability', f.disability)
            from public.person_flags f where f.person_id = p.id),
          'contacts', (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'kind', c.kind, 'value', c.value, 'state', c.state,
              'confirmedAt', c.confirmed_at, 'source', c.source) order by c.state in ('dead', 'refused'), c.kind, c.created_at), '[]')
            from public.contact_points c where c.person_id = p.id),
          'rounds', (select coalesce(jsonb_agg(jsonb_build_object('round', t.round, 'role', t.role,
              'project', (select jsonb_build_object('no', s.registry_no, 'title', s.title,
                  'direction', (select jsonb_build_object('kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en)
                    from public.directions d where d.code = s.direction),
                  'state', s.state, 'basis', s.basis, 'needs', s.needs, 'stateAt', s.state_at)
                from public.subprojects s where s.id = t.subproject_id),
              'team', (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'name', coalesce(m.full_name, m.registry_no), 'role', o.role)
                  order by o.role, m.full_name), '[]')
                from public.participations o join public.persons m on m.id = o.person_id
                where o.subproject_id = t.subproject_id and o.person_id <> p.id)) order by t.round), '[]')
            from public.participations t where t.person_id = p.id),
          'consents', (select coalesce(jsonb_agg(jsonb_build_object('purpose', c.purpose, 'granted', c.granted, 'at', c.created_at,
              'method', c.method) order by c.purpose), '[]')
            from (select distinct on (x.purpose) x.* from public.consents x where x.person_id = p.id
              order by x.purpose, x.created_at desc, x.id desc) c)))
      from public.persons p
      -- Their own record is theirs to see on their own pages, not as staff of another region.
      where p.id = p_id and private.sees_person(p.region_code));
end
$$;
comment on function public.page_person(uuid) is
  'A record of the registry for staff: {viewer, person: {identity, words: whose word stands in a field, flags, contacts, rounds with project and team, consents}}. flags is null for officers; null where the record is not theirs.';
