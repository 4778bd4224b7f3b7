-- Claiming a registry record: by a code sent to an address the registry already holds, or by an
-- officer's approval. Never by a matching e-mail alone.

-- PT400 is answered as HTTP 400 with message and detail by PostgREST and by the embedded API alike;
-- the latter swallows both of a P0001.
create or replace function private.refuse(code text, detail text default null) returns void
language plpgsql volatile set search_path = '' as $$
begin
  raise exception using errcode = 'PT400', message = code, detail = coalesce(detail, '');
end
$$;

-- An unknown region was neither seen nor unseen (null), and "if not null" let officers through.
create or replace function private.sees_person(p_region text) returns boolean
language sql stable security definer set search_path = '' as $$
  select private.has_role('coordinator') or coalesce(p_region in (select private.my_regions()), false)
$$;

create function public.page_login() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'demo', private.is_demo())
$$;
comment on function public.page_login() is 'The read of the sign-in pages: {viewer, demo}; a demo offers its people as buttons.';
grant execute on function public.page_login() to anon, authenticated;

create function private.terms_version() returns text
language sql immutable set search_path = '' as $$ select '2026-11' $$;
comment on function private.terms_version() is 'Version of the terms people agree to now. Raise it together with their text.';

create function private.mask_email(p_address text) returns text
language sql immutable strict parallel safe set search_path = '' as $$
  select case when p_address ~ '^[^@\s]+@[^@\s]+\.[^@.\s]+$'
    then left(p_address, 1) || '•••@' || left(split_part(p_address, '@', 2), 1) || '•••.'
      || substring(p_address from '[^.]+$')
    else '•••' end
$$;
comment on function private.mask_email(text) is 'a•••@m•••.kz: enough for the owner to know the mailbox, too little for anybody else.';

-- Texts of the mails that the database sends by itself. They stand here and not in the caller,
-- because whoever could choose the text could make Jalgas send anything to anybody.
create table private.mail_texts (
  key text not null check (key ~ '^[a-z_]+$'),
  locale text not null check (locale in ('kk', 'ru', 'en')),
  subject text not null,
  body text not null,
  primary key (key, locale)
);
comment on table private.mail_texts is 'Mails of the identity domain in three languages; {code} and {account} are filled in when queued.';

insert into private.mail_texts (key, locale, subject, body) values
  ('claim_code', 'kk', 'Жалғас: {code} — тізілімдегі жазбаңызды растау коды',
    E'Сәлеметсіз бе!\n\nZhas Project тізіліміндегі жазбаның сізге тиесілі екенін растайтын код: {code}\n\nКод 30 минут жарамды. Оны ешкімге айтпаңыз, Жалғас қызметкерлері де кодты сұрамайды.\n\nЕгер сіз код сұрамаған болсаңыз, ештеңе істемеңіз: кодсыз жазбаңызды ешкім ала алмайды.'),
  ('claim_code', 'ru', 'Jalgas: {code} — код, чтобы подтвердить вашу запись в реестре',
    E'Здравствуйте!\n\nКод, который подтвердит, что запись в реестре Zhas Project ваша: {code}\n\nКод действует 30 минут. Никому его не говорите: сотрудники Jalgas его не спрашивают.\n\nЕсли вы не просили код, ничего делать не нужно: без него вашу запись никто не получит.'),
  ('claim_code', 'en', 'Jalgas: {code} is the code to confirm your registry record',
    E'Hello!\n\nThe code that confirms the Zhas Project record is yours: {code}\n\nIt works for 30 minutes. Tell it to nobody: people who work for Jalgas never ask for it.\n\nIf you did not ask for a code, do nothing: without it nobody can take your record.'),
  ('record_claimed', 'kk', 'Жалғас: тізілімдегі жазбаңыз расталды',
    E'Сәлеметсіз бе!\n\nZhas Project тізіліміндегі жазбаңыз Жалғас сайтындағы тіркелгіге қосылды. Тіркелгінің мекенжайы: {account}\n\nБұл сіз болсаңыз, бәрі дұрыс. Сіз болмасаңыз, өңіріңіздегі үйлестірушіге дереу хабарлаңыз.'),
  ('record_claimed', 'ru', 'Jalgas: ваша запись в реестре подтверждена',
    E'Здравствуйте!\n\nВаша запись в реестре Zhas Project связана с учётной записью на сайте Jalgas. Её адрес: {account}\n\nЕсли это вы, всё в порядке. Если нет, сразу сообщите региональному координатору.'),
  ('record_claimed', 'en', 'Jalgas: your registry record was confirmed',
    E'Hello!\n\nYour Zhas Project record is now linked to an account on Jalgas. The account''s address: {account}\n\nIf that was you, all is well. If not, tell the officer of your region at once.'),
  ('claim_answered', 'kk', 'Жалғас: өтінішіңізге жауап келді',
    E'Сәлеметсіз бе!\n\nӨңірлік үйлестіруші тізілімдегі жазбаңызды растау туралы өтінішіңізге жауап берді. Жауапты көру үшін Жалғас сайтына кіріңіз.'),
  ('claim_answered', 'ru', 'Jalgas: на ваше обращение ответили',
    E'Здравствуйте!\n\nРегиональный координатор ответил на вашу просьбу подтвердить запись в реестре. Войдите на сайт Jalgas, чтобы увидеть ответ.'),
  ('claim_answered', 'en', 'Jalgas: your request was answered',
    E'Hello!\n\nThe officer of your region has answered your request to confirm your registry record. Sign in to Jalgas to read the answer.');

