-- Notices: what Jalgas told a person, kept in the app, whichever way the message went or did not go.

alter table private.message_purposes
  add column notice boolean not null default true,
  add column path text check (path ~ '^/[a-z]([a-z/{}-]*[a-z}])?$');
comment on column private.message_purposes.notice is 'Whether such a message is also a notice in the app; urgent ones (codes) never are.';
comment on column private.message_purposes.path is 'Where its notice leads inside the app, without language; {subject} is the part of the occasion before the first colon. Null: the notice leads nowhere.';
update private.message_purposes set notice = false where purpose in ('claim_code', 'contact_code', 'record_claimed');
update private.message_purposes set path = '/me/referrals/{subject}' where purpose ~ '^referral_';
update private.message_purposes set path = '/me/contacts' where purpose = 'contact_check';
update private.message_purposes set path = '/join/claim' where purpose = 'claim_answered';

create table public.notices (
  id uuid primary key default private.uuid_v7(),
  account_id uuid not null references public.accounts (id) on delete cascade,
  purpose text not null,
  occasion text not null,
  title text not null,
  body text,
  locale text not null check (locale in ('kk', 'ru', 'en')),
  path text check (path ~ '^/[a-z]' and path !~ '//'),
  outbox_id uuid references private.outbox (id) on delete set null,
  created_at timestamptz not null default now(),
  read_at timestamptz,
  unique (account_id, purpose, occasion)
);
alter table public.notices enable row level security;
create index notices_newest_idx on public.notices (account_id, id desc);
create index notices_unread_idx on public.notices (account_id) where read_at is null;
create index notices_outbox_id_idx on public.notices (outbox_id);
create index notices_created_at_idx on public.notices (created_at);
create policy notices_read on public.notices for select to authenticated
  using (account_id = (select private.uid()));
grant select (id, purpose, title, body, locale, path, created_at, read_at) on public.notices to authenticated;
comment on table public.notices is 'Notices of an account, made by the outbox and seen by nobody else; one for an event, however many addresses were written to. The worker deletes them after 180 days.';
comment on column public.notices.body is 'The first paragraph of the message that tells something: without greeting and links, whose tokens stay in the message.';
comment on column public.notices.path is 'Where it leads, without language: private.message_purposes.path filled in.';

