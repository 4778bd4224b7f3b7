-- The same question asked twice: one is kept, the other leads to it. Nothing moves, so that it can be undone.

alter table public.questions
  add column merged_into uuid references public.questions (id) on delete set null check (merged_into <> id);
create index questions_merged_into_idx on public.questions (merged_into) where merged_into is not null;
comment on column public.questions.merged_into is
  'The question that this one repeats: its page leads there, it stands in no list, and its answers are read there. Votes, marks and points stay as they are. Set by private.merge_question alone.';
alter policy questions_read on public.questions using (withdrawn_at is null and merged_into is null);

-- Wherever a withdrawn question is left out, so is a repeated one. Said to the functions as they are, which other
-- rooms may have changed.
do $$
declare
  v_name text;
  v_body text;
begin
  foreach v_name in array array['private.find_questions(text, text, text, text, uuid, integer)', 'private.refresh_question_words(uuid[])'] loop
    v_body := pg_get_functiondef(v_name::regprocedure);
    if position('q.withdrawn_at is null' in v_body) = 0 then raise exception '% asks for no withdrawn questions', v_name; end if;
    execute replace(v_body, 'q.withdrawn_at is null', 'q.withdrawn_at is null and q.merged_into is null');
  end loop;
end
$$;
create trigger questions_words_merged after update of merged_into on public.questions
  for each row when (new.merged_into is distinct from old.merged_into) execute function private.follow_question();

create table private.duplicate_acts (
  id bigint generated always as identity primary key,
  question_id uuid not null references public.questions (id) on delete cascade,
  kept_id uuid not null references public.questions (id) on delete cascade,
  act text not null check (act in ('proposed', 'declined', 'merged', 'undone')),
  actor_id uuid references public.accounts (id) on delete set null,
  created_at timestamptz not null default now(),
  check (question_id <> kept_id)
);
create index duplicate_acts_question_id_idx on private.duplicate_acts (question_id, id);
create index duplicate_acts_kept_id_idx on private.duplicate_acts (kept_id);
create index duplicate_acts_actor_id_idx on private.duplicate_acts (actor_id, created_at desc);
alter table private.duplicate_acts enable row level security;
comment on table private.duplicate_acts is 'Who said of a question that it repeats another, and what became of that; appended only. A proposal is open until the next act of another kind.';

create function private.kept_question(p_id uuid) returns uuid
language sql stable set search_path = '' as $$
  with recursive way as (
    select q.id, q.merged_into from public.questions q where q.id = p_id
    union select q.id, q.merged_into from way w join public.questions q on q.id = w.merged_into)
  select w.id from way w where w.merged_into is null
$$;
comment on function private.kept_question(uuid) is 'Where a question leads in the end: itself, when it repeats none. Granted to nobody.';

create function private.may_link_questions(q public.questions) returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce(private.forum_may((select private.uid()), 'review'), false) or private.moderates(q.region_code, q.locale)
$$;
comment on function private.may_link_questions(public.questions) is 'Whether the caller may say that a question repeats another: from a reputation of 250, and who looks after it. Granted to nobody.';

create function private.open_duplicates(p_question uuid) returns setof private.duplicate_acts
language sql stable set search_path = '' as $$
  select a.* from private.duplicate_acts a
  where a.question_id = p_question and a.act = 'proposed'
    and not exists (select from private.duplicate_acts n where n.question_id = p_question and n.act <> 'proposed' and n.id > a.id)
$$;
comment on function private.open_duplicates(uuid) is 'Proposals about a question that nobody has decided. Granted to nobody.';

insert into private.message_purposes (purpose, urgent, topic, path, digest) values ('question_merged', false, 'answers', '/questions/{subject}', true);
insert into private.mail_texts (key, locale, subject, body) values
  ('question_merged', 'kk', 'Жалғас: сұрағыңызға жауап бар екен',
    E'Сәлеметсіз бе!\n\nДәл сіздікіндей сұрақ бұрын да қойылыпты, сондықтан екеуін біріктірдік: жауаптар енді бір бетте. Сұрағыңыз да, оған жазылған жауаптар да, ұпайлар да сақталды.{link}'),
  ('question_merged', 'ru', 'Jalgas: на ваш вопрос уже отвечали',
    E'Здравствуйте!\n\nТакой же вопрос уже задавали, поэтому мы соединили их: теперь ответы на одной странице. Ваш вопрос, ответы на него и баллы сохранились.{link}'),
  ('question_merged', 'en', 'Jalgas: your question has been answered before',
    E'Hello!\n\nThe same question was asked before, so we joined the two: the answers are on one page now. Your question, its answers and all points are kept.{link}');

create function private.tell_of_merge(p_question uuid, p_kept uuid) returns void
language sql volatile security definer set search_path = '' as $$
  insert into private.outbox (person_id, contact_point_id, channel, to_address, purpose, occasion, locale, subject, body, state)
  select a.person_id, w.contact_point_id, coalesce(w.channel, 'email'), coalesce(w.address, ''), 'question_merged',
    p_kept || ':' || p_question, a.locale, t.subject,
    replace(t.body, '{link}', coalesce(E'\n\n' || private.site_url() || '/' || a.locale || '/questions/' || p_kept, '')),
    case when w.address is null then 'app' else 'queued' end
  from public.questions q
  join public.accounts a on a.id = q.author_id and a.person_id is not null
  join private.mail_texts t on t.key = 'question_merged' and t.locale = a.locale
  left join private.ways w on w.person_id = a.person_id
  where q.id = p_question
  on conflict do nothing
