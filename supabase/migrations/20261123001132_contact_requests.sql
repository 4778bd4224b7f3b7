-- Writing to somebody of the directory, answering, ending it, and wanting no more of it.

insert into private.message_purposes (purpose, urgent, topic) values
  ('contact_request', false, 'messages'),
  ('contact_answer', false, 'messages');

insert into private.mail_texts (key, locale, subject, body) values
  ('contact_request', 'kk', 'Жалғас: сізге түлек жазды',
    E'Сәлеметсіз бе!\n\n{name} сізге Жалғас арқылы жазды:\n«{beginning}»\n\nНөміріңіз бен поштаңыз ол кісіге көрінбейді. Толық оқып, жауап беру үшін Жалғасқа кіріңіз.{link}'),
  ('contact_request', 'ru', 'Jalgas: вам написал выпускник',
    E'Здравствуйте!\n\n{name} пишет вам через Jalgas:\n«{beginning}»\n\nВаш номер и почта не видны. Чтобы прочитать целиком и ответить, войдите в Jalgas.{link}'),
  ('contact_request', 'en', 'Jalgas: an alumnus has written to you',
    E'Hello!\n\n{name} has written to you through Jalgas:\n"{beginning}"\n\nYour number and e-mail stay hidden. Sign in to Jalgas to read the whole message and answer.{link}'),
  ('contact_answer', 'kk', 'Жалғас: сізге жауап келді',
    E'Сәлеметсіз бе!\n\n{name} сізге жауап жазды:\n«{beginning}»\n\nТолық оқу үшін Жалғасқа кіріңіз.{link}'),
  ('contact_answer', 'ru', 'Jalgas: вам пришёл ответ',
    E'Здравствуйте!\n\n{name} отвечает вам:\n«{beginning}»\n\nЧтобы прочитать целиком, войдите в Jalgas.{link}'),
  ('contact_answer', 'en', 'Jalgas: you have an answer',
    E'Hello!\n\n{name} has answered you:\n"{beginning}"\n\nSign in to Jalgas to read the whole message.{link}');

create function private.queue_talk_mail(p_key text, p_person uuid, p_occasion text, p_path text, p_words jsonb) returns void
language sql volatile security definer set search_path = '' as $$
  insert into private.outbox (person_id, contact_point_id, channel, to_address, purpose, occasion, locale, subject, body)
  select p.id, c.id, 'email', coalesce(c.value, u.email), p_key, p_occasion, a.locale, t.subject,
    -- What people wrote comes last, so that nothing in it is filled in.
    replace(replace(replace(replace(t.body,
      '{link}', coalesce(E'\n\n' || s.value || '/' || a.locale || p_path, '')),
      '{date}', coalesce(p_words ->> 'date', '')),
      '{name}', coalesce(p_words ->> 'name', '')),
      '{beginning}', coalesce(p_words ->> 'beginning', ''))
  from public.persons p
  join public.accounts a on a.person_id = p.id
  join auth.users u on u.id = a.id
  join private.mail_texts t on t.key = p_key and t.locale = a.locale
  left join lateral (
    select k.id, k.value from public.contact_points k
    where k.person_id = p.id and k.kind = 'email' and k.state not in ('failed', 'dead', 'refused')
    order by k.state = 'confirmed' desc, k.created_at desc limit 1) c on true
  left join private.settings s on s.key = 'site_url'
  where p.id = p_person and coalesce(c.value, u.email) is not null
  on conflict do nothing
$$;
comment on function private.queue_talk_mail(text, uuid, text, text, jsonb) is
  'One fixed mail to a person, in their language. p_path: the page it leads to, p_words: {name, beginning, date}. Granted to nobody.';

create function private.mail_beginning(p_body text) returns text
language sql immutable set search_path = '' as $$
  select case when length(x.line) > 80 then left(x.line, 80) || '…' else x.line end
  -- A letter from us never carries the address of a page or a mailbox that somebody else chose.
  from (select btrim(regexp_replace(regexp_replace(coalesce(p_body, '…'),
    '\S*(://|[[:alnum:]]\.[[:alnum:]]|@)\S*', '…', 'g'), '\s+', ' ', 'g')) as line) x
$$;
comment on function private.mail_beginning(text) is 'The first 80 signs of a message on one line, addresses left out. Granted to nobody.';

create function private.peer_name(p_person uuid) returns text
language sql stable security definer set search_path = '' as $$
  select private.profile_fields(p_person, 'alumni') ->> 'name' where private.is_listed(p_person)
