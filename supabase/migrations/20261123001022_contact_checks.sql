-- "Still yours?": twice a year, one letter to whoever has not confirmed any contact for 180 days.

create table private.contact_checks (
  id uuid primary key default private.uuid_v7(),
  person_id uuid not null references public.persons (id) on delete cascade,
  contact_point_id uuid not null references public.contact_points (id) on delete cascade,
  half_year text not null check (half_year ~ '^20[0-9]{2}-H[12]$'),
  token_hash bytea not null unique check (length(token_hash) = 32),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '60 days',
  mine boolean,
  answered_at timestamptz,
  unique (person_id, half_year),
  check ((mine is null) = (answered_at is null))
);
create index contact_checks_contact_point_id_idx on private.contact_checks (contact_point_id);
alter table private.contact_checks enable row level security;
comment on table private.contact_checks is 'Questions whether an address is still the person''s: at most one a person and half-year.';
comment on column private.contact_checks.token_hash is 'SHA-256 of the link''s token; the token itself stands only in the mail.';

insert into private.message_templates (purpose, locale, subject, body) values
('contact_check', 'kk', 'Бұл мекенжай әлі де сіздікі ме?', $t$Сәлеметсіз бе, {name}!

Сізбен байланыс үзілмесін деп жарты жылда бір рет сұраймыз: бұл e-mail әлі де сіздікі ме? Сілтемені ашып, бір түймені бассаңыз болғаны. Тіркелудің қажеті жоқ.

{link}

Сілтеме {closes} дейін жұмыс істейді. Оны басқа ешкімге жібермеңіз.

Жалғас$t$),
('contact_check', 'ru', 'Этот адрес всё ещё ваш?', $t$Здравствуйте, {name}!

Раз в полгода мы спрашиваем, чтобы не потерять с вами связь: этот e-mail всё ещё ваш? Откройте ссылку и нажмите одну кнопку. Регистрироваться не нужно.

{link}

Ссылка работает до {closes}. Никому её не пересылайте.

Jalgas$t$),
('contact_check', 'en', 'Is this address still yours?', $t$Hello {name},

Twice a year we ask, so that we do not lose touch: is this e-mail still yours? Open the link and press one button. You need no account.

{link}

The link works until {closes}. Please do not forward it.

Jalgas$t$);

create function private.queue_contact_checks(p_origin text, p_limit integer) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_half text := to_char(now() at time zone 'Asia/Almaty', 'YYYY') || '-H'
    || case when extract(month from now() at time zone 'Asia/Almaty') <= 6 then 1 else 2 end;
  v_queued integer;
begin
  if coalesce(p_origin, '') !~ '^https?://[A-Za-z0-9.:\[\]-]+$' then perform private.refuse('invalid', 'origin'); end if;
  with due as materialized (
    select p.id as person_id, p.locale, coalesce(p.full_name, p.registry_no) as name, point.id as point_id, point.value_key,
      encode(substring(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) from 1 for 16), 'hex') as token
    from public.persons p
    cross join lateral (
      select c.id, c.value_key from public.contact_points c
      where c.person_id = p.id and c.kind = 'email' and c.state not in ('dead', 'refused')
      order by c.preferred desc, c.state = 'confirmed' desc, c.state = 'new' desc, c.created_at desc limit 1) point
    where private.consents_to(p.id, 'followup')
      -- Never confirmed counts from the day the registry learnt of the contact.
      and (select coalesce(max(c.confirmed_at), min(c.created_at)) from public.contact_points c where c.person_id = p.id)
        < now() - interval '180 days'
      and not exists (select from private.contact_checks k
        where k.person_id = p.id and (k.half_year = v_half or k.created_at > now() - interval '180 days'))
      -- Who was just asked to a survey is left in peace; its answer confirms as well.
      and not exists (select from public.wave_members w where w.person_id = p.id and w.queued_at > now() - interval '30 days')
    order by p.id limit least(p_limit, 200)
  ), asked as (
    insert into private.contact_checks (person_id, contact_point_id, half_year, token_hash)
    select d.person_id, d.point_id, v_half, sha256(convert_to(d.token, 'UTF8')) from due d
    on conflict (person_id, half_year) do nothing
    returning person_id, expires_at
  )
  insert into private.outbox (person_id, contact_point_id, channel, to_address, purpose, occasion, locale, subject, body)
  select d.person_id, d.point_id, 'email', d.value_key, 'contact_check', d.person_id || ':' || v_half, d.locale, t.subject,
    replace(replace(replace(t.body,
      '{link}', p_origin || '/' || d.locale || '/c/' || d.token),
      '{closes}', to_char(a.expires_at at time zone 'Asia/Almaty', 'DD.MM.YYYY')),
      '{name}', d.name)
  from due d join asked a using (person_id)
  join private.message_templates t on t.purpose = 'contact_check' and t.locale = d.locale;
  get diagnostics v_queued = row_count;
  return v_queued;
