-- What contacts, profiles and messages owe each other.

insert into private.message_purposes (purpose, urgent, topic) values
  -- Proves the very address it goes to.
  ('contact_code', true, null),
  ('contact_check', false, 'followup');

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
