-- The registry of alumni (a record exists before and without an account), accounts and staff roles.

create table public.persons (
  id uuid primary key default private.uuid_v7(),
  registry_no text not null unique check (length(registry_no) between 1 and 40),
  full_name text check (length(full_name) between 1 and 200),
  name_key text generated always as (private.fold(full_name)) stored,
  gender text check (gender in ('female', 'male')),
  birth_year smallint check (birth_year between 1950 and 2015),
  region_code text references public.regions (code) on delete restrict,
  legacy_region text,
  district text check (length(district) <= 120),
  settlement text check (settlement in ('village', 'town', 'city')),
  locale text not null default 'kk' check (locale in ('kk', 'ru', 'en')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index persons_region_code_idx on public.persons (region_code, id);
create index persons_name_key_idx on public.persons using gin (name_key extensions.gin_trgm_ops);
alter table public.persons enable row level security;
comment on table public.persons is 'One record an alumnus or alumna of the grant, imported from the project''s own rosters.';
comment on column public.persons.registry_no is 'The identifier in the source roster; imports match by it first.';
comment on column public.persons.full_name is 'Null where the roster holds no name: then registry_no stands for it.';
comment on column public.persons.region_code is 'Null where the old region was split and no district is known.';
comment on column public.persons.legacy_region is 'The region as the roster names it, kept word for word.';

create table public.accounts (
  id uuid primary key references auth.users (id) on delete cascade,
  person_id uuid unique references public.persons (id) on delete set null,
  display_name text check (length(display_name) between 1 and 120),
  locale text not null default 'kk' check (locale in ('kk', 'ru', 'en')),
  created_at timestamptz not null default now(),
  claimed_at timestamptz
);
alter table public.accounts enable row level security;
comment on table public.accounts is 'One row a signed-up person; person_id is set by a claim and by nothing else.';

create function private.create_account() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into public.accounts (id) values (new.id) on conflict do nothing;
  return new;
end
$$;
create trigger accounts_follow_users after insert on auth.users
  for each row execute function private.create_account();

create function private.uid() returns uuid
language sql stable security definer set search_path = '' as $$
  select s.user_id from auth.sessions s
  where s.id = nullif(auth.jwt() ->> 'session_id', '')::uuid and s.user_id = auth.uid()
$$;
comment on function private.uid() is
  'The signed-in account, or null. Unlike auth.uid() it is null once the session was signed out, so a stolen token dies with its session.';
grant execute on function private.uid() to anon, authenticated;

create table private.staff_roles (
  id uuid primary key default private.uuid_v7(),
  account_id uuid not null references public.accounts (id) on delete cascade,
  role text not null check (role in ('officer', 'coordinator', 'partner', 'ombudsman', 'moderator')),
  region_code text references public.regions (code) on delete restrict,
  organization_id uuid,
  granted_by uuid references public.accounts (id) on delete set null,
  granted_at timestamptz not null default now(),
  revoked_at timestamptz,
  check ((role = 'officer') = (region_code is not null)),
  check ((role = 'partner') = (organization_id is not null))
);
create unique index staff_roles_live_idx on private.staff_roles
  (account_id, role, coalesce(region_code, ''), coalesce(organization_id, '00000000-0000-0000-0000-000000000000'))
  where revoked_at is null;
create index staff_roles_region_code_idx on private.staff_roles (region_code);
create index staff_roles_granted_by_idx on private.staff_roles (granted_by);
comment on table private.staff_roles is 'Who works here as what and where. The only source of roles: never user metadata.';

create function private.has_role(p_role text) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from private.staff_roles r
    where r.account_id = (select private.uid()) and r.role = p_role and r.revoked_at is null)
$$;
comment on function private.has_role(text) is 'Whether the signed-in account holds this role anywhere, now.';
grant execute on function private.has_role(text) to anon, authenticated;

create function private.my_regions() returns setof text
language sql stable security definer set search_path = '' as $$
  select r.region_code from private.staff_roles r
  where r.account_id = (select private.uid()) and r.role = 'officer' and r.revoked_at is null
$$;
comment on function private.my_regions() is 'Regions in which the signed-in account is an officer.';
grant execute on function private.my_regions() to anon, authenticated;

create function private.my_person() returns uuid
language sql stable security definer set search_path = '' as $$
  select a.person_id from public.accounts a where a.id = (select private.uid())
$$;
comment on function private.my_person() is 'The registry record that the signed-in account has claimed, or null.';
grant execute on function private.my_person() to anon, authenticated;

create function private.sees_person(p_region text) returns boolean
language sql stable security definer set search_path = '' as $$
  select private.has_role('coordinator') or p_region in (select private.my_regions())
$$;
comment on function private.sees_person(text) is 'Whether the signed-in account is staff for a person of this region. Null region: coordinators only.';
grant execute on function private.sees_person(text) to anon, authenticated;

create function private.viewer() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'id', a.id,
    'personId', a.person_id,
    'name', coalesce(a.display_name, p.full_name, p.registry_no, ''),
    'roles', coalesce((
      select jsonb_agg(jsonb_build_object('role', r.role, 'region', r.region_code) order by r.role, r.region_code)
      from private.staff_roles r where r.account_id = a.id and r.revoked_at is null), '[]'))
  from public.accounts a left join public.persons p on p.id = a.person_id
  where a.id = (select private.uid())
