-- Leaving the forum, and taking along what was written around questions and answers.

create function private.export_writing(p_account uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'comments', (
      select jsonb_agg(jsonb_build_object('title', (private.post_question(c.post_id)).title, 'body', c.body,
        'locale', c.locale, 'created_at', c.created_at) order by c.id)
      from public.post_comments c where c.author_id = p_account),
    'edits', (
      select jsonb_agg(jsonb_build_object('title', coalesce(r.title, (private.post_question(r.post_id)).title),
        'body', r.body, 'created_at', r.created_at) order by r.id)
      from public.post_revisions r where r.editor_id = p_account))
$$;
comment on function private.export_writing(uuid) is 'What an account wrote around questions and answers: {comments, edits}; null where there is nothing. Granted to nobody.';

create or replace function private.export_me() returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_uid uuid := private.uid();
  v_person uuid := private.my_person();
begin
  if v_uid is null then perform private.refuse('forbidden', 'sign_in'); end if;
  -- Two downloads at once count one after the other.
  perform 1 from public.accounts a where a.id = v_uid for update;
  if private.export_wait() > 0 then perform private.refuse('too_many', private.export_wait()::text); end if;
  perform private.audit('export_data', 'account', v_uid);
  return jsonb_build_object('exported_at', now()) || private.export_person(v_person)
    || private.export_account(v_uid, v_person) || private.export_contact_life(v_uid, v_person)
    || private.export_merges(v_person) || private.export_words(v_person) || private.export_claims(v_uid, v_person)
    || private.export_talk(v_person) || private.export_notices(v_uid) || private.export_writing(v_uid);
end
$$;

create or replace function private.erase_forum(p_account uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- The order of locks in the forum: questions before answers.
  perform from public.questions q
  where q.author_id = p_account or q.id in (select w.question_id from public.answers w where w.author_id = p_account)
  order by q.id for no key update;
  with gone as (
    delete from public.answers w where w.author_id = p_account returning w.question_id),
  fewer as (select g.question_id, count(*)::integer as n from gone g group by g.question_id)
  update public.questions q set answer_count = q.answer_count - f.n from fewer f where q.id = f.question_id;
  delete from public.questions q
  where q.author_id = p_account and not exists (select from public.answers w where w.question_id = q.id);
  delete from public.post_comments c where c.author_id = p_account;
  -- Earlier wordings are words, too.
  delete from public.post_revisions r where r.editor_id = p_account;
  -- What others answered is theirs and stays: under a question that says nothing of the asker.
  update public.questions q set body = '', region_code = null, revision = 1, edited_at = null, title = case q.locale
    when 'kk' then 'Сұрақты авторы жойды' when 'ru' then 'Автор удалил вопрос' else 'Removed by the author' end
  where q.author_id = p_account;
end
$$;
