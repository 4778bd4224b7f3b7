-- Where rooms that grew side by side meet: one download of all that is known, one page of a record.

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
    || private.export_account(v_uid, v_person) || private.export_contact_life(v_uid, v_person)
    || private.export_merges(v_person) || private.export_words(v_person) || private.export_claims(v_uid, v_person)
    || private.export_talk(v_person) || private.export_notices(v_uid);
end
$$;

drop function public.page_registry_person(uuid);
create or replace function public.page_person(p_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select case when r ? 'person'
    then jsonb_set(r, '{person,merges}', private.merges_of(p_id)) || jsonb_build_object('reach', private.person_reach(p_id))
    else r end
  from private.person_record(p_id) r
$$;
comment on function public.page_person(uuid) is
  'A record for staff: {viewer, person, reach} of private.person_record and private.person_reach, with person.merges: the records that were merged into this one. Null where the record is not theirs.';

-- One rule for age and one for being seen, wherever they are asked.

create or replace function private.is_of_age(p_person uuid) returns boolean
language sql stable security definer set search_path = '' as $$ select not private.is_minor(p_person) $$;

create or replace function private.is_shown(p_person uuid) returns boolean
language sql stable security definer set search_path = '' as $$ select coalesce(private.is_listed(p_person), false) $$;
