-- A person keeps their own contact points: adding, putting right, taking back, preferring one. A new
-- e-mail becomes a contact point when a code sent to it comes back, not before: a mistyped address
-- would else get the personal links of the next survey.

insert into private.mail_texts (key, locale, subject, body) values
  ('contact_code', 'kk', 'Жалғас: {code} — e-mail мекенжайыңызды растау коды',
    E'Сәлеметсіз бе!\n\nЖалғас сайтындағы байланыс деректеріңізге осы мекенжайды қосуға арналған код: {code}\n\nКод 30 минут жарамды. Оны ешкімге айтпаңыз, Жалғас қызметкерлері де кодты сұрамайды.\n\nЕгер сіз код сұрамаған болсаңыз, ештеңе істемеңіз: кодсыз бұл мекенжай ешқайда қосылмайды.'),
  ('contact_code', 'ru', 'Jalgas: {code} — код, чтобы подтвердить ваш e-mail',
    E'Здравствуйте!\n\nКод, чтобы добавить этот адрес к вашим контактам на сайте Jalgas: {code}\n\nКод действует 30 минут. Никому его не говорите: сотрудники Jalgas его не спрашивают.\n\nЕсли вы не просили код, ничего делать не нужно: без него адрес никуда не добавят.'),
  ('contact_code', 'en', 'Jalgas: {code} is the code to confirm your e-mail',
    E'Hello!\n\nThe code that adds this address to your contacts on Jalgas: {code}\n\nIt works for 30 minutes. Tell it to nobody: people who work for Jalgas never ask for it.\n\nIf you did not ask for a code, do nothing: without it the address is added nowhere.');

create trigger outbox_forgets_contact_codes before update on private.outbox for each row
  when (new.purpose = 'contact_code' and new.state in ('sent', 'failed', 'uncertain'))
  execute function private.forget_sent_code();

create table private.contact_codes (
  id uuid primary key default private.uuid_v7(),
  person_id uuid not null references public.persons (id) on delete cascade,
  address text not null check (length(address) between 3 and 200),
  replaces_id uuid references public.contact_points (id) on delete set null,
  code_hash bytea not null,
  state text not null default 'open' check (state in ('open', 'used', 'dead')),
  wrong_tries smallint not null default 0,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '30 minutes'
);
create unique index contact_codes_open_idx on private.contact_codes (person_id) where state = 'open';
create index contact_codes_person_id_idx on private.contact_codes (person_id, created_at desc);
create index contact_codes_address_idx on private.contact_codes (address, created_at desc);
create index contact_codes_replaces_id_idx on private.contact_codes (replaces_id);
alter table private.contact_codes enable row level security;
comment on table private.contact_codes is 'Codes sent to an e-mail that a person wants to add; one open a person, five wrong tries kill it. The code itself stands only in the mail.';

create function private.my_person_or_refuse() returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  v_person uuid := private.my_person();
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if v_person is null then perform private.refuse('not_found', 'person'); end if;
  return v_person;
end
$$;
comment on function private.my_person_or_refuse() is 'The signed-in person''s record. Refuses forbidden sign_in, and not_found where no record is claimed.';

create function private.my_contact_or_refuse(p_id uuid) returns public.contact_points
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_person uuid := private.my_person_or_refuse();
  v_point public.contact_points;
begin
  select * into v_point from public.contact_points c where c.id = p_id and c.person_id = v_person for update;
  if not found then perform private.refuse('not_found', 'contact'); end if;
  return v_point;
end
$$;
comment on function private.my_contact_or_refuse(uuid) is 'My own contact point, locked; not_found for all others.';

create function private.put_contact(p_person uuid, p_kind text, p_value text, p_key text, p_replaces uuid) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_old public.contact_points;
  v_id uuid;
begin
  -- The person's changes wait for one another here, so that limits and the preferred one hold.
  perform from public.persons p where p.id = p_person for update;
  if (select count(*) from private.contact_events e join public.contact_points c on c.id = e.contact_point_id
      where c.person_id = p_person and e.said_by = 'person' and e.what in ('reported', 'replaced')
        and e.created_at > now() - interval '1 day') >= 30
    or (select count(*) from public.contact_points c where c.person_id = p_person) >= 100 then
    perform private.refuse('too_many', '86400');
  end if;
  if p_replaces is not null then
    v_old := private.my_contact_or_refuse(p_replaces);
    if v_old.kind <> p_kind then perform private.refuse('invalid', 'kind'); end if;
  end if;
  insert into public.contact_points as c (person_id, kind, value, value_key, source)
  values (p_person, p_kind, p_value, p_key, 'self')
  on conflict (person_id, kind, value_key) do update set value = excluded.value
  returning c.id into v_id;
  perform private.note_contact(v_id, 'reported', 'person', 'web');
  if v_old.id is not null and v_old.id <> v_id then
    perform private.note_contact(v_old.id, 'replaced', 'person', 'web');
    update public.contact_points c set preferred = v_old.preferred where c.id = v_id and not c.preferred;
  end if;
  return v_id;
