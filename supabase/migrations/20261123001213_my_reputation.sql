-- "Why did I get this?": every change of one's own reputation, with its post and its reason.

create function private.my_reputation(p_after bigint) returns jsonb
language sql stable security definer set search_path = '' as $$
  with page as (
    select e.* from public.reputation_events e
    where e.account_id = (select private.uid()) and (p_after is null or e.id < p_after)
    order by e.id desc limit 21
  ), shown as (select * from page order by id desc limit 20)
  select jsonb_build_object(
    'reputation', coalesce((select f.reputation from public.forum_profiles f where f.account_id = (select private.uid())), 1),
    'limits', (
      select jsonb_object_agg(act, private.forum_limit((select private.uid()), act))
      from unnest(array['question', 'answer', 'vote']) act),
    'changes', coalesce((
      select jsonb_agg(jsonb_build_object(
        'id', s.id, 'kind', s.kind, 'at', s.created_at, 'points', s.points, 'delta', s.delta,
        'isBack', s.reverses is not null, 'cause', s.cause,
        'isCapped', s.reverses is null and s.restores is null and s.points <> private.reputation_points(s.kind),
        -- A post that is gone keeps its words to itself.
        'post', (
          select jsonb_build_object('question', q.id, 'answer', a.id, 'title', q.title, 'locale', q.locale)
          from public.questions q left join public.answers a on a.id = s.answer_id
          where q.id = s.question_id and q.withdrawn_at is null and a.withdrawn_at is null
            and (a.id is not null or s.kind = 'question_up'))) order by s.id desc) from shown s), '[]'),
    'after', case when (select count(*) from page) > 20 then (select min(s.id) from shown s)::text end)
$$;
comment on function private.my_reputation(bigint) is
  'The standing of the signed-in account and its changes older than p_after, newest first, 20 at most: {reputation, limits: {question, answer, vote} of a day, changes: [{id, kind, at, points, delta, isBack, cause, isCapped, post}], after}. Who caused them is not told.';
grant execute on function private.my_reputation(bigint) to anon, authenticated;

create function public.page_reputation(p_after bigint default null) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer()) || private.my_reputation(p_after)
$$;
comment on function public.page_reputation(bigint) is 'The page of one''s own reputation: {viewer, reputation, limits, changes, after}, see private.my_reputation.';
grant execute on function public.page_reputation(bigint) to anon, authenticated;
