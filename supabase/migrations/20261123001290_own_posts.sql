-- People take their own posts away, and bring them back within thirty days.

create index questions_author_withdrawn_idx on public.questions (author_id, withdrawn_at desc) where withdrawn_for = 'author';
create index answers_author_withdrawn_idx on public.answers (author_id, withdrawn_at desc) where withdrawn_for = 'author';
create index questions_gone_idx on public.questions (withdrawn_at) where withdrawn_for = 'author';
create index answers_gone_idx on public.answers (withdrawn_at) where withdrawn_for = 'author';

create function private.post_kind(p_post uuid) returns text
language sql stable security definer set search_path = '' as $$
  select 'question' from public.questions q where q.id = p_post
  union all
  select 'answer' from public.answers a where a.id = p_post
$$;
comment on function private.post_kind(uuid) is 'question or answer; null for an unknown id. Granted to nobody.';

create function private.answered_by_others(q public.questions) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from public.answers a where a.question_id = q.id and a.author_id is distinct from q.author_id and a.withdrawn_at is null)
$$;
comment on function private.answered_by_others(public.questions) is 'Whether somebody else''s work stands under a question. Granted to nobody.';

create function private.own_post(p_post uuid) returns text
language plpgsql stable security definer set search_path = '' as $$
declare
  v_me uuid := private.uid();
  v_kind text := private.post_kind(p_post);
begin
  if v_me is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if v_kind is null or v_me is distinct from coalesce(
    (select q.author_id from public.questions q where q.id = p_post),
    (select a.author_id from public.answers a where a.id = p_post)) then
    perform private.refuse('not_found', 'post');
  end if;
  return v_kind;
end
$$;
comment on function private.own_post(uuid) is 'The kind of one''s own post; refuses forbidden: sign_in, and not_found for another''s. Granted to nobody.';

