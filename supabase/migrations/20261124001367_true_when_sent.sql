-- A message that waited (for a channel, the morning, a digest) is sent only while what it tells is so: a question, an
-- answer or a comment may have been hidden or withdrawn meanwhile, or come back. Asked when the message is handed to
-- a worker, because there every way of going meets. What was not sent stays unsent; its notice is in the app.

create function private.told_is_so(o private.outbox) returns boolean
language plpgsql stable security definer set search_path = '' as $$
declare
  c_id constant text := '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
  v_parts constant text[] := regexp_match(o.occasion, format('^(%1$s):(?:(%1$s)(?::(\d{4}-\d\d-\d\d))?)?', c_id));
  v_first constant uuid := v_parts[1]::uuid;
  v_second constant uuid := v_parts[2]::uuid;
begin
  if v_first is null or v_second is null and o.purpose in ('question_answered', 'answer_thanked', 'post_commented', 'question_merged')
    or o.purpose not in ('question_answered', 'answer_thanked', 'post_commented', 'question_offered', 'question_merged', 'edit_suggested',
      'suggestion_judged', 'post_mended', 'post_flagged', 'post_hidden', 'post_back', 'guide_published', 'guide_returned') then return true; end if;
  return case o.purpose
    when 'question_answered' then (private.post_question(v_second)).id is not null
    when 'answer_thanked' then (private.post_question(v_second)).id is not null
      and exists (select from private.answer_thanks t where t.answer_id = v_second)
    when 'post_commented' then (private.post_question(v_second)).id is not null and exists (
      select from public.post_comments c
      where c.post_id = v_second and c.withdrawn_at is null and c.author_id is distinct from private.post_author_id(v_second)
        and c.created_at >= v_parts[3]::date::timestamp at time zone 'Asia/Almaty')
    -- "Nobody has answered yet."
    when 'question_offered' then exists (
      select from public.questions q where q.id = v_first and q.withdrawn_at is null and q.merged_into is null and q.answer_count = 0)
    when 'question_merged' then exists (select from public.questions q where q.id = v_second and q.merged_into = v_first)
      and (private.post_question(v_first)).id is not null
    when 'post_mended' then (private.post_question(v_first)).id is not null
    when 'edit_suggested' then exists (
      select from public.post_suggestions s
      where s.id = v_first and s.state = 'open' and (private.post_question(s.post_id)).id is not null)
    when 'suggestion_judged' then exists (
      select from public.post_suggestions s where s.id = v_first and (private.post_question(s.post_id)).id is not null)
    -- What a verdict has overtaken would be told in the wrong order.
    when 'post_flagged' then exists (select from private.any_post(v_first) p where p.withdrawn_for = 'flags')
    when 'post_hidden' then exists (select from private.any_post(v_first) p where p.withdrawn_for = 'moderation')
    when 'post_back' then exists (select from private.any_post(v_first) p where p.withdrawn_for is null)
    else exists (select from private.guides g where g.id = v_first and g.withdrawn_at is null) end;
end
$$;
comment on function private.told_is_so(private.outbox) is 'Whether what a message tells of a post, a suggestion or a guide is so by now; true for all else. Granted to nobody.';

create function private.lines_of_now(o private.outbox) returns text[]
language plpgsql stable security definer set search_path = '' as $$
declare
  v_blocks text[];
  v_count integer;
  v_left integer;
  v_body text;
begin
  -- A line is a title and an address beneath it; a heading goes with its last line.
  with blocks as (
    select b.block, b.place, (regexp_match(b.block, '^• [^\n]*\n([^\n]*)/(questions|me/notices)/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$')) as line
    from regexp_split_to_table(o.body, '\n\n') with ordinality b (block, place)
  ), now as (
    select b.place, b.line is not null as is_line,
      case when b.line is null then b.block
        when b.line[2] = 'questions' then (
          select '• ' || q.title || E'\n' || b.line[1] || '/questions/' || q.id
          from public.questions q where q.id = b.line[3]::uuid and q.withdrawn_at is null)
        else (
          select b.block from public.notices n left join private.outbox w on w.id = n.outbox_id
          where n.id = b.line[3]::uuid and n.read_at is null and (w.id is null or private.told_is_so(w))) end as block
    from blocks b
  ), kept as (
    select n.*, lead(n.is_line) over (order by n.place) as leads from now n where n.block is not null
  )
  select array_agg(k.block order by k.place) filter (where k.is_line or k.leads
      or not exists (select from private.weekly_words h where h.heading = k.block)),
    count(*) filter (where k.is_line), (select count(*) from blocks where line is not null) into v_blocks, v_left, v_count
  from kept k;
  if v_left = v_count then v_body := array_to_string(v_blocks, E'\n\n'); return array[o.subject, v_body]; end if;
  if v_left = 0 then return null; end if;
  return array[
    coalesce(regexp_replace(o.subject, '\(\d+\)$', '(' || (substring(o.subject from '\((\d+)\)$')::integer - v_count + v_left) || ')'), o.subject),
    array_to_string(v_blocks, E'\n\n')];
