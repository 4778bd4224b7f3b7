-- The ledger learns why points go and return: votes taken back, posts that are gone or come back, accounts
-- that are gone. What was given is taken back exactly, and what returns returns to its old place and day.

alter table public.questions add column withdrawn_at timestamptz;
alter table public.answers add column withdrawn_at timestamptz;
comment on column public.questions.withdrawn_at is 'Since when the post is gone for readers; what it brought is taken back, and returns with it.';
comment on column public.answers.withdrawn_at is 'As in questions. The answers of a withdrawn question are gone with it and keep their own state.';
alter policy questions_read on public.questions using (withdrawn_at is null);
alter policy answers_read on public.answers using (
  withdrawn_at is null and exists (select from public.questions q where q.id = question_id));

alter table public.reputation_events
  drop constraint reputation_events_kind_check,
  add constraint reputation_events_kind_check check (kind in (
    'answer_up', 'question_up', 'answer_accepted', 'accepting', 'answer_down', 'voted_down', 'correction')),
  add column cause text check (cause in ('undone', 'withdrawn', 'restored', 'account_gone')),
  add column restores bigint references public.reputation_events (id) on delete cascade,
  add column earned_at timestamptz,
  add constraint reputation_events_restores_check check ((restores is null) = (earned_at is null));
create index reputation_events_restores_idx on public.reputation_events (restores);
drop index public.reputation_events_capped_idx;
create index reputation_events_capped_idx on public.reputation_events (account_id, (coalesce(earned_at, created_at)))
  where reverses is null and kind in ('answer_up', 'question_up');
grant select (cause, restores) on public.reputation_events to authenticated;
comment on column public.reputation_events.cause is 'Why a row takes back or gives back: the other changed their mind (undone), the post is gone (withdrawn) or back (restored), the account that caused it is gone. Null where something new happened; rows taken back before causes were written have none either.';
comment on column public.reputation_events.restores is 'The first row of what is given back; it takes that row''s place in the order of things, so that the floor holds as it would have.';
comment on column public.reputation_events.earned_at is 'Of a row that gives back: when it was earned first. It counts among the 200 of that day, not of today.';

create or replace function private.replayed_reputation(p_account uuid) returns integer
language sql stable set search_path = '' as $$
  select (1 + coalesce(sum(s.points), 0) - least(0, coalesce(min(s.running), 0)))::integer
  from (
    select e.points, sum(e.points) over (order by coalesce(e.restores, e.id)) as running
    from public.reputation_events e
    where e.account_id = p_account and e.reverses is null
      and not exists (select from public.reputation_events r where r.reverses = e.id)) s
$$;

create function private.vote_room(p_account uuid, p_at timestamptz) returns integer
language sql stable set search_path = '' as $$
  select greatest(0, 200 - coalesce(sum(e.points), 0))::integer
  from public.reputation_events e,
    (select date_trunc('day', p_at at time zone 'Asia/Almaty') at time zone 'Asia/Almaty' as midnight) d
  where e.account_id = p_account and e.reverses is null and e.kind in ('answer_up', 'question_up')
    and coalesce(e.earned_at, e.created_at) >= d.midnight and coalesce(e.earned_at, e.created_at) < d.midnight + interval '1 day'
    and not exists (select from public.reputation_events r where r.reverses = e.id)
$$;
comment on function private.vote_room(uuid, timestamptz) is 'What votes may still bring to an account on the day of p_at: 200 a day of Asia/Almaty. Granted to nobody.';

create or replace function private.record_reputation(
  p_account uuid, p_kind text, p_question uuid, p_answer uuid, p_actor uuid, p_at timestamptz)
returns void language plpgsql volatile set search_path = '' as $$
declare
  v_points integer := private.reputation_points(p_kind);
  v_delta integer;
begin
  if p_account is null then return; end if;
  if p_kind in ('answer_up', 'question_up') then
    v_points := least(v_points, private.vote_room(p_account, p_at));
  end if;
  select greatest(v_points, 1 - f.reputation) into v_delta
  from public.forum_profiles f where f.account_id = p_account;
  insert into public.reputation_events (account_id, kind, points, delta, question_id, answer_id, actor_id, created_at)
  values (p_account, p_kind, v_points, v_delta, p_question, p_answer, p_actor, p_at);
  update public.forum_profiles set reputation = reputation + v_delta where account_id = p_account;
