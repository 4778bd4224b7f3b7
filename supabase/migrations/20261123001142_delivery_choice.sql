-- How often a person is written to: each at once, once a day, once a week, or only in the app.

alter table private.message_preferences
  add column delivery text not null default 'each' check (delivery in ('each', 'daily', 'weekly', 'app'));
comment on column private.message_preferences.delivery is 'For messages that can wait (private.message_purposes.digest): each at once, one digest a day or a week, or none, for the app shows them.';
alter table private.message_purposes add column digest boolean not null default false;
comment on column private.message_purposes.digest is 'Can wait for a digest, or stay in the app. Not: codes, surveys, referrals, and whatever waits for the person''s answer.';
insert into private.message_purposes (purpose, urgent, topic, notice) values ('digest', false, 'digest', false);

alter table private.outbox drop constraint outbox_state_check;
alter table private.outbox add constraint outbox_state_check check (
  state in ('queued', 'sending', 'sent', 'failed', 'uncertain', 'waiting', 'digested', 'app'));
create index outbox_waiting_idx on private.outbox (person_id, created_at) where state = 'waiting';
comment on column private.outbox.state is 'waiting: for the next digest; digested: it stood in one, or had been read before; app: not sent, its notice is in the app.';

create or replace function private.has_stopped(p_person uuid, p_topic text) returns boolean
language sql stable security definer set search_path = '' as $$
  select case p_topic
    when 'followup' then not coalesce((
      select c.granted from public.consents c
      where c.person_id = p_person and c.purpose = 'followup'
      order by c.created_at desc, c.id desc limit 1), true)
    when 'digest' then exists (
      select from public.accounts a join private.message_preferences m on m.account_id = a.id
      where a.person_id = p_person and m.delivery = 'app')
    else not coalesce((
      select c.wanted from private.message_choices c
      where c.person_id = p_person and c.topic = p_topic
      order by c.created_at desc, c.id desc limit 1), true) end
$$;

create function private.set_delivery(p_account uuid, p_delivery text) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into private.message_preferences as m (account_id, channel, delivery) values (p_account, 'email', p_delivery)
  on conflict (account_id) do update set delivery = excluded.delivery, updated_at = now()
    where m.delivery is distinct from excluded.delivery;
  -- What was waiting for a digest that will not come goes now, or stays in the app.
  if p_delivery in ('each', 'app') then
    update private.outbox o set state = case p_delivery when 'each' then 'queued' else 'app' end
    from public.accounts a
    where a.id = p_account and o.person_id = a.person_id and o.state = 'waiting';
  end if;
end
$$;
comment on function private.set_delivery(uuid, text) is 'For use inside definer functions only: granted to nobody.';

create or replace function private.stop_topic(p_person uuid, p_topic text, p_locale text) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- One at a time: two taps leave one word.
  perform 1 from public.persons p where p.id = p_person for update;
  if not private.has_stopped(p_person, p_topic) then
    if p_topic = 'followup' then
      insert into public.consents (person_id, purpose, granted, text_version, locale, method)
      values (p_person, 'followup', false, private.terms_version(), p_locale, 'web');
    elsif p_topic = 'digest' then
      perform private.set_delivery(a.id, 'app') from public.accounts a where a.person_id = p_person;
    else
      insert into private.message_choices (person_id, topic, wanted) values (p_person, p_topic, false);
    end if;
    perform private.audit('unsubscribe', 'person', p_person, null, jsonb_build_object('topic', p_topic));
  end if;
  update private.outbox o set state = 'failed', last_error = 'unsubscribed'
  where o.person_id = p_person and o.topic = p_topic and o.state in ('queued', 'waiting');
end
$$;

create or replace function private.prepare_message() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_rule record;
begin
  -- One look a message: a survey prepares ten thousand.
  select p.purpose, p.urgent, p.topic, p.digest, p.proves_address, m.channel, m.delivery, l.chat_id into v_rule
  from (select new.person_id as id) one
  left join private.message_purposes p on p.purpose = new.purpose
  left join public.accounts a on a.person_id = one.id
  left join private.message_preferences m on m.account_id = a.id
  left join private.telegram_links l on l.account_id = a.id and l.ended_at is null and m.channel = 'telegram';
  new.urgent := coalesce(v_rule.urgent, false);
  if new.person_id is null then return new; end if;

  new.topic := case when v_rule.purpose is null then new.purpose else v_rule.topic end;
  if new.topic is not null and private.has_stopped(new.person_id, new.topic) then
    new.state := 'failed';
    new.last_error := 'unsubscribed';
    return new;
  end if;
  if v_rule.digest and v_rule.delivery <> 'each' then
    new.state := case v_rule.delivery when 'app' then 'app' else 'waiting' end;
  end if;
  if new.topic is not null then
    new.unsubscribe_token := encode(substring(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) from 1 for 16), 'hex');
  end if;
  if new.channel = 'email' and v_rule.chat_id is not null and not new.urgent and not coalesce(v_rule.proves_address, false) then
    new.channel := 'telegram';
    new.to_address := v_rule.chat_id::text;
    new.contact_point_id := null;
  end if;
  return new;
