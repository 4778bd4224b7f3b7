-- Photos and marks on the page of a question, in the form of an edit, and in the download of one's data.

create or replace function private.post_parts(p_post uuid, p_author uuid, p_edited timestamptz, q public.questions) returns jsonb
language sql stable security definer set search_path = '' as $$
  select private.post_author(p_author, q) || private.last_comments(p_post, q) || jsonb_build_object('editedAt', p_edited, 'photo', private.post_photo(p_post))
$$;
comment on function private.post_parts(uuid, uuid, timestamptz, public.questions) is 'What stands around the text of a question or an answer: whose it is, when it was edited, its photo and its newest comments. Granted to nobody.';

create or replace function private.read_question(p_id uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select private.question_card(q) || private.post_parts(q.id, q.author_id, q.edited_at, q) || jsonb_build_object(
    'body', q.body,
    'myVote', coalesce((select v.value from public.votes v where v.voter_id = me.id and v.question_id = q.id), 0),
    'answers', coalesce((
      select jsonb_agg(private.post_parts(a.id, a.author_id, a.edited_at, q) || jsonb_build_object(
        'id', a.id, 'body', a.body, 'locale', a.locale, 'score', a.score, 'createdAt', a.created_at,
        'isAccepted', a.id = q.accepted_answer_id, 'marks', private.marks_of(a.id),
        'myVote', coalesce((select v.value from public.votes v where v.voter_id = me.id and v.answer_id = a.id), 0))
        order by (a.id = q.accepted_answer_id) desc nulls last, a.score desc, a.created_at, a.id)
      from (select * from public.answers w where w.question_id = q.id and w.withdrawn_at is null
            order by (w.id = q.accepted_answer_id) desc nulls last, w.score desc, w.created_at, w.id limit 200) a), '[]'))
  from public.questions q, (select private.uid() as id) me
  where q.id = p_id and q.withdrawn_at is null
$$;

create or replace function public.page_edit_post(p_post uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'post', private.read_edit(p_post), 'photo', private.post_photo(p_post))
$$;
comment on function public.page_edit_post(uuid) is 'The form for an edit: {viewer, post, photo}; post is null for everybody but its author.';

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
$$;
comment on function private.export_writing(uuid) is 'What an account wrote around questions and answers: {comments, marks, edits}; null where there is nothing. Granted to nobody.';