create table private.claim_lookups (
  id bigint generated always as identity primary key,
  account_id uuid not null references public.accounts (id) on delete cascade,
  created_at timestamptz not null default now()
);
create index claim_lookups_account_id_idx on private.claim_lookups (account_id, created_at);
comment on table private.claim_lookups is 'That an account asked for a record, found or not: the limiter of guessing who is in the registry.';

create table private.claim_codes (
  id uuid primary key default private.uuid_v7(),
  account_id uuid not null references public.accounts (id) on delete cascade,
  person_id uuid not null references public.persons (id) on delete cascade,
  contact_point_id uuid references public.contact_points (id) on delete set null,
  sent_to text not null,
  code_hash bytea not null,
  state text not null default 'open' check (state in ('open', 'used', 'dead')),
  wrong_tries smallint not null default 0,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '30 minutes'
);
create unique index claim_codes_open_idx on private.claim_codes (account_id) where state = 'open';
create index claim_codes_account_id_idx on private.claim_codes (account_id, created_at desc);
create index claim_codes_person_id_idx on private.claim_codes (person_id, created_at desc);
create index claim_codes_contact_point_id_idx on private.claim_codes (contact_point_id);
comment on table private.claim_codes is 'Codes sent to prove a claim; an account has at most one open. Five wrong tries kill it.';
comment on column private.claim_codes.code_hash is 'SHA-256 of the id and the code: the code itself is nowhere but in the mail.';
comment on column private.claim_codes.sent_to is 'The address masked, as it is shown to the claimant.';

create function private.forget_sent_code() returns trigger
language plpgsql set search_path = '' as $$
begin
  new.subject := regexp_replace(new.subject, '\m[0-9]{6}\M', '••••••');
  new.body := regexp_replace(new.body, '\m[0-9]{6}\M', '••••••');
  return new;
end
$$;
create trigger outbox_forgets_codes before update on private.outbox for each row
  when (new.purpose = 'claim_code' and new.state in ('sent', 'failed', 'uncertain'))
  execute function private.forget_sent_code();
comment on function private.forget_sent_code() is 'Once a code has gone out it is blotted in the outbox too.';

create function private.queue_mail(
  p_key text, p_locale text, p_occasion text, p_to text, p_person uuid, p_contact uuid,
  p_code text default '', p_account text default '')
returns void language sql volatile security definer set search_path = '' as $$
  insert into private.outbox (person_id, contact_point_id, channel, to_address, purpose, occasion, locale, subject, body)
  select p_person, p_contact, 'email', p_to, p_key, p_occasion, p_locale,
    replace(t.subject, '{code}', p_code),
    replace(replace(t.body, '{code}', p_code), '{account}', p_account)
  from private.mail_texts t where t.key = p_key and t.locale = p_locale
  on conflict do nothing
