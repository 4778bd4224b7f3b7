-- Others mend a question or an answer: from 100 points as a suggestion that is looked at, from 250 at once.

create table public.post_suggestions (
  id uuid primary key default private.uuid_v7(),
  question_id uuid references public.questions (id) on delete cascade,
  answer_id uuid references public.answers (id) on delete cascade,
  post_id uuid not null generated always as (coalesce(answer_id, question_id)) stored,
  base integer not null check (base >= 1),
  title text,
  body text not null,
  reason text not null check (length(reason) between 3 and 200),
  author_id uuid references public.accounts (id) on delete set null,
  state text not null default 'open' check (state in ('open', 'accepted', 'declined', 'withdrawn')),
  decided_by uuid references public.accounts (id) on delete set null,
  decided_at timestamptz,
  decline_reason text check (length(decline_reason) between 3 and 200),
  idempotency_key uuid not null,
  created_at timestamptz not null default now(),
  check (num_nonnulls(question_id, answer_id) = 1),
  check ((title is null) = (question_id is null)),
  check ((state = 'open') = (decided_at is null)),
  check (decline_reason is null or state = 'declined'),
  unique (author_id, idempotency_key)
);
alter table public.post_suggestions enable row level security;
create index post_suggestions_question_id_idx on public.post_suggestions (question_id);
create index post_suggestions_answer_id_idx on public.post_suggestions (answer_id);
create index post_suggestions_post_id_idx on public.post_suggestions (post_id) where state = 'open';
create index post_suggestions_open_idx on public.post_suggestions (created_at) where state = 'open';
create index post_suggestions_author_id_idx on public.post_suggestions (author_id, created_at desc);
create index post_suggestions_decided_by_idx on public.post_suggestions (decided_by);
create policy post_suggestions_read on public.post_suggestions for select to authenticated
  using (author_id = (select private.uid()));
grant select (id, question_id, answer_id, base, title, body, reason, state, decided_at, decline_reason, created_at)
  on public.post_suggestions to authenticated;
comment on table public.post_suggestions is 'Other words that somebody proposed for a post of another, on top of the revision they read. Read through page_suggestion; written by suggest_edit and judged by accept_suggestion and decline_suggestion.';
comment on column public.post_suggestions.base is 'The revision that it changes; another one by now is a conflict.';
comment on column public.post_suggestions.author_id is 'Who proposed it; null when the account is gone. Readable by nobody directly.';
comment on column public.post_suggestions.decided_by is 'Who judged it; the author themself where they may edit at once. Readable by nobody directly.';

alter table public.post_revisions add column suggestion_id uuid references public.post_suggestions (id) on delete set null;
create index post_revisions_suggestion_id_idx on public.post_revisions (suggestion_id);
comment on column public.post_revisions.suggestion_id is 'The suggestion whose words these are: editor_id wrote them, and whoever judged it let them in.';

insert into private.message_purposes (purpose, urgent, topic, path, digest) values
  ('edit_suggested', false, 'answers', '/questions/suggestions/{subject}', true),
  ('post_mended', false, 'answers', '/questions/posts/{subject}/history', true),
  ('suggestion_judged', false, 'answers', '/questions/suggestions/{subject}', true);
