-- Pages that are read often are answered sooner: what stands in a subquery is asked once and not once a
-- mention, and what every page asks keeps its plan for the next reader.

-- Asked once ("offset 0": else the planner puts the call wherever its name stands) ---------------------

create or replace function public.page_me() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'viewer', private.viewer(),
    'name', private.my_name(),
    'project', private.subproject_card(c.id),
    'projects', private.my_projects(),
    'latest', private.subproject_updates(c.id, null, 1) -> 0)
  from (select private.my_project(null) as id offset 0) c
$$;
create or replace function public.page_my_project(p_project uuid default null, p_after uuid default null) returns jsonb
language sql stable set search_path = '' as $$
  select case when p_project is not null and c.id is null and private.uid() is not null then null else
    jsonb_build_object(
      'viewer', private.viewer(),
      'project', private.subproject_card(c.id),
      'projects', private.my_projects(),
      'team', private.team_of(c.id),
      'updates', private.subproject_updates(c.id, p_after, 21)) end
  from (select private.my_project(p_project) as id offset 0) c
$$;
create or replace function public.page_update_project(p_project uuid default null) returns jsonb
language sql stable set search_path = '' as $$
  select case when p_project is not null and c.id is null and private.uid() is not null then null else
    jsonb_build_object(
      'viewer', private.viewer(),
      'project', private.subproject_card(c.id),
      'projects', private.my_projects(),
      'last', private.subproject_updates(c.id, null, 1) -> 0) end
  from (select private.my_project(p_project) as id offset 0) c
$$;
create or replace function public.page_my_referral(p_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select case
    when private.viewer() is null then '{"viewer": null}'
    when x.referral is not null then jsonb_build_object('viewer', private.viewer(), 'referral', x.referral) end
  from (select private.read_my_referral(p_id) as referral offset 0) x
$$;
create or replace function public.page_candidate(p_person uuid, p_programme text default null) returns jsonb
language sql stable set search_path = '' as $$
  select case
    when private.viewer() is null then '{"viewer": null}'
    when x.person is not null then jsonb_build_object(
      'viewer', private.viewer(), 'person', x.person, 'programmes', private.referable_programmes(),
      'programme', case when p_programme is not null then (
        select private.programme_card(p) from public.programmes p where p.slug = p_programme) end)
    end
  from (select private.read_candidate(p_person, p_programme) as person offset 0) x
$$;
create or replace function private.visible_profile(p_person uuid, p_viewer uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('id', p_person) || v.fields
  from (select private.audience_of(p_person, p_viewer) as audience offset 0) a
  cross join lateral (select private.profile_fields(p_person, a.audience) as fields offset 0) v
  where a.audience = 'me' or v.fields ? 'name' and private.is_shown(p_person)
$$;
create or replace function private.my_mentoring() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'running', private.has_running_project(me.id),
    'listed', private.is_shown(me.id),
    'takes', private.takes_requests(me.id),
    'offer', (select jsonb_build_object('directions', o.directions, 'topics', o.topics, 'limit', o.monthly_limit,
      'paused', o.paused, 'until', o.paused_until) from public.mentor_offers o where o.person_id = me.id),
    'taken', private.mentor_taken(me.id),
    'freeOn', private.mentor_free_on(me.id),
    'open', coalesce(private.mentor_free_on(me.id) <= private.today(), false),
    'directions', (
      select jsonb_agg(jsonb_build_object('code', d.code, 'kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en) order by d.position)
      from public.directions d))
  from (select private.my_person() as id offset 0) me where me.id is not null
$$;
create or replace function private.ways_to(p_person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select case when me.id is not null and me.id <> p_person then jsonb_build_object(
    'bar', private.write_bar(me.id, p_person),
    'thread', private.open_thread(me.id, p_person),
    'full', private.is_full_mentor(p_person, me.id),
    'left', private.new_requests_left(me.id),
    'until', private.writing_until(me.id)) end
  from (select private.my_person() as id offset 0) me
$$;
create or replace function public.page_message(p_id uuid) returns jsonb
language sql volatile set search_path = '' as $$
  select case when private.viewer() is null then '{"viewer": null}'
    when x.thread is not null then jsonb_build_object('viewer', private.viewer(), 'thread', x.thread) end
  from (select private.read_my_thread(p_id) as thread offset 0) x
$$;
create or replace function public.page_report(p_id uuid) returns jsonb
language sql volatile set search_path = '' as $$
  select case when private.viewer() is null then '{"viewer": null}'
    when x.report is not null then jsonb_build_object('viewer', private.viewer(), 'report', x.report) end
  from (select private.read_report(p_id) as report offset 0) x
$$;
create or replace function public.page_report_contact(p_person uuid) returns jsonb
language sql stable set search_path = '' as $$
  select case when v.viewer is null then '{"viewer": null}' when v.mate is not null then
    jsonb_build_object('viewer', v.viewer, 'mate', jsonb_build_object('id', p_person, 'name', v.mate)) end
  from (select private.viewer() as viewer, private.team_mate(p_person) as mate offset 0) v
$$;
create or replace function public.page_comments(p_post uuid, p_after uuid default null) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer()) || found.page
  from (select private.read_comments(p_post, p_after) as page offset 0) found where found.page is not null
$$;

-- Planned once a connection (a function in SQL is planned at each call) --------------------------------

create or replace function private.uid() returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select s.user_id from auth.sessions s
    where s.id = nullif(auth.jwt() ->> 'session_id', '')::uuid and s.user_id = auth.uid());
end
$$;
create or replace function private.viewer() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select jsonb_build_object(
      'id', a.id,
      'personId', a.person_id,
      'name', coalesce(a.display_name, p.full_name, p.registry_no, ''),
      'unread', (select count(*) from (
        select from public.notices n where n.account_id = a.id and n.read_at is null limit 10) x),
      'roles', coalesce((
        select jsonb_agg(jsonb_build_object('role', r.role, 'region', r.region_code) order by r.role, r.region_code)
        from private.staff_roles r where r.account_id = a.id and r.revoked_at is null), '[]'))
    from public.accounts a left join public.persons p on p.id = a.person_id
    where a.id = (select private.uid()));
end
$$;
create or replace function private.has_role(p_role text) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select exists (
      select from private.staff_roles r
      where r.account_id = (select private.uid()) and r.role = p_role and r.revoked_at is null));