$$;
comment on function private.queue_mail(text, text, text, text, uuid, uuid, text, text) is 'Queues one of the fixed mails. For use inside definer functions only: granted to nobody.';

create function private.bind_record(p_account uuid, p_person uuid, p_locale text, p_occasion text)
returns boolean language plpgsql volatile security definer set search_path = '' as $$
declare
  v_email text;
begin
  -- The account first, then the record: everybody locks in this order.
  perform 1 from public.accounts a where a.id = p_account and a.person_id is null for update;
  if not found then return false; end if;
  perform 1 from public.persons p where p.id = p_person for update;
  if not found or exists (select from public.accounts a where a.person_id = p_person) then return false; end if;

  update public.accounts a set person_id = p_person, claimed_at = now(), locale = p_locale where a.id = p_account;
  update private.claim_codes c set state = 'dead' where c.person_id = p_person and c.state = 'open';
  update public.claim_requests r set state = 'approved', decided_at = now()
  where r.account_id = p_account and r.state = 'open';
  insert into public.consents (person_id, purpose, granted, text_version, locale, method, recorded_by)
  values (p_person, 'terms', true, private.terms_version(), p_locale, 'web', p_account);

  select lower(u.email) into v_email from auth.users u where u.id = p_account;
  perform private.queue_mail('record_claimed', p.locale, p_occasion, cp.value, p_person, cp.id,
    p_account => private.mask_email(v_email))
  from public.contact_points cp join public.persons p on p.id = cp.person_id
  where cp.person_id = p_person and cp.kind = 'email' and cp.state not in ('failed', 'dead', 'refused');
  insert into public.contact_points as cp (person_id, kind, value, value_key, state, confirmed_at, source)
  values (p_person, 'email', v_email, v_email, 'confirmed', now(), 'self')
  on conflict (person_id, kind, value_key) do update set state = 'confirmed', confirmed_at = now();
  return true;
end
$$;
comment on function private.bind_record(uuid, uuid, text, text) is
  'Gives an unclaimed record to an account that has none: consent to the terms, notice to every old e-mail, the account''s own address as a confirmed contact. False when either is taken. Granted to nobody.';

create table public.claim_requests (
  id uuid primary key default private.uuid_v7(),
  account_id uuid not null references public.accounts (id) on delete cascade,
  full_name text not null check (length(full_name) between 1 and 200),
  registry_no text check (length(registry_no) <= 40),
  birth_year smallint check (birth_year between 1950 and 2015),
  round smallint check (round between 2017 and 2030),
  region_code text references public.regions (code) on delete restrict,
  phone text check (length(phone) <= 40),
  message text not null check (length(message) between 1 and 1000),
  locale text not null check (locale in ('kk', 'ru', 'en')),
  idempotency_key uuid not null,
  state text not null default 'open' check (state in ('open', 'approved', 'refused')),
  person_id uuid references public.persons (id) on delete set null,
  reason text check (length(reason) <= 500),
  decided_by uuid references public.accounts (id) on delete set null,
  decided_at timestamptz,
  created_at timestamptz not null default now(),
  unique (account_id, idempotency_key)
);
create unique index claim_requests_one_open_idx on public.claim_requests (account_id) where state = 'open';
create index claim_requests_account_id_idx on public.claim_requests (account_id, created_at desc);
create index claim_requests_open_idx on public.claim_requests (region_code, id) where state = 'open';
create index claim_requests_region_code_idx on public.claim_requests (region_code);
create index claim_requests_person_id_idx on public.claim_requests (person_id);
create index claim_requests_decided_by_idx on public.claim_requests (decided_by);
alter table public.claim_requests enable row level security;
create policy claim_requests_read on public.claim_requests for select to authenticated
  using (account_id = (select private.uid())
    or (select private.has_role('coordinator'))
    or region_code in (select private.my_regions()));
grant select on public.claim_requests to authenticated;
comment on table public.claim_requests is 'Somebody asks an officer to confirm that a record is theirs. A null region is for coordinators. Written by request_claim and decide_claim only.';

