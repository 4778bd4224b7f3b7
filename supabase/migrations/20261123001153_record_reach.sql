-- The page of a record also says how the person was reached. What it held before stays one function,
-- so that this file need not repeat it.

alter function public.page_person(uuid) rename to person_record;
alter function public.person_record(uuid) set schema private;
comment on function private.person_record(uuid) is
  'A record of the registry for staff: {viewer, person: {identity, flags, contacts, rounds with project and team, consents}}. flags is null for officers; null where the record is not theirs.';

create function private.person_reach(p_person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('history', private.contact_history(p.id), 'reports', private.open_reports(p.id),
    'called', private.last_call(p.id), 'askedNot', private.asked_not_to_be_called(p.id))
  from public.persons p where p.id = p_person and private.sees_person(p.region_code)
$$;
comment on function private.person_reach(uuid) is 'How a person was reached, for staff who see the record: {history, reports, called, askedNot}; else null.';
grant execute on function private.person_reach(uuid) to anon, authenticated;

create function public.page_person(p_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select case when r ? 'person' then r || jsonb_build_object('reach', private.person_reach(p_id)) else r end
  from private.person_record(p_id) r
$$;
comment on function public.page_person(uuid) is 'A record for staff: {viewer, person, reach} of private.person_record and private.person_reach. Null where the record is not theirs.';
grant execute on function public.page_person(uuid) to anon, authenticated;
