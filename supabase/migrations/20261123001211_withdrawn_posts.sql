-- Posts that go and come back, authors and voters that are gone: their points follow, whoever removes them.

create function private.live_events(p_question uuid, p_answer uuid) returns bigint[]
language sql stable set search_path = '' as $$
  select coalesce(array_agg(e.id), '{}') from public.reputation_events e
  where ((p_answer is null and e.question_id = p_question) or e.answer_id = p_answer) and e.reverses is null
    and not exists (select from public.reputation_events r where r.reverses = e.id)
$$;
comment on function private.live_events(uuid, uuid) is 'What a post has brought to anybody and was not taken back: of an answer, or of a question with all its answers. Granted to nobody.';

create function private.lock_post(p_kind text, p_id uuid) returns uuid
language plpgsql volatile set search_path = '' as $$
declare
  v_question uuid := case p_kind when 'question' then p_id
    when 'answer' then (select a.question_id from public.answers a where a.id = p_id) end;
begin
  perform from public.questions q where q.id = v_question for no key update;
  if not found then perform private.refuse('not_found', p_kind); end if;
  perform from public.answers a
  where a.question_id = v_question and (p_kind = 'question' or a.id = p_id) order by a.id for no key update;
  return v_question;
end
$$;
comment on function private.lock_post(text, uuid) is 'Locks a question with its answers, or an answer after its question; returns the question. Refuses not_found. Granted to nobody.';

create function private.withdraw_post(p_kind text, p_id uuid, p_at timestamptz default now()) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_question uuid := private.lock_post(p_kind, p_id);
begin
  if p_kind = 'question' then
    update public.questions set withdrawn_at = p_at where id = p_id and withdrawn_at is null;
    if not found then return; end if;
    perform private.reverse_events(private.live_events(p_id, null), 'withdrawn', p_at);
  else
    update public.answers set withdrawn_at = p_at where id = p_id and withdrawn_at is null;
    if not found then return; end if;
    update public.questions set answer_count = answer_count - 1, accepted_answer_id = nullif(accepted_answer_id, p_id)
    where id = v_question;
    perform private.reverse_events(private.live_events(v_question, p_id), 'withdrawn', p_at);
  end if;
end
$$;
comment on function private.withdraw_post(text, uuid, timestamptz) is
  'Takes a question (with its answers) or an answer away from readers and what it brought back from everybody; votes stay for its return. Again it does nothing. Refuses not_found. For use inside functions that decide who may. Granted to nobody.';

create function private.returning_events(p_question uuid, p_answer uuid)
returns table (event_id bigint, account_id uuid, kind text)
language sql stable set search_path = '' as $$
  select distinct f.id, f.account_id, f.kind
  from public.reputation_events r
  join public.reputation_events e on e.id = r.reverses
  join public.reputation_events f on f.id = coalesce(e.restores, e.id)
  where r.question_id = p_question and (p_answer is null or r.answer_id = p_answer) and r.cause = 'withdrawn'
    -- The newest word on it: nothing given back since, nothing taken back for another reason since.
    and not exists (
      select from public.reputation_events n
      where n.restores = f.id and n.id > r.id)
    and (f.answer_id is null or exists (select from public.answers a where a.id = f.answer_id and a.withdrawn_at is null))
    and (f.kind in ('answer_accepted', 'accepting') or exists (
      select from public.votes v where v.voter_id = f.actor_id and v.value = case when f.kind like '%down' then -1 else 1 end
        and case f.kind when 'question_up' then v.question_id = f.question_id else v.answer_id = f.answer_id end))
$$;
comment on function private.returning_events(uuid, uuid) is
  'What was taken back because the post went and whose reason still stands: the vote is there, the answer is not gone by itself. Whether an answer is still the accepted one is for the caller. Granted to nobody.';

create function private.restore_post(p_kind text, p_id uuid, p_at timestamptz default now()) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_question uuid := private.lock_post(p_kind, p_id);
  v_answer uuid := case p_kind when 'answer' then p_id end;
  v_event bigint;
begin
  if p_kind = 'question' then
    update public.questions set withdrawn_at = null where id = p_id and withdrawn_at is not null;
    if not found then return; end if;
  else
    update public.answers set withdrawn_at = null where id = p_id and withdrawn_at is not null;
    if not found then return; end if;
    update public.questions q set answer_count = q.answer_count + 1,
      accepted_answer_id = coalesce(q.accepted_answer_id, (
        select p_id from private.returning_events(v_question, p_id) r where r.kind = 'answer_accepted' limit 1))
    where q.id = v_question;
  end if;
  -- An answer that returns under a question that is gone brings its points when that returns.
  if exists (select from public.questions q where q.id = v_question and q.withdrawn_at is not null) then return; end if;
  perform private.lock_profiles(array(select r.account_id from private.returning_events(v_question, v_answer) r));
  for v_event in
    select r.event_id from private.returning_events(v_question, v_answer) r
    join public.reputation_events f on f.id = r.event_id
    join public.questions q on q.id = v_question
    where r.kind not in ('answer_accepted', 'accepting') or q.accepted_answer_id = f.answer_id
    order by 1
  loop
    perform private.restore_reputation(v_event, p_at);
  end loop;
