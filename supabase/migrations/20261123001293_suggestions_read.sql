-- Where suggestions are read: their own page, one's own posts, the history of a post; and what one may do there.

create function private.suggestion_card(s public.post_suggestions) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  q public.questions := private.post_question(s.post_id);
begin
  return jsonb_build_object('id', s.id, 'title', q.title, 'locale', q.locale,
    'kind', case when s.answer_id is null then 'question' else 'answer' end,
    'state', s.state, 'reason', s.reason, 'createdAt', s.created_at);
end
$$;
comment on function private.suggestion_card(public.post_suggestions) is 'A suggestion in a list: {id, title, locale, kind, state, reason, createdAt}. Granted to nobody.';

create function private.my_suggestions() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_me uuid := private.uid();
  v_is_reviewer boolean := private.forum_may(v_me, 'review') or private.has_role('moderator')
    or private.has_role('coordinator') or private.has_role('officer');
begin
  if v_me is null then return '{}'; end if;
  return jsonb_build_object(
    'toJudge', coalesce((
      select jsonb_agg(private.suggestion_card(x.s) order by x.at) from (
        select s, s.created_at as at from public.post_suggestions s
        where s.state = 'open' and (
          s.question_id in (select q.id from public.questions q where q.author_id = v_me)
          or s.answer_id in (select a.id from public.answers a where a.author_id = v_me)
          or v_is_reviewer) and private.judges_suggestion(s)
        order by s.created_at limit 20) x), '[]'),
    'suggested', coalesce((
      select jsonb_agg(private.suggestion_card(x.s) order by x.at desc) from (
        select s, s.created_at as at from public.post_suggestions s
        where s.author_id = v_me and (private.post_question(s.post_id)).id is not null
        order by s.created_at desc limit 20) x), '[]'));
end
$$;
comment on function private.my_suggestions() is 'What waits for the viewer''s word, oldest first, and what they suggested themselves, newest first, 20 each: {toJudge, suggested}; nothing for visitors.';
grant execute on function private.my_suggestions() to anon, authenticated;