$$;
comment on function private.tell_of_merge(uuid, uuid) is 'Tells the asker, once a pair. Granted to nobody.';

create function private.merge_question(p_question uuid, p_kept uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  update public.questions set merged_into = p_kept where id = p_question;
  insert into private.duplicate_acts (question_id, kept_id, act, actor_id) values (p_question, p_kept, 'merged', private.uid());
  perform private.tell_of_merge(p_question, p_kept);
end
$$;
comment on function private.merge_question(uuid, uuid) is 'Lets a question lead to another; the caller has looked that this makes no circle. Granted to nobody.';

create function private.lock_duplicates(p_question uuid) returns public.questions
language plpgsql volatile security definer set search_path = '' as $$
declare
  q public.questions;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  -- One after the other, whatever the pair: circles are made of several pairs.
  perform pg_advisory_xact_lock(1285, 0);
  select * into q from public.questions x where x.id = p_question and x.withdrawn_at is null for no key update;
  if q.id is null then perform private.refuse('not_found', 'question'); end if;
  return q;
end
$$;
comment on function private.lock_duplicates(uuid) is 'A question, with all that is said about repeated ones standing still. Granted to nobody.';

create function private.propose_duplicate(p_question uuid, p_kept uuid) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  q public.questions := private.lock_duplicates(p_question);
  v_me uuid := private.uid();
  v_kept uuid := private.kept_question(p_kept);
begin
  if not private.may_link_questions(q) then perform private.refuse('forbidden', 'review'); end if;
  if q.merged_into is not null then perform private.refuse('conflict', 'merged'); end if;
  if not exists (select from public.questions k where k.id = v_kept and k.withdrawn_at is null) then
    perform private.refuse('invalid', 'kept');
  end if;
  -- Itself, or one that leads to it.
  if v_kept = q.id then perform private.refuse('invalid', 'circle'); end if;
  if (select count(*) from private.duplicate_acts a where a.actor_id = v_me and a.act = 'proposed' and a.created_at > now() - interval '1 day') >= 50 then
    perform private.refuse('too_many', '86400');
  end if;
  if not exists (select from private.open_duplicates(q.id) o where o.actor_id = v_me and o.kept_id = v_kept) then
    insert into private.duplicate_acts (question_id, kept_id, act, actor_id) values (q.id, v_kept, 'proposed', v_me);
  end if;
  if private.moderates(q.region_code, q.locale) or exists (
    select from private.open_duplicates(q.id) o where o.actor_id <> v_me and private.kept_question(o.kept_id) = v_kept) then
    perform private.merge_question(q.id, v_kept);
    return 'merged';
  end if;
  return 'proposed';
end
$$;
create function public.propose_duplicate(p_question uuid, p_kept uuid) returns text
language sql volatile set search_path = '' as $$ select private.propose_duplicate(p_question, p_kept) $$;
comment on function public.propose_duplicate(uuid, uuid) is
  'Says that a question repeats another (or where that one leads). With a second voice, or by whoever looks after the question, they are joined at once. Returns proposed or merged. At most 50 a day. Refuses forbidden: sign_in, review; not_found; conflict: merged; invalid: kept, circle; too_many.';

create function private.decline_duplicate(p_question uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  q public.questions := private.lock_duplicates(p_question);
begin
  if not private.may_link_questions(q) then perform private.refuse('forbidden', 'review'); end if;
  insert into private.duplicate_acts (question_id, kept_id, act, actor_id)
  select q.id, o.kept_id, 'declined', private.uid() from (select distinct x.kept_id from private.open_duplicates(q.id) x) o;
end
$$;
create function public.decline_duplicate(p_question uuid) returns void
language sql volatile set search_path = '' as $$ select private.decline_duplicate(p_question) $$;
comment on function public.decline_duplicate(uuid) is 'Says that a question repeats none of those proposed. Refuses forbidden: sign_in, review; not_found.';

create function private.undo_duplicate(p_question uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  q public.questions := private.lock_duplicates(p_question);
begin
  if q.merged_into is null or not private.moderates(q.region_code, q.locale) then perform private.refuse('not_found', 'question'); end if;
  insert into private.duplicate_acts (question_id, kept_id, act, actor_id) values (q.id, q.merged_into, 'undone', private.uid());
  update public.questions set merged_into = null where id = q.id;
end
$$;
create function public.undo_duplicate(p_question uuid) returns void
language sql volatile set search_path = '' as $$ select private.undo_duplicate(p_question) $$;
comment on function public.undo_duplicate(uuid) is 'Makes a question stand by itself again, exactly as it was. By whoever looks after it. Refuses forbidden: sign_in; not_found.';
grant execute on function private.propose_duplicate(uuid, uuid), public.propose_duplicate(uuid, uuid),
  private.decline_duplicate(uuid), public.decline_duplicate(uuid), private.undo_duplicate(uuid), public.undo_duplicate(uuid) to authenticated;
