-- People reach each other without a number or an address passing between them: who wrote to whom, who
-- wants no more of it, what was reported, and what became of it.

create table public.contact_requests (
  id uuid primary key default private.uuid_v7(),
  kind text not null default 'contact' check (kind in ('contact', 'mentoring')),
  from_person uuid not null references public.persons (id) on delete cascade,
  to_person uuid not null references public.persons (id) on delete cascade,
  from_unread boolean not null default false,
  to_unread boolean not null default true,
  last_at timestamptz not null default clock_timestamp(),
  closed_at timestamptz,
  closed_by text check (closed_by in ('from', 'to')),
  idempotency_key uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  check (from_person <> to_person),
  check ((closed_at is null) = (closed_by is null)),
  unique (from_person, idempotency_key)
);
create unique index contact_requests_open_idx on public.contact_requests
  (least(from_person, to_person), greatest(from_person, to_person)) where closed_at is null;
create index contact_requests_from_idx on public.contact_requests (from_person, last_at desc);
create index contact_requests_to_idx on public.contact_requests (to_person, last_at desc);
create index contact_requests_mentoring_idx on public.contact_requests (to_person, created_at) where kind = 'mentoring';
alter table public.contact_requests enable row level security;
create policy contact_requests_read on public.contact_requests for select to authenticated
  using (from_person = (select private.my_person()) or to_person = (select private.my_person()));
-- Not closed_by: that tells who was blocked.
grant select (id, kind, from_person, to_person, last_at, created_at) on public.contact_requests to authenticated;
comment on table public.contact_requests is 'A conversation of two people of the directory; one open at a time for a pair. It goes with either of them.';
comment on column public.contact_requests.kind is 'mentoring: written to somebody who offers to be asked; counts against the month of that offer.';
comment on column public.contact_requests.closed_by is 'from | to. Read by nobody directly: a block looks like any other end.';

create table public.contact_messages (
  id uuid primary key default private.uuid_v7(),
  request_id uuid not null references public.contact_requests (id) on delete cascade,
  part text not null check (part in ('from', 'to')),
  body text check (length(body) between 1 and 500),
  shared_kind text check (shared_kind in ('phone', 'email')),
  shared_value text check (length(shared_value) between 1 and 200),
  idempotency_key uuid not null,
  created_at timestamptz not null default clock_timestamp(),
  check ((shared_kind is null) = (shared_value is null)),
  check (num_nonnulls(body, shared_value) > 0),
  unique (request_id, idempotency_key)
);
create index contact_messages_request_id_idx on public.contact_messages (request_id, id);
alter table public.contact_messages enable row level security;
create policy contact_messages_read on public.contact_messages for select to authenticated
  using (request_id in (select r.id from public.contact_requests r));
grant select (id, request_id, part, body, shared_kind, shared_value, created_at) on public.contact_messages to authenticated;
comment on table public.contact_messages is 'What was said in a conversation, appended only. part: the side that asked (from) or was asked (to).';
comment on column public.contact_messages.shared_value is 'A number or an address that its owner chose to give in this very message, as it was then.';

create table public.contact_blocks (
  blocker_id uuid not null references public.persons (id) on delete cascade,
  blocked_id uuid not null references public.persons (id) on delete cascade,
  created_at timestamptz not null default now(),
  primary key (blocker_id, blocked_id),
  check (blocker_id <> blocked_id)
);
create index contact_blocks_blocked_id_idx on public.contact_blocks (blocked_id);
alter table public.contact_blocks enable row level security;
create policy contact_blocks_read on public.contact_blocks for select to authenticated
  using (blocker_id = (select private.my_person()));
grant select (blocker_id, blocked_id, created_at) on public.contact_blocks to authenticated;
comment on table public.contact_blocks is 'Who wants nothing from whom. Only the one who blocked reads it: the other is told nothing. Taking a block back removes the row; the audit log keeps both.';

create table public.reports (
  id uuid primary key default private.uuid_v7(),
  subject text not null check (subject in ('thread', 'profile')),
  request_id uuid references public.contact_requests (id) on delete set null,
  reported_id uuid not null references public.persons (id) on delete cascade,
  reported_region text references public.regions (code) on delete restrict,
  reporter_id uuid references public.persons (id) on delete set null,
  reporter_region text references public.regions (code) on delete restrict,
  reason text not null check (reason in ('insult', 'threat', 'fraud', 'ads', 'impostor', 'other')),
  words text check (length(words) between 1 and 1000),
  state text not null default 'open' check (state in ('open', 'dismissed', 'warned', 'suspended', 'unlisted')),
  decided_at timestamptz,
  decided_by uuid references public.accounts (id) on delete set null,
  idempotency_key uuid not null,
  created_at timestamptz not null default now(),
  check ((state = 'open') = (decided_at is null)),
  check (request_id is null or subject = 'thread'),
  unique (reporter_id, idempotency_key)
);
create unique index reports_open_idx on public.reports (reporter_id, reported_id, subject) where state = 'open';
create index reports_request_id_idx on public.reports (request_id);
create index reports_reported_id_idx on public.reports (reported_id);
create index reports_reported_region_idx on public.reports (reported_region, id);
create index reports_reporter_region_idx on public.reports (reporter_region, id);
create index reports_decided_by_idx on public.reports (decided_by);
alter table public.reports enable row level security;
create policy reports_read on public.reports for select to authenticated
  using (reporter_id = (select private.my_person()));
