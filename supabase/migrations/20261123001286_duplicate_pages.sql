-- Repeated questions on the page of the one that is kept, and the page where they are joined.

create function private.repeats_of(p_id uuid) returns setof public.questions
language sql stable security definer set search_path = '' as $$
  with recursive led (id) as (
    select q.id from public.questions q where q.merged_into = p_id
    union select q.id from led l join public.questions q on q.merged_into = l.id)
  select q.* from led l join public.questions q on q.id = l.id where q.withdrawn_at is null and q.id <> p_id order by q.created_at, q.id limit 20
$$;
comment on function private.repeats_of(uuid) is 'The questions that lead to this one, straight or by another, oldest first, 20 at most. Granted to nobody.';

create function private.question_duplicates(q public.questions) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_may boolean := private.uid() is not null and private.may_link_questions(q);
begin
  return jsonb_build_object(
    'duplicateOf', case when q.merged_into is not null then (
      select k.id from public.questions k where k.id = private.kept_question(q.id) and k.withdrawn_at is null) end,
    'mayLink', v_may,
    'proposed', v_may and exists (select from private.open_duplicates(q.id)),
    -- Few questions are repeated: those that are not pay one look into an index.
    'alsoAsked', case when not exists (select from public.questions r where r.merged_into = q.id) then '[]' else coalesce((
      select jsonb_agg(jsonb_build_object('id', r.id, 'title', r.title, 'body', r.body, 'locale', r.locale, 'answers', coalesce((
        select jsonb_agg(private.post_parts(a.id, a.author_id, a.edited_at, r) || private.answer_extras(a, r) || jsonb_build_object(
          'id', a.id, 'body', a.body, 'locale', a.locale, 'score', a.score, 'createdAt', a.created_at,
          'isAccepted', a.id is not distinct from r.accepted_answer_id, 'marks', private.marks_of(a.id),
          'myVote', coalesce((select v.value from public.votes v where v.voter_id = private.uid() and v.answer_id = a.id), 0))
          order by (a.id = r.accepted_answer_id) desc nulls last, a.score desc, a.created_at, a.id)
        from (select w.id from public.answers w where w.question_id = r.id and w.withdrawn_at is null
              order by (w.id = r.accepted_answer_id) desc nulls last, w.score desc, w.created_at, w.id limit 50) shown
        join public.answers a on a.id = shown.id), '[]')) order by r.created_at, r.id)
      from private.repeats_of(q.id) r), '[]') end);
end
$$;
comment on function private.question_duplicates(public.questions) is
  'What a question''s page shows of repeated ones: {duplicateOf: where it leads, mayLink, proposed, alsoAsked: [{id, title, body, locale, answers}]}. Who asked the others is not told. Granted to nobody.';

create function private.read_repeats(p_id uuid, p_q text) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'question', jsonb_build_object('id', q.id, 'title', q.title, 'locale', q.locale),
    'decides', private.moderates(q.region_code, q.locale),
    'proposals', coalesce((
      select jsonb_agg(private.question_card(k) || jsonb_build_object('by', private.public_name(o.actor_id), 'isMine', o.actor_id = private.uid()) order by o.id)
      from private.open_duplicates(q.id) o join public.questions k on k.id = private.kept_question(o.kept_id)
      where k.withdrawn_at is null and k.id <> q.id), '[]'),
    'merged', coalesce((
      select jsonb_agg(jsonb_build_object('id', r.id, 'title', r.title, 'locale', r.locale, 'mayPart', private.moderates(r.region_code, r.locale)) order by r.created_at, r.id)
      from private.repeats_of(q.id) r), '[]'),
    'found', coalesce((
      select jsonb_agg(f.card order by f.place)
      from jsonb_array_elements(case when coalesce(btrim(p_q), '') = '' then private.similar_questions(q.title)
        else private.find_questions(p_q, null, null, null, null, 10) -> 'questions' end) with ordinality f (card, place)
      where (f.card ->> 'id')::uuid <> q.id), '[]'))
  from public.questions q
  where q.id = p_id and q.withdrawn_at is null and q.merged_into is null and private.may_link_questions(q)
$$;
create function public.page_repeats(p_id uuid, p_q text default null) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer()) || coalesce(private.read_repeats(p_id, p_q), '{"question": null}')
$$;
comment on function public.page_repeats(uuid, text) is
  'Where a question is joined with another: {viewer, question, decides, proposals, merged, found: like it, or by p_q}; question is null for whoever may not.';
grant execute on function private.read_repeats(uuid, text), public.page_repeats(uuid, text) to anon, authenticated;

create function private.export_duplicates(p_account uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_strip_nulls(jsonb_build_object('duplicates', (
    select jsonb_agg(jsonb_build_object('what', a.act, 'title', q.title, 'kept', k.title, 'created_at', a.created_at) order by a.id)
    from private.duplicate_acts a join public.questions q on q.id = a.question_id join public.questions k on k.id = a.kept_id
    where a.actor_id = p_account)))
$$;
comment on function private.export_duplicates(uuid) is 'What an account said of repeated questions: {duplicates}. Granted to nobody.';