create function private.notice_title(p_subject text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select upper(left(t, 1)) || substr(t, 2) from regexp_replace(p_subject, '^(Жалғас|Jalgas): ', '') t
$$;
comment on function private.notice_title(text) is 'The subject of a message without the sender''s name before it.';

create function private.notice_body(p_body text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select left(p.words, 300) from regexp_split_to_table(p_body, E'\n\n+') with ordinality p (words, place)
  where p.words !~ '://' and not (p.place = 1 and p.words ~ '[!,]$')
  order by p.place limit 1
$$;
comment on function private.notice_body(text) is 'The first paragraph that is neither a greeting nor holds a link; null where there is none.';

create function private.notice_path(p_pattern text, p_occasion text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select case
    when p_pattern !~ '{subject}' then p_pattern
    when split_part(p_occasion, ':', 1) ~ '^[0-9a-z-]+$' then replace(p_pattern, '{subject}', split_part(p_occasion, ':', 1)) end
$$;
comment on function private.notice_path(text, text) is 'The path of a notice; null where the occasion names nothing that could stand in an address.';

create function private.make_notices() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- What is queued for a later day (a survey that opens then) is not told before: its message tells it.
  insert into public.notices (account_id, purpose, occasion, title, body, locale, path, outbox_id)
  select a.id, n.purpose, n.occasion, private.notice_title(n.subject), private.notice_body(n.body), n.locale,
    private.notice_path(u.path, n.occasion), n.id
  from added n
  join private.message_purposes u on u.purpose = n.purpose and u.notice and not u.urgent
  join public.accounts a on a.person_id = n.person_id
  where n.next_attempt_at <= now()
  on conflict (account_id, purpose, occasion) do nothing;

  -- Whoever has claimed no record yet is known by the address of the account alone.
  if exists (select from added n where n.person_id is null) then
    insert into public.notices (account_id, purpose, occasion, title, body, locale, path, outbox_id)
    select s.id, n.purpose, n.occasion, private.notice_title(n.subject), private.notice_body(n.body), n.locale,
      private.notice_path(u.path, n.occasion), n.id
    from added n
    join private.message_purposes u on u.purpose = n.purpose and u.notice and not u.urgent
    join auth.users s on s.email = lower(n.to_address)
    join public.accounts a on a.id = s.id
    where n.person_id is null and n.next_attempt_at <= now()
    on conflict (account_id, purpose, occasion) do nothing;
  end if;
  return null;
end
$$;
comment on function private.make_notices() is 'Once a statement, not once a row: a survey queues ten thousand at once.';
create trigger outbox_makes_notices after insert on private.outbox
  referencing new table as added for each statement execute function private.make_notices();

-- Every page's read says who is looking, and with it how many notices wait: no page costs a second call.
create or replace function private.viewer() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'id', a.id,
    'personId', a.person_id,
    'name', coalesce(a.display_name, p.full_name, p.registry_no, ''),
    'unread', (select count(*) from (
      select from public.notices n where n.account_id = a.id and n.read_at is null limit 10) x),
    'roles', coalesce((
      select jsonb_agg(jsonb_build_object('role', r.role, 'region', r.region_code) order by r.role, r.region_code)
      from private.staff_roles r where r.account_id = a.id and r.revoked_at is null), '[]'))
  from public.accounts a left join public.persons p on p.id = a.person_id
  where a.id = (select private.uid())
$$;
comment on function private.viewer() is 'Who is looking: {id, personId, name, unread, roles: [{role, region}]}, or null when signed out. unread: notices not read yet, counted up to 10. Every page''s read carries it, so that a page costs one call.';

create function private.my_notices(p_after uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  with page as (
    select n.* from public.notices n
    where n.account_id = (select private.uid()) and (p_after is null or n.id < p_after)
    order by n.id desc limit 21
  ), shown as (select * from page order by id desc limit 20)
  select jsonb_build_object(
    'notices', coalesce((
      select jsonb_agg(jsonb_build_object('id', s.id, 'title', s.title, 'text', s.body, 'locale', s.locale,
        'at', s.created_at, 'isNew', s.read_at is null, 'leads', s.path is not null) order by s.id desc) from shown s), '[]'),
    'after', case when (select count(*) from page) > 20 then (select s.id from shown s order by s.id limit 1) end)
$$;
comment on function private.my_notices(uuid) is 'Notices of the signed-in account that are older than p_after, newest first, 20 at most: {notices: [{id, title, text, locale, at, isNew, leads}], after}.';
grant execute on function private.my_notices(uuid) to anon, authenticated;
create function public.page_notices(p_after uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer()) || private.my_notices(p_after)
$$;
comment on function public.page_notices(uuid) is 'The page of notices: {viewer, notices, after}, see private.my_notices.';
grant execute on function public.page_notices(uuid) to anon, authenticated;

create function private.open_notice(p_notice uuid) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_notice public.notices;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  select * into v_notice from public.notices n where n.id = p_notice and n.account_id = private.uid();
  if not found then perform private.refuse('not_found', 'notice'); end if;
  if v_notice.read_at is null then
    update public.notices n set read_at = now() where n.id = p_notice;
  end if;
  return coalesce(v_notice.path, '/me/notices');
end
$$;
grant execute on function private.open_notice(uuid) to anon, authenticated;
create function public.open_notice(p_notice uuid) returns text
language sql volatile set search_path = '' as $$ select private.open_notice(p_notice) $$;
comment on function public.open_notice(uuid) is 'Marks a notice of mine as read and says where it leads, without language. Once or ten times is the same. Refuses: forbidden (sign_in), not_found.';
grant execute on function public.open_notice(uuid) to anon, authenticated;

create function private.read_notices(p_upto uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  update public.notices n set read_at = now()
  where n.account_id = private.uid() and n.read_at is null and n.id <= p_upto;
end
$$;
grant execute on function private.read_notices(uuid) to anon, authenticated;
create function public.read_notices(p_upto uuid) returns void
language sql volatile set search_path = '' as $$ select private.read_notices(p_upto) $$;
comment on function public.read_notices(uuid) is 'Marks my notices as read, up to the newest one that the page showed: what came since then stays new. Refuses: forbidden (sign_in).';
grant execute on function public.read_notices(uuid) to anon, authenticated;

create function private.forget_old_notices() returns integer
language sql volatile security definer set search_path = '' as $$
  with old as (
    delete from public.notices n where n.id in (
      select o.id from public.notices o where o.created_at < now() - interval '180 days' limit 5000)
    returning 1)
  select count(*)::integer from old
$$;
grant execute on function private.forget_old_notices() to service_role;
create function public.forget_old_notices() returns integer
language sql volatile set search_path = '' as $$ select private.forget_old_notices() $$;
comment on function public.forget_old_notices() is 'For the worker: deletes notices older than 180 days, 5000 at a time. Returns how many.';
grant execute on function public.forget_old_notices() to service_role;

create function private.export_notices(p_account uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('notices', (
    select jsonb_agg(jsonb_build_object('title', n.title, 'text', n.body, 'created_at', n.created_at, 'read_at', n.read_at) order by n.id)
    from public.notices n where n.account_id = p_account))
$$;
comment on function private.export_notices(uuid) is 'The notices of an account; null where there are none. Granted to nobody.';

create or replace function private.export_me() returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_uid uuid := private.uid();
  v_person uuid := private.my_person();
begin
  if v_uid is null then perform private.refuse('forbidden', 'sign_in'); end if;
  -- Two downloads at once count one after the other.
  perform 1 from public.accounts a where a.id = v_uid for update;
  if private.export_wait() > 0 then perform private.refuse('too_many', private.export_wait()::text); end if;
  perform private.audit('export_data', 'account', v_uid);
  return jsonb_build_object('exported_at', now()) || private.export_person(v_person)
    || private.export_account(v_uid, v_person) || private.export_contact_life(v_uid, v_person)
    || private.export_notices(v_uid);
end
$$;
