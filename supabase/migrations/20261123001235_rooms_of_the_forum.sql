-- What the rooms of the forum say together of a post that is gone, and of an account that leaves.

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
      from (select * from public.answers w where w.question_id = q.id and w.withdrawn_at is null
            order by (w.id = q.accepted_answer_id) desc nulls last, w.score desc, w.created_at, w.id limit 200) a), '[]'))
  from public.questions q, (select private.uid() as id) me
  where q.id = p_id and q.withdrawn_at is null
$$;

create or replace function private.erase_forum(p_account uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_questions uuid[];
begin
  -- The order of locks in the forum: questions, answers, then all profiles at once.
  perform from public.questions q
  where q.author_id = p_account or q.id in (select w.question_id from public.answers w where w.author_id = p_account)
  order by q.id for no key update;
  perform from public.answers w where w.author_id = p_account order by w.id for no key update;
  v_questions := array(
    select q.id from public.questions q where q.author_id = p_account
      and not exists (select from public.answers w where w.question_id = q.id and w.author_id is distinct from p_account));
  perform private.reverse_events(array(
    select e from public.answers w, unnest(private.live_events(null, w.id)) e where w.author_id = p_account
    union
    select e from unnest(v_questions) q, unnest(private.live_events(q, null)) e), 'withdrawn', now());
  with gone as (
    delete from public.answers w where w.author_id = p_account returning w.question_id, w.withdrawn_at),
  fewer as (select g.question_id, count(*)::integer as n from gone g where g.withdrawn_at is null group by g.question_id)
  update public.questions q set answer_count = q.answer_count - f.n from fewer f where q.id = f.question_id;
  delete from public.questions q where q.id = any (v_questions);
  delete from public.post_comments c where c.author_id = p_account;
  -- Earlier wordings are words, too.
  delete from public.post_revisions r where r.editor_id = p_account;
  -- What others answered is theirs and stays: under a question that says nothing of the asker.
  update public.questions q set body = '', region_code = null, revision = 1, edited_at = null, title = case q.locale
    when 'kk' then 'Сұрақты авторы жойды' when 'ru' then 'Автор удалил вопрос' else 'Removed by the author' end
  where q.author_id = p_account;
end
$$;