insert into private.mail_texts (key, locale, subject, body) values
  ('edit_suggested', 'kk', 'Жалғас: жазбаңызға түзету ұсынылды',
    E'Сәлеметсіз бе!\n\nБір түлек «Сұрақ-жауап» бөліміндегі жазбаңызға түзету ұсынды. Қарап, қабылдаңыз немесе себебін жазып қайтарыңыз.{link}'),
  ('edit_suggested', 'ru', 'Jalgas: к вашей записи предложили правку',
    E'Здравствуйте!\n\nКто-то из выпускников предложил правку к вашей записи в разделе «Вопросы и ответы». Посмотрите и примите её или отклоните, объяснив почему.{link}'),
  ('edit_suggested', 'en', 'Jalgas: an edit of your post is suggested',
    E'Hello!\n\nAn alumnus has suggested an edit of what you wrote in “Questions and answers”. Have a look: accept it, or decline it and say why.{link}'),
  ('post_mended', 'kk', 'Жалғас: жазбаңыз түзетілді',
    E'Сәлеметсіз бе!\n\nТәжірибелі түлек «Сұрақ-жауап» бөліміндегі жазбаңызды түзетті. Не өзгергенін көріп, қаласаңыз, бұрынғы нұсқасын қайтара аласыз.{link}'),
  ('post_mended', 'ru', 'Jalgas: вашу запись поправили',
    E'Здравствуйте!\n\nОпытный участник поправил вашу запись в разделе «Вопросы и ответы». Посмотрите, что изменилось; прежнюю версию можно вернуть.{link}'),
  ('post_mended', 'en', 'Jalgas: your post was mended',
    E'Hello!\n\nAn experienced member has mended what you wrote in “Questions and answers”. See what changed; you can bring the earlier version back.{link}'),
  ('suggestion_judged', 'kk', 'Жалғас: ұсынған түзетуіңіз қаралды',
    E'Сәлеметсіз бе!\n\nҰсынған түзетуіңіз қаралды. Нәтижесін мына жерден көре аласыз.{link}'),
  ('suggestion_judged', 'ru', 'Jalgas: вашу правку рассмотрели',
    E'Здравствуйте!\n\nПредложенную вами правку рассмотрели. Чем закончилось, видно здесь.{link}'),
  ('suggestion_judged', 'en', 'Jalgas: your suggested edit was judged',
    E'Hello!\n\nThe edit you suggested was judged. See here how it ended.{link}');

create function private.post_author_id(p_post uuid) returns uuid
language sql stable security definer set search_path = '' as $$
  select a.author_id from public.answers a where a.id = p_post
  union all
  select q.author_id from public.questions q where q.id = p_post
$$;
comment on function private.post_author_id(uuid) is 'The account that wrote a post; null when it is gone. Granted to nobody.';

create function private.tell_of_suggestion(p_suggestion uuid) returns void
language sql volatile security definer set search_path = '' as $$
  insert into private.outbox (person_id, contact_point_id, channel, to_address, purpose, occasion, locale, subject, body, state)
  select a.person_id, w.contact_point_id, coalesce(w.channel, 'email'), coalesce(w.address, ''), x.purpose,
    x.subject || ':' || s.id, a.locale, t.subject,
    replace(t.body, '{link}', coalesce(E'\n\n' || private.site_url() || '/' || a.locale || replace(p.path, '{subject}', x.subject::text), '')),
    case when w.address is null then 'app' else 'queued' end
  from public.post_suggestions s
  cross join lateral (
    select 'edit_suggested' as purpose, s.id as subject, private.post_author_id(s.post_id) as account where s.state = 'open'
    union all
    select 'post_mended', s.post_id, private.post_author_id(s.post_id)
    where s.state = 'accepted' and s.decided_by is distinct from private.post_author_id(s.post_id)
    union all
    select 'suggestion_judged', s.id, s.author_id where s.state in ('accepted', 'declined') and s.decided_by is distinct from s.author_id) x
  join private.message_purposes p on p.purpose = x.purpose
  join public.accounts a on a.id = x.account and a.person_id is not null
  join private.mail_texts t on t.key = x.purpose and t.locale = a.locale
  left join private.ways w on w.person_id = a.person_id
  where s.id = p_suggestion
  on conflict do nothing
$$;
comment on function private.tell_of_suggestion(uuid) is 'Tells whom a suggestion concerns as it stands now: the author of the post that there is one, or that their words were changed by others; whoever proposed it that it was judged. Nothing is quoted, nobody named. Granted to nobody.';

-- New words on top of a revision, whoever let them in ----------------------------------------------------

create function private.put_words(
  p_post uuid, p_base integer, p_title text, p_body text, p_editor uuid, p_restores integer, p_suggestion uuid)
