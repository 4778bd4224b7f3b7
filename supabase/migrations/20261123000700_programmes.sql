-- The directory of programmes (shaped after HSDS 3, Open Referral) and the referrals of alumni to them.

create table private.mrp_years (
  year smallint primary key,
  tenge integer not null check (tenge > 0)
);
comment on table private.mrp_years is 'The monthly calculation index (МРП) by year: programmes state amounts in it. The newest year that has begun holds.';
insert into private.mrp_years (year, tenge) values (2022, 3063), (2023, 3450), (2024, 3692), (2025, 3932), (2026, 4325);

create function private.today() returns date
language sql stable set search_path = '' as $$ select (now() at time zone 'Asia/Almaty')::date $$;
comment on function private.today() is 'The date in Kazakhstan: deadlines and ages are counted by it.';
grant execute on function private.today() to anon, authenticated;

create table public.organizations (
  id uuid primary key default private.uuid_v7(),
  slug text not null unique check (slug ~ '^[a-z0-9-]{2,60}$'),
  name_kk text not null,
  name_ru text not null,
  name_en text not null,
  url text check (url ~ '^https://')
);
alter table public.organizations enable row level security;
create policy organizations_read on public.organizations for select to anon, authenticated using (true);
grant select on public.organizations to anon, authenticated, service_role;
comment on table public.organizations is 'Who runs a programme; an HSDS organization. Partner accounts belong to one of them.';

alter table private.staff_roles add constraint staff_roles_organization_id_fkey
  foreign key (organization_id) references public.organizations (id) on delete restrict;
create index staff_roles_organization_id_idx on private.staff_roles (organization_id);

create table public.programmes (
  id uuid primary key default private.uuid_v7(),
  slug text not null unique check (slug ~ '^[a-z0-9-]{2,60}$'),
  organization_id uuid not null references public.organizations (id) on delete restrict,
  status text not null check (status in ('active', 'inactive', 'defunct', 'temporarily_closed')),
  kind text not null check (kind in ('grant', 'loan', 'subsidy', 'training', 'support')),
  name_kk text not null,
  name_ru text not null,
  name_en text not null,
  audience_kk text not null,
  audience_ru text not null,
  audience_en text not null,
  summary_kk text not null,
  summary_ru text not null,
  summary_en text not null,
  apply_kk text,
  apply_ru text,
  apply_en text,
  years text check (length(years) <= 20),
  amount_mrp numeric check (amount_mrp > 0),
  amount_tenge bigint check (amount_tenge > 0),
  age_min smallint check (age_min between 0 and 100),
  age_max smallint check (age_max between 0 and 100),
  year_round boolean not null default false,
  opens_on date,
  closes_on date,
  source_url text check (source_url ~ '^https?://'),
  source_name text,
  confidence text not null check (confidence in ('verified', 'reported', 'unverified')),
  verified_at date not null,
  check (age_max >= age_min),
  check (closes_on >= opens_on),
  check (amount_mrp is null or amount_tenge is null),
  check ((apply_kk is null) = (apply_ru is null) and (apply_kk is null) = (apply_en is null))
);
create index programmes_organization_id_idx on public.programmes (organization_id);
alter table public.programmes enable row level security;
create policy programmes_read on public.programmes for select to anon, authenticated using (true);
grant select on public.programmes to anon, authenticated, service_role;
comment on table public.programmes is 'What alumni may apply to; an HSDS service. What ran once and ended stays, marked by its status and years.';
comment on column public.programmes.audience_kk is 'Who it is for, in one line.';
comment on column public.programmes.summary_kk is 'What it gives, in one or two lines.';
comment on column public.programmes.amount_mrp is 'The largest amount in monthly calculation indices; amount_tenge instead where the rules state tenge.';
comment on column public.programmes.age_min is 'Inclusive, as age_max; only where a source states it.';
comment on column public.programmes.year_round is 'Applications are taken at any time. Without this and without dates nobody knows: ask before going.';
comment on column public.programmes.confidence is 'verified: read in the rules themselves; reported: by press or the operator''s pages; unverified: nobody has confirmed it.';
comment on column public.programmes.verified_at is 'The day on which this row was last checked against its source.';

create table public.programme_regions (
  programme_id uuid not null references public.programmes (id) on delete cascade,
  region_code text not null references public.regions (code) on delete restrict,
  primary key (programme_id, region_code)
);
create index programme_regions_region_code_idx on public.programme_regions (region_code);
alter table public.programme_regions enable row level security;
create policy programme_regions_read on public.programme_regions for select to anon, authenticated using (true);
grant select on public.programme_regions to anon, authenticated, service_role;
comment on table public.programme_regions is 'Where a programme works; a programme without a row here works in the whole country.';

