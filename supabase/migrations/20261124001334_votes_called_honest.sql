-- Points that a moderator gave back say so: their post was never away.

alter table public.reputation_events
  drop constraint reputation_events_cause_check,
  add constraint reputation_events_cause_check check (cause in (
    'undone', 'withdrawn', 'restored', 'account_gone', 'ring', 'cleared', 'merged'));
comment on column public.reputation_events.cause is 'Why a row takes back or gives back: the other changed their mind (undone), the post is gone (withdrawn) or back (restored), the account that caused it is gone, the votes of a few for one another (ring) or honest after all (cleared), two accounts of one person became one (merged). Null where something new happened; rows taken back before causes were written have none either.';

drop function private.restore_reputation(bigint, timestamptz);
create function private.restore_reputation(p_event bigint, p_at timestamptz, p_cause text default 'restored')
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
    p_event, v_event.created_at, p_cause, p_at)
  returning id into v_new;
  perform private.settle_event(v_new, v_event.account_id);
end
$$;
revoke execute on function private.restore_reputation(bigint, timestamptz, text) from public;
comment on function private.restore_reputation(bigint, timestamptz, text) is
  'Appends the row that gives an event back in its old place and day. p_event is the first of its rows; the caller has locked the profile. Granted to nobody.';

create or replace function private.clear_vote_finding(p_id uuid, p_reason text) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_reason text := private.clean_line(left(p_reason, 1000));
  v_events bigint[];
  v_event bigint;
  v_count integer;
begin
  if not (private.has_role('moderator') or private.has_role('coordinator')) then perform private.refuse('not_found', 'finding'); end if;
  if length(v_reason) not between 10 and 500 then perform private.refuse('invalid', 'reason'); end if;
  update private.vote_findings set cleared_at = now(), cleared_by = private.uid(), cleared_why = v_reason
  where id = p_id and cleared_at is null;
  if not found then perform private.refuse('not_found', 'finding'); end if;

  perform from public.questions q
  where q.id in (select d.question_id from private.dropped_votes d where d.finding_id = p_id) order by q.id for no key update;
  perform from public.answers a
  where a.id in (select d.answer_id from private.dropped_votes d where d.finding_id = p_id) order by a.id for no key update;
  -- What came back to a post that is gone, or that the voter owns by now, would say nothing.
  with back as (
    insert into public.votes (voter_id, question_id, answer_id, value, created_at)
    select d.voter_id, d.question_id, d.answer_id, d.value, d.voted_at
    from private.dropped_votes d
    left join public.answers a on a.id = d.answer_id
    join public.questions q on q.id = coalesce(d.question_id, a.question_id)
    where d.finding_id = p_id and q.withdrawn_at is null and a.withdrawn_at is null
      and case when a.id is null then q.author_id else a.author_id end is distinct from d.voter_id
    on conflict do nothing returning question_id, answer_id, voter_id, value),
  posts as (select b.question_id, b.answer_id, sum(b.value)::integer as value from back b group by 1, 2),
  of_questions as (update public.questions q set score = q.score + p.value from posts p where q.id = p.question_id),
  of_answers as (update public.answers a set score = a.score + p.value from posts p where a.id = p.answer_id)
  select array_agg(distinct f.id), count(distinct (b.voter_id, b.question_id, b.answer_id)) into v_events, v_count
  from back b
  join public.reputation_events r on r.actor_id = b.voter_id and r.cause = 'ring'
    and (case when b.answer_id is null then r.question_id = b.question_id and r.kind = 'question_up'
      else r.answer_id = b.answer_id and r.kind in ('answer_up', 'answer_down', 'voted_down') end)
  join public.reputation_events e on e.id = r.reverses
  join public.reputation_events f on f.id = coalesce(e.restores, e.id)
  where not exists (select from public.reputation_events n where n.restores = f.id and n.id > r.id);

  perform private.lock_profiles(array(
    select distinct e.account_id from public.reputation_events e where e.id = any (v_events)));
  for v_event in select unnest(v_events) order by 1 loop
    perform private.restore_reputation(v_event, now(), 'cleared');
  end loop;
  perform private.refresh_experts(array(select m.account_id from private.vote_finding_members m where m.finding_id = p_id), false);
  perform private.audit('clear_vote_finding', 'vote_finding', p_id, null, jsonb_build_object('reason', v_reason));
  return coalesce(v_count, 0);
end
$$;
