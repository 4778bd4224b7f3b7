-- What people tell of themselves, and who sees which part of it.

create function private.audience_rank(p_audience text) returns integer
language sql immutable strict set search_path = '' as $$
  select array_position(array['everyone', 'alumni', 'region', 'me'], p_audience)
$$;
comment on function private.audience_rank(text) is
  'Audiences from the widest to the narrowest: everyone signed in; alumni and staff; the officers who look after the person''s region and the central office; the person. Null for what is none.';

create function private.is_visibility(p_visibility jsonb) returns boolean
language sql immutable set search_path = '' as $$
  select jsonb_typeof(p_visibility) = 'object' and not exists (
    select from jsonb_each_text(p_visibility) f
    where f.key <> all (array['name', 'region', 'village', 'rounds', 'photo', 'now', 'skills', 'help', 'need',
        'languages', 'instagram', 'story'])
      or private.audience_rank(f.value) is null
      -- Nobody is listed without a name: whoever wants to hide it leaves the directory.
      or f.key = 'name' and private.audience_rank(f.value) > 2)
$$;

create table public.profiles (
  person_id uuid primary key references public.persons (id) on delete cascade,
  now_line text check (length(now_line) between 1 and 140),
  directions text[] not null default '{}' check (cardinality(directions) <= 16),
  skills text[] not null default '{}' check (cardinality(skills) <= 8),
  help text[] not null default '{}'
    check (help <@ array['money', 'premises', 'equipment', 'customers', 'knowledge', 'mentor', 'papers']),
  help_text text check (length(help_text) between 1 and 300),
  needs text[] not null default '{}'
    check (needs <@ array['money', 'premises', 'equipment', 'customers', 'knowledge', 'mentor', 'papers']),
  need_text text check (length(need_text) between 1 and 300),
  languages text[] not null default '{}'
    check (languages <@ array['kk', 'ru', 'en', 'uz', 'ug', 'ky', 'tg', 'tr', 'de', 'zh', 'ko']),
  instagram text check (instagram ~ '^[a-z0-9_]([a-z0-9_.]{0,28}[a-z0-9_])?$'),
  story text check (length(story) between 1 and 1000),
  photo_id uuid references private.photos (id) on delete set null,
  visibility jsonb not null default '{}' check (private.is_visibility(visibility)),
  updated_at timestamptz not null default now()
);
create unique index profiles_photo_id_idx on public.profiles (photo_id);
alter table public.profiles enable row level security;
create policy profiles_read on public.profiles for select to authenticated
  using (person_id = (select private.my_person()));
grant select on public.profiles to authenticated;
comment on table public.profiles is 'What a person tells of themselves. The row is read by the person alone; everybody else is shown private.visible_profile and nothing more.';
comment on column public.profiles.visibility is 'Who sees a field: {field: everyone | alumni | region | me}. What is not named has the level of private.field_level.';
comment on column public.profiles.help is 'What the person can help others with, in the words of subprojects.needs.';

create function private.field_level(p_visibility jsonb, p_field text) returns text
language sql immutable set search_path = '' as $$
  select coalesce(p_visibility ->> p_field, case p_field when 'village' then 'me' else 'alumni' end)
$$;
comment on function private.field_level(jsonb, text) is 'Who sees this field: as the person chose, else alumni; where the person lives is nobody''s business by default.';

-- A photo belongs to a project or to a person.
alter table private.photos alter column subproject_id drop not null;
alter table private.photos
  add column person_id uuid references public.persons (id) on delete cascade,
  add constraint photos_owner_check check (num_nonnulls(subproject_id, person_id) = 1);
create index photos_person_id_idx on private.photos (person_id);
comment on column private.photos.person_id is 'Whose portrait it is; null for photos of projects.';

