-- A representative answers by a link that is sent to their e-mail, and takes the answer back by the same.

create table private.guardian_asks (
  id uuid primary key default private.uuid_v7(),
  person_id uuid not null references public.persons (id) on delete cascade,
  fields jsonb not null check (private.guardian_fault(fields) is null),
  token_hash bytea not null unique check (length(token_hash) = 32),
  asked_by uuid references public.accounts (id) on delete set null,
  consent_id uuid unique references public.guardian_consents (id) on delete cascade,
  refused_at timestamptz,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '30 days',
  check (consent_id is null or refused_at is null)
);
create index guardian_asks_person_id_idx on private.guardian_asks (person_id, created_at desc);
create index guardian_asks_asked_by_idx on private.guardian_asks (asked_by);
create index guardian_asks_address_idx on private.guardian_asks ((lower(fields ->> 'contact')), created_at desc);
alter table private.guardian_asks enable row level security;
comment on table private.guardian_asks is 'Links /g/TOKEN that were sent to representatives. A yes becomes a row of guardian_consents; a no ends the link.';
comment on column private.guardian_asks.fields is '{name, relation, contact, purposes, locale} as private.guardian_fault checks them; contact is the e-mail.';
comment on column private.guardian_asks.token_hash is 'SHA-256 of the token, which stands only in the letter.';

insert into private.message_purposes (purpose, urgent, topic, proves_address) values ('guardian_ask', false, null, true);
insert into private.mail_texts (key, locale, subject, body) values
  ('guardian_ask', 'kk', 'Жалғас: {person} үшін келісіміңіз керек',
    E'Сәлеметсіз бе, {name}!\n\nБұл — Жалғас, Zhas Project гранттарын алған жастарды қолдайтын сайт. Мына жас қатысушы сізді заңды өкілім деп көрсетті: {person}. Ол 18 жасқа толмаған, сондықтан оның деректерін сіздің келісіміңізсіз пайдаланбаймыз.\n\nНеге келісім сұрайтынымызды оқып, жауап беріңіз. Тіркелудің қажеті жоқ:\n\n{link}\n\nСілтеме 30 күн жарамды. Келіскен соң да осы сілтеме арқылы келісіміңізді қайтарып ала аласыз. Егер бұл хат сізге қате келсе, ештеңе істемеңіз.\n\nЖалғас'),
  ('guardian_ask', 'ru', 'Jalgas: нужно ваше согласие, {person}',
    E'Здравствуйте, {name}!\n\nЭто Jalgas, сайт поддержки молодых людей, получивших грант Zhas Project. Вас назвали законным представителем: {person}. Возраст ещё меньше 18 лет, поэтому без вашего согласия мы эти данные не используем.\n\nПрочитайте, на что мы просим согласия, и ответьте. Регистрироваться не нужно:\n\n{link}\n\nСсылка действует 30 дней. Если вы согласитесь, по ней же согласие можно отозвать. Если письмо пришло к вам по ошибке, ничего делать не нужно.\n\nJalgas'),
  ('guardian_ask', 'en', 'Jalgas: your consent is needed for {person}',
    E'Hello {name},\n\nThis is Jalgas, which supports young people who had a Zhas Project grant. You were named as the legal representative of {person}, who is under 18, so we do not use their data without your consent.\n\nPlease read what we ask for, and answer. You need no account:\n\n{link}\n\nThe link works for 30 days. If you agree, you can take it back by the same link. If this letter is not for you, there is nothing to do.\n\nJalgas');

-- The letter is no message to the young person, and names them: it goes with the question.
create function private.forget_guardian_ask() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from private.demo_mailbox d using private.outbox o
  where o.purpose = 'guardian_ask' and o.occasion = old.id::text and d.to_address = o.to_address and d.subject = o.subject;
  delete from private.outbox o where o.purpose = 'guardian_ask' and o.occasion = old.id::text;
  return null;
end
$$;
create trigger guardian_asks_forget_letter after delete on private.guardian_asks
  for each row execute function private.forget_guardian_ask();