$$;
comment on function private.peer_name(uuid) is 'The name as alumni see it; null for who is not in the directory now. Granted to nobody.';

create function private.announce_message(p_message uuid, p_purpose text) returns void
language sql volatile security definer set search_path = '' as $$
  select private.queue_talk_mail(p_purpose, e.reader, m.id::text, '/me/messages/' || r.id, jsonb_build_object(
    -- As the reader's own page would name the writer.
    'name', private.peer_name(e.writer), 'beginning', private.mail_beginning(m.body)))
  from public.contact_messages m join public.contact_requests r on r.id = m.request_id
  cross join lateral (select case m.part when 'from' then r.from_person else r.to_person end as writer,
    case m.part when 'from' then r.to_person else r.from_person end as reader) e
  where m.id = p_message
$$;
comment on function private.announce_message(uuid, text) is 'Tells the other side of a conversation that there is something new. Granted to nobody.';

create function private.forget_announcements() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from private.outbox o using gone g
  where o.purpose in ('contact_request', 'contact_answer') and o.occasion = g.id::text;
  return null;
end
$$;
comment on function private.forget_announcements() is 'A conversation that goes with an erased person takes along the letters about it, which name them.';
create trigger contact_messages_forget_announcements after delete on public.contact_messages
  referencing old table as gone for each statement execute function private.forget_announcements();

create function private.open_thread(p_one uuid, p_other uuid) returns uuid
language sql stable security definer set search_path = '' as $$
  select r.id from public.contact_requests r
  where least(r.from_person, r.to_person) = least(p_one, p_other)
    and greatest(r.from_person, r.to_person) = greatest(p_one, p_other) and r.closed_at is null
$$;
comment on function private.open_thread(uuid, uuid) is 'The open conversation of two people. Granted to nobody.';

create function private.write_bar(p_from uuid, p_to uuid) returns text
language sql stable security definer set search_path = '' as $$
  select case
    when p_from is null or not private.is_listed(p_from) then 'unlisted'
    when private.writing_until(p_from) is not null then 'suspended'
    when exists (select from public.contact_blocks b where b.blocker_id = p_from and b.blocked_id = p_to) then 'blocked'
    -- One word for all these, so that nobody learns of being blocked.
    when not private.is_listed(p_to)
      or not private.takes_requests(p_to)
      or not exists (select from public.accounts a where a.person_id = p_to)
      or exists (select from public.contact_blocks b where b.blocker_id = p_to and b.blocked_id = p_from)
      or exists (
        select from public.contact_requests r
        where (r.from_person, r.to_person, r.closed_by) in ((p_from, p_to, 'to'), (p_to, p_from, 'from'))
          and r.closed_at > now() - interval '30 days') then 'unreachable' end
$$;
comment on function private.write_bar(uuid, uuid) is
  'Why one person may not write to another: unlisted (the writer is not in the directory themselves), suspended, blocked (by the writer), unreachable (takes no messages, ended the last conversation within 30 days, blocked the writer, or is gone); null for whoever may. Granted to nobody.';

create function private.new_requests_left(p_person uuid) returns integer
language sql stable security definer set search_path = '' as $$
  select greatest(0, (
    select case when a.created_at > now() - interval '24 hours' then 2 else 5 end from public.accounts a where a.person_id = p_person)
    - (select count(*) from public.contact_requests r
      where r.from_person = p_person and r.created_at > now() - interval '24 hours'))::integer
$$;
comment on function private.new_requests_left(uuid) is 'New conversations that a person may begin now: five in 24 hours, two in the first 24 of an account. Granted to nobody.';

create function private.send_contact_request(p_person uuid, p_body text, p_key uuid) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := private.my_person();
  v_body text := btrim(coalesce(p_body, ''));
  v_bar text;
  v_id uuid;
  v_message uuid;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if p_person is null or p_person = v_me or private.visible_profile(p_person, private.uid()) is null then
    perform private.refuse('not_found');
  end if;
  if p_key is null then perform private.refuse('invalid', 'key'); end if;
  -- The requests of one person wait here for one another, so that they are counted.
  perform from public.persons p where p.id = v_me for no key update;
  select r.id into v_id from public.contact_requests r where r.from_person = v_me and r.idempotency_key = p_key;
  if found then return v_id; end if;
  if length(v_body) not between 10 and 500 then perform private.refuse('invalid', 'body'); end if;
  if private.open_thread(v_me, p_person) is not null then perform private.refuse('conflict', 'open'); end if;
  v_bar := private.write_bar(v_me, p_person);
  if v_bar is not null then perform private.refuse('conflict', v_bar); end if;
  if private.new_requests_left(v_me) = 0 then perform private.refuse('too_many', '86400'); end if;
  begin
    insert into public.contact_requests (kind, from_person, to_person, idempotency_key)
    values (private.take_mentor_place(p_person, v_me), v_me, p_person, p_key) returning id into v_id;
  exception when unique_violation then
    -- The other wrote at the same moment.
    perform private.refuse('conflict', 'open');
  end;
  insert into public.contact_messages (request_id, part, body, idempotency_key)
  values (v_id, 'from', v_body, p_key) returning id into v_message;
  perform private.announce_message(v_message, 'contact_request');
  return v_id;
