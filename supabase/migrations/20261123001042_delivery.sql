-- The outbox serves several channels, hands out and settles batches, and knows urgent from patient.

alter table private.outbox drop constraint outbox_channel_check;
alter table private.outbox
  add constraint outbox_channel_check check (channel in ('email', 'telegram')),
  add column urgent boolean not null default false,
  add column topic text,
  add column unsubscribe_token text;
comment on column private.outbox.topic is 'What one tap ends (private.message_purposes); null in a message without such a link.';
comment on column private.outbox.unsubscribe_token is 'The secret of the link /u/TOKEN that the worker writes under the message.';
create index outbox_queue_idx on private.outbox (urgent desc, next_attempt_at) where state = 'queued';

insert into private.mail_texts (key, locale, subject, body) values
  ('unsubscribe', 'kk', 'Жазылымнан шығу', 'Мұндай хабарлама керек болмаса, осы бетте бір рет басыңыз: {link}'),
  ('unsubscribe', 'ru', 'Отписаться', 'Если такие сообщения не нужны, нажмите один раз на этой странице: {link}'),
  ('unsubscribe', 'en', 'Unsubscribe', 'If you do not want messages like this, one tap on this page is enough: {link}');
grant select on private.mail_texts to service_role;

create function private.prepare_message() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_rule private.message_purposes;
  v_chat bigint;
begin
  select * into v_rule from private.message_purposes p where p.purpose = new.purpose;
  new.urgent := coalesce(v_rule.urgent, false);
  if new.person_id is null then return new; end if;

  new.topic := case when v_rule.purpose is null then new.purpose else v_rule.topic end;
  if private.has_stopped(new.person_id, new.topic) then
    new.state := 'failed';
    new.last_error := 'unsubscribed';
    return new;
  end if;
  if new.topic is not null then
    new.unsubscribe_token := encode(substring(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) from 1 for 16), 'hex');
  end if;
  if new.channel = 'email' and not new.urgent then
    select l.chat_id into v_chat
    from public.accounts a
    join private.message_preferences c on c.account_id = a.id and c.channel = 'telegram'
    join private.telegram_links l on l.account_id = a.id and l.ended_at is null
    where a.person_id = new.person_id;
    if found then
      new.channel := 'telegram';
      new.to_address := v_chat::text;
      new.contact_point_id := null;
    end if;
  end if;
  return new;
end
$$;
comment on function private.prepare_message() is
  'Whoever queues says whom and what; here, in one place, is decided which way it goes and whether the person still wants it.';
create trigger outbox_prepares before insert on private.outbox
  for each row when (new.state = 'queued') execute function private.prepare_message();

create function private.keep_unsubscribe_tokens() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into private.unsubscribe_tokens (token_hash, person_id, topic, locale)
  select sha256(convert_to(a.unsubscribe_token, 'UTF8')), a.person_id, a.topic, a.locale
  from added a where a.unsubscribe_token is not null;
  return null;
end
$$;
create trigger outbox_keeps_tokens after insert on private.outbox
  referencing new table as added for each statement execute function private.keep_unsubscribe_tokens();

drop function public.claim_outbox(integer, integer);
create function public.claim_outbox(
  p_limit integer, p_lease_seconds integer, p_channels text[], p_quiet_until timestamptz default null)
returns table (id uuid, channel text, to_address text, locale text, subject text, body text,
  unsubscribe_token text, unsubscribe_words text)
language sql volatile set search_path = '' as $$
  update private.outbox o set next_attempt_at = p_quiet_until
  where p_quiet_until is not null and o.state = 'queued' and not o.urgent and o.next_attempt_at <= now();

  update private.outbox o set
    state = 'sending',
    attempts = o.attempts + 1,
    lease_until = now() + make_interval(secs => p_lease_seconds)
  where o.id in (
    select d.id from private.outbox d
    where d.state = 'queued' and d.next_attempt_at <= now() and d.channel = any (p_channels)
    order by d.urgent desc, d.next_attempt_at limit p_limit for update skip locked)
  returning o.id, o.channel, o.to_address, o.locale, o.subject, o.body, o.unsubscribe_token,
    (select t.body from private.mail_texts t
     where t.key = 'unsubscribe' and t.locale = o.locale and o.unsubscribe_token is not null)
$$;
comment on function public.claim_outbox(integer, integer, text[], timestamptz) is
  'Hands up to p_limit due messages of these channels to one worker for p_lease_seconds, urgent ones first. With p_quiet_until the patient ones are put off until then.';
grant execute on function public.claim_outbox(integer, integer, text[], timestamptz) to service_role;

create function private.end_dead_chats(p_chats text[]) returns void
language sql volatile security definer set search_path = '' as $$
  update private.telegram_links l set ended_at = now()
  where l.ended_at is null and l.chat_id::text = any (p_chats)
$$;
comment on function private.end_dead_chats(text[]) is 'Ends the links of chats that Telegram refuses for good: the bot was blocked.';
grant execute on function private.end_dead_chats(text[]) to service_role;

drop function public.settle_outbox(uuid, text, text);
create function public.settle_outbox(p_ids uuid[], p_outcomes text[], p_errors text[], p_afters integer[]) returns void
language sql volatile set search_path = '' as $$
  with told as (
    select * from unnest(p_ids, p_outcomes, p_errors, p_afters) as t (id, outcome, error, after)
  ), settled as (
    update private.outbox o set
      state = case
        when t.outcome = 'sent' then 'sent'
        when t.outcome = 'retry' and (o.attempts < 6 or t.after is not null) then 'queued'
        else 'failed' end,
      -- A wait that the other side asked for is no failed try.
      attempts = o.attempts - case when t.outcome = 'retry' and t.after is not null then 1 else 0 end,
      sent_at = case when t.outcome = 'sent' then now() end,
      lease_until = null,
      last_error = left(t.error, 300),
      next_attempt_at = now() + coalesce(
        make_interval(secs => t.after), make_interval(mins => (2 ^ least(o.attempts, 8))::integer))
    from told t
    where o.id = t.id and o.state = 'sending'
    returning o.channel, o.to_address, t.outcome
  )
  select private.end_dead_chats(array_agg(s.to_address))
  from settled s where s.channel = 'telegram' and s.outcome = 'gone'
$$;
comment on function public.settle_outbox(uuid[], text[], text[], integer[]) is
  'Ends sendings, one at each place of the lists: sent; retry (in so many seconds where the other side named them, else in 2^attempts minutes, at most six times); failed; gone (failed, and the chat is no more).';
grant execute on function public.settle_outbox(uuid[], text[], text[], integer[]) to service_role;
