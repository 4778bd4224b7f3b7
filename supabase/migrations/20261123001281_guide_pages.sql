-- The pages of guides: the list, a guide, its editor's and its reviewer's desk; and the way to them from an answer.

create function private.guide_card(g private.guides, v private.guide_versions) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('id', g.id, 'title', v.title, 'locale', g.locale, 'number', v.number,
    'steps', (select count(*) from private.guide_steps s where s.version_id = v.id),
    'direction', (select jsonb_build_object('kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en) from public.directions d where d.code = g.direction),
    'checkedAt', g.checked_at, 'isOutdated', coalesce(g.checked_at < now() - interval '12 months', false))
$$;
comment on function private.guide_card(private.guides, private.guide_versions) is
  'A guide as lists show it: {id, title, locale, number, steps, direction, checkedAt, isOutdated}. Granted to nobody.';

create function private.guide_steps_of(p_version uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('heading', s.heading, 'note', s.note, 'answer', s.answer_id,
      'isGone', a.withdrawn_at is not null or q.withdrawn_at is not null,
      'isChanged', a.revision <> s.answer_revision)
    || case when a.withdrawn_at is null and q.withdrawn_at is null then private.post_author(a.author_id, q) || jsonb_build_object(
      'body', a.body, 'locale', a.locale, 'question', jsonb_build_object('id', q.id, 'title', q.title, 'locale', q.locale)) else '{}' end
    order by s.position), '[]')
  from private.guide_steps s join public.answers a on a.id = s.answer_id join public.questions q on q.id = a.question_id
  where s.version_id = p_version
$$;
comment on function private.guide_steps_of(uuid) is
  'The steps of a version: [{heading, note, answer, isGone, isChanged, and while the answer stands: body, locale, question, post_author}]. isChanged: other words than those that were found right. Granted to nobody.';

create function private.guide_authors(p_guide uuid, p_number integer) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(private.public_name(e.editor_id) order by e.first), '[]')
  from (
    select v.editor_id, min(v.number) as first from private.guide_versions v
    where v.guide_id = p_guide and v.number <= p_number group by v.editor_id) e
$$;
comment on function private.guide_authors(uuid, integer) is 'Who wrote a guide up to this version, by public name; null stands for somebody who is gone. Granted to nobody.';

create function private.guide_rights(g private.guides) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'edit', private.writes_guides(g.direction) and g.withdrawn_at is null and not coalesce((
      select v.editor_id is distinct from me.id from private.guide_versions v where v.guide_id = g.id and v.state <> 'published'), false),
    'check', private.reviews_guides(g.direction) and coalesce((
      select v.editor_id is distinct from me.id from private.guide_versions v where v.id = g.published_id), false),
    'review', private.reviews_guides(g.direction) and exists (
      select from private.guide_versions v where v.guide_id = g.id and v.state = 'review' and v.editor_id is distinct from me.id),
    'keep', private.keeps_guides())
  from (select private.uid() as id offset 0) me where me.id is not null
$$;
comment on function private.guide_rights(private.guides) is 'What the caller may do with a guide: {edit, check, review, keep}; null for visitors. Granted to nobody.';

create function private.guide_history(p_guide uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('what', e.what, 'number', e.number, 'note', e.note, 'at', e.created_at,
    'by', private.public_name(e.actor_id)) order by e.id desc), '[]')
  from (select * from private.guide_events x where x.guide_id = p_guide order by x.id desc limit 30) e
$$;
comment on function private.guide_history(uuid) is 'What became of a guide, newest first: [{what, number, note, at, by}], 30 at most. Granted to nobody.';

create function private.list_guides(p_direction text, p_locale text, p_after uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  with after as (select g.checked_at, g.id from private.guides g where g.id = p_after),
  page as (
    select g.id, g.checked_at from private.guides g
    where g.published_id is not null and g.withdrawn_at is null
      and (p_direction is null or g.direction = p_direction) and (p_locale is null or g.locale = p_locale)
      and (p_after is null or (g.checked_at, g.id) < (select a.checked_at, a.id from after a))
    order by g.checked_at desc, g.id desc limit 21),
  shown as (select * from page order by checked_at desc, id desc limit 20)
  select jsonb_build_object(
    'guides', coalesce((
      select jsonb_agg(private.guide_card(g, v) order by g.checked_at desc, g.id desc)
      from shown s join private.guides g on g.id = s.id join private.guide_versions v on v.id = g.published_id), '[]'),
    'next', case when (select count(*) from page) > 20 then (select s.id from shown s order by s.checked_at, s.id limit 1) end,
    'works', private.uid() is not null and (private.is_staff() or private.has_role('moderator')
      or coalesce(private.forum_may(private.uid(), 'review'), false)
      or exists (select from private.forum_experts e where e.account_id = private.uid())))
$$;
comment on function private.list_guides(text, text, uuid) is
  'Published guides, last checked first, 20 at most: {guides: [card], next, works: whether the caller writes or reviews guides}.';
grant execute on function private.list_guides(text, text, uuid) to anon, authenticated;
create function public.page_guides(p_direction text default null, p_locale text default null, p_after uuid default null) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'directions', private.forum_directions())
    || private.list_guides(p_direction, p_locale, p_after)