end
$$;

create function private.settle_event(p_event bigint, p_account uuid) returns void
language plpgsql volatile set search_path = '' as $$
declare
  v_delta integer;
begin
  select private.replayed_reputation(p_account) - f.reputation into v_delta
  from public.forum_profiles f where f.account_id = p_account;
  update public.reputation_events set delta = v_delta where id = p_event;
  update public.forum_profiles set reputation = reputation + v_delta where account_id = p_account;
end
$$;
comment on function private.settle_event(bigint, uuid) is 'Gives a row that was appended in this transaction its effect: from what the standing is to what a replay makes of the ledger with it. Granted to nobody.';

drop function private.reverse_reputation(bigint, timestamptz);
create function private.reverse_reputation(p_event bigint, p_cause text, p_at timestamptz)
returns void language plpgsql volatile set search_path = '' as $$
declare
  v_event public.reputation_events;
  v_new bigint;
begin
  select * into strict v_event from public.reputation_events where id = p_event;
  insert into public.reputation_events (account_id, kind, points, delta, question_id, answer_id, actor_id, reverses, cause, created_at)
  values (v_event.account_id, v_event.kind, -v_event.points, 0, v_event.question_id, v_event.answer_id, v_event.actor_id, p_event, p_cause, p_at)
  returning id into v_new;
  perform private.settle_event(v_new, v_event.account_id);
end
$$;
comment on function private.reverse_reputation(bigint, text, timestamptz) is
  'Appends the row that takes an event back. Its delta is the opposite of the event''s, unless the floor held in between. The caller has locked the profile.';

create function private.restore_reputation(p_event bigint, p_at timestamptz)
returns void language plpgsql volatile set search_path = '' as $$
declare
  v_event public.reputation_events;
  v_points integer;
  v_new bigint;
begin
  select * into strict v_event from public.reputation_events where id = p_event;
  -- Others may have filled that day's 200 in between.
  v_points := case when v_event.kind in ('answer_up', 'question_up')
    then least(v_event.points, private.vote_room(v_event.account_id, v_event.created_at)) else v_event.points end;
  insert into public.reputation_events
    (account_id, kind, points, delta, question_id, answer_id, actor_id, restores, earned_at, cause, created_at)
  values (v_event.account_id, v_event.kind, v_points, 0, v_event.question_id, v_event.answer_id, v_event.actor_id,
    p_event, v_event.created_at, 'restored', p_at)
  returning id into v_new;
  perform private.settle_event(v_new, v_event.account_id);
end
$$;
comment on function private.restore_reputation(bigint, timestamptz) is
  'Appends the row that gives an event back in its old place and day. p_event is the first of its rows; the caller has locked the profile.';

create function private.reverse_events(p_events bigint[], p_cause text, p_at timestamptz) returns void
language plpgsql volatile set search_path = '' as $$
declare
  v_event bigint;
begin
  perform private.lock_profiles(array(
    select distinct e.account_id from public.reputation_events e where e.id = any (p_events)));
  -- What was taken back while we waited for the profiles is not taken back again.
  for v_event in
    select e.id from public.reputation_events e where e.id = any (p_events)
      and not exists (select from public.reputation_events r where r.reverses = e.id) order by e.id
  loop
    perform private.reverse_reputation(v_event, p_cause, p_at);
  end loop;
end
$$;
comment on function private.reverse_events(bigint[], text, timestamptz) is 'Takes events back, oldest first; the caller has locked their posts. Granted to nobody.';

create or replace function private.apply_vote(
  p_voter uuid, p_kind text, p_post uuid, p_value integer, p_at timestamptz default now())
returns void language plpgsql volatile set search_path = '' as $$
declare
  v_author uuid;
  v_question uuid;
  v_answer uuid;
  v_gone timestamptz;
  v_old integer;
