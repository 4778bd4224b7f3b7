-- The rooms of the forum meet: on the page of a question, in a download, and when somebody leaves.

create or replace function private.question_extras(q public.questions) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return private.question_moderation(q) || private.question_topics(q) || private.question_follow(q)
    || private.question_routing(q) || private.question_duplicates(q) || private.question_writing(q);
end
$$;
create or replace function private.answer_extras(a public.answers, q public.questions) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return private.answer_guides(a);
end
$$;

create or replace function public.page_ask() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'directions', private.forum_directions(), 'tags', private.frequent_tags())
    || private.own_drafts()
$$;
comment on function public.page_ask() is 'The form for a question: {viewer, directions, tags, drafts}.';

create or replace function public.page_profile(p_person uuid) returns jsonb
language sql volatile set search_path = '' as $$
  select case when v.viewer is null then '{"viewer": null}' when x.person is not null then
    jsonb_build_object('viewer', v.viewer, 'person', x.person, 'ways', private.ways_to((x.person ->> 'id')::uuid),
      'follow', private.person_follow((x.person ->> 'id')::uuid)) end
  from (select private.viewer() as viewer offset 0) v, (select private.read_listed_profile(p_person) as person offset 0) x
$$;

create or replace function private.export_writing(p_account uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'comments', (
      select jsonb_agg(jsonb_build_object('title', (private.post_question(c.post_id)).title, 'body', c.body,
        'locale', c.locale, 'created_at', c.created_at) order by c.id)
      from public.post_comments c where c.author_id = p_account),
    'marks', (
      select jsonb_agg(jsonb_build_object('title', (private.post_question(k.answer_id)).title, 'kind', k.kind,
        'note', k.note, 'created_at', k.created_at) order by k.id)
      from public.answer_marks k where k.account_id = p_account),
    'edits', (
      select jsonb_agg(jsonb_build_object('title', coalesce(r.title, (private.post_question(r.post_id)).title),
        'body', r.body, 'created_at', r.created_at) order by r.id)
      from public.post_revisions r where r.editor_id = p_account))
    || private.export_moderation(p_account) || private.export_tags(p_account) || private.export_follows(p_account)
    || private.export_weekly(p_account) || private.export_routing(p_account) || private.export_collections(p_account)
    || private.export_duplicates(p_account) || private.export_drafts(p_account) || private.export_suggestions(p_account)
$$;
comment on function private.export_writing(uuid) is 'What an account wrote and did around questions and answers, a section a room; null or missing where there is nothing. Granted to nobody.';

create or replace function private.erase_forum(p_account uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.erase_collections(p_account);
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
    update public.answers w set withdrawn_at = null, withdrawn_for = null where w.author_id = p_account and w.withdrawn_at is not null returning w.question_id),
  more as (select b.question_id, count(*)::integer as n from back b group by 1)
  update public.questions q set answer_count = q.answer_count + m.n from more m where q.id = m.question_id;
  perform private.erase_suggestions(p_account);
  perform private.erase_tags(p_account);
  perform private.erase_forum_words(p_account);
end
$$;

-- A repeated question stands in no list of a topic, and is offered to nobody.
create or replace function private.stands_in_lists(q public.questions) returns boolean
language sql immutable parallel safe set search_path = '' as $$ select q.withdrawn_at is null and q.merged_into is null $$;
drop trigger questions_keep_tags on public.questions;
create trigger questions_keep_tags after update of direction, created_at, withdrawn_at, merged_into on public.questions
  for each row execute function private.keep_question_tags();

create or replace function private.route_questions(p_limit integer) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_due record;
  v_taken integer := 0;
begin
  -- One run at a time: two that offer to the same people in another order would wait for each other.
  if not pg_try_advisory_xact_lock(hashtextextended('route_questions', 0)) then return 0; end if;
  for v_due in
    select q.id, d.step
    from public.questions q
    cross join lateral (
      select case when q.created_at <= now() - interval '24 hours' then 3
        when q.created_at <= now() - interval '12 hours' then 2 else 1 end as step) d
    left join private.routed_questions r on r.question_id = q.id
    where q.answer_count = 0 and q.created_at between now() - interval '7 days' and now() - interval '2 hours'
      and q.withdrawn_at is null and q.merged_into is null and q.author_id is not null
      -- After a standstill only the newest step that is due is taken, and the next not at once.
      and coalesce(r.step < d.step and r.routed_at <= now() - interval '2 hours', true)
    order by q.created_at, q.id limit least(p_limit, 100)
  loop
    perform private.route_question(v_due.id, v_due.step);
    v_taken := v_taken + 1;
  end loop;
  return v_taken;
end
$$;

-- Comments that are withdrawn stand on no page, and are not counted on the way to one.
create or replace function private.comment_page(p_comment uuid) returns uuid
language sql stable security definer set search_path = '' as $$
  select case when n.before >= 50 then (
    select w.id from public.post_comments w where w.post_id = c.post_id and w.id < c.id and w.withdrawn_at is null
    order by w.id offset (n.before / 50) * 50 - 1 limit 1) end
  from public.post_comments c
  cross join lateral (
    select count(*)::integer as before from public.post_comments w
    where w.post_id = c.post_id and w.id < c.id and w.withdrawn_at is null) n
  where c.id = p_comment
$$;

-- What waits for staff today: the queue of moderation, too.
create function private.moderation_waits() returns integer
language sql stable security definer set search_path = '' as $$
  select count(*)::integer from (
    select from private.moderation_cases c
    where c.state = 'open' and private.moderates(c.region_code, c.locale) limit 100) x
$$;
comment on function private.moderation_waits() is 'Open cases of the caller''s field, counted up to 100. Granted to nobody.';
create or replace function private.staff_today() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_counts jsonb := private.staff_tasks();
begin
  if v_counts is null then return null; end if;
  return v_counts || private.registry_tasks() || jsonb_build_object(
    'moderation', private.moderation_waits(),
    'claims', (v_counts ->> 'claims')::integer + jsonb_array_length(private.open_disputes()));
end
$$;
comment on function private.staff_today() is 'What waits for the signed-in staff, by kind: private.staff_tasks with disputed claims among the claims, private.registry_tasks and private.moderation_waits. Null for others.';