$$;
comment on function public.page_guides(text, text, uuid) is 'The list of guides: {viewer, directions} and private.list_guides.';
grant execute on function public.page_guides(text, text, uuid) to anon, authenticated;

create function private.read_guide(p_id uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'guide', private.guide_card(g, v) || jsonb_build_object(
      'intro', v.intro, 'authors', private.guide_authors(g.id, v.number),
      'freshUntil', g.checked_at + interval '12 months', 'steps', private.guide_steps_of(v.id),
      'isWithdrawn', g.withdrawn_at is not null),
    'may', private.guide_rights(g),
    'history', case when private.writes_guides(g.direction) or private.reviews_guides(g.direction) then private.guide_history(g.id) else '[]' end)
  from private.guides g join private.guide_versions v on v.id = g.published_id
  where g.id = p_id and (g.withdrawn_at is null or private.keeps_guides())
$$;
comment on function private.read_guide(uuid) is
  'A guide as it is published: {guide, may, history}; null where there is none. One that was taken away is read by those who may give it back.';
grant execute on function private.read_guide(uuid) to anon, authenticated;
create function public.page_guide(p_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer()) || found.page
  from (select private.read_guide(p_id) as page offset 0) found where found.page is not null
$$;
comment on function public.page_guide(uuid) is 'The page of a guide: {viewer, guide, may, history}, or null.';
grant execute on function public.page_guide(uuid) to anon, authenticated;

-- Those who write and review ---------------------------------------------------------------------------------

create function private.find_guide_answers(p_direction text, p_q text, p_version uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('answer', f.id, 'body', left(f.body, 300), 'locale', f.locale,
    'question', jsonb_build_object('id', f.question_id, 'title', f.title, 'locale', f.asked_in),
    'isAccepted', f.accepted, 'score', f.score) order by f.place, f.accepted desc, f.score desc, f.id), '[]')
  from (
    select a.id, a.body, a.locale, a.score, q.id as question_id, q.title, q.locale as asked_in, l.place, a.id = q.accepted_answer_id is true as accepted
    from (
      select (c.card ->> 'id')::uuid as id, c.place
      from jsonb_array_elements(private.find_questions(p_q, p_direction, null, null, null, 20) -> 'questions') with ordinality c (card, place)) l
    join public.questions q on q.id = l.id
    join public.answers a on a.question_id = q.id
    where private.fits_guide(a, q, p_direction)
      and not exists (select from private.guide_steps s where s.version_id = p_version and s.answer_id = a.id)
    order by l.place, (a.id = q.accepted_answer_id) desc nulls last, a.score desc limit 10) f
$$;
comment on function private.find_guide_answers(text, text, uuid) is
  'Answers that may lead a step and do not yet, of the newest questions that have these words: [{answer, body: its beginning, locale, question, isAccepted, score}], 10 at most. Granted to nobody.';

create function private.read_guide_draft(p_id uuid, p_q text) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'draft', private.guide_card(g, v) || jsonb_build_object('intro', v.intro, 'revision', v.revision, 'state', v.state, 'isPublished', g.published_id is not null,
      'steps', private.guide_steps_of(v.id)),
    'history', private.guide_history(g.id),
    'found', case when p_q is not null then private.find_guide_answers(g.direction, p_q, v.id) end)
  from private.guides g join private.guide_versions v on v.guide_id = g.id and v.state <> 'published'
  where g.id = p_id and v.editor_id = (select private.uid()) and private.writes_guides(g.direction)
$$;
create function public.page_guide_draft(p_id uuid, p_q text default null) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer()) || coalesce(private.read_guide_draft(p_id, p_q), '{"draft": null}')
$$;
comment on function public.page_guide_draft(uuid, text) is
  'The version that the caller is writing: {viewer, draft, history, found}; draft is null for everybody else. found: answers for p_q, null when nothing was looked for.';