create function private.find_unclaimed(p_registry_no text, p_full_name text, p_birth_year integer, p_round integer)
returns setof uuid language sql stable security definer set search_path = '' as $$
  with typed as (
    select array_remove(string_to_array(private.fold(p_full_name), ' '), '') as words),
  pairs as (
    select '%' || a.word || '%' as one, '%' || b.word || '%' as two
    from typed, unnest(typed.words[1:4]) with ordinality a (word, i), unnest(typed.words[1:4]) with ordinality b (word, i)
    where a.i < b.i)
  select p.id from public.persons p
  where p.registry_no in (p_registry_no, upper(p_registry_no), lower(p_registry_no))
    and not exists (select from public.accounts a where a.person_id = p.id)
  union
  select p.id from pairs
  join public.persons p on p.name_key like pairs.one and p.name_key like pairs.two
  cross join typed
  where p_registry_no is null and p.birth_year = p_birth_year
    and (typed.words <@ string_to_array(p.name_key, ' ')
      or (cardinality(string_to_array(p.name_key, ' ')) >= 2 and string_to_array(p.name_key, ' ') <@ typed.words))
    and exists (select from public.participations t where t.person_id = p.id and t.round = p_round)
    and not exists (select from public.accounts a where a.person_id = p.id)
  limit 2
$$;
comment on function private.find_unclaimed(text, text, integer, integer) is
  'Unclaimed records that fit, at most two: more than one is one too many. Names meet in any spelling and order, with or without a patronymic. Granted to nobody: it would list the registry.';

create function private.start_claim(p_registry_no text, p_full_name text, p_birth_year integer, p_round integer, p_locale text)
returns jsonb language plpgsql volatile security definer set search_path = '' as $$
declare
  v_uid uuid := private.uid();
  v_found uuid[];
  v_contact public.contact_points;
  v_code text;
  v_id uuid := private.uuid_v7();
  v_wait integer;
begin
  if v_uid is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if p_locale not in ('kk', 'ru', 'en') then perform private.refuse('invalid', 'locale'); end if;
  perform 1 from public.accounts a where a.id = v_uid and a.person_id is null for update;
  if not found then perform private.refuse('conflict', 'claimed'); end if;

  delete from private.claim_lookups l where l.account_id = v_uid and l.created_at < now() - interval '1 day';
  select ceil(extract(epoch from min(l.created_at) + interval '1 hour' - now())) into v_wait
  from private.claim_lookups l where l.account_id = v_uid and l.created_at > now() - interval '1 hour'
  having count(*) >= 6;
  if v_wait is not null then perform private.refuse('too_many', v_wait::text); end if;
  insert into private.claim_lookups (account_id) values (v_uid);
  update private.claim_codes c set state = 'dead' where c.account_id = v_uid and c.state = 'open';

  v_found := array(select private.find_unclaimed(
    nullif(btrim(p_registry_no), ''), p_full_name, p_birth_year, p_round));
  if cardinality(v_found) <> 1 then return jsonb_build_object('outcome', 'ask'); end if;
  -- Whoever holds the record is not to be flooded with codes by many accounts.
  if (select count(*) from private.claim_codes c
      where c.person_id = v_found[1] and c.created_at > now() - interval '1 hour') >= 5
  then return jsonb_build_object('outcome', 'ask'); end if;
  select * into v_contact from public.contact_points cp
  where cp.person_id = v_found[1] and cp.kind = 'email' and cp.source in ('registry', 'officer')
    and cp.state not in ('failed', 'dead', 'refused')
  order by cp.state = 'confirmed' desc, cp.created_at desc limit 1;
  if v_contact.id is null then return jsonb_build_object('outcome', 'ask'); end if;

  -- 48 random bits of a version 4 UUID; the bias of the remainder is below one in 10^8.
  v_code := lpad((('x' || left(replace(gen_random_uuid()::text, '-', ''), 12))::bit(48)::bigint % 1000000)::text, 6, '0');
  insert into private.claim_codes (id, account_id, person_id, contact_point_id, sent_to, code_hash)
  values (v_id, v_uid, v_found[1], v_contact.id, private.mask_email(v_contact.value),
    sha256(convert_to(v_id::text || v_code, 'UTF8')));
  perform private.queue_mail('claim_code', p_locale, v_id::text, v_contact.value, v_found[1], v_contact.id, v_code);
  return jsonb_build_object('outcome', 'sent');