returns uuid language plpgsql volatile security definer set search_path = '' as $$
declare
  v_question public.questions;
  v_answer public.answers;
  v_base integer;
begin
  select * into v_answer from public.answers a where a.id = p_post for no key update;
  if v_answer.id is null then
    select * into v_question from public.questions q where q.id = p_post for no key update;
  end if;
  -- Nobody changes the words of what is gone.
  if (private.post_question(p_post)).id is null then perform private.refuse('not_found', 'post'); end if;
  v_base := coalesce(v_answer.revision, v_question.revision);
  -- The same form sent twice, or nothing changed: there is nothing to append.
  if p_body = coalesce(v_answer.body, v_question.body) and (v_answer.id is not null or p_title = v_question.title) then
    return coalesce(v_answer.question_id, v_question.id);
  end if;
  if p_base is distinct from v_base then perform private.refuse('conflict', 'revision'); end if;
  if (select count(*) from public.post_revisions r
      where r.editor_id = private.uid() and r.created_at > now() - interval '1 hour') >= 40 then
    perform private.refuse('too_many', '3600');
  end if;
  if v_base = 1 then
    insert into public.post_revisions (question_id, answer_id, number, title, body, editor_id, created_at)
    values (v_question.id, v_answer.id, 1, v_question.title, coalesce(v_answer.body, v_question.body),
      coalesce(v_answer.author_id, v_question.author_id), coalesce(v_answer.created_at, v_question.created_at));
  end if;
  insert into public.post_revisions (question_id, answer_id, number, title, body, editor_id, restores, suggestion_id)
  values (v_question.id, v_answer.id, v_base + 1, case when v_answer.id is null then p_title end, p_body, p_editor, p_restores, p_suggestion);
  if v_answer.id is not null then
    update public.answers set body = p_body, revision = v_base + 1, edited_at = now() where id = p_post;
    return v_answer.question_id;
  end if;
  update public.questions set title = p_title, body = p_body, revision = v_base + 1, edited_at = now() where id = p_post;
  return v_question.id;
end
$$;
comment on function private.put_words(uuid, integer, text, text, uuid, integer, uuid) is
  'New words for a post on top of revision p_base, by p_editor; returns the question. Who may is for the caller to ask. Refuses not_found; conflict: revision; too_many. Granted to nobody.';

create or replace function private.append_revision(
  p_post uuid, p_base integer, p_title text, p_body text, p_restores integer default null)
returns uuid language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := private.require_alumnus();
begin
  if v_me is distinct from private.post_author_id(p_post) then perform private.refuse('not_found', 'post'); end if;
  return private.put_words(p_post, p_base, p_title, p_body, v_me, p_restores, null);
end
$$;