create function private.read_guide_review(p_id uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'draft', private.guide_card(g, v) || jsonb_build_object('intro', v.intro, 'revision', v.revision, 'state', v.state, 'isPublished', g.published_id is not null,
      'authors', private.guide_authors(g.id, v.number), 'steps', private.guide_steps_of(v.id)),
    'history', private.guide_history(g.id))
  from private.guides g join private.guide_versions v on v.guide_id = g.id and v.state = 'review'
  where g.id = p_id and v.editor_id is distinct from (select private.uid()) and private.reviews_guides(g.direction)
$$;
create function public.page_guide_review(p_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer()) || coalesce(private.read_guide_review(p_id), '{"draft": null}')
$$;
comment on function public.page_guide_review(uuid) is 'A version that waits for a second pair of eyes: {viewer, draft, history}; draft is null for whoever may not judge it.';

create function private.read_guide_desk() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'directions', coalesce((
      select jsonb_agg(jsonb_build_object('code', d.code, 'name', jsonb_build_object('kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en)) order by d.position)
      from public.directions d where private.writes_guides(d.code)), '[]'),
    'mine', coalesce((
      select jsonb_agg(private.guide_card(g, v) || jsonb_build_object('state', v.state) order by v.id desc)
      from private.guide_versions v join private.guides g on g.id = v.guide_id
      where v.editor_id = me.id and v.state <> 'published' and private.writes_guides(g.direction)), '[]'),
    'waiting', coalesce((
      select jsonb_agg(private.guide_card(g, v) order by v.created_at)
      from (select * from private.guide_versions w where w.state = 'review' order by w.created_at limit 50) v join private.guides g on g.id = v.guide_id
      where v.editor_id is distinct from me.id and private.reviews_guides(g.direction)), '[]'),
    'stale', coalesce((
      select jsonb_agg(private.guide_card(g, v) order by g.checked_at)
      from private.guides g join private.guide_versions v on v.id = g.published_id
      where g.withdrawn_at is null and (private.writes_guides(g.direction) or private.reviews_guides(g.direction))
        and (g.checked_at < now() - interval '12 months' or exists (
          select from private.guide_steps s join public.answers a on a.id = s.answer_id join public.questions q on q.id = a.question_id
          where s.version_id = v.id and (a.revision <> s.answer_revision or a.withdrawn_at is not null or q.withdrawn_at is not null)))), '[]'))
  from (select private.uid() as id offset 0) me where me.id is not null
$$;
create function public.page_guide_desk() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer()) || coalesce(private.read_guide_desk(), '{}')
$$;
comment on function public.page_guide_desk() is
  'What waits for those who make guides: {viewer, directions: where the caller may write, mine: being written, waiting: for the caller''s eyes, stale: over a year old, or with a step that changed or went since}.';
grant execute on function private.read_guide_draft(uuid, text), public.page_guide_draft(uuid, text),
  private.read_guide_review(uuid), public.page_guide_review(uuid), private.read_guide_desk(), public.page_guide_desk() to anon, authenticated;

-- The ways to a guide ----------------------------------------------------------------------------------------

create function private.answer_guides(a public.answers) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select jsonb_build_object('guides', coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'title', v.title, 'locale', g.locale) order by g.checked_at desc, g.id), '[]'))
    from private.guide_steps s join private.guide_versions v on v.id = s.version_id
    join private.guides g on g.published_id = v.id and g.id = v.guide_id
    where s.answer_id = a.id and g.withdrawn_at is null);
end
$$;
comment on function private.answer_guides(public.answers) is 'The published guides that an answer is a step of: {guides: [{id, title, locale}]}. Granted to nobody.';

create function private.guide_addresses() returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'locale', g.locale) order by g.checked_at desc, g.id), '[]')
  from (select * from private.guides x where x.published_id is not null and x.withdrawn_at is null order by x.checked_at desc, x.id desc limit 2000) g
$$;
grant execute on function private.guide_addresses() to anon, authenticated;
create or replace function public.page_sitemap() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'guides', private.guide_addresses(), 'questions', coalesce((
    select jsonb_agg(jsonb_build_object('id', q.id, 'locale', q.locale, 'createdAt', q.created_at) order by q.created_at desc, q.id desc)
    from (select n.id, n.locale, n.created_at from public.questions n order by n.created_at desc, n.id desc limit 5000) q), '[]'))
$$;
comment on function public.page_sitemap() is 'The newest 5 000 questions, under the reader''s own rights, and the guides: {viewer, questions: [{id, locale, createdAt}], guides: [{id, locale}]}. Older ones are found from page to page of the list.';