create function private.withdraw_own_post(p_post uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_kind text := private.own_post(p_post);
begin
  perform private.lock_post(v_kind, p_post);
  -- Asked behind the lock that whoever answers takes first: an answer of this moment counts.
  if v_kind = 'question' and exists (
    select from public.questions q where q.id = p_post and q.withdrawn_at is null and private.answered_by_others(q)) then
    perform private.refuse('forbidden', 'answered');
  end if;
  -- Points that go and return without end would fill the ledger.
  if (select count(distinct e.created_at) from public.reputation_events e
      where p_post in (e.question_id, e.answer_id) and e.cause = 'withdrawn' and e.created_at > now() - interval '1 day') >= 5 then
    perform private.refuse('too_many', '86400');
  end if;
  perform private.withdraw_post(v_kind, p_post, 'author');
end
$$;
create function public.withdraw_own_post(p_post uuid) returns void
language sql volatile set search_path = '' as $$ select private.withdraw_own_post(p_post) $$;
comment on function public.withdraw_own_post(uuid) is
  'Takes one''s own answer, or one''s own question that nobody else answered, away from readers with all it brought. Again it does nothing. Refuses forbidden: sign_in, answered; not_found; too_many.';

create function private.is_mine_to_return(p_for text, p_at timestamptz) returns boolean
language sql stable set search_path = '' as $$ select p_for = 'author' and p_at > now() - interval '30 days' $$;
comment on function private.is_mine_to_return(text, timestamptz) is 'Whether an author may still bring back what is gone. Granted to nobody.';

create function private.bring_back_post(p_post uuid) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_kind text := private.own_post(p_post);
  v_question uuid := private.lock_post(v_kind, p_post);
begin
  -- Never what a moderator took, and what stands needs nothing: the form sent twice.
  if exists (
    select from public.questions q where q.id = p_post and q.withdrawn_at is not null and not private.is_mine_to_return(q.withdrawn_for, q.withdrawn_at)
    union all
    select from public.answers a where a.id = p_post and a.withdrawn_at is not null and not private.is_mine_to_return(a.withdrawn_for, a.withdrawn_at)
    union all
    -- What was judged while it was away.
    select from private.moderation_cases c where c.post_id = p_post and c.state = 'hidden') then
    perform private.refuse('not_found', 'post');
  end if;
  perform private.restore_post(v_kind, p_post);
  return (private.post_question(p_post)).id;
end
$$;
create function public.bring_back_post(p_post uuid) returns uuid
language sql volatile set search_path = '' as $$ select private.bring_back_post(p_post) $$;
comment on function public.bring_back_post(uuid) is
  'Brings back what one took away oneself within thirty days, with what it had brought. Returns the question, or null when that is gone itself. Refuses forbidden: sign_in; not_found: another''s, or gone for another reason.';

create function private.hide_asker(p_question uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.own_post(p_question);
  -- Region and direction together may be one person.
  update public.questions q set is_anonymous = true, region_code = null where q.id = p_question and q.withdrawn_at is null;
  if not found then perform private.refuse('not_found', 'question'); end if;
end
$$;
create function public.hide_asker(p_question uuid) returns void
language sql volatile set search_path = '' as $$ select private.hide_asker(p_question) $$;
comment on function public.hide_asker(uuid) is
  'Takes one''s name and region off one''s own question, and off one''s answers and comments there. Refuses forbidden: sign_in; not_found.';
grant execute on function private.withdraw_own_post(uuid), public.withdraw_own_post(uuid), private.bring_back_post(uuid),
  public.bring_back_post(uuid), private.hide_asker(uuid), public.hide_asker(uuid) to authenticated;

create function private.read_withdrawal(p_post uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('id', x.id, 'question', x.question, 'kind', x.kind, 'title', q.title, 'body', left(x.body, 300),
    'locale', x.locale, 'isAnonymous', q.is_anonymous,
    'state', case when x.withdrawn_at is not null then 'gone'
      when x.kind = 'question' and private.answered_by_others(q) then 'answered' else 'stands' end,
    'until', (x.withdrawn_at + interval '30 days'),
    'points', (select coalesce(sum(e.delta), 0) from public.reputation_events e
      where e.account_id = x.author_id and e.id = any (private.live_events(x.question, nullif(x.id, x.question)))))
  from (
    select w.id, w.id as question, 'question' as kind, w.body, w.locale, w.author_id, w.withdrawn_at, w.withdrawn_for
    from public.questions w where w.id = p_post
    union all
    select a.id, a.question_id, 'answer', a.body, a.locale, a.author_id, a.withdrawn_at, a.withdrawn_for
    from public.answers a where a.id = p_post) x
  join public.questions q on q.id = x.question
  where x.author_id = (select private.uid())
    and (x.withdrawn_at is null or private.is_mine_to_return(x.withdrawn_for, x.withdrawn_at))
$$;
comment on function private.read_withdrawal(uuid) is
  'One''s own post as it is taken away or brought back: {id, question, kind, title, body, locale, isAnonymous, state: stands | answered | gone, until, points}; null for another''s, and for what is gone for another reason.';
create function public.page_withdraw(p_post uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'post', private.read_withdrawal(p_post))
$$;
comment on function public.page_withdraw(uuid) is 'The page on which one takes one''s own post away: {viewer, post}; post is null for everybody but its author.';

create function private.my_posts(p_after uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_me uuid := private.uid();
  v_at timestamptz;
  v_found public.questions[];
begin
  if p_after is not null then
    select q.created_at into v_at from public.questions q where q.id = p_after and q.author_id = v_me;
  end if;
  v_found := array(
    select q from public.questions q
    where q.author_id = v_me and q.withdrawn_at is null and (v_at is null or (q.created_at, q.id) < (v_at, p_after))
    order by q.created_at desc, q.id desc limit 21);
  return jsonb_build_object(
    'questions', coalesce((select jsonb_agg(private.question_card(q) order by q.created_at desc, q.id desc) from unnest(v_found[:20]) q), '[]'),
    'next', case when cardinality(v_found) > 20 then v_found[20].id end,
    'gone', coalesce((
      select jsonb_agg(private.read_withdrawal(x.id) order by x.withdrawn_at desc)
      from (
        select q.id, q.withdrawn_at from public.questions q
        where q.author_id = v_me and private.is_mine_to_return(q.withdrawn_for, q.withdrawn_at)
        union all
        select a.id, a.withdrawn_at from public.answers a
        where a.author_id = v_me and private.is_mine_to_return(a.withdrawn_for, a.withdrawn_at)
        order by 2 desc limit 50) x), '[]'));
end
$$;
comment on function private.my_posts(uuid) is 'One''s own questions, newest first, 20 a page, and the posts one took away and may bring back: {questions, next, gone}.';
create function public.page_my_posts(p_after uuid default null) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer()) || private.my_posts(p_after)
$$;
comment on function public.page_my_posts(uuid) is 'The page of one''s own posts: {viewer, questions, next, gone}.';
grant execute on function private.read_withdrawal(uuid), public.page_withdraw(uuid), private.my_posts(uuid), public.page_my_posts(uuid)
  to anon, authenticated;

-- Nobody answers what is gone ---------------------------------------------------------------------------

create function private.refuse_answer_to_gone() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  if exists (select from public.questions q where q.id = new.question_id and q.withdrawn_at is not null) then
    perform private.refuse('not_found', 'question');
  end if;
  return new;
end
$$;
comment on function private.refuse_answer_to_gone() is 'Refuses not_found: an answer to a question that is gone by now. Whoever answers has locked the question before.';
create trigger answers_refuse_gone before insert on public.answers for each row execute function private.refuse_answer_to_gone();

-- After thirty days what an author took away is removed: nobody can bring it back, so nobody keeps it.
create function private.forget_withdrawn_posts() returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_before timestamptz := now() - interval '30 days';
  v_post record;
  v_gone integer := 0;
begin
  for v_post in
    -- Other people's answers, gone themselves, stay with whoever took them away.
    select q.id, 'question' as kind from public.questions q
    where q.withdrawn_for = 'author' and q.withdrawn_at <= v_before
      and not exists (select from public.answers a where a.question_id = q.id and a.author_id is distinct from q.author_id)
    union all
    select a.id, 'answer' from public.answers a where a.withdrawn_for = 'author' and a.withdrawn_at <= v_before
    limit 200
  loop
    if private.post_kind(v_post.id) is null then continue; end if;
    perform private.lock_post(v_post.kind, v_post.id);
    if v_post.kind = 'question' then
      delete from public.questions q where q.id = v_post.id and q.withdrawn_for = 'author' and q.withdrawn_at <= v_before;
    else
      delete from public.answers a where a.id = v_post.id and a.withdrawn_for = 'author' and a.withdrawn_at <= v_before;
    end if;
    v_gone := v_gone + 1;
  end loop;
  return v_gone;
end
$$;
create function public.forget_withdrawn_posts() returns integer
language sql volatile set search_path = '' as $$ select private.forget_withdrawn_posts() $$;
grant execute on function private.forget_withdrawn_posts(), public.forget_withdrawn_posts() to service_role;
comment on function private.forget_withdrawn_posts() is 'Removes what authors took away more than thirty days ago, 200 posts a call. Returns how many. For the worker.';
comment on function public.forget_withdrawn_posts() is 'See private.forget_withdrawn_posts; for the worker.';
