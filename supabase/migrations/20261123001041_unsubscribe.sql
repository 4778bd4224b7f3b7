-- What a message is about, and the one tap that ends such messages.

create table private.message_purposes (
  purpose text primary key,
  urgent boolean not null,
  topic text check (topic ~ '^[a-z_]+$')
);
comment on table private.message_purposes is 'How messages of a purpose are treated; a purpose that is missing here is not urgent and is its own topic.';
comment on column private.message_purposes.urgent is 'Goes at night too, before all others, and by the channel it was queued for: codes prove an address.';
comment on column private.message_purposes.topic is 'What one tap unsubscribes from; null where the message answers something the person did.';
insert into private.message_purposes (purpose, urgent, topic) values
  ('claim_code', true, null),
  ('record_claimed', true, null),
  ('claim_answered', false, null),
  ('referral_asked', false, 'offers'),
  ('referral_accepted', false, null),
  ('referral_declined', false, null),
  ('wave_invitation', false, 'followup');

create table private.message_choices (
  id uuid primary key default private.uuid_v7(),
  person_id uuid not null references public.persons (id) on delete cascade,
  topic text not null check (topic ~ '^[a-z_]+$'),
  wanted boolean not null,
  created_at timestamptz not null default now()
);
create index message_choices_person_id_idx on private.message_choices (person_id, topic, created_at desc);
comment on table private.message_choices is 'Appended, never changed: the newest word of a person on a topic holds; no word is yes. Follow-up is not here but among the consents.';

create table private.unsubscribe_tokens (
  token_hash bytea primary key check (length(token_hash) = 32),
  person_id uuid not null references public.persons (id) on delete cascade,
  topic text not null,
  locale text not null check (locale in ('kk', 'ru', 'en'))
);
create index unsubscribe_tokens_person_id_idx on private.unsubscribe_tokens (person_id);
comment on table private.unsubscribe_tokens is 'The links /u/TOKEN of all messages ever queued, apart from the outbox: they work forever.';
comment on column private.unsubscribe_tokens.token_hash is 'SHA-256 of the token; the token itself stands only in the message.';

create function private.has_stopped(p_person uuid, p_topic text) returns boolean
language sql stable security definer set search_path = '' as $$
  select not coalesce(case when p_topic = 'followup' then (
    select c.granted from public.consents c
    where c.person_id = p_person and c.purpose = 'followup'
    order by c.created_at desc, c.id desc limit 1)
  else (
    select c.wanted from private.message_choices c
    where c.person_id = p_person and c.topic = p_topic
    order by c.created_at desc, c.id desc limit 1) end, true)
$$;
comment on function private.has_stopped(uuid, text) is 'Whether the newest word of this person on this topic is no. For use inside definer functions only: granted to nobody.';

create function private.stop_topic(p_person uuid, p_topic text, p_locale text) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- One at a time: two taps leave one word.
  perform 1 from public.persons p where p.id = p_person for update;
  if not private.has_stopped(p_person, p_topic) then
    if p_topic = 'followup' then
      insert into public.consents (person_id, purpose, granted, text_version, locale, method)
      values (p_person, 'followup', false, private.terms_version(), p_locale, 'web');
    else
      insert into private.message_choices (person_id, topic, wanted) values (p_person, p_topic, false);
    end if;
    perform private.audit('unsubscribe', 'person', p_person, null, jsonb_build_object('topic', p_topic));
  end if;
  update private.outbox o set state = 'failed', last_error = 'unsubscribed'
  where o.person_id = p_person and o.topic = p_topic and o.state = 'queued';
end
$$;
comment on function private.stop_topic(uuid, text, text) is 'Appends the no of a person to a topic, and keeps back what is still queued. For use inside definer functions only: granted to nobody.';

create function private.read_unsubscribe(p_token text) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('topic', t.topic, 'locale', t.locale, 'stopped', private.has_stopped(t.person_id, t.topic))
  from private.unsubscribe_tokens t where t.token_hash = sha256(convert_to(p_token, 'UTF8'))
$$;
comment on function private.read_unsubscribe(text) is 'What a link ends: {topic, locale, stopped}; null when no message ever held it. Says nothing about the person.';
grant execute on function private.read_unsubscribe(text) to anon, authenticated;

create function public.page_unsubscribe(p_token text) returns jsonb
language sql stable set search_path = '' as $$
  select case when word is not null then jsonb_build_object('viewer', private.viewer()) || word end
  from private.read_unsubscribe(p_token) as word
$$;
comment on function public.page_unsubscribe(text) is 'The page behind the link in a message: {viewer, topic, locale, stopped}, or null when the link is unknown.';
grant execute on function public.page_unsubscribe(text) to anon, authenticated;

create function private.unsubscribe(p_token text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_token private.unsubscribe_tokens;
begin
  select * into v_token from private.unsubscribe_tokens t where t.token_hash = sha256(convert_to(p_token, 'UTF8'));
  if not found then perform private.refuse('not_found'); end if;
  perform private.stop_topic(v_token.person_id, v_token.topic, v_token.locale);
end
$$;
grant execute on function private.unsubscribe(text) to anon, authenticated;
create function public.unsubscribe(p_token text) returns void
language sql volatile set search_path = '' as $$ select private.unsubscribe(p_token) $$;
comment on function public.unsubscribe(text) is 'Ends the topic of the message that held this link; once or ten times is the same. Refuses: not_found.';
grant execute on function public.unsubscribe(text) to anon, authenticated;
