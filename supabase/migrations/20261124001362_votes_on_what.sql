-- Whether votes were honest is judged by what they were for: a finding names the questions.

create function private.finding_posts(p_finding uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'title', x.title, 'locale', x.locale, 'votes', x.votes) order by x.votes desc, x.id), '[]')
  from (
    select q.id, q.title, q.locale, count(*) as votes
    from private.dropped_votes v
    left join public.answers a on a.id = v.answer_id
    join public.questions q on q.id = coalesce(v.question_id, a.question_id)
    where v.finding_id = p_finding and q.withdrawn_at is null and a.withdrawn_at is null
      -- Beside the names of two or five people, a vote for whoever asked without one would say who it is.
      and not (q.is_anonymous and coalesce(a.author_id, q.author_id) is not distinct from q.author_id)
    group by q.id order by votes desc, q.id limit 8) x
$$;
comment on function private.finding_posts(uuid) is
  'The questions on whose page the votes of a finding were given, most votes first, 8 at most; none that would name who asked without a name. Granted to nobody.';

create or replace function private.list_vote_findings(p_after uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  with page as (
    select f.* from private.vote_findings f
    where (private.has_role('moderator') or private.has_role('coordinator')) and (p_after is null or f.id < p_after)
    order by f.id desc limit 21
  ), shown as (select * from page order by id desc limit 20)
  select jsonb_build_object(
    'findings', coalesce(jsonb_agg(jsonb_build_object(
      'id', s.id, 'kind', s.kind, 'at', s.found_at, 'clearedAt', s.cleared_at, 'clearedWhy', s.cleared_why,
      'posts', private.finding_posts(s.id),
      'members', (
        select jsonb_agg(jsonb_build_object('name', private.public_name(m.account_id), 'gave', m.gave, 'got', m.got, 'appeal', m.appeal)
          order by m.gave desc, m.account_id)
        from private.vote_finding_members m where m.finding_id = s.id)) order by s.id desc), '[]'),
    'next', case when (select count(*) from page) > 20 then (array_agg(s.id order by s.id))[1] end)
  from shown s
$$;
comment on function public.page_vote_findings(uuid) is
  'Votes that were taken back, for moderators and coordinators, newest first, 20 at most: {viewer, findings: [{id, kind, at, clearedAt, clearedWhy, posts, members: [{name, gave, got, appeal}]}], next}; empty for everybody else.';
