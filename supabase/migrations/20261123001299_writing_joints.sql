-- Where drafts and suggestions join the pages of the forum, the download of one's data and its erasure.

create or replace function private.question_extras(q public.questions) returns jsonb
language sql stable security definer set search_path = '' as $$
  select '{}'::jsonb || private.question_drafts(q)
$$;

create or replace function public.page_ask() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'directions', private.forum_directions()) || private.own_drafts()
$$;

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
      from public.post_revisions r where r.editor_id = p_account)) || private.export_drafts(p_account)
$$;
