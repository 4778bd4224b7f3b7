-- Prices, taxes and help differ by region: questions are also listed by the one they are about.

create index questions_region_idx on public.questions (region_code, created_at desc, id desc);
create index questions_region_shelf_idx on public.questions (region_code, direction, locale, created_at desc, id desc);
drop index public.questions_region_code_idx;

drop function private.find_questions(text, text, text, text, uuid, integer);
create function private.find_questions(
  p_q text, p_direction text, p_locale text, p_state text, p_after uuid, p_limit integer, p_region text default null)
returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare
  -- So many questions of the rarest word are asked for the others; after them the page says how to go on.
  c_walk constant integer := 50;
  -- Of another word that stands in so few, all are read at once: a dozen pages, and not four for each of those.
  c_few constant integer := 1200;
  v_typed text[] := (private.telling_words(private.stems(left(coalesce(p_q, ''), 200))))[:8];
  v_state text := case p_state when 'unanswered' then ' and q.answer_count = 0' when 'solved' then ' and q.accepted_answer_id is not null' else '' end
    || case when p_region is not null then ' and q.region_code = $8' else '' end;
  v_at timestamptz;
  v_cursor text := '';
  v_lead text[];
  v_known bigint;
  v_others text;
  v_few text;
  v_source text;
  v_page jsonb;
begin
  if nullif(btrim(p_q), '') is not null and cardinality(v_typed) = 0 then
    return jsonb_build_object('questions', '[]'::jsonb, 'next', null);
  end if;
  if p_after is not null then
    select q.created_at into v_at from public.questions q where q.id = p_after;
    if found then v_cursor := ' and (%1$s.created_at, %1$s.%2$s) < ($3, $4)'; end if;
  end if;

  if cardinality(v_typed) > 0 then
    with words as (
      select c.typed, array_agg(c.stem) as stems, sum(c.questions) <= c_few as is_few, row_number() over (order by sum(c.questions), c.typed) as place
      from private.forum_choices(v_typed) c group by c.typed)
    select count(*), jsonb_agg(to_jsonb(w.stems)) filter (where w.place = 1) -> 0,
      coalesce(string_agg(format(' and s.words && %L::text[]', w.stems), '') filter (where w.place > 1 and not w.is_few), ''),
      coalesce(string_agg(format(
        ' and w.id = any (array(select o.question_id from private.word_questions o where o.stem = any (%L::text[])))', w.stems), '')
        filter (where w.place > 1 and w.is_few), '')
    into v_known, v_page, v_others, v_few from words w;
    if v_known < cardinality(v_typed) then return jsonb_build_object('questions', '[]'::jsonb, 'next', null); end if;
    v_lead := array(select jsonb_array_elements_text(v_page));
    v_others := v_others || case when p_direction is not null then ' and s.direction = $1' else '' end
      || case when p_locale is not null then ' and s.locale = $2' else '' end;
    v_source := 'walked as materialized (
        select x.created_at, x.question_id as id from unnest($5) k (stem) cross join (values (true), (false)) t (in_title) cross join lateral (
          select w.created_at, w.question_id from private.word_questions w
          where w.stem = k.stem and w.in_title = t.in_title' || format(v_cursor, 'w', 'question_id') || '
          order by w.created_at desc, w.question_id desc limit $6) x
        group by 1, 2 order by 1 desc, 2 desc limit $6),
      found as materialized (
        select w.created_at, w.id from walked w
        where true' || v_few
      || case when v_others <> '' then
        ' and exists (select from private.question_words s where s.question_id = w.id' || v_others || ' offset 0)' else '' end
      || case when v_state <> '' then ' and exists (select from public.questions q where q.id = w.id' || v_state || ' offset 0)' else '' end
      || ' order by w.created_at desc, w.id desc limit $7)';
  else
    v_source := 'walked as (select null::timestamptz as created_at, null::uuid as id where false), found as materialized ('
      || case when p_direction is null and p_locale is null
        then 'select q.created_at, q.id from public.questions q where q.withdrawn_at is null and q.merged_into is null' || v_state || format(v_cursor, 'q', 'id')
        -- Each shelf in its own index: of a list in one condition the order would be lost.
        else 'select q.created_at, q.id from public.directions d cross join unnest(array[''kk'', ''ru'', ''en'']) l (locale) cross join lateral (
            select q.created_at, q.id from public.questions q where q.direction = d.code and q.locale = l.locale and q.withdrawn_at is null and q.merged_into is null' || v_state || format(v_cursor, 'q', 'id') || '
            order by q.created_at desc, q.id desc limit $7) q
          where ($1 is null or d.code = $1) and ($2 is null or l.locale = $2)' end
      || ' order by q.created_at desc, q.id desc limit $7)';
  end if;
  execute 'with ' || v_source || ',
    shown as (select * from found f order by f.created_at desc, f.id desc limit $7 - 1)
    select jsonb_build_object(
      ''questions'', coalesce((
        select jsonb_agg(private.question_card(q) order by q.created_at desc, q.id desc) from shown s join public.questions q on q.id = s.id), ''[]''),
      ''next'', case
        when (select count(*) from found) = $7 then (select s.id from shown s order by s.created_at, s.id limit 1)
        when (select count(*) from walked) = $6 then (select w.id from walked w order by w.created_at, w.id limit 1) end)'
  into v_page using p_direction, p_locale, v_at, p_after, v_lead, c_walk, p_limit + 1, p_region;
  return v_page;
end
$$;
comment on function private.find_questions(text, text, text, text, uuid, integer, text) is
  'Questions, newest first: {questions: [card], next}. p_q: all of its words occur in title, text or answers, in any form; p_state: unanswered | solved; p_region: its code. next is the id to continue after, or null; a page may be short and have a next. Repeats no row level policy because every question is public: whoever hides some adds the condition here. Granted to nobody.';

drop function private.list_questions(text, text, text, text, uuid);
create function private.list_questions(p_q text, p_direction text, p_locale text, p_state text, p_region text, p_after uuid)
returns jsonb language sql stable security definer set search_path = '' as $$
  select private.find_questions(p_q, p_direction, p_locale, p_state, p_after, 20, p_region)
$$;
comment on function private.list_questions(text, text, text, text, text, uuid) is 'A page of private.find_questions, of 20.';
grant execute on function private.list_questions(text, text, text, text, text, uuid) to anon, authenticated;

drop function public.page_questions(text, text, text, text, uuid);
create function public.page_questions(
  p_q text default null, p_direction text default null, p_locale text default null, p_state text default null, p_after uuid default null,
  p_region text default null)
returns jsonb language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'directions', private.forum_directions(), 'regions', private.region_options())
    || private.list_questions(p_q, p_direction, p_locale, p_state, p_region, p_after)
$$;
comment on function public.page_questions(text, text, text, text, uuid, text) is
  'The list of questions, 20 a page: {viewer, directions, regions, questions, next}. p_state: unanswered | solved; p_region: a code.';
grant execute on function public.page_questions(text, text, text, text, uuid, text) to anon, authenticated;