create function private.read_suggest(p_post uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('post', private.words_to_edit(p_post),
    'act', case when private.forum_may(me.id, 'review') then 'apply' when private.forum_may(me.id, 'edit') then 'suggest' end)
  from (select private.uid() as id offset 0) me
  where me.id is not null and (private.post_question(p_post)).id is not null
    and private.post_author_id(p_post) is distinct from me.id
$$;
comment on function private.read_suggest(uuid) is 'Somebody else''s post as one may mend it: {post, act: apply | suggest | null}; null for one''s own and for what is gone.';
create function public.page_suggest(p_post uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer()) || coalesce(private.read_suggest(p_post), '{"post": null}')
$$;
comment on function public.page_suggest(uuid) is 'The form in which one mends somebody else''s post: {viewer, post, act}; post is null where there is nothing to mend.';

create function private.read_suggestion(p_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_me uuid := private.uid();
  s public.post_suggestions;
  q public.questions;
  v_now jsonb;
  v_base public.post_revisions;
begin
  select * into s from public.post_suggestions w where w.id = p_id;
  q := private.post_question(s.post_id);
  if q.id is null or v_me is null or s.author_id is distinct from v_me and not private.judges_suggestion(s) then return null; end if;
  v_now := private.words_to_edit(s.post_id);
  select * into v_base from public.post_revisions r where r.post_id = s.post_id and r.number = s.base;
  return private.suggestion_card(s) || jsonb_build_object(
    'question', q.id, 'post', s.post_id, 'locale', v_now ->> 'locale',
    'by', private.post_author(s.author_id, q),
    'declineReason', s.decline_reason,
    'mayJudge', s.state = 'open' and private.judges_suggestion(s),
    'isConflict', s.state = 'open' and s.base <> (v_now ->> 'revision')::integer,
    -- What it changes; the words of now where those of then are gone.
    'base', jsonb_build_object('title', coalesce(v_base.title, v_now ->> 'title'), 'body', coalesce(v_base.body, v_now ->> 'body')),
    'words', jsonb_build_object('title', s.title, 'body', s.body),
    'now', jsonb_build_object('title', v_now ->> 'title', 'body', v_now ->> 'body'));
end
$$;
comment on function private.read_suggestion(uuid) is
  'A suggestion with the words it began with, its own, and those of now: suggestion_card and {question, post, by, declineReason, mayJudge, isConflict, base, words, now}. Null for everybody but whoever suggested it and whoever judges it.';
create function public.page_suggestion(p_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'suggestion', private.read_suggestion(p_id))
$$;
comment on function public.page_suggestion(uuid) is 'The page of a suggestion: {viewer, suggestion}; null for everybody whom it does not concern.';
grant execute on function private.read_suggest(uuid), public.page_suggest(uuid), private.read_suggestion(uuid), public.page_suggestion(uuid)
  to anon, authenticated;

create or replace function private.read_history(p_post uuid, p_before integer) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  q public.questions := private.post_question(p_post);
begin
  -- A number that somebody took out of their text again is not laid before the whole world.
  if private.my_person() is null and not private.is_staff() and not private.has_role('moderator') then return null; end if;
  if q.id is null then return null; end if;
  return jsonb_build_object(
    'question', jsonb_build_object('id', q.id, 'title', q.title, 'locale', q.locale),
    'post', coalesce(
      (select jsonb_build_object('id', a.id, 'revision', a.revision, 'locale', a.locale) || private.post_author(a.author_id, q)
       from public.answers a where a.id = p_post),
      jsonb_build_object('id', q.id, 'revision', q.revision, 'locale', q.locale) || private.post_author(q.author_id, q)),
    -- One more than is shown: the last is what the one before it is compared with.
    'revisions', coalesce((
      select jsonb_agg(jsonb_build_object('number', r.number, 'title', r.title, 'body', r.body,
        'restores', r.restores, 'createdAt', r.created_at, 'suggested', (
          select jsonb_build_object('reason', s.reason, 'by', private.post_author(r.editor_id, q),
            'acceptedBy', case when s.decided_by is distinct from s.author_id then private.post_author(s.decided_by, q) end)
          from public.post_suggestions s where s.id = r.suggestion_id)) order by r.number desc)
      from (select * from public.post_revisions w
            where w.post_id = p_post and (p_before is null or w.number < p_before)
            order by w.number desc limit 6) r), '[]'));
end
$$;
comment on function private.read_history(uuid, integer) is
  'The wordings of a post before number p_before, newest first, five and the one below them: {question, post, revisions}; a revision that others wrote says who, why and who let it in (suggested). Null for an unknown post, and for whoever is neither an alumnus nor staff.';

create function private.question_writing(q public.questions) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_me uuid := private.uid();
  v_votes_down boolean;
begin
  -- Most readers are visitors: nothing is asked for them.
  if v_me is null then return '{}'; end if;
  v_votes_down := private.forum_may(v_me, 'vote_down');
  return jsonb_build_object('drafts', private.my_drafts(q.id), 'may', jsonb_build_object(
    'voteDown', v_votes_down, 'edit', v_votes_down and private.forum_may(v_me, 'edit')));
end
$$;
comment on function private.question_writing(public.questions) is 'The drafts in which the viewer began to answer a question, and which buttons of its page are of use to them: {drafts, may: {voteDown, edit}}; nothing for visitors. Granted to nobody.';

-- A comment lands on the page on which it stands.
create function private.comment_page(p_comment uuid) returns uuid
language sql stable security definer set search_path = '' as $$
  select case when n.before >= 50 then (
    select w.id from public.post_comments w where w.post_id = c.post_id and w.id < c.id
    order by w.id offset (n.before / 50) * 50 - 1 limit 1) end
  from public.post_comments c
  cross join lateral (select count(*)::integer as before from public.post_comments w where w.post_id = c.post_id and w.id < c.id) n
  where c.id = p_comment
$$;
create function public.comment_page(p_comment uuid) returns uuid
language sql stable set search_path = '' as $$ select private.comment_page(p_comment) $$;
comment on function public.comment_page(uuid) is 'After which comment the page begins that a comment stands on, as page_comments takes it; null on the first page.';
grant execute on function private.comment_page(uuid), public.comment_page(uuid) to authenticated;

-- Leaving -------------------------------------------------------------------------------------------------

create function private.export_suggestions(p_account uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_strip_nulls(jsonb_build_object(
    'suggestions', (
      select jsonb_agg(jsonb_build_object('title', coalesce(s.title, (private.post_question(s.post_id)).title), 'body', s.body,
        'why', s.reason, 'verdict', s.state, 'answer', s.decline_reason, 'created_at', s.created_at) order by s.id)
      from public.post_suggestions s where s.author_id = p_account),
    'judged_suggestions', (
      select jsonb_agg(jsonb_build_object('title', (private.post_question(s.post_id)).title, 'verdict', s.state,
        'answer', s.decline_reason, 'decided_at', s.decided_at) order by s.id)
      from public.post_suggestions s where s.decided_by = p_account and s.author_id is distinct from p_account)))
$$;
comment on function private.export_suggestions(uuid) is 'What an account suggested, and what it decided about suggestions of others: {suggestions, judged_suggestions}; empty where there is nothing. Granted to nobody.';

create function private.erase_suggestions(p_account uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from public.post_suggestions s where s.author_id = p_account;
  update public.post_suggestions s set decline_reason = null where s.decided_by = p_account;
  -- Other people's edits of a text hold the text.
  delete from public.post_suggestions s
  where s.question_id in (select q.id from public.questions q where q.author_id = p_account);
  delete from public.post_revisions r
  where r.question_id in (select q.id from public.questions q where q.author_id = p_account);
end
$$;
comment on function private.erase_suggestions(uuid) is 'Takes an account''s suggestions and reasons out, and what others made of its questions; answers go as a whole. Granted to nobody.';
