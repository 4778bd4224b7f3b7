-- A claim tells the other addresses of the record, whose holders can say that it was not them; and a
-- claim that was undone does not come back by a code.

create table private.undone_claims (
  id uuid primary key default private.uuid_v7(),
  person_id uuid not null references public.persons (id) on delete cascade,
  account_id uuid not null references public.accounts (id) on delete cascade,
  claimed_at timestamptz not null,
  undone_at timestamptz not null default now(),
  undone_by uuid references public.accounts (id) on delete set null,
  reason text not null check (length(reason) between 1 and 500),
  took_back text[] not null default '{}'
    check (took_back <@ array['updates', 'profile', 'consents', 'contacts', 'referrals'])
);
create index undone_claims_person_id_idx on private.undone_claims (person_id, account_id);
create index undone_claims_account_id_idx on private.undone_claims (account_id);
create index undone_claims_undone_by_idx on private.undone_claims (undone_by);
alter table private.undone_claims enable row level security;
comment on table private.undone_claims is 'Claims that staff undid, and what of the account''s doings was taken back. Such an account gets this record again from an officer only.';

create table private.claim_notices (
  id uuid primary key default private.uuid_v7(),
  person_id uuid not null references public.persons (id) on delete cascade,
  account_id uuid not null references public.accounts (id) on delete cascade,
  contact_point_id uuid references public.contact_points (id) on delete set null,
  token_hash bytea not null unique check (length(token_hash) = 32),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '90 days',
  disputed_at timestamptz,
  resolved_at timestamptz,
  resolved_by uuid references public.accounts (id) on delete set null,
  outcome text check (outcome in ('undone', 'kept')),
  check ((resolved_at is null) = (outcome is null))
);
create index claim_notices_person_id_idx on private.claim_notices (person_id, created_at desc);
create index claim_notices_account_id_idx on private.claim_notices (account_id);
create index claim_notices_contact_point_id_idx on private.claim_notices (contact_point_id);
create index claim_notices_resolved_by_idx on private.claim_notices (resolved_by);
create index claim_notices_disputed_idx on private.claim_notices (id) where disputed_at is not null and resolved_at is null;
alter table private.claim_notices enable row level security;
comment on table private.claim_notices is 'That an address of a record was told of a claim, and whether its holder disputed it. Read through functions only.';
comment on column private.claim_notices.token_hash is 'SHA-256 of the link''s token; the token itself stands only in the mail.';

update private.mail_texts t set body = w.body from (values
  ('kk', E'Сәлеметсіз бе!\n\nZhas Project тізіліміндегі жазбаңыз Жалғас сайтындағы тіркелгіге қосылды. Тіркелгінің мекенжайы: {account}\n\nБұл сіз болсаңыз, ештеңе істемеңіз.\n\nСіз емес болсаңыз, осы бетте бір рет басыңыз, өңірлік үйлестіруші тексереді: {link}'),
  ('ru', E'Здравствуйте!\n\nВаша запись в реестре Zhas Project связана с учётной записью на сайте Jalgas. Её адрес: {account}\n\nЕсли это вы, делать ничего не нужно.\n\nЕсли это не вы, нажмите одну кнопку на этой странице, и региональный координатор всё проверит: {link}'),
  ('en', E'Hello!\n\nYour Zhas Project record is now linked to an account on Jalgas. The account''s address: {account}\n\nIf that was you, there is nothing to do.\n\nIf it was not you, press one button on this page and the officer of your region will look into it: {link}')
) as w (locale, body) where t.key = 'record_claimed' and t.locale = w.locale;

create function private.site_url() returns text
language sql stable security definer set search_path = '' as $$
  select s.value from private.settings s where s.key = 'site_url'
$$;
comment on function private.site_url() is 'Where this installation answers, for links in mails; null where private.settings does not say. Granted to nobody.';