grant select (id, subject, request_id, reason, words, created_at, decided_at) on public.reports to authenticated;
comment on table public.reports is 'What a person asks staff to look at: a conversation or a profile, and who is behind it. subject says which, request_id is the thing; another kind of thing adds its own word and column.';
comment on column public.reports.reported_region is 'As it was when reported, as reporter_region: officers of either, and coordinators, look at it.';

create function private.forget_reporter() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  new.words := null;
  return new;
end
$$;
create trigger reports_forget_reporter before update of reporter_id on public.reports
  for each row when (new.reporter_id is null) execute function private.forget_reporter();

create table public.restrictions (
  id uuid primary key default private.uuid_v7(),
  person_id uuid not null references public.persons (id) on delete cascade,
  what text not null check (what in ('writing', 'listing')),
  until timestamptz,
  report_id uuid references public.reports (id) on delete set null,
  created_by uuid references public.accounts (id) on delete set null,
  created_at timestamptz not null default now(),
  lifted_at timestamptz,
  check ((what = 'writing') = (until is not null))
);
create index restrictions_person_id_idx on public.restrictions (person_id, what);
create index restrictions_report_id_idx on public.restrictions (report_id);
create index restrictions_created_by_idx on public.restrictions (created_by);
alter table public.restrictions enable row level security;
create policy restrictions_read on public.restrictions for select to authenticated
  using (person_id = (select private.my_person()));
grant select (id, person_id, what, until, created_at, lifted_at) on public.restrictions to authenticated;
comment on table public.restrictions is 'What staff decided after a report: no writing to others until then, or no place in the directory until it is lifted. Never changed but by lifting.';

alter table public.profiles add column takes_requests boolean not null default true;
comment on column public.profiles.takes_requests is 'Whether people of the directory may write to this one through the site; who has no row takes them.';

create function private.takes_requests(p_person uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce((select f.takes_requests from public.profiles f where f.person_id = p_person), true)
$$;
comment on function private.takes_requests(uuid) is 'Granted to nobody.';

create function private.writing_until(p_person uuid) returns timestamptz
language sql stable security definer set search_path = '' as $$
  select max(x.until) from public.restrictions x
  where x.person_id = p_person and x.what = 'writing' and x.lifted_at is null and x.until > now()
$$;
comment on function private.writing_until(uuid) is 'Until when this person may write to nobody; null for whoever may. Granted to nobody.';

create or replace function private.is_listed(p_person uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select p.full_name is not null
    -- The day of birth is not known, so whoever turns 18 this year waits for the next. Nobody was
    -- younger than 14 in a round: that is what a record without a year of birth is judged by.
    and coalesce(extract(year from private.today()) - coalesce(p.birth_year, (
      select min(t.round) - 14 from public.participations t where t.person_id = p.id)) > 18, false)
    and private.consents_to(p.id, 'directory')
    and not exists (
      select from public.restrictions x where x.person_id = p.id and x.what = 'listing' and x.lifted_at is null)
  from public.persons p where p.id = p_person
$$;
comment on function private.is_listed(uuid) is 'Whether others may see this person at all: named, of age for certain, with a yes to the directory as the newest word, and not taken out of it after a report.';
create trigger restrictions_follow_directory_insert after insert on public.restrictions
  referencing new table as changed for each statement execute function private.follow_directory();
create trigger restrictions_follow_directory_update after update on public.restrictions
  referencing new table as changed for each statement execute function private.follow_directory();

create or replace function private.my_profile() returns jsonb
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
    'barred', exists (
      select from public.restrictions x where x.person_id = p.id and x.what = 'listing' and x.lifted_at is null),
    'takes', private.takes_requests(p.id),
    'seen', jsonb_build_object('alumni', private.profile_fields(p.id, 'alumni'), 'region', private.profile_fields(p.id, 'region')),
    'directions', (
      select jsonb_agg(jsonb_build_object('code', d.code, 'kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en) order by d.position)
      from public.directions d))
  from public.persons p left join public.profiles f on f.person_id = p.id
  where p.id = (select private.my_person())
$$;
comment on function public.page_my_profile() is
  'One''s own profile: {viewer, mine: null | {fields, levels, consent, listed, barred: taken out after a report, takes: messages of others, seen: {alumni, region}, directions}}. seen is what others would be shown.';
