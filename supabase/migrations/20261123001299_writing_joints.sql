-- Where drafts and suggestions join the pages of the forum, the download of one's data and its erasure.

create or replace function private.question_extras(q public.questions) returns jsonb
language sql stable security definer set search_path = '' as $$
  select '{}'::jsonb || private.question_writing(q)
$$;

create or replace function public.page_ask() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'directions', private.forum_directions()) || private.own_drafts()
$$;

create or replace function public.page_my_posts(p_after uuid default null) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer()) || private.my_posts(p_after) || private.own_drafts() || private.my_suggestions()
$$;
comment on function public.page_my_posts(uuid) is 'The page of one''s own posts: {viewer, questions, next, gone, drafts, toJudge, suggested}.';

create or replace function private.export_writing(p_account uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'comments', (
      select jsonb_agg(jsonb_build_object('title', (private.post_question(c.post_id)).title, 'body', c.body,
        'locale', c.locale, 'created_at', c.created_at) order by c.id)
      from public.post_comments c where c.author_id = p_account),
    'marks', (
      select jsonb_agg(jsonb_build_object('title', (private.post_question(k.answer_id)).title, 'kind', k.kind,
        'note', k.note, 'created_at', k.created_at) order by k.id)
      from public.answer_marks k where k.account_id = p_account),
    'edits', (
      select jsonb_agg(jsonb_build_object('title', coalesce(r.title, (private.post_question(r.post_id)).title),
        'body', r.body, 'created_at', r.created_at) order by r.id)
      from public.post_revisions r where r.editor_id = p_account))
    || private.export_drafts(p_account) || private.export_suggestions(p_account)
$$;
comment on function private.export_writing(uuid) is 'What an account wrote around questions and answers: {comments, marks, edits, drafts, suggestions, judged_suggestions}; null or missing where there is nothing. Granted to nobody.';

create or replace function private.erase_forum(p_account uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform from public.questions q
  where q.author_id = p_account or q.id in (select w.question_id from public.answers w where w.author_id = p_account)
  order by q.id for no key update;
  perform from public.answers w where w.author_id = p_account order by w.id for no key update;
  perform private.reverse_events(array(
    select e from public.answers w, unnest(private.live_events(null, w.id)) e where w.author_id = p_account
    union
    -- Questions go when nobody else answered them.
    select e from public.questions q, unnest(private.live_events(q.id, null)) e
    where q.author_id = p_account
      and not exists (select from public.answers w where w.question_id = q.id and w.author_id is distinct from p_account)),
    'withdrawn', now());
  -- Counted again for the moment, so that removing them can count them off like all others.
  with back as (
    update public.answers w set withdrawn_at = null, withdrawn_for = null where w.author_id = p_account and w.withdrawn_at is not null returning w.question_id),
  more as (select b.question_id, count(*)::integer as n from back b group by 1)
  update public.questions q set answer_count = q.answer_count + m.n from more m where q.id = m.question_id;
  perform private.erase_suggestions(p_account);
  perform private.erase_forum_words(p_account);
end
$$;
