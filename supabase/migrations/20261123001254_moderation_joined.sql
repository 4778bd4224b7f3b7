-- Moderation on the pages of the forum, in the limits of a day, and in what a person takes along.

create function private.question_moderation(q public.questions) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_me uuid := private.uid();
begin
  if v_me is null then return '{}'; end if;
  return jsonb_strip_nulls(jsonb_build_object(
    'silence', (select jsonb_build_object('kind', r.kind, 'until', r.until) from private.forum_restriction(v_me) r where r.id is not null),
    'mayReveal', case when q.is_anonymous and q.author_id <> v_me and private.may_reveal(q) then true end,
    -- What the reader wrote here and others do not see.
    'waiting', (
      select jsonb_agg(jsonb_build_object('id', p.id, 'kind', p.kind, 'body', p.body, 'locale', p.locale, 'withdrawnFor', p.withdrawn_for) order by p.id)
      from (
        select a.id from public.answers a where a.question_id = q.id and a.author_id = v_me and a.withdrawn_for <> 'author'
        union all
        select c.id from public.post_comments c
        where c.author_id = v_me and c.withdrawn_for <> 'author'
          and (c.question_id = q.id or c.answer_id in (select a.id from public.answers a where a.question_id = q.id))) w
      cross join private.any_post(w.id) p)));
end
$$;
comment on function private.question_moderation(public.questions) is 'What moderation adds to a question for the signed-in reader: {silence?, mayReveal?, waiting?}; nothing for visitors. Granted to nobody.';

create function private.may_reveal(q public.questions) returns boolean
language sql stable security definer set search_path = '' as $$
  -- An officer answers for the people of the own region.
  select coalesce((
    select private.moderates(p.region_code, q.locale) from public.accounts a join public.persons p on p.id = a.person_id where a.id = q.author_id), false)
$$;
comment on function private.may_reveal(public.questions) is 'Whether the caller may learn who asked. Granted to nobody.';

