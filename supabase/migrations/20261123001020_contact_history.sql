-- What happens to a way to reach a person: told, confirmed, failed, dead, replaced, refused. The
-- history is appended; contact_points repeats where it stands.

alter table public.contact_points
  add column preferred boolean not null default false,
  add column trusted_name text check (length(trusted_name) between 1 and 120),
  add column trusted_relation text check (length(trusted_relation) between 1 and 80),
  add constraint contact_points_trusted_check check (kind = 'trusted_person' or (trusted_name is null and trusted_relation is null)),
  add constraint contact_points_preferred_check check (not preferred or (kind <> 'trusted_person' and state not in ('dead', 'refused')));
create unique index contact_points_preferred_idx on public.contact_points (person_id) where preferred;
comment on column public.contact_points.preferred is 'Where the person likes to be reached; at most one a person.';
comment on column public.contact_points.trusted_name is 'Of a trusted person: who would know how to reach this one. value is that person''s number.';

create table private.contact_events (
  id uuid primary key default private.uuid_v7(),
  contact_point_id uuid not null references public.contact_points (id) on delete cascade,
  what text not null check (what in ('reported', 'confirmed', 'failed', 'dead', 'replaced', 'refused')),
  said_by text not null check (said_by in ('person', 'staff', 'machine')),
  account_id uuid references public.accounts (id) on delete set null,
  channel text not null check (channel in ('web', 'email', 'phone', 'sms', 'whatsapp', 'telegram', 'import')),
  state text not null check (state in ('new', 'confirmed', 'failed', 'dead', 'refused')),
  created_at timestamptz not null default clock_timestamp()
);
create index contact_events_contact_point_id_idx on private.contact_events (contact_point_id, created_at desc);
create index contact_events_account_id_idx on private.contact_events (account_id);
create index contact_events_dead_idx on private.contact_events (created_at) where what = 'dead' or state = 'dead';
alter table private.contact_events enable row level security;
comment on table private.contact_events is 'History of contact points, appended by private.note_contact. Read through functions only.';
comment on column private.contact_events.said_by is 'person: the owner, signed in or by a personal link; staff: an officer or coordinator; machine: a mail server''s answer.';
comment on column private.contact_events.state is 'Where the contact point stood afterwards.';

create function private.next_contact_state(p_state text, p_what text, p_said_by text, p_failed_days integer) returns text
language sql immutable set search_path = '' as $$
  select case
    when p_what in ('refused', 'replaced') then 'refused'
    -- What the person took back stays so until the person gives it again.
    when p_state = 'refused' and (p_what <> 'reported' or p_said_by <> 'person') then 'refused'
    when p_what = 'confirmed' then 'confirmed'
    when p_what = 'reported' then case when p_state = 'confirmed' then 'confirmed' else 'new' end
    when p_state = 'dead' then 'dead'
    when p_what = 'dead' or p_failed_days >= 3 then 'dead'
    else 'failed' end
$$;
comment on function private.next_contact_state(text, text, text, integer) is
  'Where a contact point stands after an event. p_failed_days: on how many days it failed since it last worked, this event included; three make it dead. A confirmation revives the dead; what was refused comes back only when the person gives it again.';

create function private.note_contact(p_contact uuid, p_what text, p_said_by text, p_channel text) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_point public.contact_points;
  v_state text;
  v_at timestamptz;
  v_days integer;
begin
  select * into v_point from public.contact_points c where c.id = p_contact for update;
  if not found then return null; end if;
  -- Read after the lock, so that events of one contact point follow one another.
  v_at := clock_timestamp();
  select count(distinct d.day) into v_days from (
    select (e.created_at at time zone 'Asia/Almaty')::date as day from private.contact_events e
    where e.contact_point_id = p_contact and e.what = 'failed' and e.created_at > coalesce((
      select max(w.created_at) from private.contact_events w
      where w.contact_point_id = p_contact and w.what in ('confirmed', 'reported')), '-infinity')
    union all
    select (v_at at time zone 'Asia/Almaty')::date where p_what = 'failed') d;
  v_state := private.next_contact_state(v_point.state, p_what, p_said_by, v_days);
  insert into private.contact_events (contact_point_id, what, said_by, account_id, channel, state, created_at)
  values (p_contact, p_what, p_said_by, private.uid(), p_channel, v_state, v_at);
  update public.contact_points c set
    state = v_state,
    confirmed_at = case when p_what = 'confirmed' and v_state = 'confirmed' then v_at else c.confirmed_at end,
    preferred = c.preferred and v_state not in ('dead', 'refused')
  where c.id = p_contact;
  return v_state;
end
$$;
comment on function private.note_contact(uuid, text, text, text) is
  'Appends what happened to a contact point (reported, confirmed, failed, dead, replaced, refused), said by person, staff or machine, over which channel; moves its state and returns it. The only way states change. For use inside definer functions only: granted to nobody.';

-- A claim and an import set confirmed_at by themselves. They need no knowledge of this history: what
-- they confirm is appended here. note_contact wrote its event before, with the same moment.
create function private.note_plain_confirmation() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not exists (
    select from private.contact_events e
    where e.contact_point_id = new.id and e.what = 'confirmed' and e.created_at = new.confirmed_at)
  then
    insert into private.contact_events (contact_point_id, what, said_by, account_id, channel, state, created_at)
    values (new.id, 'confirmed', case when new.kind = 'email' then 'person' else 'staff' end, private.uid(),
      case new.kind when 'email' then 'email' else 'import' end, new.state, new.confirmed_at);
  end if;
  return null;
end
$$;
create trigger contact_points_added_confirmed after insert on public.contact_points
  for each row when (new.confirmed_at is not null) execute function private.note_plain_confirmation();
create trigger contact_points_confirmed after update of confirmed_at on public.contact_points
  for each row when (new.confirmed_at is distinct from old.confirmed_at and new.confirmed_at is not null)
  execute function private.note_plain_confirmation();

-- A bounce: the server refused this recipient for good. A letter refused for its content or its
-- sender says nothing of the address, and a letter that went out says nothing either.
create function private.note_bounce() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.note_contact(new.contact_point_id, 'failed', 'machine', 'email');
  return null;
end
$$;
create trigger outbox_notes_bounces after update of state on private.outbox
  for each row when (new.state = 'failed' and old.state <> 'failed' and new.contact_point_id is not null
    and new.last_error ~ '^EENVELOPE 5[0-9][0-9] RCPT TO')
  execute function private.note_bounce();

-- Whoever answers the survey behind a link has read the mail it was sent in; so has whoever says
-- that it reached another person.
create function private.note_survey_answer() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.note_contact(o.contact_point_id, case new.disposition when '1.1' then 'confirmed' else 'dead' end, 'person', 'email')
  from private.outbox o where o.id = new.outbox_id and o.contact_point_id is not null;
  return null;
end
$$;
create trigger wave_members_note_answers after update of disposition on public.wave_members
  for each row when (new.disposition in ('1.1', '2.20') and new.disposition <> old.disposition)
  execute function private.note_survey_answer();
