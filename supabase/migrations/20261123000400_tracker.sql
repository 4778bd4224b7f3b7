-- Subprojects, their teams, and the history of how each is doing.

create table public.subprojects (
  id uuid primary key default private.uuid_v7(),
  registry_no text not null unique check (length(registry_no) between 1 and 40),
  title text not null check (length(title) between 1 and 200),
  direction text not null references public.directions (code) on delete restrict,
  round smallint not null check (round between 2017 and 2030),
  region_code text references public.regions (code) on delete restrict,
  grant_tenge integer check (grant_tenge between 0 and 100000000),
  state text not null default 'unknown' check (state in ('unknown', 'continuing', 'paused', 'stopped')),
  basis text check (basis in ('paid', 'free', 'both')),
  needs text[] not null default '{}',
  state_at timestamptz,
  created_at timestamptz not null default now()
);
create index subprojects_direction_idx on public.subprojects (direction);
create index subprojects_region_code_idx on public.subprojects (region_code, state);
alter table public.subprojects enable row level security;
comment on table public.subprojects is 'A grant-funded project of a team. state, basis, needs and state_at repeat the newest status update, kept by record_status_update in the same transaction.';

create table public.participations (
  id uuid primary key default private.uuid_v7(),
  person_id uuid not null references public.persons (id) on delete cascade,
  round smallint not null check (round between 2017 and 2030),
  role text not null check (role in ('leader', 'member')),
  subproject_id uuid references public.subprojects (id) on delete set null,
  unique (person_id, round)
);
create index participations_subproject_id_idx on public.participations (subproject_id);
create index participations_round_idx on public.participations (round);
alter table public.participations enable row level security;
comment on table public.participations is 'That a person took part in a round, in which role, and in which team. subproject_id is null where the roster does not tell.';

create function private.my_subprojects() returns setof uuid
language sql stable security definer set search_path = '' as $$
  select p.subproject_id from public.participations p
  where p.person_id = (select private.my_person()) and p.subproject_id is not null
$$;
comment on function private.my_subprojects() is 'Subprojects of the signed-in person''s teams.';
grant execute on function private.my_subprojects() to anon, authenticated;

create policy participations_read on public.participations for select to authenticated
  using (person_id = (select private.my_person())
    or subproject_id in (select private.my_subprojects())
    or (select private.has_role('coordinator'))
    or person_id in (select p.id from public.persons p where p.region_code in (select private.my_regions())));
grant select on public.participations to authenticated;

create policy subprojects_read on public.subprojects for select to authenticated
  using (id in (select private.my_subprojects())
    or (select private.has_role('coordinator'))
    or region_code in (select private.my_regions()));
grant select on public.subprojects to authenticated;

create table public.status_updates (
  id uuid primary key default private.uuid_v7(),
  subproject_id uuid not null references public.subprojects (id) on delete cascade,
  person_id uuid references public.persons (id) on delete set null,
  state text not null check (state in ('continuing', 'paused', 'stopped')),
  basis text check (basis in ('paid', 'free', 'both')),
  stop_reason text check (stop_reason in ('money', 'premises', 'customers', 'knowledge', 'team', 'family', 'job_or_study', 'season', 'pandemic', 'other')),
  something_new boolean not null default false,
  needs text[] not null default '{}' check (needs <@ array['money', 'premises', 'equipment', 'customers', 'knowledge', 'mentor', 'papers']),
  note text check (length(note) <= 1000),
  photo_id uuid,
  source text not null default 'self' check (source in ('self', 'survey', 'officer', 'registry')),
  idempotency_key uuid not null default private.uuid_v7(),
  created_at timestamptz not null default now(),
  check ((state = 'continuing') = (basis is not null)),
  check (stop_reason is null or state = 'stopped'),
  unique (subproject_id, idempotency_key)
);
create index status_updates_subproject_id_idx on public.status_updates (subproject_id, created_at desc);
create index status_updates_person_id_idx on public.status_updates (person_id);
alter table public.status_updates enable row level security;
create policy status_updates_read on public.status_updates for select to authenticated
  using (subproject_id in (select s.id from public.subprojects s));
grant select on public.status_updates to authenticated;
comment on table public.status_updates is 'What the team said about its project, appended only: a mistake is corrected by a newer row. something_new says that another business or project was started.';