end
$$;
create or replace function private.public_name(p_account uuid) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select case
      when p.birth_year >= extract(year from now()) - 18 then n.first
      else coalesce(nullif(btrim(a.display_name), ''), n.first || coalesce(' ' || left(n.family, 1) || '.', '')) end
    from public.accounts a
    left join public.persons p on p.id = a.person_id
    left join lateral (
      select case when w[3] ~ '(вна|вич|ұлы|қызы|улы|кызы)$' then w[2] else w[1] end as first,
        case when w[3] ~ '(вна|вич|ұлы|қызы|улы|кызы)$' then w[1] else w[2] end as family
      from regexp_split_to_array(btrim(coalesce(p.full_name, a.display_name)), '\s+') w) n on true
    where a.id = p_account);
end
$$;
create or replace function private.forum_author(p_account uuid, p_direction text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select jsonb_build_object(
      'name', private.public_name(a.id),
      'region', case when r.code is not null then jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en) end,
      'reputation', coalesce(f.reputation, 1),
      'isExpert', private.is_expert(a.id, p_direction))
    from public.accounts a
    left join public.forum_profiles f on f.account_id = a.id
    left join public.persons p on p.id = a.person_id
    left join public.regions r on r.code = p.region_code
    where a.id = p_account);
end
$$;
create or replace function private.question_card(q public.questions) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select jsonb_build_object(
      'id', q.id, 'title', q.title, 'locale', q.locale, 'createdAt', q.created_at,
      'answerCount', q.answer_count, 'isAccepted', q.accepted_answer_id is not null, 'score', q.score,
      'direction', (select jsonb_build_object('kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en)
        from public.directions d where d.code = q.direction),
      'region', (select jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en)
        from public.regions r where r.code = q.region_code)));
end
$$;
create or replace function private.shown_comment(c public.post_comments, q public.questions) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select jsonb_build_object('id', c.id, 'body', c.body, 'locale', c.locale, 'createdAt', c.created_at)
      || private.post_author(c.author_id, q));
end
$$;
create or replace function private.post_parts(p_post uuid, p_author uuid, p_edited timestamp with time zone, q public.questions) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select private.post_author(p_author, q) || private.last_comments(p_post, q) || jsonb_build_object('editedAt', p_edited, 'photo', private.post_photo(p_post)));
end
$$;
create or replace function private.read_question(p_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select private.question_card(q) || private.post_parts(q.id, q.author_id, q.edited_at, q) || private.question_extras(q) || jsonb_build_object(
      'body', q.body,
      'myVote', coalesce((select v.value from public.votes v where v.voter_id = me.id and v.question_id = q.id), 0),
      'answers', coalesce((
        select jsonb_agg(private.post_parts(a.id, a.author_id, a.edited_at, q) || private.answer_extras(a, q) || jsonb_build_object(
          'id', a.id, 'body', a.body, 'locale', a.locale, 'score', a.score, 'createdAt', a.created_at,
          'isAccepted', a.id = q.accepted_answer_id, 'marks', private.marks_of(a.id),
          'myVote', coalesce((select v.value from public.votes v where v.voter_id = me.id and v.answer_id = a.id), 0))
          order by (a.id = q.accepted_answer_id) desc nulls last, a.score desc, a.created_at, a.id)
        from (select w.id from public.answers w where w.question_id = q.id and w.withdrawn_at is null
              order by (w.id = q.accepted_answer_id) desc nulls last, w.score desc, w.created_at, w.id limit 200) shown
        join public.answers a on a.id = shown.id), '[]'))
    from public.questions q, (select private.uid() as id) me
    where q.id = p_id and q.withdrawn_at is null);
end
$$;
create or replace function public.page_question(p_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select jsonb_build_object('viewer', private.viewer(), 'question', found.question)
    from (select private.read_question(p_id) as question offset 0) found where found.question is not null);
end
$$;