$$;
comment on function private.viewer() is 'Who is looking: {id, personId, name, roles: [{role, region}]}, or null when signed out. Every page''s read carries it, so that a page costs one call.';
grant execute on function private.viewer() to anon, authenticated;

create function public.page_viewer() returns jsonb
language sql stable set search_path = '' as $$ select jsonb_build_object('viewer', private.viewer()) $$;
comment on function public.page_viewer() is 'The read of a page that shows nothing but who is looking: {viewer}.';
grant execute on function public.page_viewer() to anon, authenticated;

create function private.audit(p_action text, p_subject_type text, p_subject_id uuid, p_region text default null, p_details jsonb default '{}')
returns void language sql volatile security definer set search_path = '' as $$
  insert into private.audit_log (actor_id, action, subject_type, subject_id, region_code, details)
  values (private.uid(), p_action, p_subject_type, p_subject_id, p_region, p_details)
$$;
comment on function private.audit(text, text, uuid, text, jsonb) is 'Appends to the audit log in the name of the signed-in account. For use inside definer functions only: granted to nobody.';

create policy persons_read on public.persons for select to authenticated
  using (id = (select private.my_person())
    or (select private.has_role('coordinator'))
    or region_code in (select private.my_regions()));
grant select (id, registry_no, full_name, gender, birth_year, region_code, legacy_region, district, settlement, locale, created_at, updated_at)
  on public.persons to authenticated;

create policy accounts_read on public.accounts for select to authenticated
  using (id = (select private.uid()));
create policy accounts_update on public.accounts for update to authenticated
  using (id = (select private.uid())) with check (id = (select private.uid()));
grant select on public.accounts to authenticated;
grant update (display_name, locale) on public.accounts to authenticated;

create table public.person_flags (
  person_id uuid primary key references public.persons (id) on delete cascade,
  vulnerable boolean,
  neet_at_start boolean,
  disability boolean
);
alter table public.person_flags enable row level security;
create policy person_flags_read on public.person_flags for select to authenticated
  using (person_id = (select private.my_person()) or (select private.has_role('coordinator')));
grant select on public.person_flags to authenticated;
comment on table public.person_flags is 'Sensitive marks. Seen by the person and by coordinators, by nobody else. Null means unknown, never no.';

create table public.contact_points (
  id uuid primary key default private.uuid_v7(),
  person_id uuid not null references public.persons (id) on delete cascade,
  kind text not null check (kind in ('phone', 'email', 'whatsapp', 'telegram', 'instagram', 'trusted_person')),
  value text not null check (length(value) between 1 and 200),
  value_key text not null check (length(value_key) between 1 and 200),
  state text not null default 'new' check (state in ('new', 'confirmed', 'failed', 'dead', 'refused')),
  confirmed_at timestamptz,
  source text not null check (source in ('registry', 'self', 'officer')),
  created_at timestamptz not null default now(),
  unique (person_id, kind, value_key)
);
create index contact_points_value_key_idx on public.contact_points (kind, value_key);
alter table public.contact_points enable row level security;
create policy contact_points_read on public.contact_points for select to authenticated
  using (person_id = (select private.my_person())
    or (select private.has_role('coordinator'))
    or person_id in (select p.id from public.persons p where p.region_code in (select private.my_regions())));
grant select on public.contact_points to authenticated;
comment on table public.contact_points is 'Ways to reach a person. value_key is the normalised form that is compared: +7XXXXXXXXXX for phones, lower case for e-mail.';

create table public.consents (
  id uuid primary key default private.uuid_v7(),
  person_id uuid not null references public.persons (id) on delete cascade,
  purpose text not null check (purpose in ('terms', 'followup', 'referrals', 'directory')),
  granted boolean not null,
  text_version text not null,
  locale text not null check (locale in ('kk', 'ru', 'en')),
  method text not null check (method in ('web', 'paper', 'phone', 'import')),
  recorded_by uuid references public.accounts (id) on delete set null,
  created_at timestamptz not null default now()
);
create index consents_person_id_idx on public.consents (person_id, purpose, created_at desc);
create index consents_recorded_by_idx on public.consents (recorded_by);
alter table public.consents enable row level security;
create policy consents_read on public.consents for select to authenticated
  using (person_id = (select private.my_person())
    or (select private.has_role('coordinator'))
    or person_id in (select p.id from public.persons p where p.region_code in (select private.my_regions())));
grant select on public.consents to authenticated;
comment on table public.consents is 'Appended, never changed: the newest row of a person and purpose is what holds. text_version and locale say what was read.';

create function private.consents_to(p_person uuid, p_purpose text) returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce((
    select c.granted from public.consents c
    where c.person_id = p_person and c.purpose = p_purpose
    order by c.created_at desc, c.id desc limit 1), false)
$$;
comment on function private.consents_to(uuid, text) is 'Whether the newest word of this person on this purpose is yes. No word is no.';
grant execute on function private.consents_to(uuid, text) to authenticated;