end
$$;
comment on function private.put_contact(uuid, text, text, text, uuid) is
  'Adds a contact point in the person''s own name, or puts it in place of p_replaces, whose history stays. The same value again revives it. Refuses too_many (30 changes a day), not_found, invalid kind. For use inside definer functions only.';

create function private.save_contact(p_kind text, p_value text, p_key text, p_replaces uuid, p_name text, p_relation text) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_person uuid := private.my_person_or_refuse();
  v_id uuid;
begin
  if not coalesce(case p_kind
    when 'phone' then p_key ~ '^\+7[67][0-9]{9}$'
    when 'trusted_person' then p_key ~ '^\+7[67][0-9]{9}$'
    when 'whatsapp' then p_key ~ '^\+[1-9][0-9]{6,14}$'
    when 'telegram' then p_key ~ '^[a-z][a-z0-9_]{3,31}$'
    when 'instagram' then p_key ~ '^[a-z0-9._]{1,30}$' end, false)
  then perform private.refuse('invalid', 'value'); end if;
  -- What is shown may differ from what is compared in its dress only.
  if length(p_value) > 40 or regexp_replace(lower(p_value), '[^a-z0-9._]', '', 'g') <> ltrim(p_key, '+') then
    perform private.refuse('invalid', 'value');
  end if;
  if p_kind = 'trusted_person' and (coalesce(length(btrim(p_name)), 0) not between 1 and 120) then
    perform private.refuse('invalid', 'name');
  end if;
  if p_kind = 'trusted_person' and (coalesce(length(btrim(p_relation)), 0) not between 1 and 80) then
    perform private.refuse('invalid', 'relation');
  end if;
  v_id := private.put_contact(v_person, p_kind, p_value, p_key, p_replaces);
  if p_kind = 'trusted_person' then
    update public.contact_points c set trusted_name = btrim(p_name), trusted_relation = btrim(p_relation) where c.id = v_id;
  end if;
  return v_id;
end
$$;
grant execute on function private.save_contact(text, text, text, uuid, text, text) to authenticated;

create function public.save_contact(
  p_kind text, p_value text, p_key text, p_replaces uuid default null, p_name text default null, p_relation text default null)
returns uuid language sql volatile set search_path = '' as $$
  select private.save_contact(p_kind, p_value, p_key, p_replaces, p_name, p_relation)
$$;
comment on function public.save_contact(text, text, text, uuid, text, text) is
  'Adds or corrects one of my contact points, all kinds but e-mail. p_value is shown, p_key compared. A trusted person needs p_name and p_relation. Refuses forbidden sign_in, not_found, invalid (value, name, relation, kind), too_many.';
grant execute on function public.save_contact(text, text, text, uuid, text, text) to authenticated;