create function private.ask_guardian(p_person uuid, p_fields jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_person public.persons;
  v_site text := (select s.value from private.settings s where s.key = 'site_url');
  v_address text := lower(btrim(coalesce(p_fields ->> 'contact', '')));
  v_fields jsonb := p_fields || jsonb_build_object('contact', v_address);
  v_token text := encode(substring(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) from 1 for 16), 'hex');
  v_id uuid;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  select p.* into v_person from public.persons p
  where p.id = p_person and (p.id = private.my_person() or private.sees_person(p.region_code)) for update;
  if not found then perform private.refuse('not_found', 'person'); end if;
  if not private.is_minor(p_person) then perform private.refuse('conflict', 'of_age'); end if;
  if private.guardian_fault(v_fields) is not null then perform private.refuse('invalid', private.guardian_fault(v_fields)); end if;
  if v_address !~ '^[^\s@,;<>()]+@[^\s@,;<>()]+\.[^\s@,;<>().]{2,}$' then perform private.refuse('invalid', 'contact'); end if;
  -- Whoever asks must not be able to answer.
  if v_address in (select c.value_key from public.contact_points c where c.person_id = p_person and c.kind = 'email')
    or v_address in (
      select lower(u.email) from auth.users u left join public.accounts a on a.id = u.id
      where a.person_id = p_person or u.id = private.uid()) then
    perform private.refuse('conflict', 'own_address');
  end if;
  if v_site is null then perform private.refuse('conflict', 'site'); end if;
  if (select count(*) from private.guardian_asks k where k.person_id = p_person and k.created_at > now() - interval '30 days') >= 3
    or (select count(*) from private.guardian_asks k
      where lower(k.fields ->> 'contact') = v_address and k.created_at > now() - interval '1 day') >= 3 then
    perform private.refuse('too_many', 'asks');
  end if;
  insert into private.guardian_asks (person_id, fields, token_hash, asked_by)
  values (p_person, v_fields, sha256(convert_to(v_token, 'UTF8')), private.uid()) returning id into v_id;
  -- No person stands in the row: the letter is the representative's, whatever channel the young person prefers.
  insert into private.outbox (channel, to_address, purpose, occasion, locale, subject, body)
  select 'email', v_address, 'guardian_ask', v_id::text, t.locale,
    replace(t.subject, '{person}', coalesce(v_person.full_name, v_person.registry_no)),
    replace(replace(replace(t.body,
      '{link}', v_site || '/' || t.locale || '/g/' || v_token),
      '{person}', coalesce(v_person.full_name, v_person.registry_no)),
      '{name}', btrim(v_fields ->> 'name'))
  from private.mail_texts t where t.key = 'guardian_ask' and t.locale = v_fields ->> 'locale';
  perform private.audit('ask_guardian', 'person', p_person, v_person.region_code);
end
$$;
grant execute on function private.ask_guardian(uuid, jsonb) to authenticated;
create function public.ask_guardian(p_person uuid, p_fields jsonb) returns void
language sql volatile set search_path = '' as $$ select private.ask_guardian(p_person, p_fields) $$;
comment on function public.ask_guardian(uuid, jsonb) is
  'Mails a link to the representative of somebody under 18, asked by that person or by staff of the region: {name, relation, contact: e-mail, purposes, locale of the letter}. Refuses forbidden sign_in, not_found, invalid with the field, conflict (of_age; own_address; site: the installation has no site_url), too_many asks (three in thirty days a person, three a day an address).';
grant execute on function public.ask_guardian(uuid, jsonb) to authenticated;