create function private.tell_old_contacts(p_person uuid, p_account uuid, p_proof uuid, p_occasion text) returns void
language sql volatile security definer set search_path = '' as $$
  with told as materialized (
    select c.id, c.value, p.locale,
      encode(substring(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) from 1 for 16), 'hex') as token
    from public.contact_points c
    join public.persons p on p.id = c.person_id
    join auth.users u on u.id = p_account
    where c.person_id = p_person and c.kind = 'email' and c.state not in ('failed', 'dead', 'refused')
      -- Who has just typed a code from this mailbox, or signs in with it, needs no news of it.
      and c.id is distinct from p_proof and c.value_key <> lower(u.email)
  ), kept as (
    insert into private.claim_notices (person_id, account_id, contact_point_id, token_hash)
    select p_person, p_account, t.id, sha256(convert_to(t.token, 'UTF8')) from told t
  )
  insert into private.outbox (person_id, contact_point_id, channel, to_address, purpose, occasion, locale, subject, body)
  select p_person, t.id, 'email', t.value, 'record_claimed', p_occasion, t.locale, w.subject,
    replace(replace(w.body, '{account}', private.mask_email(lower(u.email))),
      '{link}', coalesce(private.site_url(), '') || '/' || t.locale || '/not-me/' || t.token)
  from told t
  join auth.users u on u.id = p_account
  join private.mail_texts w on w.key = 'record_claimed' and w.locale = t.locale
  on conflict do nothing
$$;
comment on function private.tell_old_contacts(uuid, uuid, uuid, text) is
  'Tells every living e-mail of a record, but the one that proved the claim and the account''s own, that it was claimed. Granted to nobody.';

drop function private.bind_record(uuid, uuid, text, text);
create function private.bind_record(
  p_account uuid, p_person uuid, p_locale text, p_occasion text, p_by text default 'officer', p_proof uuid default null)
returns boolean language plpgsql volatile security definer set search_path = '' as $$
declare
  v_email text;
begin
  -- The account first, then the record, then its codes and invitations: everybody locks in this order.
  perform 1 from public.accounts a where a.id = p_account and a.person_id is null for update;
  if not found then return false; end if;
  perform 1 from public.persons p where p.id = p_person for update;
  if not found or exists (select from public.accounts a where a.person_id = p_person) then return false; end if;
  -- Whoever was parted from this record once, gets it again from a person and not by a code.
  if p_by <> 'officer' and exists (
    select from private.undone_claims c where c.person_id = p_person and c.account_id = p_account) then return false; end if;

  update public.accounts a set person_id = p_person, claimed_at = now(), locale = p_locale where a.id = p_account;
  update private.claim_codes c set state = 'dead' where c.person_id = p_person and c.state = 'open';
  update public.claim_invitations i set revoked_at = now()
  where i.person_id = p_person and i.used_at is null and i.revoked_at is null;
  update public.claim_requests r set state = 'approved', decided_at = now()
  where r.account_id = p_account and r.state = 'open';
  insert into public.consents (person_id, purpose, granted, text_version, locale, method, recorded_by)
  values (p_person, 'terms', true, private.terms_version(), p_locale, 'web', p_account);

  perform private.tell_old_contacts(p_person, p_account, p_proof, p_occasion);
  select lower(u.email) into v_email from auth.users u where u.id = p_account;
  insert into public.contact_points as cp (person_id, kind, value, value_key, state, confirmed_at, source)
  values (p_person, 'email', v_email, v_email, 'confirmed', now(), 'self')
  on conflict (person_id, kind, value_key) do update set state = 'confirmed', confirmed_at = now();
  update public.contact_points cp set state = 'confirmed', confirmed_at = now() where cp.id = p_proof and cp.person_id = p_person;
  return true;
end
$$;
comment on function private.bind_record(uuid, uuid, text, text, text, uuid) is
  'Gives an unclaimed record to an account that has none: consent to the terms, notice to every other e-mail, the account''s own address and the one that proved the claim (p_proof) as confirmed contacts. p_by: code, invitation or officer. False when either is taken. Granted to nobody.';

create or replace function private.finish_claim(p_code text, p_locale text)
returns jsonb language plpgsql volatile security definer set search_path = '' as $$
declare
  v_uid uuid := private.uid();
  v_row private.claim_codes;