end
$$;
grant execute on function private.start_claim(text, text, integer, integer, text) to authenticated;

create function public.start_claim(p_registry_no text, p_full_name text, p_birth_year integer, p_round integer, p_locale text)
returns jsonb language sql volatile set search_path = '' as $$
  select private.start_claim(p_registry_no, p_full_name, p_birth_year, p_round, p_locale)
$$;
comment on function public.start_claim(text, text, integer, integer, text) is
  'Looks for one unclaimed record by registry number, or by name, birth year and round, and mails a code to an address the registry holds: {outcome: sent | ask}. "ask" covers no match, several, claimed and unreachable alike. Six an hour; then too_many with seconds.';
grant execute on function public.start_claim(text, text, integer, integer, text) to authenticated;

create function private.finish_claim(p_code text, p_locale text)
returns jsonb language plpgsql volatile security definer set search_path = '' as $$
declare
  v_uid uuid := private.uid();
  v_row private.claim_codes;
begin
  if v_uid is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if p_locale not in ('kk', 'ru', 'en') then perform private.refuse('invalid', 'locale'); end if;
  perform 1 from public.accounts a where a.id = v_uid and a.person_id is null for update;
  if not found then return jsonb_build_object('outcome', 'claimed'); end if;
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
  if not private.bind_record(v_uid, v_row.person_id, p_locale, v_row.id::text) then
    return jsonb_build_object('outcome', 'taken');
  end if;
  update public.contact_points cp set state = 'confirmed', confirmed_at = now() where cp.id = v_row.contact_point_id;
  perform private.audit('record_claimed', 'person', v_row.person_id,
    (select p.region_code from public.persons p where p.id = v_row.person_id), '{"by": "code"}');
  return jsonb_build_object('outcome', 'claimed');
end
$$;
grant execute on function private.finish_claim(text, text) to authenticated;

create function public.finish_claim(p_code text, p_locale text)
returns jsonb language sql volatile set search_path = '' as $$ select private.finish_claim(p_code, p_locale) $$;
comment on function public.finish_claim(text, text) is
  'Claims the record with the code from the mail: {outcome: claimed | wrong (left: tries) | dead | expired | taken}.';
grant execute on function public.finish_claim(text, text) to authenticated;

create function private.drop_claim_code() returns void
language sql volatile security definer set search_path = '' as $$
  update private.claim_codes c set state = 'dead' where c.account_id = private.uid() and c.state = 'open'
$$;
grant execute on function private.drop_claim_code() to authenticated;
create function public.drop_claim_code() returns void
language sql volatile set search_path = '' as $$ select private.drop_claim_code() $$;
comment on function public.drop_claim_code() is 'Gives up the open code of the signed-in account, to start again.';
grant execute on function public.drop_claim_code() to authenticated;

create function private.request_claim(p_key uuid, p_fields jsonb)
returns uuid language plpgsql volatile security definer set search_path = '' as $$
declare
  v_uid uuid := private.uid();
  v_id uuid;
begin
  if v_uid is null then perform private.refuse('forbidden', 'sign_in'); end if;
  perform 1 from public.accounts a where a.id = v_uid and a.person_id is null for update;
  if not found then perform private.refuse('conflict', 'claimed'); end if;
  select r.id into v_id from public.claim_requests r where r.account_id = v_uid and r.idempotency_key = p_key;
  if v_id is not null then return v_id; end if;
  if exists (select from public.claim_requests r where r.account_id = v_uid and r.state = 'open') then
    perform private.refuse('conflict', 'open');
  end if;
  if (select count(*) from public.claim_requests r
      where r.account_id = v_uid and r.created_at > now() - interval '1 day') >= 3 then
    perform private.refuse('too_many', '86400');
  end if;
  insert into public.claim_requests
    (account_id, full_name, registry_no, birth_year, round, region_code, phone, message, locale, idempotency_key)
  values (v_uid, p_fields ->> 'fullName', nullif(btrim(p_fields ->> 'registryNo'), ''),
    (p_fields ->> 'birthYear')::smallint, (p_fields ->> 'round')::smallint, nullif(p_fields ->> 'region', ''),
    nullif(p_fields ->> 'phone', ''), p_fields ->> 'message', p_fields ->> 'locale', p_key)
  returning id into v_id;
  update private.claim_codes c set state = 'dead' where c.account_id = v_uid and c.state = 'open';
  return v_id;