create function private.start_contact_code(p_address text, p_replaces uuid, p_locale text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_person uuid := private.my_person_or_refuse();
  v_id uuid := private.uuid_v7();
  v_code text;
begin
  if p_locale not in ('kk', 'ru', 'en') then perform private.refuse('invalid', 'locale'); end if;
  if p_address is null or length(p_address) > 200 or p_address <> lower(p_address)
    or p_address !~ '^[^\s@,;<>()]+@[^\s@,;<>()]+\.[^\s@,;<>().]{2,}$' then perform private.refuse('invalid', 'value'); end if;
  if p_replaces is not null and (private.my_contact_or_refuse(p_replaces)).kind <> 'email' then
    perform private.refuse('invalid', 'kind');
  end if;
  perform from public.persons p where p.id = v_person for update;
  -- Neither may one person write to many mailboxes, nor many persons to one.
  if (select count(*) from private.contact_codes c where c.person_id = v_person and c.created_at > now() - interval '1 hour') >= 5
    or (select count(*) from private.contact_codes c where c.address = p_address and c.created_at > now() - interval '1 hour') >= 5
  then perform private.refuse('too_many', '3600'); end if;
  update private.contact_codes c set state = 'dead' where c.person_id = v_person and c.state = 'open';
  -- As for claims: 48 random bits of a version 4 UUID.
  v_code := lpad((('x' || left(replace(gen_random_uuid()::text, '-', ''), 12))::bit(48)::bigint % 1000000)::text, 6, '0');
  insert into private.contact_codes (id, person_id, address, replaces_id, code_hash)
  values (v_id, v_person, p_address, p_replaces, sha256(convert_to(v_id::text || v_code, 'UTF8')));
  perform private.queue_mail('contact_code', p_locale, v_id::text, p_address, v_person, null, v_code);
end
$$;
grant execute on function private.start_contact_code(text, uuid, text) to authenticated;

create function public.start_contact_code(p_address text, p_replaces uuid, p_locale text) returns void
language sql volatile set search_path = '' as $$ select private.start_contact_code(p_address, p_replaces, p_locale) $$;
comment on function public.start_contact_code(text, uuid, text) is
  'Mails a code to an e-mail that I want to add, or to put in place of p_replaces. Refuses forbidden sign_in, not_found, invalid (value, kind, locale), too_many (five an hour, a person and an address).';
grant execute on function public.start_contact_code(text, uuid, text) to authenticated;

create function private.finish_contact_code(p_code text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_person uuid := private.my_person_or_refuse();
  v_row private.contact_codes;
  v_id uuid;
begin
  select * into v_row from private.contact_codes c
  where c.person_id = v_person and c.state = 'open' for update;
  if not found or v_row.expires_at <= now() then return '{"outcome": "dead"}'; end if;
  if v_row.code_hash <> sha256(convert_to(v_row.id::text || coalesce(p_code, ''), 'UTF8')) then
    -- Counted, so this must commit: a wrong code is an answer and not an error.
    update private.contact_codes c set wrong_tries = c.wrong_tries + 1,
      state = case when c.wrong_tries >= 4 then 'dead' else 'open' end
    where c.id = v_row.id;
    return case when v_row.wrong_tries >= 4 then '{"outcome": "dead"}'::jsonb
      else jsonb_build_object('outcome', 'wrong', 'left', 4 - v_row.wrong_tries) end;
  end if;
  update private.contact_codes c set state = 'used' where c.id = v_row.id;
  v_id := private.put_contact(v_person, 'email', v_row.address, v_row.address, v_row.replaces_id);
  perform private.note_contact(v_id, 'confirmed', 'person', 'email');
  return '{"outcome": "confirmed"}';
end
$$;
grant execute on function private.finish_contact_code(text) to authenticated;

create function public.finish_contact_code(p_code text) returns jsonb
language sql volatile set search_path = '' as $$ select private.finish_contact_code(p_code) $$;
comment on function public.finish_contact_code(text) is
  'Adds the e-mail that the code was sent to, confirmed: {outcome: confirmed | wrong (left: tries) | dead}. dead covers expired, used up and never asked for.';
grant execute on function public.finish_contact_code(text) to authenticated;

create function private.prefer_contact(p_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_point public.contact_points;
begin
  perform from public.persons p where p.id = private.my_person_or_refuse() for update;
  v_point := private.my_contact_or_refuse(p_id);
  if v_point.kind = 'trusted_person' or v_point.state in ('dead', 'refused') then perform private.refuse('not_found', 'contact'); end if;
  update public.contact_points c set preferred = false where c.person_id = v_point.person_id and c.preferred and c.id <> p_id;
  update public.contact_points c set preferred = true where c.id = p_id;
end
$$;
grant execute on function private.prefer_contact(uuid) to authenticated;
create function public.prefer_contact(p_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.prefer_contact(p_id) $$;
comment on function public.prefer_contact(uuid) is 'Makes one of my live contact points the preferred one. Refuses forbidden sign_in, not_found.';
grant execute on function public.prefer_contact(uuid) to authenticated;

create function private.remove_contact(p_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_point public.contact_points := private.my_contact_or_refuse(p_id);
begin
  if v_point.state = 'refused' then return; end if;
  perform private.note_contact(p_id, 'refused', 'person', 'web');
  -- The name of somebody else is not kept for history's sake.
  update public.contact_points c set trusted_name = null, trusted_relation = null where c.id = p_id;
end
$$;
grant execute on function private.remove_contact(uuid) to authenticated;
create function public.remove_contact(p_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.remove_contact(p_id) $$;
comment on function public.remove_contact(uuid) is 'Takes one of my contact points back: nobody writes or calls there again, its history stays. Refuses forbidden sign_in, not_found.';
grant execute on function public.remove_contact(uuid) to authenticated;

create function private.my_contacts() returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', c.id, 'kind', c.kind, 'value', c.value, 'state', c.state, 'confirmedAt', c.confirmed_at,
    'preferred', c.preferred, 'name', c.trusted_name, 'relation', c.trusted_relation)
    order by c.preferred desc, c.kind = 'trusted_person', c.state = 'dead', c.created_at, c.id), '[]')
  from public.contact_points c
  where c.person_id = (select private.my_person()) and c.state <> 'refused'
$$;
comment on function private.my_contacts() is 'My own contact points but those I took back, the preferred one first.';
grant execute on function private.my_contacts() to anon, authenticated;

create function private.my_contact_code() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('address', c.address, 'replaces', c.replaces_id, 'triesLeft', 5 - c.wrong_tries)
  from private.contact_codes c
  where c.person_id = (select private.my_person()) and c.state = 'open' and c.expires_at > now()
$$;
comment on function private.my_contact_code() is 'The e-mail of mine that waits for its code, or null.';
grant execute on function private.my_contact_code() to anon, authenticated;

create function public.page_my_contacts() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'demo', private.is_demo(),
    'contacts', private.my_contacts(), 'code', private.my_contact_code())
$$;
comment on function public.page_my_contacts() is 'The read of /me/contacts and the pages under it: {viewer, demo, contacts, code: the e-mail that waits for its code}.';
grant execute on function public.page_my_contacts() to anon, authenticated;
