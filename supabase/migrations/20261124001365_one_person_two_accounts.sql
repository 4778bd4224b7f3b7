-- What two accounts of one person gave each other falls in one way, whether the person joined the accounts or
-- staff found that two records are one: votes, the points of marks that helped, "worked for me too", thanks.

create function private.are_one_person(p_one uuid, p_other uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select p_one = p_other or exists (
    select from private.undone_claims u
    join public.accounts a on a.person_id = u.person_id
    join public.accounts f on f.id = u.account_id and f.person_id is null
    where (a.id, f.id) in ((p_one, p_other), (p_other, p_one)))
$$;
comment on function private.are_one_person(uuid, uuid) is
  'Whether two accounts are one, or one holds a record that the other held before and holds none now: whoever has a record of their own by now is somebody else. Granted to nobody.';

create function private.drop_between(p_one uuid, p_other uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_both constant uuid[] := array[p_one, p_other];
  v_own constant uuid[] := array(
    select q.id from public.questions q where q.author_id = any (v_both)
    union all select a.id from public.answers a where a.author_id = any (v_both));
begin
  perform private.drop_votes(array(
    select v.id from public.votes v
    where v.voter_id = any (v_both) and coalesce(v.answer_id, v.question_id) = any (v_own)), 'merged');
  delete from private.dropped_votes d
  where d.voter_id = any (v_both) and coalesce(d.answer_id, d.question_id) = any (v_own);
  -- Whatever gives points back later looks for the vote by who gave it: these have none.
  update public.reputation_events e set actor_id = null
  where e.actor_id = any (v_both) and e.kind in ('question_up', 'answer_up', 'answer_down', 'voted_down')
    and coalesce(e.answer_id, e.question_id) = any (v_own);
  -- An answer of one's own that helped stays marked and brings nothing.
  perform private.reverse_events(array(
    select e.id from public.questions q
    join public.answers a on a.id = q.accepted_answer_id and a.author_id = any (v_both) and a.author_id <> q.author_id
    join public.reputation_events e on e.answer_id = a.id and e.kind in ('answer_accepted', 'accepting') and e.reverses is null
    where q.author_id = any (v_both)
      and not exists (select from public.reputation_events r where r.reverses = e.id)), 'merged', now());
  delete from public.answer_marks k using public.answers a
  where a.id = k.answer_id and k.kind = 'worked' and k.account_id = any (v_both) and a.author_id = any (v_both);
  delete from private.answer_thanks t using public.answers a
  where a.id = t.answer_id and t.account_id = any (v_both) and a.author_id = any (v_both);
end
$$;
comment on function private.drop_between(uuid, uuid) is 'Takes back what two accounts of one person gave each other. Granted to nobody.';

create or replace function private.drop_shared_votes(p_spare uuid, p_kept uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_spares uuid[];
  v_kepts uuid[];
begin
  perform private.drop_between(p_spare, p_kept);
  -- Of two votes on one post the one that counts stays, else that of the account that stays.
  select coalesce(array_agg(s.post) filter (where k.counts or not s.counts), '{}'),
    coalesce(array_agg(s.post) filter (where s.counts and not k.counts), '{}') into v_spares, v_kepts
  from private.voted_posts(p_spare) s join private.voted_posts(p_kept) k on k.post = s.post;
  perform private.drop_votes(array(
    select v.id from public.votes v
    where v.voter_id = p_spare and coalesce(v.answer_id, v.question_id) = any (v_spares)), 'merged');
  delete from private.dropped_votes d
  where d.voter_id = p_spare and coalesce(d.answer_id, d.question_id) = any (v_spares)
    or d.voter_id = p_kept and coalesce(d.answer_id, d.question_id) = any (v_kepts);
  update public.reputation_events e set actor_id = null
  where e.kind in ('question_up', 'answer_up', 'answer_down', 'voted_down')
    and (e.actor_id = p_spare and coalesce(e.answer_id, e.question_id) = any (v_spares)
      or e.actor_id = p_kept and coalesce(e.answer_id, e.question_id) = any (v_kepts));
end
$$;

create or replace function private.drop_own_dealings(p_spare uuid, p_kept uuid) returns void
language sql volatile security definer set search_path = '' as $$
  delete from public.follows f where f.account_id in (p_spare, p_kept) and f.followed_id in (p_spare, p_kept);
  delete from private.question_offers f using public.questions q
  where q.id = f.question_id and f.account_id in (p_spare, p_kept) and q.author_id in (p_spare, p_kept);
  delete from private.post_flags f using private.moderation_cases c
  where c.id = f.case_id and f.account_id in (p_spare, p_kept) and c.author_id in (p_spare, p_kept);
  delete from public.post_suggestions s
  where s.state = 'open' and s.author_id in (p_spare, p_kept)
    and coalesce((select q.author_id from public.questions q where q.id = s.question_id),
      (select a.author_id from public.answers a where a.id = s.answer_id)) in (p_spare, p_kept);
$$;
comment on function private.drop_own_dealings(uuid, uuid) is 'Nobody follows, is offered, flags or mends their own. Granted to nobody.';

create or replace function private.drop_own_votes(p_person uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_former uuid;
  v_holder uuid := (select a.id from public.accounts a where a.person_id = p_person);
begin
  for v_former in
    select distinct u.account_id from private.undone_claims u
    where u.person_id = p_person and u.account_id <> v_holder and private.are_one_person(u.account_id, v_holder) order by 1
  loop
    perform private.drop_between(v_former, v_holder);
  end loop;
end
$$;
comment on function private.drop_own_votes(uuid) is
  'Takes back what the account of a person and accounts without a record that held theirs, or one merged with it, gave each other. Granted to nobody.';

-- What was taken back before the two became one does not return to the one.
create or replace function private.returning_events(p_question uuid, p_answer uuid)
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
    and case when f.kind in ('answer_accepted', 'accepting') then not exists (
        select from public.answers a join public.questions q on q.id = a.question_id
        where a.id = f.answer_id and private.are_one_person(q.author_id, a.author_id))
      else exists (
        select from public.votes v where v.voter_id = f.actor_id and v.value = case when f.kind like '%down' then -1 else 1 end
          and case f.kind when 'question_up' then v.question_id = f.question_id else v.answer_id = f.answer_id end) end
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
  -- Of an answer whose author has gone the asker alone has points.
  if p_answer is not null and not coalesce(private.are_one_person(v_author, p_asker), false) then
    perform private.record_reputation(v_author, 'answer_accepted', p_question, p_answer, p_asker, p_at);
    perform private.record_reputation(p_asker, 'accepting', p_question, p_answer, p_asker, p_at);
  end if;
end
$$;

comment on column public.reputation_events.cause is 'Why a row takes back or gives back: the other changed their mind (undone), the post is gone (withdrawn) or back (restored), the account that caused it is gone, the votes of a few for one another (ring) or honest after all (cleared), two accounts are one person''s (merged). Null where something new happened; rows taken back before causes were written have none either.';
