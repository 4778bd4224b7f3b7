-- Invitations to claim a record: a secret for one person, printed in a letter or sent to an address
-- that the registry holds.

insert into private.settings (key, value)
select 'invitation_key_' || k, encode(sha256(convert_to(gen_random_uuid()::text || gen_random_uuid() || gen_random_uuid(), 'UTF8')), 'hex')
from (values ('inner'), ('outer')) as keys (k);

create function private.invitation_mac(p_text text) returns bytea
language sql stable security definer set search_path = '' as $$
  select sha256(o.key || sha256(i.key || convert_to(p_text, 'UTF8')))
  from (select decode(s.value, 'hex') as key from private.settings s where s.key = 'invitation_key_inner') i,
    (select decode(s.value, 'hex') as key from private.settings s where s.key = 'invitation_key_outer') o
$$;
comment on function private.invitation_mac(text) is 'HMAC-SHA-256 with two keys of this installation, as private.erased_key. Granted to nobody.';

create function private.invitation_code(p_id uuid) returns text
language sql stable security definer set search_path = '' as $$
  select string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + ((m.bits >> (5 * i)) & 31)::integer, 1), '' order by i)
  from (select ('x' || encode(substring(private.invitation_mac('code:' || p_id) from 1 for 8), 'hex'))::bit(64)::bigint as bits) m,
    generate_series(0, 9) i
$$;
comment on function private.invitation_code(uuid) is
  'The ten signs of an invitation: 50 bits in Crockford''s base 32 (no I, L, O, U), derived from its id, so that a batch can be printed again and nothing readable is stored. Granted to nobody.';

create function private.invitation_hash(p_code text) returns bytea
language sql stable security definer set search_path = '' as $$ select private.invitation_mac('hash:' || coalesce(p_code, '')) $$;
comment on function private.invitation_hash(text) is 'What is stored of a code, and how it is found. Granted to nobody.';

create table public.invitation_batches (
  id uuid primary key default private.uuid_v7(),
  channel text not null check (channel in ('letter', 'email')),
  filters jsonb not null check (jsonb_typeof(filters) = 'object' and length(filters::text) <= 500),
  office text check (length(office) between 1 and 300),
  idempotency_key uuid not null,
  made_by uuid references public.accounts (id) on delete set null,
  created_at timestamptz not null default now(),
  unique (made_by, idempotency_key),
  check ((channel = 'letter') = (office is not null))
);
alter table public.invitation_batches enable row level security;
create policy invitation_batches_read on public.invitation_batches for select to authenticated
  using (made_by = (select private.uid()) or (select private.has_role('coordinator')));
grant select on public.invitation_batches to authenticated;
comment on table public.invitation_batches is 'Invitations made at one time by one member of staff: a stack of letters, or a round of mails. Seen by its maker and coordinators.';
comment on column public.invitation_batches.office is 'Whom to ask, as it is printed in the letters.';

create table public.claim_invitations (
  id uuid primary key default private.uuid_v7(),
  batch_id uuid not null references public.invitation_batches (id) on delete cascade,
  person_id uuid not null references public.persons (id) on delete cascade,
  channel text not null check (channel in ('letter', 'email')),
  contact_point_id uuid references public.contact_points (id) on delete set null,
  code_hash bytea not null unique check (length(code_hash) = 32),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '90 days',
  used_at timestamptz,
  used_by uuid references public.accounts (id) on delete set null,
  revoked_at timestamptz,
  unique (batch_id, person_id)
);
create unique index claim_invitations_live_idx on public.claim_invitations (person_id, channel)
  where used_at is null and revoked_at is null;
create index claim_invitations_person_id_idx on public.claim_invitations (person_id, created_at desc);
create index claim_invitations_contact_point_id_idx on public.claim_invitations (contact_point_id);
create index claim_invitations_used_by_idx on public.claim_invitations (used_by);
alter table public.claim_invitations enable row level security;
create policy claim_invitations_read on public.claim_invitations for select to authenticated
  using ((select private.has_role('coordinator'))
    or person_id in (select p.id from public.persons p where p.region_code in (select private.my_regions())));
grant select (id, batch_id, person_id, channel, created_at, expires_at, used_at, revoked_at)
  on public.claim_invitations to authenticated;
comment on table public.claim_invitations is 'One secret that gives one unclaimed record to whoever brings it: once, for 90 days. A person has one live letter and one live mail; a newer one revokes the older, a claim revokes both.';
comment on column public.claim_invitations.code_hash is 'private.invitation_hash of private.invitation_code(id). The code stands only in the letter.';
comment on column public.claim_invitations.contact_point_id is 'Where the mail went; whoever uses its code has proved that address.';
