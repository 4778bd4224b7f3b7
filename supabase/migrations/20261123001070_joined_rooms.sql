-- What contacts, profiles and messages owe each other.

alter table private.message_purposes add column proves_address boolean not null default false;
comment on column private.message_purposes.proves_address is 'Goes to the address it was queued for, whatever channel the person prefers: an answer proves that address.';
insert into private.message_purposes (purpose, urgent, topic, proves_address) values
  ('contact_code', true, null, true),
  ('contact_check', false, 'followup', true);

create or replace function private.prepare_message() returns trigger
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
  if new.channel = 'email' and not new.urgent and not coalesce(v_rule.proves_address, false) then
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

-- The word on the directory goes the same way as every other.
drop function public.set_directory_consent(boolean, text);
drop function private.set_directory_consent(boolean, text);

create function private.export_contact_life(p_account uuid, p_person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'profile', (select jsonb_agg(to_jsonb(f) - 'person_id') from public.profiles f where f.person_id = p_person),
    'contact_events', (
      select jsonb_agg(to_jsonb(e) - 'id' - 'account_id' || jsonb_build_object('value', c.value) order by e.id)
      from private.contact_events e join public.contact_points c on c.id = e.contact_point_id where c.person_id = p_person),
    'contact_checks', (
      select jsonb_agg(to_jsonb(k) - 'id' - 'person_id' - 'contact_point_id' - 'token_hash')
      from private.contact_checks k where k.person_id = p_person),
    'contact_codes', (
      select jsonb_agg(jsonb_build_object('sent_to', c.address, 'state', c.state, 'created_at', c.created_at) order by c.created_at)
      from private.contact_codes c where c.person_id = p_person),
    'telegram', (
      select jsonb_agg(to_jsonb(l) - 'id' - 'account_id') from private.telegram_links l where l.account_id = p_account),
    'message_choices', (
      select jsonb_agg(to_jsonb(c) - 'id' - 'person_id' order by c.created_at) from private.message_choices c where c.person_id = p_person),
    'message_channel', (
      select jsonb_agg(to_jsonb(c) - 'account_id') from private.message_preferences c where c.account_id = p_account))
$$;
comment on function private.export_contact_life(uuid, uuid) is 'Profile, the history of contacts and the choices about messages, section by section; null where there is nothing. Granted to nobody.';

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
    || private.export_account(v_uid, v_person) || private.export_contact_life(v_uid, v_person);
end
$$;