create table public.programme_facts (
  programme_id uuid not null references public.programmes (id) on delete cascade,
  position smallint not null check (position > 0),
  kind text not null check (kind in ('condition', 'offer', 'document')),
  text_kk text not null,
  text_ru text not null,
  text_en text not null,
  verified boolean not null,
  source text,
  primary key (programme_id, position)
);
alter table public.programme_facts enable row level security;
create policy programme_facts_read on public.programme_facts for select to anon, authenticated using (true);
grant select on public.programme_facts to anon, authenticated, service_role;
comment on table public.programme_facts is 'One checkable statement a row: a condition, what is offered, a document to bring. verified = a source says so (named in source); else the page says "not confirmed".';

create table public.referrals (
  id uuid primary key default private.uuid_v7(),
  person_id uuid not null references public.persons (id) on delete cascade,
  programme_id uuid not null references public.programmes (id) on delete restrict,
  region_code text references public.regions (code) on delete restrict,
  state text not null default 'consent_asked'
    check (state in ('consent_asked', 'sent', 'received', 'accepted', 'declined', 'partner_declined', 'withdrawn')),
  message text check (length(message) between 1 and 500),
  partner_reason text check (partner_reason in ('capacity', 'documents', 'area', 'not_eligible', 'other')),
  created_by uuid references public.accounts (id) on delete set null,
  idempotency_key uuid not null default private.uuid_v7(),
  created_at timestamptz not null default now(),
  state_at timestamptz not null default now(),
  check ((state = 'partner_declined') = (partner_reason is not null)),
  unique (created_by, idempotency_key)
);
create unique index referrals_one_open_idx on public.referrals (person_id, programme_id)
  where state in ('consent_asked', 'sent', 'received', 'accepted');
create index referrals_person_id_idx on public.referrals (person_id, id);
create index referrals_programme_id_idx on public.referrals (programme_id, state, id);
create index referrals_region_code_idx on public.referrals (region_code, id);
alter table public.referrals enable row level security;
create policy referrals_read on public.referrals for select to authenticated
  using (person_id = (select private.my_person())
    or (select private.has_role('coordinator'))
    or region_code in (select private.my_regions()));
grant select (id, person_id, programme_id, region_code, state, message, partner_reason, created_by, created_at, state_at)
  on public.referrals to authenticated;
comment on table public.referrals is 'An officer''s offer to pass an alumna on to a programme. state repeats the newest event, kept by the same transaction. Partners have no row here: they read private.partner_referrals(), which shows consented fields only.';
comment on column public.referrals.region_code is 'The person''s region when referred: officers of it follow this referral.';
comment on column public.referrals.message is 'The officer''s words to the person, shown on the page only and never mailed.';

create table public.referral_events (
  id uuid primary key default private.uuid_v7(),
  referral_id uuid not null references public.referrals (id) on delete cascade,
  state text not null
    check (state in ('consent_asked', 'consented', 'sent', 'received', 'accepted', 'declined', 'partner_declined', 'withdrawn')),
  actor_part text not null check (actor_part in ('officer', 'alumnus', 'partner', 'system')),
  actor_id uuid references public.accounts (id) on delete set null,
  reason text check (length(reason) between 1 and 500),
  created_at timestamptz not null default now()
);
create index referral_events_referral_id_idx on public.referral_events (referral_id, id);
create index referral_events_actor_id_idx on public.referral_events (actor_id);
alter table public.referral_events enable row level security;
create policy referral_events_read on public.referral_events for select to authenticated
  using (referral_id in (select r.id from public.referrals r));
grant select on public.referral_events to authenticated;
comment on table public.referral_events is 'What happened to a referral, appended only. Seen by those who see the referral.';

create table public.referral_consents (
  id uuid primary key default private.uuid_v7(),
  referral_id uuid not null unique references public.referrals (id) on delete cascade,
  organization_id uuid not null references public.organizations (id) on delete restrict,
  purpose text not null default 'referral' check (purpose = 'referral'),
  fields text[] not null
    check (fields <@ array['full_name', 'birth_year', 'place', 'project', 'project_state', 'needs', 'phone', 'email']),
  text_version text not null,
  locale text not null check (locale in ('kk', 'ru', 'en')),
  method text not null default 'web' check (method in ('web', 'paper', 'phone')),
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);
create index referral_consents_organization_id_idx on public.referral_consents (organization_id);
alter table public.referral_consents enable row level security;
create policy referral_consents_read on public.referral_consents for select to authenticated
  using (referral_id in (select r.id from public.referrals r));
grant select on public.referral_consents to authenticated;
comment on table public.referral_consents is 'The person''s yes to one referral: to whom, what for, exactly which fields, by which text in which language. revoked_at is written once; nobody can stand in for this yes.';