end
$$;
grant execute on function private.queue_contact_checks(text, integer) to service_role;

create function public.queue_contact_checks(p_origin text, p_limit integer) returns integer
language sql volatile set search_path = '' as $$ select private.queue_contact_checks(p_origin, p_limit) $$;
comment on function public.queue_contact_checks(text, integer) is
  'For the worker: queues up to p_limit letters to people who agreed to follow-up and confirmed nothing for 180 days, one a half-year. Returns how many.';
grant execute on function public.queue_contact_checks(text, integer) to service_role;

create function private.open_contact_check(p_token text, p_bucket text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_check private.contact_checks;
begin
  select k.* into v_check from private.contact_checks k
  where k.token_hash = sha256(convert_to(coalesce(p_token, ''), 'UTF8'));
  if not found then
    -- As for surveys only misses are counted.
    if public.take_attempts(array[p_bucket], array[30], 900) > 0 then return '{"outcome": "throttled"}'; end if;
    return '{"outcome": "unknown"}';
  end if;
  if v_check.answered_at is not null then
    return jsonb_build_object('outcome', 'used', 'mine', v_check.mine, 'at', v_check.answered_at);
  end if;
  if v_check.expires_at <= now() then return jsonb_build_object('outcome', 'expired', 'at', v_check.expires_at); end if;
  return (
    select jsonb_build_object('outcome', 'open', 'address', private.mask_email(c.value_key), 'at', v_check.expires_at)
    from public.contact_points c where c.id = v_check.contact_point_id);
end
$$;
comment on function private.open_contact_check(text, text) is
  'What a link shows: {outcome: unknown | throttled | used | expired | open, …}. Changes nothing of the contact, for mail scanners open links; unknown tokens count as guesses in p_bucket (30 in 15 minutes).';
grant execute on function private.open_contact_check(text, text) to anon, authenticated;

create function public.page_contact_check(p_token text, p_bucket text) returns jsonb
language sql volatile set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer()) || private.open_contact_check(p_token, p_bucket)
$$;
comment on function public.page_contact_check(text, text) is 'The page behind the link of a contact check; volatile because it counts guesses.';
grant execute on function public.page_contact_check(text, text) to anon, authenticated;

create function private.answer_contact_check(p_token text, p_mine boolean) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_check private.contact_checks;
begin
  if p_mine is null then perform private.refuse('invalid', 'mine'); end if;
  select k.* into v_check from private.contact_checks k
  where k.token_hash = sha256(convert_to(coalesce(p_token, ''), 'UTF8')) for update;
  if not found then perform private.refuse('not_found', 'token'); end if;
  if v_check.answered_at is not null then
    -- The same button pressed twice is one answer.
    if v_check.mine = p_mine then return; end if;
    perform private.refuse('used', 'token');
  end if;
  if v_check.expires_at <= now() then perform private.refuse('expired', 'token'); end if;
  update private.contact_checks k set mine = p_mine, answered_at = now() where k.id = v_check.id;
  perform private.note_contact(v_check.contact_point_id, case when p_mine then 'confirmed' else 'dead' end, 'person', 'email');
end
$$;
grant execute on function private.answer_contact_check(text, boolean) to anon, authenticated;

create function public.answer_contact_check(p_token text, p_mine boolean) returns void
language sql volatile set search_path = '' as $$ select private.answer_contact_check(p_token, p_mine) $$;
comment on function public.answer_contact_check(text, boolean) is
  'The holder of a link says whether the address is still theirs, with or without an account. Refuses not_found, used, expired, invalid mine.';
grant execute on function public.answer_contact_check(text, boolean) to anon, authenticated;