exception
  when check_violation or foreign_key_violation or not_null_violation or invalid_text_representation
    or numeric_value_out_of_range then
    perform private.refuse('invalid', 'fields');
    return null;
end
$$;
grant execute on function private.request_claim(uuid, jsonb) to authenticated;

create function public.request_claim(p_key uuid, p_fields jsonb)
returns uuid language sql volatile set search_path = '' as $$ select private.request_claim(p_key, p_fields) $$;
comment on function public.request_claim(uuid, jsonb) is
  'Asks the officer of the region to confirm a record. p_fields: {fullName, registryNo, birthYear, round, region, phone, message, locale}. Posted twice counts once by p_key; one open request an account (conflict: open), three a day.';
grant execute on function public.request_claim(uuid, jsonb) to authenticated;

create function private.decide_claim(p_request uuid, p_approve boolean, p_registry_no text, p_reason text)
returns void language plpgsql volatile security definer set search_path = '' as $$
declare
  v_uid uuid := private.uid();
  v_row public.claim_requests;
  v_person public.persons;
begin
  if v_uid is null then perform private.refuse('forbidden', 'sign_in'); end if;
  select * into v_row from public.claim_requests r where r.id = p_request;
  if v_row.id is null or not private.sees_person(v_row.region_code) then perform private.refuse('not_found'); end if;
  if v_row.account_id = v_uid then perform private.refuse('forbidden', 'own'); end if;
  -- The account before the request: the order in which a claim by code locks.
  perform 1 from public.accounts a where a.id = v_row.account_id for update;
  select * into v_row from public.claim_requests r where r.id = p_request for update;
  if v_row.state <> 'open' then perform private.refuse('used', 'decided'); end if;
  if nullif(btrim(p_reason), '') is null then perform private.refuse('invalid', 'reason'); end if;
  if p_approve then
    select * into v_person from public.persons p where p.registry_no = btrim(p_registry_no);
    -- A record of another region is as unknown to this officer as one that does not exist.
    if v_person.id is null or not private.sees_person(v_person.region_code) then
      perform private.refuse('invalid', 'registryNo');
    end if;
    if not private.bind_record(v_row.account_id, v_person.id, v_row.locale, v_row.id::text) then
      perform private.refuse('conflict', 'taken');
    end if;
  end if;
  update public.claim_requests r set
    state = case when p_approve then 'approved' else 'refused' end,
    person_id = v_person.id, reason = left(btrim(p_reason), 500), decided_by = v_uid, decided_at = now()
  where r.id = p_request;
  perform private.queue_mail('claim_answered', v_row.locale, v_row.id::text, u.email, v_person.id, null)
  from auth.users u where u.id = v_row.account_id;
  perform private.audit(case when p_approve then 'claim_approved' else 'claim_refused' end,
    'claim_request', p_request, v_row.region_code,
    case when p_approve then jsonb_build_object('person', v_person.id) else '{}' end);
end
$$;
grant execute on function private.decide_claim(uuid, boolean, text, text) to authenticated;

create function public.decide_claim(p_request uuid, p_approve boolean, p_registry_no text, p_reason text)
returns void language sql volatile set search_path = '' as $$
  select private.decide_claim(p_request, p_approve, p_registry_no, p_reason)
$$;
comment on function public.decide_claim(uuid, boolean, text, text) is
  'An officer of the request''s region (a coordinator anywhere) links the record with this number to the asking account, or refuses; the reason is shown to the person.';
grant execute on function public.decide_claim(uuid, boolean, text, text) to authenticated;

create function private.my_claim() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'code', (
      select jsonb_build_object('sentTo', c.sent_to, 'expiresAt', c.expires_at, 'triesLeft', 5 - c.wrong_tries)
      from private.claim_codes c
      where c.account_id = private.uid() and c.state = 'open' and c.expires_at > now()),
    'request', (
      select jsonb_build_object('state', r.state, 'reason', r.reason, 'createdAt', r.created_at)
      from public.claim_requests r where r.account_id = private.uid()
      order by r.created_at desc limit 1))
