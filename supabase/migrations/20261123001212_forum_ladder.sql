-- What reputation is for: a short ladder, and limits for newcomers that loosen with it and with time.

create function private.forum_needs(p_act text) returns integer
language sql immutable strict parallel safe set search_path = '' as $$
  select case p_act
    when 'vote_up' then 1 when 'comment' then 1
    when 'vote_down' then 50 when 'suggest_tags' then 50
    when 'edit' then 100 when 'review' then 250 when 'moderate' then 500 end
$$;
comment on function private.forum_needs(text) is 'The ladder: from which reputation an act is open; null for an act that is not on it. src/lib/features/reputation/rules.ts says the same.';

create function private.forum_may(p_account uuid, p_act text) returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce(greatest(1, (select f.reputation from public.forum_profiles f where f.account_id = p_account))
    >= private.forum_needs(p_act), false)
    and exists (select from public.accounts a where a.id = p_account and a.person_id is not null)
$$;
comment on function private.forum_may(uuid, text) is
  'Whether the reputation of an account with a claimed record opens this act: vote_up, comment, vote_down, suggest_tags, edit (with review), review, moderate. False for anything else. Granted to nobody.';

create function private.forum_limit(p_account uuid, p_act text) returns integer
language sql stable security definer set search_path = '' as $$
  select (case p_act when 'question' then array[10, 20, 40] when 'answer' then array[20, 60, 150]
    when 'comment' then array[20, 60, 150] when 'vote' then array[40, 100, 200] end)[
    case when x.reputation >= 250 or (x.reputation >= 50 and x.days >= 30) then 3
      when x.reputation >= 50 or x.days >= 14 then 2 else 1 end]
  from (
    select coalesce(f.reputation, 1) as reputation, extract(day from now() - a.created_at) as days
    from public.accounts a left join public.forum_profiles f on f.account_id = a.id where a.id = p_account) x
$$;
comment on function private.forum_limit(uuid, text) is
  'How many questions, answers, comments or votes (question, answer, comment, vote) a day of Asia/Almaty: least for a newcomer, more from 50 points or after 14 days, most from 250 points or from 50 after 30 days. Granted to nobody.';

create function private.keep_forum_limit() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := private.uid();
  v_midnight timestamptz := private.today()::timestamp at time zone 'Asia/Almaty';
  v_done integer;
begin
  -- Only what people do themselves: seeds and repairs act for others.
  if v_me is null then return new; end if;
  if tg_argv[0] = 'vote' then
    if new.voter_id is distinct from v_me then return new; end if;
    select count(*) into v_done from public.votes v where v.voter_id = v_me and v.created_at >= v_midnight;
  else
    if new.author_id is distinct from v_me then return new; end if;
    if tg_argv[0] = 'question' then
      select count(*) into v_done from public.questions q where q.author_id = v_me and q.created_at >= v_midnight;
    else
      select count(*) into v_done from public.answers a where a.author_id = v_me and a.created_at >= v_midnight;
    end if;
  end if;
  if v_done >= private.forum_limit(v_me, tg_argv[0]) then perform private.refuse('too_many', tg_argv[0] || '_today'); end if;
  return new;
end
$$;
comment on function private.keep_forum_limit() is 'Refuses too_many question_today, answer_today, vote_today beyond private.forum_limit.';
create trigger questions_keep_limit before insert on public.questions for each row execute function private.keep_forum_limit('question');
create trigger answers_keep_limit before insert on public.answers for each row execute function private.keep_forum_limit('answer');
create trigger votes_keep_limit before insert on public.votes for each row execute function private.keep_forum_limit('vote');

create or replace function private.cast_vote(p_kind text, p_post uuid, p_value integer) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := private.require_alumnus();
  -- Asked before: the vote itself costs a point.
  v_may boolean := coalesce(p_value, 0) <> -1 or private.forum_may(v_me, 'vote_down');
begin
  perform private.apply_vote(v_me, p_kind, p_post, p_value);
  if not v_may then perform private.refuse('forbidden', 'vote_down'); end if;
  return case when p_kind = 'question' then p_post
    else (select a.question_id from public.answers a where a.id = p_post) end;
end
$$;
comment on function public.cast_vote(text, uuid, integer) is
  'Votes on a question or an answer (p_kind): 1 thanks, -1 not helpful (from a reputation of 50), 0 takes it back. Returns the question. Refuses forbidden: sign_in, record, own_post, vote_down; not_found; too_many vote_today.';
comment on function public.accept_answer(uuid, uuid) is
  'The asker marks the answer that helped; another one moves the mark, null takes it away. Refuses forbidden: sign_in, record, not_asker; not_found.';