end
$$;

-- Where a message for a person goes now: the channel they chose, and of their living addresses the one
-- they like best. Whoever queues asks here. A view, so that a survey asks for all at once.
create view private.ways with (security_invoker = on) as
select p.id as person_id, way.channel, way.contact_point_id, way.address
from public.persons p
left join public.accounts a on a.person_id = p.id
left join private.message_preferences m on m.account_id = a.id
left join private.telegram_links l on l.account_id = a.id and l.ended_at is null
left join lateral (
  select c.id, c.value_key from public.contact_points c
  where c.person_id = p.id and c.kind = 'email' and c.state in ('new', 'confirmed')
  order by c.preferred desc, c.state = 'confirmed' desc, c.created_at desc limit 1) letter on true
cross join lateral (
  select 'telegram' as channel, null::uuid as contact_point_id, l.chat_id::text as address where m.channel = 'telegram' and l.id is not null
  union all select 'email', letter.id, letter.value_key where letter.id is not null
  union all select 'telegram', null, l.chat_id::text where l.id is not null
  limit 1) way;
comment on view private.ways is 'The one way to write to each person: Telegram if chosen, else the preferred living e-mail, else Telegram if linked. No row: no way; the address that somebody signs in with becomes a contact when they claim their record, and none other is written to. For use inside definer functions only: granted to nobody.';

insert into private.mail_texts (key, locale, subject, body) values
  ('digest', 'kk', 'Жалғас: сізге келген хабарламалар ({count})',
    E'Сәлеметсіз бе!\n\nСіз оқымаған хабарламалар:\n\n{items}\n\nБәрі бір бетте: {link}'),
  ('digest', 'ru', 'Jalgas: новое для вас ({count})',
    E'Здравствуйте!\n\nВот что вы ещё не читали:\n\n{items}\n\nВсё на одной странице: {link}'),
  ('digest', 'en', 'Jalgas: new for you ({count})',
    E'Hello!\n\nThis is what you have not read yet:\n\n{items}\n\nAll on one page: {link}');

create function private.digest_occasion(p_account uuid, p_morning timestamptz) returns text
language sql stable parallel safe set search_path = '' as $$
  select p_account || ':' || to_char(p_morning at time zone 'Asia/Almaty', 'YYYY-MM-DD')
$$;
comment on function private.digest_occasion(uuid, timestamptz) is 'One digest an account and morning.';

create function private.queue_digests(p_origin text, p_day timestamptz, p_week timestamptz, p_limit integer) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_accounts uuid[];
  v_rows uuid[];
begin
  if coalesce(p_origin, '') !~ '^https?://[A-Za-z0-9.:\[\]-]+$' then perform private.refuse('invalid', 'origin'); end if;
  -- Two workers take different people; the second finds nothing left to collect of the first one's.
  v_accounts := array(
    select m.account_id from private.message_preferences m
    where m.account_id in (
        select a.id from private.outbox o join public.accounts a on a.person_id = o.person_id
        where o.state = 'waiting' and o.created_at < p_day)
      and exists (
        select from public.accounts a join private.outbox o on o.person_id = a.person_id and o.state = 'waiting'
        where a.id = m.account_id and o.created_at < case m.delivery when 'weekly' then p_week else p_day end)
      and not exists (
        select from private.outbox d where d.purpose = 'digest'
          and d.occasion = private.digest_occasion(m.account_id, case m.delivery when 'weekly' then p_week else p_day end))
    order by m.account_id limit least(p_limit, 500) for update of m skip locked);
  v_rows := array(
    select o.id from private.message_preferences m
    join public.accounts a on a.id = m.account_id
    join private.outbox o on o.person_id = a.person_id and o.state = 'waiting'
      and o.created_at < case m.delivery when 'weekly' then p_week else p_day end
    where m.account_id = any (v_accounts) for update of o);

  insert into private.outbox (person_id, contact_point_id, channel, to_address, purpose, occasion, locale, subject, body)
  select a.person_id, w.contact_point_id, w.channel, w.address, 'digest',
    private.digest_occasion(a.id, case m.delivery when 'weekly' then p_week else p_day end), a.locale,
    replace(t.subject, '{count}', unread.count::text),
    replace(replace(t.body, '{link}', p_origin || '/' || a.locale || '/me/notices'), '{items}', unread.items)
  from public.accounts a
  join private.message_preferences m on m.account_id = a.id
  join private.ways w on w.person_id = a.person_id
  join private.mail_texts t on t.key = 'digest' and t.locale = a.locale
  cross join lateral (
    select count(*) as count, string_agg(
      '• ' || n.title || E'\n' || p_origin || '/' || a.locale || '/me/notices/' || n.id, E'\n\n' order by n.id desc)
      filter (where n.place <= 20) as items
    from (
      select x.id, x.title, row_number() over (order by x.id desc) as place from public.notices x
      where x.outbox_id = any (v_rows) and x.account_id = a.id and x.read_at is null) n) unread
  where a.id = any (v_accounts) and unread.count > 0
  on conflict do nothing;
  update private.outbox o set state = 'digested' where o.id = any (v_rows);
  return cardinality(v_accounts);
