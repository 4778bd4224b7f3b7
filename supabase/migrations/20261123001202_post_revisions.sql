-- Questions and answers may be mended by their author; what stood before stays readable and can be brought back.

alter table public.questions
  add column revision integer not null default 1 check (revision >= 1),
  add column edited_at timestamptz;
alter table public.answers
  add column revision integer not null default 1 check (revision >= 1),
  add column edited_at timestamptz;
comment on column public.questions.revision is 'Counts the edits, from 1; an edit names the one it began with, so that nobody overwrites what they have not read.';
comment on column public.questions.edited_at is 'When title or body last changed; null when never.';
comment on column public.answers.revision is 'As in questions.';
comment on column public.answers.edited_at is 'As in questions.';

create table public.post_revisions (
  id uuid primary key default private.uuid_v7(),
  question_id uuid references public.questions (id) on delete cascade,
  answer_id uuid references public.answers (id) on delete cascade,
  post_id uuid not null generated always as (coalesce(answer_id, question_id)) stored,
  number integer not null check (number >= 1),
  title text,
  body text not null,
  editor_id uuid references public.accounts (id) on delete set null,
  restores integer check (restores < number),
  created_at timestamptz not null default now(),
  check (num_nonnulls(question_id, answer_id) = 1),
  check ((title is null) = (question_id is null)),
  unique (post_id, number)
);
alter table public.post_revisions enable row level security;
create index post_revisions_question_id_idx on public.post_revisions (question_id);
create index post_revisions_answer_id_idx on public.post_revisions (answer_id);
create index post_revisions_editor_id_idx on public.post_revisions (editor_id, created_at desc);
create policy post_revisions_read on public.post_revisions for select to authenticated
  using (editor_id = (select private.uid()));
grant select (id, question_id, answer_id, number, title, body, restores, created_at) on public.post_revisions to authenticated;
comment on table public.post_revisions is 'Every wording of a question or an answer that was ever edited, appended only; without rows while there is one wording. Read through page_history.';
comment on column public.post_revisions.restores is 'The earlier number whose words this one brought back.';

create function private.append_revision(
  p_post uuid, p_base integer, p_title text, p_body text, p_restores integer default null)
returns uuid language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := private.require_alumnus();
  v_question public.questions;
  v_answer public.answers;
  v_base integer;
begin
  select * into v_answer from public.answers a where a.id = p_post and a.author_id = v_me for no key update;
  if v_answer.id is null then
    select * into v_question from public.questions q where q.id = p_post and q.author_id = v_me for no key update;
    if v_question.id is null then perform private.refuse('not_found', 'post'); end if;
  end if;
  v_base := coalesce(v_answer.revision, v_question.revision);
  -- The same form sent twice, or nothing changed: there is nothing to append.
  if p_body = coalesce(v_answer.body, v_question.body) and (v_answer.id is not null or p_title = v_question.title) then
    return coalesce(v_answer.question_id, v_question.id);
  end if;
  if p_base is distinct from v_base then perform private.refuse('conflict', 'revision'); end if;
  if (select count(*) from public.post_revisions r
      where r.editor_id = v_me and r.created_at > now() - interval '1 hour') >= 40 then
    perform private.refuse('too_many', '3600');
  end if;
  if v_base = 1 then
    insert into public.post_revisions (question_id, answer_id, number, title, body, editor_id, created_at)
    values (v_question.id, v_answer.id, 1, v_question.title, coalesce(v_answer.body, v_question.body), v_me,
      coalesce(v_answer.created_at, v_question.created_at));
  end if;
  insert into public.post_revisions (question_id, answer_id, number, title, body, editor_id, restores)
  values (v_question.id, v_answer.id, v_base + 1, case when v_answer.id is null then p_title end, p_body, v_me, p_restores);
  if v_answer.id is not null then
    update public.answers set body = p_body, revision = v_base + 1, edited_at = now() where id = p_post;
    return v_answer.question_id;
  end if;
  update public.questions set title = p_title, body = p_body, revision = v_base + 1, edited_at = now() where id = p_post;
  return v_question.id;
end
$$;
comment on function private.append_revision(uuid, integer, text, text, integer) is
  'New words for one''s own post, on top of revision p_base; returns the question. Granted to nobody: words come in through edit_post and restore_revision.';