begin
  if p_value is null or p_value not in (-1, 0, 1) then perform private.refuse('invalid', 'value'); end if;
  if p_kind = 'question' then
    select q.author_id, q.id, q.withdrawn_at into v_author, v_question, v_gone
    from public.questions q where q.id = p_post for no key update;
  elsif p_kind = 'answer' then
    select a.author_id, a.question_id, a.id, a.withdrawn_at into v_author, v_question, v_answer, v_gone
    from public.answers a where a.id = p_post for no key update;
    -- Asked after the answer is locked: whoever withdraws a question locks its answers too.
    v_gone := coalesce(v_gone, (select q.withdrawn_at from public.questions q where q.id = v_question));
  else
    perform private.refuse('invalid', 'kind');
  end if;
  if v_question is null or v_gone is not null then perform private.refuse('not_found', p_kind); end if;
  if v_author = p_voter then perform private.refuse('forbidden', 'own_post'); end if;

  select v.value into v_old from public.votes v
  where v.voter_id = p_voter and (v.answer_id = v_answer or (v_answer is null and v.question_id = v_question));
  v_old := coalesce(v_old, 0);
  if v_old = p_value then return; end if;

  perform private.lock_profiles(array[v_author, p_voter]);
  perform private.reverse_events(array(
    select e.id from public.reputation_events e
    where e.question_id = v_question and e.answer_id is not distinct from v_answer and e.actor_id = p_voter
      and e.kind = any (case when v_answer is null then array['question_up'] else array['answer_up', 'answer_down', 'voted_down'] end)
      and e.reverses is null and not exists (select from public.reputation_events r where r.reverses = e.id)), 'undone', p_at);

  delete from public.votes v
  where v.voter_id = p_voter and (v.answer_id = v_answer or (v_answer is null and v.question_id = v_question));
  if p_value <> 0 then
    insert into public.votes (voter_id, question_id, answer_id, value, created_at)
    values (p_voter, case when v_answer is null then v_question end, v_answer, p_value, p_at);
  end if;
  if v_answer is null then
    update public.questions set score = score + p_value - v_old where id = v_question;
  else
    update public.answers set score = score + p_value - v_old where id = v_answer;
  end if;

  if p_value = 1 then
    perform private.record_reputation(v_author, p_kind || '_up', v_question, v_answer, p_voter, p_at);
  elsif p_value = -1 and v_answer is not null then
    perform private.record_reputation(v_author, 'answer_down', v_question, v_answer, p_voter, p_at);
    perform private.record_reputation(p_voter, 'voted_down', v_question, v_answer, p_voter, p_at);
  end if;
end
$$;

create or replace function private.apply_acceptance(
  p_asker uuid, p_question uuid, p_answer uuid, p_at timestamptz default now())
returns void language plpgsql volatile set search_path = '' as $$
declare
  v_question public.questions;
  v_author uuid;
  v_old_author uuid;
begin
  select * into v_question from public.questions q where q.id = p_question for no key update;
  if not found or v_question.withdrawn_at is not null then perform private.refuse('not_found', 'question'); end if;
  if v_question.author_id is distinct from p_asker then perform private.refuse('forbidden', 'not_asker'); end if;
  if v_question.accepted_answer_id is not distinct from p_answer then return; end if;
  if p_answer is not null then
    -- Whoever withdraws an answer locks its question first, so that this sees the answer as it stays.
    select a.author_id into v_author from public.answers a
    where a.id = p_answer and a.question_id = p_question and a.withdrawn_at is null for key share;
    if not found then perform private.refuse('not_found', 'answer'); end if;
  end if;
  select a.author_id into v_old_author from public.answers a where a.id = v_question.accepted_answer_id;

  perform private.lock_profiles(array[p_asker, v_author, v_old_author]);
  perform private.reverse_events(array(
    select e.id from public.reputation_events e
    where e.question_id = p_question and e.kind in ('answer_accepted', 'accepting') and e.reverses is null
      and not exists (select from public.reputation_events r where r.reverses = e.id)), 'undone', p_at);
  update public.questions set accepted_answer_id = p_answer where id = p_question;
  if p_answer is not null and v_author is distinct from p_asker then
    perform private.record_reputation(v_author, 'answer_accepted', p_question, p_answer, p_asker, p_at);
    perform private.record_reputation(p_asker, 'accepting', p_question, p_answer, p_asker, p_at);
  end if;
end
$$;
