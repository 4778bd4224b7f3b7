-- Messages to people: an outbox that a worker empties, and the mailbox that a demo shows instead.

create table private.outbox (
  id uuid primary key default private.uuid_v7(),
  person_id uuid references public.persons (id) on delete set null,
  contact_point_id uuid references public.contact_points (id) on delete set null,
  channel text not null check (channel in ('email')),
  to_address text not null,
  purpose text not null,
  occasion text not null,
  locale text not null check (locale in ('kk', 'ru', 'en')),
  subject text not null,
  body text not null,
  state text not null default 'queued' check (state in ('queued', 'sending', 'sent', 'failed', 'uncertain')),
  attempts smallint not null default 0,
  next_attempt_at timestamptz not null default now(),
  lease_until timestamptz,
  sent_at timestamptz,
  last_error text,
  created_at timestamptz not null default now(),
  unique (purpose, occasion, channel, to_address)
);
create index outbox_due_idx on private.outbox (next_attempt_at) where state in ('queued', 'sending');
create index outbox_person_id_idx on private.outbox (person_id);
create index outbox_contact_point_id_idx on private.outbox (contact_point_id);
comment on table private.outbox is 'Each message once: unique by purpose, occasion, channel and address; its text is frozen when queued. A lease that ran out while sending leaves it uncertain, never sent twice in silence.';

create function public.claim_outbox(p_limit integer, p_lease_seconds integer)
returns setof private.outbox language sql volatile set search_path = '' as $$
  update private.outbox o set
    state = 'sending',
    attempts = o.attempts + 1,
    lease_until = now() + make_interval(secs => p_lease_seconds)
  where o.id in (
    select d.id from private.outbox d
    where d.state = 'queued' and d.next_attempt_at <= now()
    order by d.next_attempt_at limit p_limit for update skip locked)
  returning o.*
$$;
comment on function public.claim_outbox(integer, integer) is 'Hands up to p_limit due messages to one worker for p_lease_seconds.';

create function public.settle_outbox(p_id uuid, p_outcome text, p_error text default null)
returns void language plpgsql volatile set search_path = '' as $$
begin
  update private.outbox o set
    state = case
      when p_outcome = 'sent' then 'sent'
      when p_outcome = 'retry' and o.attempts < 6 then 'queued'
      else 'failed' end,
    sent_at = case when p_outcome = 'sent' then now() end,
    lease_until = null,
    last_error = left(p_error, 300),
    next_attempt_at = now() + make_interval(mins => (2 ^ least(o.attempts, 8))::integer)
  where o.id = p_id and o.state = 'sending';
end
$$;
comment on function public.settle_outbox(uuid, text, text) is 'Ends one sending: sent, retry (again in 2^attempts minutes, at most six times) or failed.';

create function public.release_outbox() returns integer
language sql volatile set search_path = '' as $$
  with lost as (
    update private.outbox set state = 'uncertain', lease_until = null
    where state = 'sending' and lease_until < now() returning 1)
  select count(*)::integer from lost
$$;
comment on function public.release_outbox() is 'Marks as uncertain what a dead worker had in flight: it may or may not have gone out.';

grant execute on function public.claim_outbox(integer, integer) to service_role;
grant execute on function public.settle_outbox(uuid, text, text) to service_role;
grant execute on function public.release_outbox() to service_role;
grant select, update on private.outbox to service_role;

create table private.demo_mailbox (
  id uuid primary key default private.uuid_v7(),
  to_address text not null,
  subject text not null,
  body text not null,
  created_at timestamptz not null default now()
);
comment on table private.demo_mailbox is 'Mail of a demo that has no SMTP server. Empty everywhere else.';
grant insert on private.demo_mailbox to service_role;

create function public.deliver_to_demo_mailbox(p_to text, p_subject text, p_body text)
returns void language sql volatile set search_path = '' as $$
  insert into private.demo_mailbox (to_address, subject, body) values (p_to, p_subject, p_body)
$$;
comment on function public.deliver_to_demo_mailbox(text, text, text) is 'Where the worker puts an e-mail when no SMTP server is configured.';
grant execute on function public.deliver_to_demo_mailbox(text, text, text) to service_role;

create function private.read_demo_mailbox() returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(to_jsonb(m) order by m.created_at desc), '[]') from (
    select d.id, d.to_address as "to", d.subject, d.body, d.created_at
    from private.demo_mailbox d where private.is_demo()
    order by d.created_at desc limit 50) m
$$;
grant execute on function private.read_demo_mailbox() to anon, authenticated;

create function public.page_mailbox() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'demo', private.is_demo(), 'mails', private.read_demo_mailbox())
$$;
comment on function public.page_mailbox() is 'The newest 50 mails of a demo; nothing where no demo lives.';
grant execute on function public.page_mailbox() to anon, authenticated;