end
$$;
comment on function private.lines_of_now(private.outbox) is
  'Subject and body of a weekly letter or a digest with the lines that are so by now, titles as they stand; null where none is left. Granted to nobody.';

create function private.words_of_now(o private.outbox) returns text[]
language plpgsql stable security definer set search_path = '' as $$
begin
  if o.purpose in ('weekly', 'digest') then return private.lines_of_now(o); end if;
  return case when private.told_is_so(o) then array[o.subject, o.body] end;
end
$$;
comment on function private.words_of_now(private.outbox) is 'Subject and body of a message as it may be sent now; null where it is not to be sent.';
grant execute on function private.words_of_now(private.outbox) to service_role;

create or replace function public.claim_outbox(
  p_limit integer, p_lease_seconds integer, p_channels text[], p_quiet_until timestamptz default null)
returns table (id uuid, channel text, to_address text, locale text, subject text, body text,
  unsubscribe_token text, unsubscribe_words text)
language sql volatile set search_path = '' as $$
  update private.outbox o set next_attempt_at = p_quiet_until
  where p_quiet_until is not null and o.state = 'queued' and not o.urgent and o.next_attempt_at <= now();

  with due as materialized (
    select d as message from private.outbox d
    where d.state = 'queued' and d.next_attempt_at <= now() and d.channel = any (p_channels)
    order by d.urgent desc, d.next_attempt_at limit p_limit for update skip locked
  ), read as materialized (
    select (d.message).id, private.words_of_now(d.message) as words from due d
  ), taken as (
    update private.outbox o set
      state = case when r.words is null then 'app' else 'sending' end,
      subject = coalesce(r.words[1], o.subject),
      body = coalesce(r.words[2], o.body),
      attempts = o.attempts + case when r.words is null then 0 else 1 end,
      lease_until = case when r.words is null then null else now() + make_interval(secs => p_lease_seconds) end,
      last_error = case when r.words is null then 'not so any more' else o.last_error end
    from read r where o.id = r.id
    returning o.*)
  select t.id, t.channel, t.to_address, t.locale, t.subject, t.body, t.unsubscribe_token,
    (select w.body from private.mail_texts w
     where w.key = 'unsubscribe' and w.locale = t.locale and t.unsubscribe_token is not null)
  from taken t where t.state = 'sending'
$$;
comment on function public.claim_outbox(integer, integer, text[], timestamptz) is
  'Hands up to p_limit due messages of these channels to one worker for p_lease_seconds, urgent ones first; what is not so any more is left in the app (private.words_of_now). With p_quiet_until the patient ones are put off until then.';

-- In the app -------------------------------------------------------------------------------------------

create function private.notice_leads(n public.notices) returns boolean
language plpgsql stable security definer set search_path = '' as $$
declare
  v_id uuid := substring(n.path from '^/(?:questions|questions/suggestions|guides)/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:$|/)')::uuid;
begin
  if n.path is null or v_id is null then return n.path is not null; end if;
  return case
    when n.path like '/questions/suggestions/%' then exists (select from public.post_suggestions s where s.id = v_id)
    when n.path like '/guides/%' then exists (select from private.guides g where g.id = v_id)
    -- Whoever asked is led to what became of the own question.
    else exists (select from public.questions q where q.id = v_id and (q.withdrawn_at is null or q.author_id = n.account_id)) end;
end
$$;
comment on function private.notice_leads(public.notices) is 'Whether there is a page where a notice leads: not to a question that is gone. Granted to nobody.';
comment on function private.my_notices(uuid, text) is 'Notices of the signed-in account that are older than p_after, newest first, 20 at most, in p_locale where they can be: {notices: [{id, title, text, locale, at, isNew, leads, isGone: there is no such page any more}], after}.';

create or replace function private.my_notices(p_after uuid, p_locale text) returns jsonb
language sql stable security definer set search_path = '' as $$
  with page as (
    select n from public.notices n
    where n.account_id = (select private.uid()) and (p_after is null or n.id < p_after)
    order by n.id desc limit 21
  ), shown as (select p.n from page p order by (p.n).id desc limit 20)
  select jsonb_build_object(
    'notices', coalesce((
      select jsonb_agg(private.notice_words(s.n, p_locale) || jsonb_build_object('id', (s.n).id,
        'at', (s.n).created_at, 'isNew', (s.n).read_at is null, 'leads', (s.n).path is not null,
        'isGone', (s.n).path is not null and not private.notice_leads(s.n)) order by (s.n).id desc) from shown s), '[]'),
    'after', case when (select count(*) from page) > 20 then (select (s.n).id from shown s order by (s.n).id limit 1) end)
$$;

create or replace function private.open_notice(p_notice uuid) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_notice public.notices;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  select * into v_notice from public.notices n where n.id = p_notice and n.account_id = private.uid();
  if not found then perform private.refuse('not_found', 'notice'); end if;
  if v_notice.read_at is null then
    update public.notices n set read_at = now() where n.id = p_notice;
  end if;
  return case when private.notice_leads(v_notice) then v_notice.path else '/me/notices' end;
end
$$;