create function private.open_guardian_ask(p_token text, p_bucket text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_ask private.guardian_asks;
  v_consent public.guardian_consents;
begin
  select k.* into v_ask from private.guardian_asks k where k.token_hash = sha256(convert_to(coalesce(p_token, ''), 'UTF8'));
  if not found then
    -- As for surveys only misses are counted.
    if public.take_attempts(array[p_bucket], array[30], 900) > 0 then return '{"outcome": "throttled"}'; end if;
    return '{"outcome": "unknown"}';
  end if;
  select g.* into v_consent from public.guardian_consents g where g.id = v_ask.consent_id;
  return (
    select jsonb_build_object('person', coalesce(p.full_name, p.registry_no), 'name', v_ask.fields ->> 'name',
      'purposes', v_ask.fields -> 'purposes', 'textVersion', private.guardian_text_version(),
      'at', coalesce(v_consent.withdrawn_at, v_consent.given_at, v_ask.refused_at, v_ask.expires_at),
      'outcome', case
        when v_consent.withdrawn_at is not null then 'withdrawn'
        when v_ask.refused_at is not null then 'refused'
        when not private.is_minor(p.id) then 'of_age'
        when v_consent.id is not null then 'agreed'
        when v_ask.expires_at <= now() then 'expired'
        else 'open' end)
    from public.persons p where p.id = v_ask.person_id);
end
$$;
grant execute on function private.open_guardian_ask(text, text) to anon, authenticated;
create function public.page_guardian(p_token text, p_bucket text) returns jsonb
language sql volatile set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer()) || private.open_guardian_ask(p_token, p_bucket)
$$;
comment on function public.page_guardian(text, text) is
  'What a representative''s link shows: {viewer, outcome: unknown | throttled | expired | of_age | refused | withdrawn | agreed | open, person, name, purposes, textVersion, at}. Changes nothing, for mail scanners open links; unknown tokens count as guesses in p_bucket (30 in 15 minutes).';
grant execute on function public.page_guardian(text, text) to anon, authenticated;

create function private.answer_guardian_ask(p_token text, p_answer text, p_text_version text, p_locale text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_ask private.guardian_asks;
begin
  if p_answer is null or p_answer not in ('yes', 'no', 'withdraw') then perform private.refuse('invalid', 'answer'); end if;
  if p_locale is null or p_locale not in ('kk', 'ru', 'en') then perform private.refuse('invalid', 'locale'); end if;
  select k.* into v_ask from private.guardian_asks k
  where k.token_hash = sha256(convert_to(coalesce(p_token, ''), 'UTF8')) for update;
  if not found then perform private.refuse('not_found', 'token'); end if;
  if p_answer = 'withdraw' then
    update public.guardian_consents g set withdrawn_at = greatest(now(), g.given_at)
    where g.id = v_ask.consent_id and g.withdrawn_at is null;
    return;
  end if;
  -- An answer stands; the same button pressed twice changes nothing.
  if v_ask.consent_id is not null or v_ask.refused_at is not null then return; end if;
  if v_ask.expires_at <= now() or not private.is_minor(v_ask.person_id) then perform private.refuse('expired', 'token'); end if;
  if p_answer = 'no' then
    update private.guardian_asks k set refused_at = now() where k.id = v_ask.id;
  else
    if p_text_version is distinct from private.guardian_text_version() then perform private.refuse('expired', 'text'); end if;
    -- The language is the one in which the text was read, which may differ from the letter's.
    update private.guardian_asks k set consent_id = private.add_guardian_consent(
      v_ask.person_id, v_ask.fields || jsonb_build_object('locale', p_locale), 'email')
    where k.id = v_ask.id;
  end if;
end
$$;
grant execute on function private.answer_guardian_ask(text, text, text, text) to anon, authenticated;
create function public.answer_guardian_ask(p_token text, p_answer text, p_text_version text, p_locale text) returns void
language sql volatile set search_path = '' as $$ select private.answer_guardian_ask(p_token, p_answer, p_text_version, p_locale) $$;
comment on function public.answer_guardian_ask(text, text, text, text) is
  'The holder of the link says yes (to the text of this version, read in this language), no, or later withdraw; with or without an account. Refuses invalid (answer, locale), not_found, expired (token: too late or of age; text: the words have changed).';
grant execute on function public.answer_guardian_ask(text, text, text, text) to anon, authenticated;