create function private.whole_profile(p_person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_strip_nulls(jsonb_build_object(
    'name', p.full_name,
    'region', (select jsonb_build_object('code', r.code, 'kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en)
      from public.regions r where r.code = p.region_code),
    'village', case when num_nonnulls(p.district, p.settlement) > 0 then
      jsonb_build_object('district', p.district, 'settlement', p.settlement) end,
    'rounds', (select jsonb_agg(t.round order by t.round) from public.participations t where t.person_id = p.id),
    'photo', (select jsonb_build_object('id', h.id, 'width', h.width, 'height', h.height)
      from private.photos h where h.id = f.photo_id),
    'now', f.now_line,
    'skills', case when cardinality(f.directions) + cardinality(f.skills) > 0 then jsonb_build_object(
      'directions', coalesce((
        select jsonb_agg(jsonb_build_object('code', d.code, 'kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en) order by d.position)
        from public.directions d where d.code = any(f.directions)), '[]'),
      'tags', f.skills) end,
    'help', case when cardinality(f.help) > 0 or f.help_text is not null then
      jsonb_build_object('codes', f.help, 'text', f.help_text) end,
    'need', case when cardinality(f.needs) > 0 or f.need_text is not null then
      jsonb_build_object('codes', f.needs, 'text', f.need_text) end,
    'languages', case when cardinality(f.languages) > 0 then to_jsonb(f.languages) end,
    'instagram', f.instagram,
    'story', f.story))
  from public.persons p left join public.profiles f on f.person_id = p.id
  where p.id = p_person
$$;
comment on function private.whole_profile(uuid) is
  'All that a profile may hold, empty fields left out. Never a phone, an address or a mark of the registry. Decides nothing: granted to nobody, read through profile_fields.';

create function private.profile_fields(p_person uuid, p_audience text) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_object_agg(w.key, w.value) filter (where
    private.audience_rank(private.field_level(v.visibility, w.key)) <= private.audience_rank(p_audience)), '{}')
  from (select (select f.visibility from public.profiles f where f.person_id = p_person) as visibility) v
  cross join lateral jsonb_each(private.whole_profile(p_person)) w
$$;
comment on function private.profile_fields(uuid, text) is
  'The fields of a profile that an audience sees. The one place where visibility is applied: pages, list, search and counts are made from its answer. Granted to nobody.';

create function private.is_listed(p_person uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select p.full_name is not null
    -- The day of birth is not known, so whoever turns 18 this year waits for the next. Nobody was
    -- younger than 14 in a round: that is what a record without a year of birth is judged by.
    and coalesce(extract(year from private.today()) - coalesce(p.birth_year, (
      select min(t.round) - 14 from public.participations t where t.person_id = p.id)) > 18, false)
    and private.consents_to(p.id, 'directory')
  from public.persons p where p.id = p_person
$$;
comment on function private.is_listed(uuid) is 'Whether others may see this person at all: named, of age for certain, and with a yes to the directory as the newest word.';

create function private.is_peer(p_account uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from public.accounts a where a.id = p_account and a.person_id is not null)
    or exists (
      select from private.staff_roles r
      where r.account_id = p_account and r.revoked_at is null and r.role in ('officer', 'coordinator', 'moderator'))
$$;
comment on function private.is_peer(uuid) is 'Whether an account counts among the alumni: it holds a claimed record or works for them. A mere sign-up does not: anybody can have one.';

create function private.audience_of(p_person uuid, p_account uuid) returns text
language sql stable security definer set search_path = '' as $$
  select case
    when a.person_id = p_person then 'me'
    when exists (
      select from private.staff_roles r
      where r.account_id = a.id and r.revoked_at is null
        and (r.role = 'coordinator' or r.role = 'officer' and r.region_code = (
          select p.region_code from public.persons p where p.id = p_person))) then 'region'
    when private.is_peer(a.id) then 'alumni'
    else 'everyone' end
  from public.accounts a where a.id = p_account
$$;
comment on function private.audience_of(uuid, uuid) is 'As whom this account looks at this person; null for a visitor who is not signed in.';

create function private.visible_profile(p_person uuid, p_viewer uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('id', p_person) || v.fields
  from (select private.audience_of(p_person, p_viewer) as audience) a
  cross join lateral (select private.profile_fields(p_person, a.audience) as fields) v
  where a.audience = 'me' or v.fields ? 'name' and private.is_listed(p_person)
$$;
comment on function private.visible_profile(uuid, uuid) is
  'What this account sees of this person: {id, …} with the allowed fields only, or null where the person is not there for them.';

create or replace function private.read_photo(p_id uuid) returns text
language sql stable security definer set search_path = '' as $$
  select encode(f.webp, 'base64') from private.photos f
  where f.id = p_id and (
    private.sees_subproject(f.subproject_id)
    or f.person_id is not null and exists (
      select from public.profiles w where w.person_id = f.person_id and w.photo_id = f.id
        and private.visible_profile(f.person_id, private.uid()) ? 'photo'))
$$;
comment on function public.read_photo(uuid) is
  'A photo as base64 of its WebP, for whoever may read its subproject or see the portrait on its profile; null for everybody else.';

create function private.save_profile(
  p_fields jsonb, p_visibility jsonb, p_photo text, p_width integer, p_height integer, p_drop_photo boolean)
returns void language plpgsql volatile security definer set search_path = '' as $$
declare
  v_person uuid := private.my_person();
  v_new public.profiles;
  v_old uuid;
  v_photo uuid;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if v_person is null then perform private.refuse('not_found'); end if;
  -- Two forms of one person wait here for one another, so that no photo is left behind.
  perform from public.persons p where p.id = v_person for update;
  v_new := jsonb_populate_record(null::public.profiles, jsonb_build_object(
    'directions', '[]'::jsonb, 'skills', '[]'::jsonb, 'help', '[]'::jsonb, 'needs', '[]'::jsonb, 'languages', '[]'::jsonb)
    || coalesce(p_fields, '{}'));
  if not v_new.directions <@ array(select d.code from public.directions d) then perform private.refuse('invalid', 'directions'); end if;
  if exists (select from unnest(v_new.skills) s where s is null or length(s) not between 1 and 30) then
    perform private.refuse('invalid', 'skills');
  end if;
  if not private.is_visibility(coalesce(p_visibility, '{}')) then perform private.refuse('invalid', 'visibility'); end if;

  select f.photo_id into v_old from public.profiles f where f.person_id = v_person;
  v_photo := case when not coalesce(p_drop_photo, false) then v_old end;
  if p_photo is not null then
    insert into private.photos (person_id, account_id, webp, width, height)
    values (v_person, private.uid(), decode(p_photo, 'base64'), p_width, p_height) returning id into v_photo;
  end if;
  insert into public.profiles as f (
    person_id, now_line, directions, skills, help, help_text, needs, need_text, languages, instagram, story, photo_id,
    visibility, updated_at)
  values (
    v_person, nullif(btrim(v_new.now_line), ''), v_new.directions, v_new.skills, v_new.help,
    nullif(btrim(v_new.help_text), ''), v_new.needs, nullif(btrim(v_new.need_text), ''), v_new.languages,
    nullif(btrim(v_new.instagram), ''), nullif(btrim(v_new.story), ''), v_photo, coalesce(p_visibility, '{}'), now())
  on conflict (person_id) do update set
    now_line = excluded.now_line, directions = excluded.directions, skills = excluded.skills, help = excluded.help,
    help_text = excluded.help_text, needs = excluded.needs, need_text = excluded.need_text,
    languages = excluded.languages, instagram = excluded.instagram, story = excluded.story,
    photo_id = excluded.photo_id, visibility = excluded.visibility, updated_at = excluded.updated_at;
  delete from private.photos h where h.person_id = v_person and h.id is distinct from v_photo;
  perform private.audit('save_profile', 'person', v_person, null, jsonb_build_object('visibility', p_visibility));
end
$$;
grant execute on function private.save_profile(jsonb, jsonb, text, integer, integer, boolean) to authenticated;

create function public.save_profile(
  p_fields jsonb, p_visibility jsonb, p_photo text default null, p_width integer default null,
  p_height integer default null, p_drop_photo boolean default false)
returns void language sql volatile set search_path = '' as $$
  select private.save_profile(p_fields, p_visibility, p_photo, p_width, p_height, p_drop_photo)
$$;
comment on function public.save_profile(jsonb, jsonb, text, integer, integer, boolean) is
  'Replaces the signed-in person''s profile. p_fields: columns of public.profiles by name, others are left aside; p_photo: base64 of a WebP, replaces the portrait; p_drop_photo removes it. Refuses forbidden sign_in, not_found, invalid directions | skills | visibility.';
grant execute on function public.save_profile(jsonb, jsonb, text, integer, integer, boolean) to authenticated;

create function private.set_directory_consent(p_granted boolean, p_locale text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_person uuid := private.my_person();
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if v_person is null then perform private.refuse('not_found'); end if;
  if p_granted is null then perform private.refuse('invalid', 'granted'); end if;
  if p_locale is null or p_locale not in ('kk', 'ru', 'en') then perform private.refuse('invalid', 'locale'); end if;
  perform from public.persons p where p.id = v_person for update;
  -- The same word said twice is one word.
  if (select c.granted from public.consents c where c.person_id = v_person and c.purpose = 'directory'
      order by c.created_at desc, c.id desc limit 1) is not distinct from p_granted then return; end if;
  insert into public.consents (person_id, purpose, granted, text_version, locale, method, recorded_by)
  values (v_person, 'directory', p_granted, '2026-11', p_locale, 'web', private.uid());
end
$$;
grant execute on function private.set_directory_consent(boolean, text) to authenticated;

create function public.set_directory_consent(p_granted boolean, p_locale text) returns void
language sql volatile set search_path = '' as $$ select private.set_directory_consent(p_granted, p_locale) $$;
comment on function public.set_directory_consent(boolean, text) is 'Whether the signed-in person stands in the directory: appended to their consents.';
grant execute on function public.set_directory_consent(boolean, text) to authenticated;

create function private.my_profile() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'fields', private.whole_profile(p.id),
    'levels', (
      select jsonb_object_agg(n, private.field_level(f.visibility, n))
      from unnest(array['name', 'region', 'village', 'rounds', 'photo', 'now', 'skills', 'help', 'need', 'languages',
        'instagram', 'story']) n),
    'consent', (select c.granted from public.consents c where c.person_id = p.id and c.purpose = 'directory'
      order by c.created_at desc, c.id desc limit 1),
    'listed', private.is_listed(p.id),
    'seen', jsonb_build_object('alumni', private.profile_fields(p.id, 'alumni'), 'region', private.profile_fields(p.id, 'region')),
    'directions', (
      select jsonb_agg(jsonb_build_object('code', d.code, 'kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en) order by d.position)
      from public.directions d))
  from public.persons p left join public.profiles f on f.person_id = p.id
  where p.id = (select private.my_person())
$$;
grant execute on function private.my_profile() to anon, authenticated;

create function public.page_my_profile() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'mine', private.my_profile())
$$;
comment on function public.page_my_profile() is
  'One''s own profile: {viewer, mine: null | {fields, levels, consent, listed, seen: {alumni, region}, directions}}. seen is what others would be shown.';
grant execute on function public.page_my_profile() to anon, authenticated;
