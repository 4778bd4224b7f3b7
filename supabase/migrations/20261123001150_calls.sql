-- Calling people: what came of a call moves the contact point, and a list says whom to call next.

alter table private.contact_events add column note text check (length(note) between 1 and 200);
comment on column private.contact_events.note is 'What the caller wants the next one to know. The person reads it in the download of their data.';

-- The same function with a note; whoever calls it with four arguments goes on doing so.
drop function private.note_contact(uuid, text, text, text);
create function private.note_contact(p_contact uuid, p_what text, p_said_by text, p_channel text, p_note text default null) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_point public.contact_points;
  v_state text;
  v_at timestamptz;
  v_days integer;
begin
  select * into v_point from public.contact_points c where c.id = p_contact for update;
  if not found then return null; end if;
  -- Read after the lock, so that events of one contact point follow one another.
  v_at := clock_timestamp();
  select count(distinct d.day) into v_days from (
    select (e.created_at at time zone 'Asia/Almaty')::date as day from private.contact_events e
    where e.contact_point_id = p_contact and e.what = 'failed' and e.created_at > coalesce((
      select max(w.created_at) from private.contact_events w
      where w.contact_point_id = p_contact and w.what in ('confirmed', 'reported')), '-infinity')
    union all
    select (v_at at time zone 'Asia/Almaty')::date where p_what = 'failed') d;
  v_state := private.next_contact_state(v_point.state, p_what, p_said_by, v_days);
  insert into private.contact_events (contact_point_id, what, said_by, account_id, channel, state, note, created_at)
  values (p_contact, p_what, p_said_by, private.uid(), p_channel, v_state, p_note, v_at);
  update public.contact_points c set
    state = v_state,
    confirmed_at = case when p_what = 'confirmed' and v_state = 'confirmed' then v_at else c.confirmed_at end,
    preferred = c.preferred and v_state not in ('dead', 'refused')
  where c.id = p_contact;
  return v_state;
end
$$;
comment on function private.note_contact(uuid, text, text, text, text) is
  'Appends what happened to a contact point (reported, confirmed, failed, dead, replaced, refused), said by person, staff or machine, over which channel, with a note; moves its state and returns it. The only way states change. For use inside definer functions only: granted to nobody.';

create function private.is_call(p_event private.contact_events) returns boolean
language sql immutable set search_path = '' as $$
  select p_event.said_by = 'staff' and p_event.channel in ('phone', 'whatsapp', 'telegram')
    and p_event.what in ('confirmed', 'failed', 'dead', 'refused')
$$;
comment on function private.is_call(private.contact_events) is 'Whether an event is what a member of staff met who called or wrote to a person.';