end
$$;
grant execute on function private.queue_digests(text, timestamptz, timestamptz, integer) to service_role;

create function public.queue_digests(p_origin text, p_day timestamptz, p_week timestamptz, p_limit integer) returns integer
language sql volatile set search_path = '' as $$ select private.queue_digests(p_origin, p_day, p_week, p_limit) $$;
comment on function public.queue_digests(text, timestamptz, timestamptz, integer) is
  'For the worker: collects what waited since before the newest morning (p_day) or Monday morning (p_week), as each person chose, into one message a person, in one transaction. What was read in the app is left out, and nobody gets an empty one. Returns how many people were looked at; 0 when done.';
grant execute on function public.queue_digests(text, timestamptz, timestamptz, integer) to service_role;

create function private.choosable_topics() returns setof text
language sql stable security definer set search_path = '' as $$
  select distinct p.topic from private.message_purposes p where p.topic not in ('followup', 'digest')
$$;
comment on function private.choosable_topics() is 'What can be unsubscribed from and asked for again on /me/notifications; follow-up is a consent, the digest a delivery. Granted to nobody.';

create or replace function private.my_notifications() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'channel', case when l.id is not null and c.channel = 'telegram' then 'telegram' else 'email' end,
    'delivery', coalesce(c.delivery, 'each'),
    'linkedAt', l.linked_at,
    'hasRecord', a.person_id is not null,
    'topics', coalesce((
      select jsonb_object_agg(t.topic, not private.has_stopped(a.person_id, t.topic)) from private.choosable_topics() t (topic)
      where a.person_id is not null), '{}'))
  from public.accounts a
  left join private.message_preferences c on c.account_id = a.id
  left join private.telegram_links l on l.account_id = a.id and l.ended_at is null
  where a.id = private.uid()
$$;
comment on function public.page_notifications() is
  'How the signed-in account is written to: {viewer, channel, delivery, linkedAt (of Telegram, or null), hasRecord, topics: {topic: wanted}}.';

drop function public.save_notifications(text, boolean);
drop function private.save_notifications(text, boolean);
create function private.save_notifications(p_channel text, p_delivery text, p_topics jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_account public.accounts;
  v_topic text;
begin
  select * into v_account from public.accounts a where a.id = private.uid();
  if not found then perform private.refuse('forbidden', 'sign_in'); end if;
  if p_channel is null or p_channel not in ('email', 'telegram') or (p_channel = 'telegram' and not exists (
    select from private.telegram_links l where l.account_id = v_account.id and l.ended_at is null))
  then perform private.refuse('invalid', 'channel'); end if;
  if p_delivery is null or p_delivery not in ('each', 'daily', 'weekly', 'app') then perform private.refuse('invalid', 'delivery'); end if;
  perform private.set_channel(v_account.id, p_channel);
  perform private.set_delivery(v_account.id, p_delivery);

  if v_account.person_id is null or jsonb_typeof(p_topics) is distinct from 'object' then return; end if;
  for v_topic in select t.topic from private.choosable_topics() t (topic) where p_topics ? t.topic loop
    if p_topics -> v_topic = 'false' then
      perform private.stop_topic(v_account.person_id, v_topic, v_account.locale);
    elsif private.has_stopped(v_account.person_id, v_topic) then
      insert into private.message_choices (person_id, topic, wanted) values (v_account.person_id, v_topic, true);
    end if;
  end loop;
end
$$;
comment on function private.save_notifications(text, text, jsonb) is
  'The channel, how often, and for people with a record which topics are wanted: {topic: boolean}; topics that are not named stay as they are. Refuses: forbidden (sign_in), invalid (channel, delivery).';
grant execute on function private.save_notifications(text, text, jsonb) to authenticated;
create function public.save_notifications(p_channel text, p_delivery text, p_topics jsonb) returns void
language sql volatile set search_path = '' as $$ select private.save_notifications(p_channel, p_delivery, p_topics) $$;
comment on function public.save_notifications(text, text, jsonb) is 'The API''s door to private.save_notifications.';
grant execute on function public.save_notifications(text, text, jsonb) to authenticated;
