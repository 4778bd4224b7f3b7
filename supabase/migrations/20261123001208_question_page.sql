-- The page of a question with all that stands around its texts.

create function private.post_parts(p_post uuid, p_author uuid, p_edited timestamptz, q public.questions) returns jsonb
language sql stable security definer set search_path = '' as $$
  select private.post_author(p_author, q) || private.last_comments(p_post, q) || jsonb_build_object('editedAt', p_edited)
$$;
comment on function private.post_parts(uuid, uuid, timestamptz, public.questions) is 'What stands around the text of a question or an answer: whose it is, when it was edited, its newest comments. Granted to nobody.';

create or replace function private.read_question(p_id uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select private.question_card(q) || private.post_parts(q.id, q.author_id, q.edited_at, q) || jsonb_build_object(
    'body', q.body,
    'myVote', coalesce((select v.value from public.votes v where v.voter_id = me.id and v.question_id = q.id), 0),
    'answers', coalesce((
      select jsonb_agg(private.post_parts(a.id, a.author_id, a.edited_at, q) || jsonb_build_object(
        'id', a.id, 'body', a.body, 'locale', a.locale, 'score', a.score, 'createdAt', a.created_at,
        'isAccepted', a.id = q.accepted_answer_id,
        'myVote', coalesce((select v.value from public.votes v where v.voter_id = me.id and v.answer_id = a.id), 0))
        order by (a.id = q.accepted_answer_id) desc nulls last, a.score desc, a.created_at, a.id)
      from (select * from public.answers w where w.question_id = q.id
            order by (w.id = q.accepted_answer_id) desc nulls last, w.score desc, w.created_at, w.id limit 200) a), '[]'))
  from public.questions q, (select private.uid() as id) me
  where q.id = p_id
$$;
