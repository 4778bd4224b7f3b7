-- A second person judges an appeal by what it is about: the post, the decision, who took it and what came before.

create function private.case_post(p_case uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('id', p.id, 'kind', p.kind, 'title', (p.question).title, 'locale', (p.question).locale)
  from private.moderation_cases c cross join private.any_post(c.post_id) p where c.id = p_case
$$;
comment on function private.case_post(uuid) is 'The post of a case, by the title of its question: {id, kind, title, locale}, or null. Granted to nobody.';

create function private.answerable_appeals() returns setof private.appeals
language sql stable security definer set search_path = '' as $$
  select a.* from private.appeals a
  left join private.moderation_cases c on c.id = a.case_id
  left join private.forum_restrictions r on r.id = a.restriction_id
  where a.state = 'open' and coalesce(c.state, '') <> 'open' and a.account_id <> private.uid()
    and private.moderates(coalesce(c.region_code, r.region_code), coalesce(c.locale, r.locale))
$$;
comment on function private.answerable_appeals() is 'Appeals that wait for an answer in the caller''s field; of a post that nobody judged yet, the verdict is the answer. Granted to nobody.';

create function private.appeal_card(a private.appeals) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('id', a.id, 'words', a.words, 'createdAt', a.created_at, 'what', coalesce(r.kind, 'post'), 'until', r.until,
    'post', private.case_post(coalesce(c.id, r.case_id)), 'reason', coalesce(r.reason, c.note), 'verdict', c.reason,
    'by', private.account_name(coalesce(c.decided_by, r.created_by)), 'decidedAt', coalesce(c.decided_at, r.created_at),
    'isMine', private.answered_by_other(coalesce(c.decided_by, r.created_by), a.account_id, coalesce(c.region_code, r.region_code), coalesce(c.locale, r.locale)))
  from (select 1) one
  left join private.moderation_cases c on c.id = a.case_id
  left join private.forum_restrictions r on r.id = a.restriction_id
$$;
comment on function private.appeal_card(private.appeals) is 'An appeal as moderators list it, with the decision it is against, and without the name of whom it concerns. Granted to nobody.';

create or replace function private.list_restricted() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'restrictions', coalesce((
      select jsonb_agg(jsonb_build_object('id', r.id, 'kind', r.kind, 'reason', r.reason, 'until', r.until, 'createdAt', r.created_at,
        'name', private.restricted_name(r), 'case', r.case_id, 'post', private.case_post(r.case_id), 'by', private.account_name(r.created_by)) order by r.until)
      from private.forum_restrictions r
      where r.lifted_at is null and r.until > now() and r.account_id <> private.uid() and private.moderates(r.region_code, r.locale)), '[]'),
    'appeals', coalesce((select jsonb_agg(private.appeal_card(a) order by a.id) from private.answerable_appeals() a), '[]'))
  where private.is_moderator() = 'staff'
$$;

create function private.read_appeal(p_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  a private.appeals;
  v_case uuid;
  v_post jsonb;
begin
  if private.is_moderator() is distinct from 'staff' then return null; end if;
  select * into a from private.answerable_appeals() x where x.id = p_id;
  if a.id is null then return null; end if;
  v_case := coalesce(a.case_id, (select r.case_id from private.forum_restrictions r where r.id = a.restriction_id));
  v_post := private.read_case(v_case);
  return private.appeal_card(a) || jsonb_build_object('case', v_post,
    'earlier', coalesce((
      select jsonb_agg(jsonb_build_object('words', x.words, 'state', x.state, 'answer', x.answer, 'createdAt', x.created_at,
        'by', private.account_name(x.answered_by)) order by x.id)
      from private.appeals x where x.state <> 'open' and (x.case_id = a.case_id or x.restriction_id = a.restriction_id)), '[]'),
    -- What else somebody did would say who asked without a name.
    'restrictions', case when v_post ->> 'author' is null then '[]' else coalesce((
      select jsonb_agg(jsonb_build_object('id', x.id, 'kind', x.kind, 'reason', x.reason, 'createdAt', x.created_at, 'until', x.until, 'liftedAt', x.lifted_at) order by x.id desc)
      from private.forum_restrictions x
      where x.account_id = a.account_id and x.id is distinct from a.restriction_id and private.moderates(x.region_code, x.locale)
        and private.restricted_name(x) is not null), '[]') end);
end
$$;
create function public.page_appeal(p_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select case when private.viewer() is null then '{"viewer": null}'::jsonb
    when found.appeal is not null then jsonb_build_object('viewer', private.viewer(), 'appeal', found.appeal) end
  from (select private.read_appeal(p_id) as appeal offset 0) found
$$;
comment on function public.page_appeal(uuid) is
  'An appeal that waits, for whoever answers it: {viewer, appeal: with the decision, case: the post and its log, earlier: answered appeals against the same decision, restrictions: others of the same person where the name is known}; else null.';
grant execute on function private.read_appeal(uuid), public.page_appeal(uuid) to anon, authenticated;

-- Whoever is restricted reads after which post of theirs.
create or replace function private.my_moderation() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'role', private.is_moderator(),
    'restrictions', coalesce((
      select jsonb_agg(jsonb_build_object('id', r.id, 'kind', r.kind, 'reason', r.reason, 'until', r.until, 'createdAt', r.created_at,
        'isOver', r.lifted_at is not null or r.until <= now(), 'liftedAt', r.lifted_at, 'post', private.case_post(r.case_id),
        'appeal', private.last_appeal(null, r.id)) order by r.id desc)
      from private.forum_restrictions r where r.account_id = me.id), '[]'),
    'posts', coalesce((
      select jsonb_agg(jsonb_build_object('id', w.id, 'kind', p.kind, 'title', (p.question).title, 'text', left(p.body, 140), 'locale', p.locale,
        'withdrawnFor', p.withdrawn_for, 'createdAt', p.created_at,
        'appeal', (select private.last_appeal(c.id, null) ->> 'state' from private.moderation_cases c where c.post_id = w.id order by c.id desc limit 1)) order by w.id desc)
      from (
        select q.id from public.questions q where q.author_id = me.id and q.withdrawn_for in ('held', 'flags', 'moderation')
        union all
        select a.id from public.answers a where a.author_id = me.id and a.withdrawn_for in ('held', 'flags', 'moderation')
        union all
        select c.id from public.post_comments c where c.author_id = me.id and c.withdrawn_for in ('held', 'flags', 'moderation')
        order by 1 desc limit 50) w cross join private.any_post(w.id) p), '[]'))
  from (select private.uid() as id offset 0) me where me.id is not null
$$;