end
$$;
grant execute on function private.send_contact_request(uuid, text, uuid) to authenticated;

create function public.send_contact_request(p_person uuid, p_body text, p_key uuid) returns uuid
language sql volatile set search_path = '' as $$ select private.send_contact_request(p_person, p_body, p_key) $$;
comment on function public.send_contact_request(uuid, text, uuid) is
  'Begins a conversation with a visible person (10 to 500 signs) and returns its id; the same key twice gives the same one. Refuses: forbidden sign_in, not_found, invalid (key, body), conflict (open: one is under way; full: no mentor''s place this month; else as private.write_bar says), too_many.';
grant execute on function public.send_contact_request(uuid, text, uuid) to authenticated;

create function private.answer_bar(p_request public.contact_requests, p_person uuid) returns text
language sql stable security definer set search_path = '' as $$
  select case
    when p_request.closed_at is not null
      or not private.is_listed(p_request.from_person) or not private.is_listed(p_request.to_person) then 'closed'
    when private.writing_until(p_person) is not null then 'suspended'
    when n.mine >= 10 then 'long'
    when p_person = p_request.from_person and n.mine >= 2 and n.theirs = 0 then 'waiting' end
  from (
    select count(*) filter (where (m.part = 'from') = (p_person = p_request.from_person)) as mine,
      count(*) filter (where (m.part = 'from') <> (p_person = p_request.from_person)) as theirs
    from public.contact_messages m where m.request_id = p_request.id) n
$$;
comment on function private.answer_bar(public.contact_requests, uuid) is
  'Why a side may say no more here: closed, suspended, waiting (one reminder without an answer is enough), long (ten messages a side); null for whoever may. Granted to nobody.';

create function private.my_thread(p_request uuid) returns public.contact_requests
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := private.my_person();
  v_row public.contact_requests;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  -- People before their conversation, as when one of them is erased: nobody waits crosswise.
  perform from public.persons p
  where p.id in (
    select unnest(array[r.from_person, r.to_person]) from public.contact_requests r
    where r.id = p_request and v_me in (r.from_person, r.to_person))
  order by p.id for key share;
  select r.* into v_row from public.contact_requests r
  where r.id = p_request and v_me in (r.from_person, r.to_person) for no key update;
  if not found then perform private.refuse('not_found'); end if;
  return v_row;
end
$$;
comment on function private.my_thread(uuid) is 'A conversation of the signed-in person, locked; refuses forbidden sign_in, not_found. Granted to nobody.';

