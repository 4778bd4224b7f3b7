-- Conversations are for people of age, whoever may be listed otherwise; what staff took out of the
-- directory stays out of it by a rule of its own.

create function private.is_of_age(p_person uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  -- As for being listed: who turns 18 this year waits for the next, nobody was younger than 14 in a round.
  select coalesce((
    select extract(year from private.today()) - coalesce(p.birth_year, (
      select min(t.round) - 14 from public.participations t where t.person_id = p.id)) > 18
    from public.persons p where p.id = p_person), false)
$$;
comment on function private.is_of_age(uuid) is 'Whether a person is 18 for certain. Granted to nobody.';

create function private.is_shown(p_person uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce(private.is_listed(p_person), false) and not exists (
    select from public.restrictions x where x.person_id = p_person and x.what = 'listing' and x.lifted_at is null)
$$;
comment on function private.is_shown(uuid) is 'Whether others see this person: listed by their own word, and not taken out after a report. Granted to nobody.';

create function private.may_talk(p_person uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select private.is_shown(p_person) and private.is_of_age(p_person)
$$;
comment on function private.may_talk(uuid) is 'Whether a person writes and is written to through the site: shown, and of age for certain, whatever a representative agreed to. Granted to nobody.';

create or replace function private.visible_profile(p_person uuid, p_viewer uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('id', p_person) || v.fields
  from (select private.audience_of(p_person, p_viewer) as audience) a
  cross join lateral (select private.profile_fields(p_person, a.audience) as fields) v
  where a.audience = 'me' or v.fields ? 'name' and private.is_shown(p_person)
$$;

create or replace function private.refresh_directory(p_persons uuid[]) returns void
language sql volatile security definer set search_path = '' as $$
  delete from private.directory_entries e
  where e.person_id = any(p_persons) and not private.is_shown(e.person_id);
  insert into private.directory_entries as e (person_id, name_key, region_code, rounds, directions, help, mentor_on, mentor_directions)
  select p.id, private.fold(f.seen ->> 'name'), f.seen -> 'region' ->> 'code',
    array(select jsonb_array_elements_text(coalesce(f.seen -> 'rounds', '[]'))::smallint),
    array(select d ->> 'code' from jsonb_array_elements(coalesce(f.seen -> 'skills' -> 'directions', '[]')) d),
    array(select jsonb_array_elements_text(coalesce(f.seen -> 'help' -> 'codes', '[]'))),
    private.mentor_free_on(p.id), coalesce(o.directions, '{}')
  from (select distinct id from unnest(p_persons) id where private.is_shown(id)) p
  cross join lateral (select private.profile_fields(p.id, 'alumni') as seen) f
  left join public.mentor_offers o on o.person_id = p.id
  order by p.id
  on conflict (person_id) do update set
    name_key = excluded.name_key, region_code = excluded.region_code, rounds = excluded.rounds,
    directions = excluded.directions, help = excluded.help,
    mentor_on = excluded.mentor_on, mentor_directions = excluded.mentor_directions
  where (e.name_key, e.region_code, e.rounds, e.directions, e.help, e.mentor_on, e.mentor_directions)
    is distinct from (excluded.name_key, excluded.region_code, excluded.rounds, excluded.directions, excluded.help,
      excluded.mentor_on, excluded.mentor_directions)
$$;

create or replace function private.my_profile() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'fields', private.whole_profile(p.id),
    'levels', (
      select jsonb_object_agg(n, private.field_level(f.visibility, n))
      from unnest(array['name', 'region', 'village', 'rounds', 'photo', 'now', 'skills', 'help', 'need', 'languages',
        'instagram', 'story']) n),
    'consent', (select c.granted from public.consents c where c.person_id = p.id and c.purpose = 'directory'
      order by c.created_at desc, c.id desc limit 1),
    'listed', private.is_shown(p.id),
    'barred', exists (
      select from public.restrictions x where x.person_id = p.id and x.what = 'listing' and x.lifted_at is null),
    'takes', private.takes_requests(p.id),
    'seen', jsonb_build_object('alumni', private.profile_fields(p.id, 'alumni'), 'region', private.profile_fields(p.id, 'region')),
    'directions', (
      select jsonb_agg(jsonb_build_object('code', d.code, 'kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en) order by d.position)
      from public.directions d))
  from public.persons p left join public.profiles f on f.person_id = p.id
  where p.id = (select private.my_person())
$$;

create or replace function private.peer_name(p_person uuid) returns text
language sql stable security definer set search_path = '' as $$
  select private.profile_fields(p_person, 'alumni') ->> 'name' where private.is_shown(p_person)
$$;

create or replace function private.write_bar(p_from uuid, p_to uuid) returns text
language sql stable security definer set search_path = '' as $$
  select case
    when p_from is null or not private.is_shown(p_from) then 'unlisted'
    when not private.is_of_age(p_from) then 'young'
    when private.writing_until(p_from) is not null then 'suspended'
    when exists (select from public.contact_blocks b where b.blocker_id = p_from and b.blocked_id = p_to) then 'blocked'
    -- One word for all these, so that nobody learns of being blocked.
    when not private.may_talk(p_to)
      or not private.takes_requests(p_to)
      or not exists (select from public.accounts a where a.person_id = p_to)
      or exists (select from public.contact_blocks b where b.blocker_id = p_to and b.blocked_id = p_from)
      or exists (
        select from public.contact_requests r
        where (r.from_person, r.to_person, r.closed_by) in ((p_from, p_to, 'to'), (p_to, p_from, 'from'))
          and r.closed_at > now() - interval '30 days') then 'unreachable' end
$$;
comment on function private.write_bar(uuid, uuid) is
  'Why one person may not write to another: unlisted (the writer is not in the directory themselves), young (the writer may be under 18), suspended, blocked (by the writer), unreachable (takes no messages, may be under 18, ended the last conversation within 30 days, blocked the writer, or is gone); null for whoever may. Granted to nobody.';

create or replace function private.answer_bar(p_request public.contact_requests, p_person uuid) returns text
language sql stable security definer set search_path = '' as $$
  select case
    when p_request.closed_at is not null
      or not private.may_talk(p_request.from_person) or not private.may_talk(p_request.to_person) then 'closed'
    when private.writing_until(p_person) is not null then 'suspended'
    when n.mine >= 10 then 'long'
    when p_person = p_request.from_person and n.mine >= 2 and n.theirs = 0 then 'waiting' end
  from (
    select count(*) filter (where (m.part = 'from') = (p_person = p_request.from_person)) as mine,
      count(*) filter (where (m.part = 'from') <> (p_person = p_request.from_person)) as theirs
    from public.contact_messages m where m.request_id = p_request.id) n
$$;

create or replace function private.mentor_free_on(p_person uuid) returns date
language sql stable security definer set search_path = '' as $$
  select greatest(coalesce(o.paused_until, '2000-01-01'), case
    when private.mentor_taken(p_person) < o.monthly_limit then '2000-01-01'
    else (date_trunc('month', private.today()::timestamp) + interval '1 month')::date end)
  from public.mentor_offers o
  where o.person_id = p_person and not o.paused and private.takes_requests(p_person) and private.has_running_project(p_person)
    and private.is_of_age(p_person)
$$;

create or replace function private.read_my_thread(p_request uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := private.my_person();
  v_row public.contact_requests;
  v_other uuid;
begin
  select r.* into v_row from public.contact_requests r where r.id = p_request and v_me in (r.from_person, r.to_person);
  if not found then return null; end if;
  v_other := case v_me when v_row.from_person then v_row.to_person else v_row.from_person end;
  update public.contact_requests r set
    from_unread = r.from_unread and v_me <> r.from_person, to_unread = r.to_unread and v_me <> r.to_person
  where r.id = p_request and (case v_me when r.from_person then r.from_unread else r.to_unread end);
  return jsonb_build_object(
    'id', v_row.id, 'kind', v_row.kind, 'began', v_row.from_person = v_me, 'createdAt', v_row.created_at,
    'name', private.peer_name(v_other),
    'personId', case when private.is_shown(v_other) then v_other end,
    'bar', private.answer_bar(v_row, v_me),
    'until', private.writing_until(v_me),
    'blocked', exists (select from public.contact_blocks b where b.blocker_id = v_me and b.blocked_id = v_other),
    'report', (select case x.state when 'open' then 'open' else 'done' end from public.reports x
      where x.request_id = v_row.id and x.reporter_id = v_me order by x.created_at desc limit 1),
    'messages', (
      select jsonb_agg(jsonb_build_object('id', m.id, 'mine', (m.part = 'from') = (v_row.from_person = v_me), 'body', m.body,
        'sharedKind', m.shared_kind, 'shared', m.shared_value, 'at', m.created_at) order by m.id)
      from public.contact_messages m where m.request_id = v_row.id),
    'contacts', (
      select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'kind', c.kind, 'value', c.value)
        order by c.kind desc, c.state = 'confirmed' desc, c.created_at), '[]')
      from public.contact_points c
      where c.person_id = v_me and c.kind in ('phone', 'email') and c.state not in ('dead', 'refused')));
end
$$;

create or replace function private.read_my_messages(p_after uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  with me as (select private.my_person() as id),
  page as (
    select r.*, r.from_person = me.id as began
    from me join public.contact_requests r on r.from_person = me.id or r.to_person = me.id
    where p_after is null or (r.last_at, r.id) < (
      select l.last_at, l.id from public.contact_requests l where l.id = p_after and me.id in (l.from_person, l.to_person))
    order by r.last_at desc, r.id desc limit 21),
  shown as (select * from page order by last_at desc, id desc limit 20)
  select jsonb_build_object(
    'hasRecord', me.id is not null,
    'takes', private.takes_requests(me.id),
    'mails', not private.has_stopped(me.id, 'messages'),
    'listed', coalesce(private.is_shown(me.id), false),
    'blocked', (select count(*) from public.contact_blocks b where b.blocker_id = me.id),
    'threads', coalesce((
      select jsonb_agg(jsonb_build_object('id', s.id, 'kind', s.kind, 'began', s.began,
        'name', private.peer_name(case when s.began then s.to_person else s.from_person end),
        'unread', case when s.began then s.from_unread else s.to_unread end,
        'closed', s.closed_at is not null, 'at', s.last_at,
        'last', (select jsonb_build_object('mine', (m.part = 'from') = s.began, 'body', left(m.body, 120))
          from public.contact_messages m where m.request_id = s.id order by m.id desc limit 1))
        order by s.last_at desc, s.id desc) from shown s), '[]'),
    'next', case when (select count(*) from page) > 20 then (select s.id from shown s order by s.last_at, s.id limit 1) end)
  from me
$$;

create or replace function private.my_mentoring() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'running', private.has_running_project(me.id),
    'listed', private.is_shown(me.id),
    'takes', private.takes_requests(me.id),
    'offer', (select jsonb_build_object('directions', o.directions, 'topics', o.topics, 'limit', o.monthly_limit,
      'paused', o.paused, 'until', o.paused_until) from public.mentor_offers o where o.person_id = me.id),
    'taken', private.mentor_taken(me.id),
    'freeOn', private.mentor_free_on(me.id),
    'open', coalesce(private.mentor_free_on(me.id) <= private.today(), false),
    'directions', (
      select jsonb_agg(jsonb_build_object('code', d.code, 'kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en) order by d.position)
      from public.directions d))
  from (select private.my_person() as id) me where me.id is not null
$$;

create or replace function private.read_report(p_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.reports;
begin
  select x.* into v_row from public.reports x where x.id = p_id;
  if not found or private.uid() is null or not private.sees_report(v_row) then return null; end if;
  perform private.audit('read_report', 'report', p_id, v_row.reported_region);
  return jsonb_build_object(
    'id', v_row.id, 'subject', v_row.subject, 'reason', v_row.reason, 'words', v_row.words, 'state', v_row.state,
    'createdAt', v_row.created_at, 'decidedAt', v_row.decided_at, 'decidedBy', private.account_name(v_row.decided_by),
    'reporter', (select p.full_name from public.persons p where p.id = v_row.reporter_id),
    'reported', (
      select jsonb_build_object('id', p.id, 'name', p.full_name, 'listed', private.is_shown(p.id),
        'region', (select jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en) from public.regions r where r.code = p.region_code))
      from public.persons p where p.id = v_row.reported_id),
    -- How often staff have had to act before.
    'earlier', (select count(*) from public.reports e
      where e.reported_id = v_row.reported_id and e.id <> v_row.id and e.state in ('warned', 'suspended', 'unlisted')),
    'liftedAt', (select max(t.lifted_at) from public.restrictions t where t.report_id = v_row.id),
    'restrictions', (
      select coalesce(jsonb_agg(jsonb_build_object('what', t.what, 'until', t.until) order by t.created_at), '[]')
      from public.restrictions t
      where t.report_id = v_row.id and t.lifted_at is null and (t.until is null or t.until > now())),
    -- This conversation and no other; a number that one gave the other is not for staff.
    'messages', (
      select jsonb_agg(jsonb_build_object('id', m.id, 'at', m.created_at, 'body', m.body, 'sharedKind', m.shared_kind,
        'byReported', (m.part = 'from') = (q.from_person = v_row.reported_id)) order by m.id)
      from public.contact_requests q join public.contact_messages m on m.request_id = q.id where q.id = v_row.request_id));
end
$$;

-- Everything of this domain goes with the life of contacts into the download.
create or replace function private.export_contact_life(p_account uuid, p_person uuid) returns jsonb
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
      select jsonb_agg(to_jsonb(c) - 'account_id') from private.message_preferences c where c.account_id = p_account)) || private.export_talk(p_person)
$$;