create function private.last_call(p_person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('at', e.created_at, 'what', e.what, 'by', private.account_name(e.account_id),
    'mine', e.account_id is not distinct from private.uid(),
    'today', (e.created_at at time zone 'Asia/Almaty')::date = private.today())
  from private.contact_events e join public.contact_points c on c.id = e.contact_point_id
  where c.person_id = p_person and private.is_call(e)
  order by e.created_at desc, e.id desc limit 1
$$;
comment on function private.last_call(uuid) is 'The newest call to a person: {at, what, by, mine, today}; null where nobody has called. Granted to nobody.';

create function private.asked_not_to_be_called(p_person uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce((
    select e.what = 'refused'
    from private.contact_events e join public.contact_points c on c.id = e.contact_point_id
    where c.person_id = p_person and c.kind in ('phone', 'whatsapp')
      and (e.what = 'refused' and e.said_by = 'staff' or e.what = 'reported' and e.said_by = 'person')
    order by e.created_at desc, e.id desc limit 1), false)
$$;
comment on function private.asked_not_to_be_called(uuid) is 'Whether a person told a caller not to call again and has given no number since. Holds for numbers that others bring later, too. Granted to nobody.';

create function private.record_call(p_contact uuid, p_outcome text, p_note text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_point public.contact_points;
  v_region text;
  v_note text := nullif(btrim(p_note), '');
  -- AAPOR: contact, 3.13 no answer, 4.30 non-working or another person's number, 2.10 refusal.
  v_what text := case p_outcome when 'reached' then 'confirmed' when 'no_answer' then 'failed'
    when 'not_working' then 'dead' when 'refused' then 'refused' end;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  select p.region_code into v_region
  from public.contact_points c join public.persons p on p.id = c.person_id
  where c.id = p_contact and c.kind in ('phone', 'whatsapp', 'telegram') and private.sees_person(p.region_code)
  -- Two who hang up at the same moment come one after the other.
  for update of p;
  if not found then perform private.refuse('not_found', 'contact'); end if;
  if v_what is null then perform private.refuse('invalid', 'outcome'); end if;
  if length(v_note) > 200 then perform private.refuse('invalid', 'note'); end if;
  -- A button pressed twice is one call.
  if exists (
    select from private.contact_events e
    where e.contact_point_id = p_contact and e.account_id = private.uid() and e.what = v_what
      and e.said_by = 'staff' and e.created_at > now() - interval '2 minutes') then return; end if;
  select * into v_point from public.contact_points c where c.id = p_contact;
  if v_point.state = 'refused' then perform private.refuse('conflict', 'refused'); end if;
  -- Once a day is enough for anybody; a wish to be left in peace is always taken.
  if v_what <> 'refused' and exists (
    select from private.contact_events e join public.contact_points c on c.id = e.contact_point_id
    where c.person_id = v_point.person_id and private.is_call(e) and e.account_id is distinct from private.uid()
      and (e.created_at at time zone 'Asia/Almaty')::date = private.today()) then
    perform private.refuse('conflict', 'called');
  end if;
  -- Whoever says "do not call" means every number.
  perform private.note_contact(c.id, v_what, 'staff', c.kind, v_note)
  from public.contact_points c
  where c.id = p_contact
    or v_what = 'refused' and v_point.kind in ('phone', 'whatsapp') and c.person_id = v_point.person_id
      and c.kind in ('phone', 'whatsapp') and c.state <> 'refused';
  perform private.audit('record_call', 'person', v_point.person_id, v_region, jsonb_build_object('outcome', p_outcome));
end
$$;
grant execute on function private.record_call(uuid, text, text) to authenticated;

create function public.record_call(p_contact uuid, p_outcome text, p_note text default null) returns void
language sql volatile set search_path = '' as $$ select private.record_call(p_contact, p_outcome, p_note) $$;
comment on function public.record_call(uuid, text, text) is
  'An officer of the person''s region or a coordinator notes what came of a call or a message to a phone, WhatsApp or Telegram: reached, no_answer, not_working, refused (then every phone and WhatsApp of the person is left in peace). Refuses forbidden sign_in, not_found, invalid (outcome, note over 200), conflict (refused: taken back before; called: another member of staff called this person today).';
grant execute on function public.record_call(uuid, text, text) to authenticated;

create function private.contact_history(p_person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('at', h.created_at, 'kind', h.kind, 'value', h.value, 'what', h.what,
    'saidBy', h.said_by, 'by', case h.said_by when 'staff' then private.account_name(h.account_id) end,
    'note', h.note) order by h.created_at desc, h.id desc), '[]')
  from (
    select e.*, c.kind, c.value from private.contact_events e join public.contact_points c on c.id = e.contact_point_id
    where c.person_id = p_person
    order by e.created_at desc, e.id desc limit 30) h
$$;
comment on function private.contact_history(uuid) is 'The newest thirty events of a person''s contact points: [{at, kind, value, what, saidBy, by, note}]. Granted to nobody.';

create function private.callable_contacts(p_person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'kind', c.kind, 'value', c.value, 'key', c.value_key, 'state', c.state,
    'confirmedAt', c.confirmed_at) order by c.state = 'failed', c.preferred desc, c.kind, c.created_at), '[]')
  from public.contact_points c
  where c.person_id = p_person and c.kind in ('phone', 'whatsapp', 'telegram') and c.state not in ('dead', 'refused')
$$;
comment on function private.callable_contacts(uuid) is 'Where a person can be called or written to by hand: [{id, kind, value, key, state, confirmedAt}]. Granted to nobody.';
