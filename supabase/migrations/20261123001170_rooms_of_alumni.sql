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

grant execute on function private.merges_of(uuid) to anon;
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

-- Whoever is added to a survey by hand is written to the way they chose, as everybody else.

drop function private.wave_guests(uuid, uuid[]);
create function private.wave_guests(p_wave uuid, p_people uuid[])
returns table (person_id uuid, name text, locale text, region_code text, legacy_region text, gender text,
  round smallint, role text, channel text, contact_point_id uuid, address text)
language sql stable security definer set search_path = '' as $$
  select p.id, coalesce(p.full_name, p.registry_no), p.locale, p.region_code, p.legacy_region, p.gender,
    took.round, took.role, way.channel, way.contact_point_id, way.address
  from public.persons p
  join private.ways way on way.person_id = p.id and way.address is not null
  left join lateral (
    select t.round, t.role from public.participations t where t.person_id = p.id order by t.round desc limit 1) took on true
  where p.id = any (p_people) and private.consents_to(p.id, 'followup')
    and not exists (select from public.wave_members m where m.wave_id = p_wave and m.person_id = p.id)
$$;
comment on function private.wave_guests(uuid, uuid[]) is 'Who of these people can still be asked in a wave: they agreed to follow-up, have a way to be written to (private.ways) and were not asked yet. Granted to nobody.';

create or replace function private.add_to_wave(p_key uuid, p_selection jsonb, p_expected integer, p_wave uuid, p_origin text) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_done integer := private.bulk_done(p_key);
  v_ids uuid[];
  v_wave public.waves;
begin
  if not private.has_role('coordinator') then perform private.refuse('forbidden'); end if;
  if v_done is not null then return v_done; end if;
  v_ids := private.bulk_people(p_selection, p_expected);
  if coalesce(p_origin, '') !~ '^https?://[A-Za-z0-9.:\[\]-]+$' then perform private.refuse('invalid', 'origin'); end if;
  -- Two who add to one wave add one after the other.
  select * into v_wave from public.waves w where w.id = p_wave and w.kind = 'live' and w.closes_at > now() for update;
  if not found then perform private.refuse('invalid', 'wave'); end if;

  -- The token leaves this statement only inside the message; what is stored is its hash.
  with invited as materialized (
    select g.*, private.uuid_v7() as outbox_id,
      encode(substring(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) from 1 for 16), 'hex') as token
    from private.wave_guests(p_wave, v_ids) g
  ), queued as (
    insert into private.outbox
      (id, person_id, contact_point_id, channel, to_address, purpose, occasion, locale, subject, body, next_attempt_at)
    select i.outbox_id, i.person_id, i.contact_point_id, i.channel, i.address, 'wave_invitation',
      v_wave.id || ':' || i.person_id, i.locale, t.subject,
      replace(replace(replace(t.body,
        '{link}', p_origin || '/' || i.locale || '/s/' || i.token),
        '{closes}', to_char(v_wave.closes_at at time zone 'Asia/Almaty', 'DD.MM.YYYY')),
        '{name}', i.name),
      greatest(v_wave.opens_at, now())
    from invited i
    join private.message_templates t on t.purpose = 'wave_invitation' and t.locale = i.locale
  )
  insert into public.wave_members
    (wave_id, person_id, token_hash, outbox_id, round, region_code, legacy_region, gender, role, vulnerable, neet, queued_at)
  select v_wave.id, i.person_id, sha256(convert_to(i.token, 'UTF8')), i.outbox_id, i.round, i.region_code,
    i.legacy_region, i.gender, i.role, f.vulnerable, f.neet_at_start, now()
  from invited i left join public.person_flags f on f.person_id = i.person_id;
  get diagnostics v_done = row_count;
  perform private.audit('add_to_wave', 'registry', p_key, null,
    jsonb_build_object('selection', p_selection - 'phone' - 'q', 'wave', v_wave.id, 'changed', v_done));
  return v_done;
end
$$;

-- Notices of the newer messages: where they lead, and which of them may wait for a digest.

update private.message_purposes set notice = false where purpose in ('guardian_ask', 'claim_invitation', 'record_free');
update private.message_purposes set path = '/me/messages/{subject}', digest = true where purpose in ('contact_request', 'contact_answer');
update private.message_purposes set path = '/me/record' where purpose = 'record_changed';
update private.message_purposes set path = '/join/claim' where purpose = 'claim_undone';

create or replace function private.announce_message(p_message uuid, p_purpose text) returns void
language sql volatile security definer set search_path = '' as $$
  select private.queue_talk_mail(p_purpose, e.reader, r.id || ':' || m.id, '/me/messages/' || r.id, jsonb_build_object(
    -- As the reader's own page would name the writer.
    'name', private.peer_name(e.writer), 'beginning', private.mail_beginning(m.body)))
  from public.contact_messages m join public.contact_requests r on r.id = m.request_id
  cross join lateral (select case m.part when 'from' then r.from_person else r.to_person end as writer,
    case m.part when 'from' then r.to_person else r.from_person end as reader) e
  where m.id = p_message
$$;

create index notices_occasion_idx on public.notices (occasion);
create or replace function private.forget_announcements() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from private.outbox o using gone g
  where o.purpose in ('contact_request', 'contact_answer') and o.occasion = g.request_id || ':' || g.id;
  delete from public.notices n using gone g
  where n.purpose in ('contact_request', 'contact_answer') and n.occasion = g.request_id || ':' || g.id;
  return null;
end
$$;
comment on function private.forget_announcements() is 'A conversation that goes with an erased person takes along the letters and notices about it, which name them.';

-- What a wrong account said to others in the person's name, and was told, is nobody else's to read.

create function private.forget_wrong_talk() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from public.notices n where n.account_id = new.account_id and n.created_at >= new.claimed_at;
  delete from public.contact_requests r
  where new.person_id in (r.from_person, r.to_person) and r.created_at >= new.claimed_at
    -- A reported conversation is kept for whoever judges it.
    and not exists (select from public.reports x where x.request_id = r.id and x.state = 'open');
  delete from public.contact_blocks b where b.blocker_id = new.person_id and b.created_at >= new.claimed_at;
  delete from public.mentor_offers o where o.person_id = new.person_id and o.created_at >= new.claimed_at;
  perform private.refresh_directory(array[new.person_id]);
  return null;
end
$$;
comment on function private.forget_wrong_talk() is 'When a claim is undone: its conversations, blocks, offer to be asked and notices go.';
create trigger undone_claims_forget_talk after insert on private.undone_claims
  for each row execute function private.forget_wrong_talk();