create function private.answer_contact_request(p_request uuid, p_body text, p_share uuid, p_key uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.contact_requests := private.my_thread(p_request);
  v_me uuid := private.my_person();
  v_part text := case when v_me = v_row.from_person then 'from' else 'to' end;
  v_body text := nullif(btrim(coalesce(p_body, '')), '');
  v_bar text;
  v_contact public.contact_points;
  v_message uuid;
begin
  if p_key is null then perform private.refuse('invalid', 'key'); end if;
  if exists (select from public.contact_messages m where m.request_id = p_request and m.idempotency_key = p_key) then return; end if;
  if length(v_body) > 500 or v_body is null and p_share is null then perform private.refuse('invalid', 'body'); end if;
  if p_share is not null then
    select c.* into v_contact from public.contact_points c
    where c.id = p_share and c.person_id = v_me and c.kind in ('phone', 'email') and c.state not in ('dead', 'refused');
    if not found then perform private.refuse('invalid', 'share'); end if;
  end if;
  v_bar := private.answer_bar(v_row, v_me);
  if v_bar is not null then perform private.refuse('conflict', v_bar); end if;
  insert into public.contact_messages (request_id, part, body, shared_kind, shared_value, idempotency_key)
  values (p_request, v_part, v_body, v_contact.kind, v_contact.value, p_key) returning id into v_message;
  update public.contact_requests r set last_at = clock_timestamp(),
    from_unread = r.from_unread or v_part = 'to', to_unread = r.to_unread or v_part = 'from'
  where r.id = p_request;
  perform private.announce_message(v_message, case v_part when 'to' then 'contact_answer' else 'contact_request' end);
end
$$;
grant execute on function private.answer_contact_request(uuid, text, uuid, uuid) to authenticated;

create function public.answer_contact_request(p_request uuid, p_body text, p_share uuid, p_key uuid) returns void
language sql volatile set search_path = '' as $$ select private.answer_contact_request(p_request, p_body, p_share, p_key) $$;
comment on function public.answer_contact_request(uuid, text, uuid, uuid) is
  'Adds to one''s own conversation: words (up to 500 signs), and where p_share names one of one''s own contact points, that number or address. The same key twice is one message. Refuses: forbidden sign_in, not_found, invalid (key, body, share), conflict (closed, suspended, waiting, long).';
grant execute on function public.answer_contact_request(uuid, text, uuid, uuid) to authenticated;

create function private.close_threads(p_one uuid, p_other uuid) returns void
language sql volatile security definer set search_path = '' as $$
  update public.contact_requests r set closed_at = clock_timestamp(),
    closed_by = case r.from_person when p_one then 'from' else 'to' end
  where r.id = private.open_thread(p_one, p_other)
$$;
comment on function private.close_threads(uuid, uuid) is 'The first of the two ends what is open between them. Granted to nobody.';

create function private.close_contact_request(p_request uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.contact_requests := private.my_thread(p_request);
  v_me uuid := private.my_person();
begin
  if v_row.closed_at is not null then return; end if;
  perform private.close_threads(v_me, case v_me when v_row.from_person then v_row.to_person else v_row.from_person end);
end
$$;
grant execute on function private.close_contact_request(uuid) to authenticated;

create function public.close_contact_request(p_request uuid) returns void
language sql volatile set search_path = '' as $$ select private.close_contact_request(p_request) $$;
comment on function public.close_contact_request(uuid) is 'Ends one''s own conversation; the other may not write again for 30 days. Refuses: forbidden sign_in, not_found.';
grant execute on function public.close_contact_request(uuid) to authenticated;

create function private.block(p_blocker uuid, p_blocked uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.close_threads(p_blocker, p_blocked);
  insert into public.contact_blocks (blocker_id, blocked_id) values (p_blocker, p_blocked) on conflict do nothing;
  if found then
    perform private.audit('block_person', 'person', p_blocker, null, jsonb_build_object('person', p_blocked));
  end if;
end
$$;
comment on function private.block(uuid, uuid) is 'Granted to nobody: callers know whom the signed-in person may block.';

create function private.block_contact(p_request uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.contact_requests := private.my_thread(p_request);
  v_me uuid := private.my_person();
begin
  perform private.block(v_me, case v_me when v_row.from_person then v_row.to_person else v_row.from_person end);
end
$$;
grant execute on function private.block_contact(uuid) to authenticated;

create function public.block_contact(p_request uuid) returns void
language sql volatile set search_path = '' as $$ select private.block_contact(p_request) $$;
comment on function public.block_contact(uuid) is
  'Takes no more messages from the other side of one''s own conversation and ends it. The other is told that it has ended, no more. Refuses: forbidden sign_in, not_found.';
grant execute on function public.block_contact(uuid) to authenticated;

create function private.unblock_person(p_person uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := private.my_person();
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  delete from public.contact_blocks b where b.blocker_id = v_me and b.blocked_id = p_person;
  if not found then perform private.refuse('not_found'); end if;
  perform private.audit('unblock_person', 'person', v_me, null, jsonb_build_object('person', p_person));
end
$$;
grant execute on function private.unblock_person(uuid) to authenticated;

create function public.unblock_person(p_person uuid) returns void
language sql volatile set search_path = '' as $$ select private.unblock_person(p_person) $$;
comment on function public.unblock_person(uuid) is 'Takes one''s own block back. Refuses: forbidden sign_in, not_found.';
grant execute on function public.unblock_person(uuid) to authenticated;

create function private.set_message_choices(p_takes boolean, p_mails boolean) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := private.my_person();
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if v_me is null then perform private.refuse('not_found'); end if;
  if num_nulls(p_takes, p_mails) > 0 then perform private.refuse('invalid', 'choices'); end if;
  perform from public.persons p where p.id = v_me for no key update;
  insert into public.profiles as f (person_id, takes_requests) values (v_me, p_takes)
  on conflict (person_id) do update set takes_requests = excluded.takes_requests
  where f.takes_requests <> excluded.takes_requests;
  if not p_mails then
    perform private.stop_topic(v_me, 'messages', a.locale) from public.accounts a where a.person_id = v_me;
  elsif private.has_stopped(v_me, 'messages') then
    insert into private.message_choices (person_id, topic, wanted) values (v_me, 'messages', true);
  end if;
end
$$;
grant execute on function private.set_message_choices(boolean, boolean) to authenticated;

create function public.set_message_choices(p_takes boolean, p_mails boolean) returns void
language sql volatile set search_path = '' as $$ select private.set_message_choices(p_takes, p_mails) $$;
comment on function public.set_message_choices(boolean, boolean) is
  'Whether the directory may write to the signed-in person (p_takes), and whether they are told of it by e-mail or Telegram (p_mails). Refuses: forbidden sign_in, not_found (no record), invalid choices.';
grant execute on function public.set_message_choices(boolean, boolean) to authenticated;

-- The pages

create function private.read_my_messages(p_after uuid) returns jsonb
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
    'listed', coalesce(private.is_listed(me.id), false),
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
grant execute on function private.read_my_messages(uuid) to anon, authenticated;

create function public.page_messages(p_after uuid default null) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer()) || private.read_my_messages(p_after)
$$;
comment on function public.page_messages(uuid) is
  'The signed-in person''s conversations, newest first, 20 a page: {viewer, hasRecord, takes, mails, listed, blocked: how many, threads: [{id, kind, began, name | null, unread, closed, at, last: {mine, body | null}}], next}.';
grant execute on function public.page_messages(uuid) to anon, authenticated;

create function private.read_my_thread(p_request uuid) returns jsonb
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
    'personId', case when private.is_listed(v_other) then v_other end,
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
grant execute on function private.read_my_thread(uuid) to anon, authenticated;

create function public.page_message(p_id uuid) returns jsonb
language sql volatile set search_path = '' as $$
  select case when private.viewer() is null then '{"viewer": null}'
    when x.thread is not null then jsonb_build_object('viewer', private.viewer(), 'thread', x.thread) end
  from (select private.read_my_thread(p_id) as thread) x
$$;
comment on function public.page_message(uuid) is
  'One conversation, which is read by that: {viewer, thread: {id, kind, began, createdAt, name | null, personId | null, bar (private.answer_bar), until, blocked, report: open | done | null, messages: [{id, mine, body, sharedKind, shared, at}], contacts: one''s own that may be shared}}. Null where it is not theirs.';
grant execute on function public.page_message(uuid) to anon, authenticated;

create function private.read_my_blocks() returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', b.blocked_id, 'name', private.peer_name(b.blocked_id), 'at', b.created_at)
    order by b.created_at desc, b.blocked_id), '[]')
  from public.contact_blocks b where b.blocker_id = (select private.my_person())
$$;
grant execute on function private.read_my_blocks() to anon, authenticated;

create function public.page_blocked() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'people', private.read_my_blocks())
$$;
comment on function public.page_blocked() is 'Whom the signed-in person blocked: {viewer, people: [{id, name | null, at}]}.';
grant execute on function public.page_blocked() to anon, authenticated;

create function private.ways_to(p_person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select case when me.id is not null and me.id <> p_person then jsonb_build_object(
    'bar', private.write_bar(me.id, p_person),
    'thread', private.open_thread(me.id, p_person),
    'full', private.is_full_mentor(p_person, me.id),
    'left', private.new_requests_left(me.id),
    'until', private.writing_until(me.id)) end
  from (select private.my_person() as id) me
$$;
comment on function private.ways_to(uuid) is
  'How the signed-in person may write to a person they see: {bar (private.write_bar), thread: the open one | null, full: a mentor without a place this month, left: new conversations, until}; null without a record and for oneself.';
grant execute on function private.ways_to(uuid) to anon, authenticated;

create or replace function public.page_profile(p_person uuid) returns jsonb
language sql volatile set search_path = '' as $$
  select case when v.viewer is null then '{"viewer": null}' when x.person is not null then
    jsonb_build_object('viewer', v.viewer, 'person', x.person, 'ways', private.ways_to(p_person)) end
  from (select private.viewer() as viewer) v, (select private.read_listed_profile(p_person) as person) x
$$;
comment on function public.page_profile(uuid) is
  'A profile as the viewer may see it, and how they may write there: {viewer, person, ways (private.ways_to)}. Null for whoever is not there for them. Refuses too_many.';