create function private.words_to_edit(p_post uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('id', a.id, 'question', a.question_id, 'body', a.body, 'locale', a.locale, 'revision', a.revision)
  from public.answers a where a.id = p_post
  union all
  select jsonb_build_object('id', q.id, 'question', q.id, 'title', q.title, 'body', q.body, 'locale', q.locale, 'revision', q.revision)
  from public.questions q where q.id = p_post
$$;
comment on function private.words_to_edit(uuid) is 'A question or an answer as it is edited: {id, question, title?, body, locale, revision}. Granted to nobody.';
create or replace function private.read_edit(p_post uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select private.words_to_edit(p_post)
  where private.post_author_id(p_post) = (select private.uid()) and (private.post_question(p_post)).id is not null
$$;

-- Suggesting ----------------------------------------------------------------------------------------------

create function private.suggest_edit(p_key uuid, p_post uuid, p_base integer, p_title text, p_body text, p_reason text)
returns jsonb language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := private.require_alumnus();
  v_question public.questions := private.post_question(p_post);
  v_is_question boolean := p_post = v_question.id;
  v_now jsonb := private.words_to_edit(p_post);
  v_title text;
  v_body text;
  v_reason text := private.clean_line(left(p_reason, 1000));
  v_at_once boolean := private.forum_may(v_me, 'review');
  v_id uuid;
begin
  if v_question.id is null then perform private.refuse('not_found', 'post'); end if;
  if v_me is not distinct from private.post_author_id(p_post) then perform private.refuse('forbidden', 'own_post'); end if;
  -- Counted one after the other; the same form sent twice is told by its key.
  perform from public.accounts a where a.id = v_me for no key update;
  select s.id, s.state = 'accepted' into v_id, v_at_once
  from public.post_suggestions s where s.author_id = v_me and s.idempotency_key = p_key;
  if v_id is not null then return jsonb_build_object('question', v_question.id, 'suggestion', v_id, 'applied', v_at_once); end if;
  v_at_once := private.forum_may(v_me, 'review');
  if not private.forum_may(v_me, 'edit') then perform private.refuse('forbidden', 'edit'); end if;
  if length(p_title) > 1000 then perform private.refuse('invalid', 'title'); end if;
  if length(p_body) > 20000 then perform private.refuse('invalid', 'body'); end if;
  v_title := private.clean_line(p_title);
  v_body := private.clean_text(p_body);
  if v_is_question and length(v_title) not between 10 and 150 then perform private.refuse('invalid', 'title'); end if;
  if length(v_body) > 10000 or not v_is_question and length(v_body) < 2 then perform private.refuse('invalid', 'body'); end if;
  if length(v_reason) not between 3 and 200 then perform private.refuse('invalid', 'reason'); end if;
  if p_base is distinct from (v_now ->> 'revision')::integer then perform private.refuse('conflict', 'revision'); end if;
  if v_body = v_now ->> 'body' and (not v_is_question or v_title = v_now ->> 'title') then
    perform private.refuse('invalid', 'unchanged');
  end if;
  if not v_at_once and (
    select count(*) from public.post_suggestions s where s.author_id = v_me and s.state = 'open') >= 5 then
    perform private.refuse('too_many', 'suggestions');
  end if;
  insert into public.post_suggestions
    (question_id, answer_id, base, title, body, reason, author_id, state, decided_by, decided_at, idempotency_key)
  values (case when v_is_question then p_post end, case when not v_is_question then p_post end, p_base,
    case when v_is_question then v_title end, v_body, v_reason, v_me,
    case when v_at_once then 'accepted' else 'open' end, case when v_at_once then v_me end, case when v_at_once then now() end, p_key)
  returning id into v_id;
  if v_at_once then perform private.put_words(p_post, p_base, v_title, v_body, v_me, null, v_id); end if;
  perform private.tell_of_suggestion(v_id);
  return jsonb_build_object('question', v_question.id, 'suggestion', v_id, 'applied', v_at_once);
end
$$;
create function public.suggest_edit(p_key uuid, p_post uuid, p_base integer, p_title text, p_body text, p_reason text)
returns jsonb language sql volatile set search_path = '' as $$
  select private.suggest_edit(p_key, p_post, p_base, p_title, p_body, p_reason)
$$;
comment on function public.suggest_edit(uuid, uuid, integer, text, text, text) is
  'Proposes other words for somebody else''s question or answer (which has no title), on top of revision p_base and with a reason of 3 to 200 characters; from 250 points they are put there at once. Returns {question, suggestion, applied}; the same key counts once. At most 5 wait a person. Refuses forbidden: sign_in, record, own_post, edit (under 100 points); not_found; invalid: title, body, reason, unchanged; conflict: revision; too_many: suggestions or seconds.';

create function private.judges_suggestion(s public.post_suggestions) returns boolean
language plpgsql stable security definer set search_path = '' as $$
declare
  v_me uuid := private.uid();
  q public.questions := private.post_question(s.post_id);
begin
  if v_me is null or q.id is null or s.author_id is not distinct from v_me then return false; end if;
  return coalesce(v_me = private.post_author_id(s.post_id), false) or private.forum_may(v_me, 'review')
    or private.moderates(q.region_code, q.locale);
end
$$;
comment on function private.judges_suggestion(public.post_suggestions) is 'Whether the caller decides about a suggestion: the author of the post, reviewers, and whoever moderates there; nobody about their own. Granted to nobody.';

create function private.open_suggestion(p_id uuid) returns public.post_suggestions
language plpgsql volatile security definer set search_path = '' as $$
declare
  s public.post_suggestions;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  select * into s from public.post_suggestions w where w.id = p_id for no key update;
  if s.id is null or not private.judges_suggestion(s) then perform private.refuse('not_found', 'suggestion'); end if;
  return s;
end
$$;
comment on function private.open_suggestion(uuid) is 'Locks a suggestion for whoever judges it; refuses forbidden: sign_in, and not_found to everybody else. Granted to nobody.';

create function private.accept_suggestion(p_id uuid) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  s public.post_suggestions := private.open_suggestion(p_id);
  v_question uuid := (private.post_question(s.post_id)).id;
begin
  if s.state = 'accepted' then return v_question; end if;
  if s.state <> 'open' then perform private.refuse('used', 'suggestion'); end if;
  perform private.put_words(s.post_id, s.base, s.title, s.body, s.author_id, null, s.id);
  update public.post_suggestions set state = 'accepted', decided_by = private.uid(), decided_at = now() where id = p_id;
  perform private.tell_of_suggestion(p_id);
  return v_question;
end
$$;
create function public.accept_suggestion(p_id uuid) returns uuid
language sql volatile set search_path = '' as $$ select private.accept_suggestion(p_id) $$;
comment on function public.accept_suggestion(uuid) is
  'Puts suggested words into the post, as a revision of whoever wrote them. Returns the question; again it does nothing. For the author of the post, reviewers and moderators. Refuses forbidden: sign_in; not_found; used; conflict: revision; too_many.';

create function private.decline_suggestion(p_id uuid, p_reason text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  s public.post_suggestions := private.open_suggestion(p_id);
  v_reason text := private.clean_line(left(p_reason, 1000));
begin
  if s.state = 'declined' then return; end if;
  if s.state <> 'open' then perform private.refuse('used', 'suggestion'); end if;
  if length(v_reason) not between 3 and 200 then perform private.refuse('invalid', 'declineReason'); end if;
  update public.post_suggestions set state = 'declined', decline_reason = v_reason, decided_by = private.uid(), decided_at = now()
  where id = p_id;
  perform private.tell_of_suggestion(p_id);
end
$$;
create function public.decline_suggestion(p_id uuid, p_reason text) returns void
language sql volatile set search_path = '' as $$ select private.decline_suggestion(p_id, p_reason) $$;
comment on function public.decline_suggestion(uuid, text) is
  'Leaves a post as it is, with a reason of 3 to 200 characters for whoever suggested otherwise; again it does nothing. For those who may accept it. Refuses forbidden: sign_in; not_found; used; invalid: declineReason.';

create function private.take_back_suggestion(p_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  update public.post_suggestions s set state = 'withdrawn', decided_by = s.author_id, decided_at = now()
  where s.id = p_id and s.author_id = private.uid() and s.state = 'open';
  if not found then perform private.refuse('not_found', 'suggestion'); end if;
end
$$;
create function public.take_back_suggestion(p_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.take_back_suggestion(p_id) $$;
comment on function public.take_back_suggestion(uuid) is 'Takes back one''s own suggestion while it waits. Refuses forbidden: sign_in; not_found.';
grant execute on function private.suggest_edit(uuid, uuid, integer, text, text, text), public.suggest_edit(uuid, uuid, integer, text, text, text),
  private.accept_suggestion(uuid), public.accept_suggestion(uuid), private.decline_suggestion(uuid, text), public.decline_suggestion(uuid, text),
  private.take_back_suggestion(uuid), public.take_back_suggestion(uuid) to authenticated;
