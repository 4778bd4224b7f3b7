-- An answer was marked, went with its question, was taken away itself and came back while another was marked: its points
-- rested. Marked anew it had new ones, and the next return of the question gave both.

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
    -- What was earned anew since is the newer reason: an older one must not come back beside it.
    and not exists (
      select from public.reputation_events n
      where n.account_id = f.account_id and n.kind = f.kind and n.id > f.id and n.reverses is null and n.restores is null
        and n.actor_id is not distinct from f.actor_id and n.question_id = f.question_id and n.answer_id is not distinct from f.answer_id)
    and (f.answer_id is null or exists (select from public.answers a where a.id = f.answer_id and a.withdrawn_at is null))
    and case when f.kind in ('answer_accepted', 'accepting') then not exists (
        select from public.answers a join public.questions q on q.id = a.question_id
        where a.id = f.answer_id and private.are_one_person(q.author_id, a.author_id))
      else exists (
        select from public.votes v where v.voter_id = f.actor_id and v.value = case when f.kind like '%down' then -1 else 1 end
          and case f.kind when 'question_up' then v.question_id = f.question_id else v.answer_id = f.answer_id end) end
$$;