begin
  if v_uid is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if p_locale not in ('kk', 'ru', 'en') then perform private.refuse('invalid', 'locale'); end if;
  perform 1 from public.accounts a where a.id = v_uid and a.person_id is null for update;
  if not found then return jsonb_build_object('outcome', 'claimed'); end if;
  -- The record before its codes: two who hold a code each would otherwise wait for one another.
  perform 1 from public.persons p where p.id = (
    select c.person_id from private.claim_codes c where c.account_id = v_uid
    order by c.created_at desc, c.id desc limit 1) for update;
  select * into v_row from private.claim_codes c where c.account_id = v_uid
  order by c.created_at desc, c.id desc limit 1 for update;
  if v_row.id is null or v_row.state <> 'open' then return jsonb_build_object('outcome', 'dead'); end if;
  if v_row.expires_at <= now() then
    update private.claim_codes c set state = 'dead' where c.id = v_row.id;
    return jsonb_build_object('outcome', 'expired');
  end if;
  if v_row.code_hash <> sha256(convert_to(v_row.id::text || coalesce(p_code, ''), 'UTF8')) then
    -- Counted, so this must commit: a wrong code is an answer and not an error.
    update private.claim_codes c set
      wrong_tries = c.wrong_tries + 1,
      state = case when c.wrong_tries >= 4 then 'dead' else 'open' end
    where c.id = v_row.id;
    return case when v_row.wrong_tries >= 4 then jsonb_build_object('outcome', 'dead')
      else jsonb_build_object('outcome', 'wrong', 'left', 4 - v_row.wrong_tries) end;
  end if;
  update private.claim_codes c set state = 'used' where c.id = v_row.id;
  if not private.bind_record(v_uid, v_row.person_id, p_locale, v_row.id::text, 'code', v_row.contact_point_id) then
    return jsonb_build_object('outcome', 'taken');
  end if;
  perform private.audit('record_claimed', 'person', v_row.person_id,
    (select p.region_code from public.persons p where p.id = v_row.person_id), '{"by": "code"}');
  return jsonb_build_object('outcome', 'claimed');
end
$$;

-- The link in the notice.

create function private.open_claim_notice(p_token text, p_bucket text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_notice private.claim_notices;
begin
  select * into v_notice from private.claim_notices n where n.token_hash = sha256(convert_to(coalesce(p_token, ''), 'UTF8'));
  if not found then
    if public.take_attempts(array[p_bucket], array[30], 900) > 0 then return '{"outcome": "throttled"}'; end if;
    return '{"outcome": "unknown"}';
  end if;
  return jsonb_build_object(
    'outcome', case
      when v_notice.resolved_at is not null or not exists (
        select from public.accounts a where a.id = v_notice.account_id and a.person_id = v_notice.person_id) then 'closed'
      when v_notice.disputed_at is not null then 'disputed'
      when v_notice.expires_at <= now() then 'expired'
      else 'open' end,
    'at', v_notice.created_at,
    'account', (select private.mask_email(u.email) from auth.users u where u.id = v_notice.account_id));
end
$$;
comment on function private.open_claim_notice(text, text) is
  'What the link of a notice shows: {outcome: unknown | throttled | closed | disputed | expired | open, at, account: masked}. Changes nothing of the claim; unknown tokens count as guesses in p_bucket.';
grant execute on function private.open_claim_notice(text, text) to anon, authenticated;

create function public.page_claim_notice(p_token text, p_bucket text) returns jsonb
language sql volatile set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer()) || private.open_claim_notice(p_token, p_bucket)
$$;
comment on function public.page_claim_notice(text, text) is 'The page behind the link of a notice; volatile because it counts guesses.';
grant execute on function public.page_claim_notice(text, text) to anon, authenticated;

create function private.dispute_claim(p_token text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_notice private.claim_notices;
begin
  select * into v_notice from private.claim_notices n
  where n.token_hash = sha256(convert_to(coalesce(p_token, ''), 'UTF8')) for update;
  if not found then perform private.refuse('not_found', 'token'); end if;
  -- Pressed twice is one dispute.
  if v_notice.disputed_at is not null then return; end if;
  if v_notice.resolved_at is not null or not exists (
    select from public.accounts a where a.id = v_notice.account_id and a.person_id = v_notice.person_id) then
    perform private.refuse('used', 'token');
  end if;
  if v_notice.expires_at <= now() then perform private.refuse('expired', 'token'); end if;
  update private.claim_notices n set disputed_at = now() where n.id = v_notice.id;
  perform private.audit('claim_disputed', 'person', v_notice.person_id,
    (select p.region_code from public.persons p where p.id = v_notice.person_id));
end
$$;
grant execute on function private.dispute_claim(text) to anon, authenticated;

create function public.dispute_claim(p_token text) returns void
language sql volatile set search_path = '' as $$ select private.dispute_claim(p_token) $$;
comment on function public.dispute_claim(text) is
  'The holder of an address of the record says that the claim was not theirs: staff are asked to look. Nothing is frozen. Refuses not_found, used (the claim is no more, or was judged), expired.';
grant execute on function public.dispute_claim(text) to anon, authenticated;