$$;
grant execute on function private.my_claim() to anon, authenticated;

create function public.page_claim() returns jsonb
language sql stable set search_path = '' as $$
  select private.my_claim() || jsonb_build_object(
    'viewer', private.viewer(),
    'demo', private.is_demo(),
    'regions', (
      select jsonb_agg(jsonb_build_object('code', g.code, 'name',
        jsonb_build_object('kk', g.name_kk, 'ru', g.name_ru, 'en', g.name_en)))
      from public.regions g))
$$;
comment on function public.page_claim() is 'The read of /join/claim: {viewer, demo, code: open code or null, request: newest request or null, regions}.';
grant execute on function public.page_claim() to anon, authenticated;

create function private.claim_candidates(p_request public.claim_requests) returns jsonb
language sql stable security definer set search_path = '' as $$
  with near as (
    select p.* from public.persons p
    where (p.registry_no = p_request.registry_no
        or p.name_key operator(extensions.%) private.fold(p_request.full_name))
      and private.sees_person(p.region_code)
    order by (p.registry_no = p_request.registry_no) desc nulls last,
      extensions.similarity(p.name_key, private.fold(p_request.full_name))
        + case when p.birth_year = p_request.birth_year then 0.3 else 0 end desc, p.id
    limit 5)
  select coalesce(jsonb_agg(jsonb_build_object(
    'registryNo', n.registry_no, 'name', n.full_name, 'birthYear', n.birth_year, 'district', n.district,
    'region', n.region_code,
    'rounds', (select coalesce(jsonb_agg(t.round order by t.round), '[]') from public.participations t where t.person_id = n.id),
    'claimed', exists (select from public.accounts a where a.person_id = n.id),
    'contacts', (select coalesce(jsonb_agg(distinct cp.value), '[]') from public.contact_points cp
      where cp.person_id = n.id and cp.kind in ('phone', 'email', 'whatsapp')))), '[]')
  from near n
$$;
comment on function private.claim_candidates(public.claim_requests) is 'Up to five records that may be the asker''s, out of those the signed-in staff member may see. Granted to nobody.';

create function private.open_claims(p_after uuid, p_limit integer) returns jsonb
language sql stable security definer set search_path = '' as $$
  with open as (
    select r.* from public.claim_requests r
    where r.state = 'open' and private.sees_person(r.region_code)
      and (p_after is null or r.id > p_after)
    order by r.id limit p_limit + 1),
  shown as (select * from open order by id limit p_limit)
  select jsonb_build_object(
    'next', case when (select count(*) from open) > p_limit then (select s.id from shown s order by s.id desc limit 1) end,
    'requests', coalesce((
      select jsonb_agg(jsonb_build_object(
        'id', s.id, 'fullName', s.full_name, 'registryNo', s.registry_no, 'birthYear', s.birth_year,
        'round', s.round, 'region', s.region_code, 'phone', s.phone, 'message', s.message,
        'createdAt', s.created_at, 'email', u.email, 'mine', s.account_id = private.uid(),
        'candidates', private.claim_candidates(s::public.claim_requests)) order by s.id)
      from shown s join auth.users u on u.id = s.account_id), '[]'))
$$;
grant execute on function private.open_claims(uuid, integer) to anon, authenticated;

create function public.page_claims(p_after uuid default null) returns jsonb
language sql stable set search_path = '' as $$
  select case when private.has_role('coordinator') or exists (select from private.my_regions())
    then jsonb_build_object('viewer', private.viewer(), 'regions', (
        select jsonb_object_agg(g.code, jsonb_build_object('kk', g.name_kk, 'ru', g.name_ru, 'en', g.name_en))
        from public.regions g)) || private.open_claims(p_after, 20)
    when private.uid() is null then jsonb_build_object('viewer', null) end
$$;
comment on function public.page_claims(uuid) is
  'Open claim requests of the regions the signed-in staff member answers for, oldest first, 20 a page, with records that may fit. Null for everybody else.';
grant execute on function public.page_claims(uuid) to anon, authenticated;