create function private.edit_post(p_post uuid, p_base integer, p_title text, p_body text) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_is_question boolean := exists (select from public.questions q where q.id = p_post);
  v_title text;
  v_body text;
begin
  perform private.require_alumnus();
  if length(p_title) > 1000 then perform private.refuse('invalid', 'title'); end if;
  if length(p_body) > 20000 then perform private.refuse('invalid', 'body'); end if;
  v_title := private.clean_line(p_title);
  v_body := private.clean_text(p_body);
  if v_is_question and length(v_title) not between 10 and 150 then perform private.refuse('invalid', 'title'); end if;
  if length(v_body) > 10000 or not v_is_question and length(v_body) < 2 then perform private.refuse('invalid', 'body'); end if;
  return private.append_revision(p_post, p_base, v_title, v_body);
end
$$;
create function public.edit_post(p_post uuid, p_base integer, p_title text, p_body text) returns uuid
language sql volatile set search_path = '' as $$ select private.edit_post(p_post, p_base, p_title, p_body) $$;
comment on function public.edit_post(uuid, integer, text, text) is
  'Changes the words of one''s own question or answer (which has no title); p_base is the revision that was read. Returns the question. At most 40 an hour. Refuses forbidden: sign_in, record; not_found; conflict: revision; invalid: title, body; too_many.';

create function private.restore_revision(p_post uuid, p_base integer, p_number integer) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_old public.post_revisions;
begin
  select * into v_old from public.post_revisions r where r.post_id = p_post and r.number = p_number;
  if v_old.id is null then perform private.refuse('not_found', 'revision'); end if;
  return private.append_revision(p_post, p_base, v_old.title, v_old.body, p_number);
end
$$;
create function public.restore_revision(p_post uuid, p_base integer, p_number integer) returns uuid
language sql volatile set search_path = '' as $$ select private.restore_revision(p_post, p_base, p_number) $$;
comment on function public.restore_revision(uuid, integer, integer) is
  'Brings back the words of an earlier revision of one''s own post, as a new revision on top of p_base. Returns the question. Refuses as edit_post.';
grant execute on function private.edit_post(uuid, integer, text, text), public.edit_post(uuid, integer, text, text),
  private.restore_revision(uuid, integer, integer), public.restore_revision(uuid, integer, integer) to authenticated;

create function private.read_edit(p_post uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('id', a.id, 'question', a.question_id, 'body', a.body, 'locale', a.locale, 'revision', a.revision)
  from public.answers a where a.id = p_post and a.author_id = (select private.uid())
  union all
  select jsonb_build_object('id', q.id, 'question', q.id, 'title', q.title, 'body', q.body, 'locale', q.locale, 'revision', q.revision)
  from public.questions q where q.id = p_post and q.author_id = (select private.uid())
$$;
comment on function private.read_edit(uuid) is 'One''s own question or answer as it is edited: {id, question, title?, body, locale, revision}; null for whatever is not one''s own.';
create function public.page_edit_post(p_post uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'post', private.read_edit(p_post))
$$;
comment on function public.page_edit_post(uuid) is 'The form for an edit: {viewer, post}; post is null for everybody but its author.';

create function private.read_history(p_post uuid, p_before integer) returns jsonb
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
        'restores', r.restores, 'createdAt', r.created_at) order by r.number desc)
      from (select * from public.post_revisions w
            where w.post_id = p_post and (p_before is null or w.number < p_before)
            order by w.number desc limit 6) r), '[]'));
end
$$;
comment on function private.read_history(uuid, integer) is
  'The wordings of a post before number p_before, newest first, five and the one below them: {question, post, revisions}. Null for an unknown post, and for whoever is neither an alumnus nor staff.';
create function public.page_history(p_post uuid, p_before integer default null) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer()) || coalesce(private.read_history(p_post, p_before), '{"post": null}')
$$;
comment on function public.page_history(uuid, integer) is 'The page of a post''s history: {viewer, question, post, revisions}; post is null where there is nothing to read.';
grant execute on function private.read_edit(uuid), public.page_edit_post(uuid),
  private.read_history(uuid, integer), public.page_history(uuid, integer) to anon, authenticated;