create or replace function private.reveal_asker(p_question uuid, p_reason text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_question public.questions;
  v_reason text := private.clean_line(left(p_reason, 1000));
  v_person public.persons;
begin
  select * into v_question from public.questions q where q.id = p_question;
  select p.* into v_person from public.accounts a join public.persons p on p.id = a.person_id where a.id = v_question.author_id;
  -- Whoever may not look is told nothing.
  if v_person.id is null or not v_question.is_anonymous or not private.may_reveal(v_question) then perform private.refuse('not_found', 'question'); end if;
  if length(v_reason) not between 10 and 300 then perform private.refuse('invalid', 'reason'); end if;
  perform private.audit('reveal_asker', 'person', v_person.id, v_person.region_code,
    jsonb_build_object('question', p_question, 'reason', v_reason));
  perform private.log_moderation('revealed',
    (select c.id from private.moderation_cases c where c.post_id = p_question order by c.id desc limit 1), v_question.author_id, v_question.region_code, v_question.locale, null, v_reason);
  return jsonb_build_object('name', private.public_name(v_question.author_id), 'person', v_person.id);
end
$$;
create function private.read_reveal(p_question uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('id', q.id, 'title', q.title, 'locale', q.locale, 'stands', q.withdrawn_at is null)
  from public.questions q where q.id = p_question and q.is_anonymous and q.author_id <> private.uid() and private.may_reveal(q)
$$;
create function public.page_reveal(p_question uuid) returns jsonb
language sql stable set search_path = '' as $$
  select case when private.viewer() is null then '{"viewer": null}'::jsonb
    when found.question is not null then jsonb_build_object('viewer', private.viewer(), 'question', found.question) end
  from (select private.read_reveal(p_question) as question offset 0) found
$$;
comment on function public.page_reveal(uuid) is 'Before it is told who asked without a name: {viewer, question}; null for whoever may not learn it.';
grant execute on function private.read_reveal(uuid), public.page_reveal(uuid) to anon, authenticated;

-- Comments: nothing that is withdrawn, but to its author below.
create or replace function private.read_comments(p_post uuid, p_after uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  q public.questions := private.post_question(p_post);
  v_me uuid := private.uid();
  v_page public.post_comments[];
begin
  if q.id is null then return null; end if;
  v_page := array(
    select c from public.post_comments c where c.post_id = p_post and c.withdrawn_at is null and (p_after is null or c.id > p_after)
    order by c.id limit 51);
  return jsonb_build_object(
    'question', jsonb_build_object('id', q.id, 'title', q.title, 'locale', q.locale),
    'post', coalesce(
      (select jsonb_build_object('id', a.id, 'body', a.body, 'locale', a.locale) || private.post_author(a.author_id, q)
       from public.answers a where a.id = p_post),
      jsonb_build_object('id', q.id, 'body', q.body, 'locale', q.locale) || private.post_author(q.author_id, q)),
    'comments', coalesce((
      select jsonb_agg(private.shown_comment(c, q) order by c.id) from unnest(v_page[:50]) c), '[]'),
    'next', case when cardinality(v_page) > 50 then v_page[50].id end,
    'waiting', case when v_me is not null then (
      select jsonb_agg(jsonb_build_object('id', c.id, 'kind', 'comment', 'body', c.body, 'locale', c.locale, 'withdrawnFor', c.withdrawn_for) order by c.id)
      from public.post_comments c where c.post_id = p_post and c.author_id = v_me and c.withdrawn_for <> 'author') end);
end
$$;
comment on function private.read_comments(uuid, uuid) is 'A post with its comments after p_after, oldest first, 50 at most: {question, post, comments, next, waiting: the reader''s own that others do not see}; null for an unknown post.';

-- Limits of a day --------------------------------------------------------------------------------------

create or replace function private.forum_limit(p_account uuid, p_act text) returns integer
language sql stable security definer set search_path = '' as $$
  select (case p_act when 'question' then array[10, 20, 40] when 'answer' then array[20, 60, 150]
    when 'comment' then array[20, 60, 150] when 'vote' then array[40, 100, 200]
    when 'edit' then array[30, 100, 200] when 'mark' then array[40, 100, 200] when 'flag' then array[10, 30, 60] end)[
    case when x.reputation >= 250 or (x.reputation >= 50 and x.days >= 30) then 3
      when x.reputation >= 50 or x.days >= 14 then 2 else 1 end]
  from (
    select coalesce(f.reputation, 1) as reputation, extract(day from now() - a.created_at) as days
    from public.accounts a left join public.forum_profiles f on f.account_id = a.id where a.id = p_account) x
$$;
comment on function private.forum_limit(uuid, text) is
  'How many questions, answers, comments, votes, edits, marks or flags (question, answer, comment, vote, edit, mark, flag) a day of Asia/Almaty: least for a newcomer, more from 50 points or after 14 days, most from 250 points or from 50 after 30 days. Granted to nobody.';

create or replace function private.keep_forum_limit() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := private.uid();
  v_row jsonb := to_jsonb(new);
  v_midnight timestamptz := private.today()::timestamp at time zone 'Asia/Almaty';
  v_done integer;
begin
  -- Only what people do themselves: seeds and repairs act for others.
  if v_me is null or v_me::text is distinct from coalesce(v_row ->> 'voter_id', v_row ->> 'author_id', v_row ->> 'editor_id', v_row ->> 'account_id') then return new; end if;
  v_done := case tg_argv[0]
    when 'vote' then (select count(*) from public.votes v where v.voter_id = v_me and v.created_at >= v_midnight)
    when 'question' then (select count(*) from public.questions q where q.author_id = v_me and q.created_at >= v_midnight)
    when 'answer' then (select count(*) from public.answers a where a.author_id = v_me and a.created_at >= v_midnight)
    when 'comment' then (select count(*) from public.post_comments c where c.author_id = v_me and c.created_at >= v_midnight)
    -- The first revision is the text as it was asked.
    when 'edit' then (select count(*) from public.post_revisions r where r.editor_id = v_me and r.number > 1 and r.created_at >= v_midnight)
    when 'mark' then (select count(*) from public.answer_marks k where k.account_id = v_me and k.created_at >= v_midnight)
    when 'flag' then (select count(*) from private.post_flags f where f.account_id = v_me and f.created_at >= v_midnight) end;
  if v_done >= private.forum_limit(v_me, tg_argv[0]) then perform private.refuse('too_many', tg_argv[0] || '_today'); end if;
  return new;
end
$$;
comment on function private.keep_forum_limit() is 'Refuses too_many question_today, answer_today, comment_today, vote_today, edit_today, mark_today, flag_today beyond private.forum_limit.';
create trigger post_comments_keep_limit before insert on public.post_comments for each row execute function private.keep_forum_limit('comment');
create trigger post_revisions_keep_limit before insert on public.post_revisions for each row
  when (new.number > 1) execute function private.keep_forum_limit('edit');
create trigger answer_marks_keep_limit before insert on public.answer_marks for each row execute function private.keep_forum_limit('mark');
create trigger post_flags_keep_limit before insert on private.post_flags for each row execute function private.keep_forum_limit('flag');

-- Taking along -----------------------------------------------------------------------------------------

create function private.export_moderation(p_account uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_strip_nulls(jsonb_build_object(
    'flags', (
      select jsonb_agg(jsonb_build_object('reason', f.reason, 'note', f.note, 'created_at', f.created_at) order by f.id)
      from private.post_flags f where f.account_id = p_account),
    'moderation', (
      select jsonb_agg(jsonb_build_object('title', (p.question).title, 'why', c.why, 'state', c.state,
        'reason', c.reason, 'note', c.note, 'created_at', c.created_at, 'decided_at', c.decided_at) order by c.id)
      from private.moderation_cases c cross join private.any_post(c.post_id) p where c.author_id = p_account),
    'moderation_log', (
      select jsonb_agg(jsonb_build_object('act', l.act, 'by_me', l.actor_id is not distinct from p_account, 'reason', l.reason,
        -- What is noted of others is theirs.
        'note', case when l.subject_id = p_account then l.note end, 'created_at', l.at) order by l.id)
      from private.moderation_log l where p_account in (l.subject_id, l.actor_id)),
    'forum_restrictions', (
      select jsonb_agg(jsonb_build_object('kind', r.kind, 'reason', r.reason, 'created_at', r.created_at, 'until', r.until, 'lifted_at', r.lifted_at) order by r.id)
      from private.forum_restrictions r where r.account_id = p_account),
    'appeals', (
      select jsonb_agg(jsonb_build_object('words', a.words, 'state', a.state, 'answer', a.answer, 'created_at', a.created_at) order by a.id)
      from private.appeals a where a.account_id = p_account),
    'moderator_for', (
      select jsonb_agg(jsonb_build_object('region', s.region_code, 'locale', s.locale, 'created_at', s.appointed_at, 'until', s.revoked_at) order by s.id)
      from private.moderator_scopes s where s.account_id = p_account)))
$$;
comment on function private.export_moderation(uuid) is 'What moderation knows of an account: {flags, moderation, moderation_log, forum_restrictions, appeals, moderator_for}. Granted to nobody.';