end
$$;
comment on function private.restore_post(text, uuid, timestamptz) is
  'Gives a withdrawn post back to readers, and everybody what it had brought, unless its reason is gone by now. The mark of the answer that helped returns where no other was set. Granted to nobody.';

-- Rows that are really removed ------------------------------------------------------------------------

create function private.take_back_removed() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  if tg_table_name = 'questions' then
    perform private.reverse_events(private.live_events(old.id, null), 'withdrawn', now());
  else
    perform private.reverse_events(private.live_events(null, old.id), 'withdrawn', now());
  end if;
  return old;
end
$$;
comment on function private.take_back_removed() is 'A post that is deleted takes back what it brought, whoever deletes it.';
create trigger questions_take_back before delete on public.questions for each row execute function private.take_back_removed();
create trigger answers_take_back before delete on public.answers for each row execute function private.take_back_removed();

create function private.drop_votes(p_votes uuid[], p_cause text) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform from public.questions q where q.id in (select v.question_id from public.votes v where v.id = any (p_votes))
  order by q.id for no key update;
  perform from public.answers a where a.id in (select v.answer_id from public.votes v where v.id = any (p_votes))
  order by a.id for no key update;
  perform private.reverse_events(array(
    select e.id from public.votes v
    join public.reputation_events e on e.actor_id = v.voter_id and e.reverses is null
      and ((e.kind = 'question_up' and e.question_id = v.question_id)
        or (e.kind in ('answer_up', 'answer_down', 'voted_down') and e.answer_id = v.answer_id))
    where v.id = any (p_votes)
      and not exists (select from public.reputation_events r where r.reverses = e.id)), p_cause, now());
  update public.questions q set score = q.score - v.value from public.votes v where v.id = any (p_votes) and q.id = v.question_id;
  update public.answers a set score = a.score - v.value from public.votes v where v.id = any (p_votes) and a.id = v.answer_id;
  delete from public.votes v where v.id = any (p_votes);
end
$$;
comment on function private.drop_votes(uuid[], text) is 'Removes votes with what they brought. Each post has one of them at most. Granted to nobody.';

create function private.drop_votes_of_gone() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.drop_votes(array(select v.id from public.votes v where v.voter_id = old.id), 'account_gone');
  return old;
end
$$;
comment on function private.drop_votes_of_gone() is 'An account that goes takes its votes along: else accounts could be made, vote and vanish. Marks of answers that helped stay with their question.';
create trigger accounts_drop_votes before delete on public.accounts for each row execute function private.drop_votes_of_gone();

-- One's own -------------------------------------------------------------------------------------------

create function private.refuse_own_vote() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  if new.voter_id = coalesce(
    (select q.author_id from public.questions q where q.id = new.question_id),
    (select a.author_id from public.answers a where a.id = new.answer_id)) then
    perform private.refuse('forbidden', 'own_post');
  end if;
  return new;
end
$$;
comment on function private.refuse_own_vote() is 'No way into the table of votes leads past this.';
create trigger votes_refuse_own before insert or update of voter_id, question_id, answer_id on public.votes
  for each row execute function private.refuse_own_vote();

create function private.drop_votes_of_owner() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.drop_votes(array(
    select v.id from public.votes v
    where v.voter_id = new.author_id and new.id in (v.question_id, v.answer_id)), 'undone');
  return null;
end
$$;
comment on function private.drop_votes_of_owner() is 'Whoever comes to own a post has no vote on it any more.';
create trigger questions_drop_owner_vote after update of author_id on public.questions for each row
  when (new.author_id is not null and new.author_id is distinct from old.author_id) execute function private.drop_votes_of_owner();
create trigger answers_drop_owner_vote after update of author_id on public.answers for each row
  when (new.author_id is not null and new.author_id is distinct from old.author_id) execute function private.drop_votes_of_owner();

comment on column public.votes.voter_id is 'Whose vote it is; when the account goes, so does the vote.';

-- The words go as before; their points first, so that all profiles are locked at once and in order.
alter function private.erase_forum(uuid) rename to erase_forum_words;
create function private.erase_forum(p_account uuid) returns void
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
    update public.answers w set withdrawn_at = null where w.author_id = p_account and w.withdrawn_at is not null returning w.question_id),
  more as (select b.question_id, count(*)::integer as n from back b group by 1)
  update public.questions q set answer_count = q.answer_count + m.n from more m where q.id = m.question_id;
  perform private.erase_forum_words(p_account);
end
$$;
comment on function private.erase_forum(uuid) is 'Takes an account''s words out of the forum (private.erase_forum_words), and what they had brought to others. Granted to nobody.';
