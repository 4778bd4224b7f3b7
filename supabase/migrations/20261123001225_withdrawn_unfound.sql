-- Withdrawn posts stand in no list and are found by no word; and a search walks less before it shows a page.

create or replace function private.refresh_question_words(p_questions uuid[]) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- Whoever changes the same question waits here, and then reads what the other wrote.
  perform from private.question_words w where w.question_id = any(p_questions) order by w.question_id for update;
  delete from private.question_words w
  where w.question_id = any(p_questions)
    and not exists (select from public.questions q where q.id = w.question_id and q.withdrawn_at is null);
  insert into private.question_words as w (question_id, created_at, direction, locale, title, words)
  select q.id, q.created_at, q.direction, q.locale, private.stems(q.title),
    private.stems(concat_ws(' ', q.title, q.body,
      (select string_agg(a.body, ' ') from public.answers a where a.question_id = q.id and a.withdrawn_at is null)))
  from public.questions q where q.id = any(p_questions) and q.withdrawn_at is null
  order by q.id
  on conflict (question_id) do update set
    created_at = excluded.created_at, direction = excluded.direction, locale = excluded.locale,
    title = excluded.title, words = excluded.words
  where (w.created_at, w.direction, w.locale, w.title, w.words)
    is distinct from (excluded.created_at, excluded.direction, excluded.locale, excluded.title, excluded.words);
end
$$;

drop trigger questions_words_update on public.questions;
drop trigger answers_words_update on public.answers;
create trigger questions_words_update after update of title, body, direction, locale, created_at, withdrawn_at on public.questions
  for each row execute function private.follow_question();
create trigger answers_words_update after update of body, withdrawn_at on public.answers
  for each row execute function private.follow_question();
select private.refresh_question_words(array(
  select q.id from public.questions q where q.withdrawn_at is not null
  union select a.question_id from public.answers a where a.withdrawn_at is not null));

create or replace function private.find_questions(p_q text, p_direction text, p_locale text, p_state text, p_after uuid, p_limit integer)
returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare
  -- So many questions of the rarest word are asked for the others; after them the page says how to go on.
  c_walk constant integer := 50;
  v_typed text[] := (private.telling_words(private.stems(left(coalesce(p_q, ''), 200))))[:8];
  v_state text := case p_state when 'unanswered' then ' and q.answer_count = 0' when 'solved' then ' and q.accepted_answer_id is not null' else '' end;
  v_at timestamptz;
  v_cursor text := '';
  v_lead text[];
  v_known bigint;
  v_others text;
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
      select c.typed, array_agg(c.stem) as stems, row_number() over (order by sum(c.questions), c.typed) as place
      from private.forum_choices(v_typed) c group by c.typed)
    select count(*), jsonb_agg(to_jsonb(w.stems)) filter (where w.place = 1) -> 0,
      coalesce(string_agg(format(' and s.words && %L::text[]', w.stems), '') filter (where w.place > 1), '')
    into v_known, v_page, v_others from words w;
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
        where true'
      || case when v_others <> '' then
        ' and exists (select from private.question_words s where s.question_id = w.id' || v_others || ' offset 0)' else '' end
      || case when v_state <> '' then ' and exists (select from public.questions q where q.id = w.id' || v_state || ' offset 0)' else '' end
      || ' order by w.created_at desc, w.id desc limit $7)';
  else
    v_source := 'walked as (select null::timestamptz as created_at, null::uuid as id where false), found as materialized ('
      || case when p_direction is null and p_locale is null
        then 'select q.created_at, q.id from public.questions q where q.withdrawn_at is null' || v_state || format(v_cursor, 'q', 'id')
        -- Each shelf in its own index: of a list in one condition the order would be lost.
        else 'select q.created_at, q.id from public.directions d cross join unnest(array[''kk'', ''ru'', ''en'']) l (locale) cross join lateral (
            select q.created_at, q.id from public.questions q where q.direction = d.code and q.locale = l.locale and q.withdrawn_at is null' || v_state || format(v_cursor, 'q', 'id') || '
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
  into v_page using p_direction, p_locale, v_at, p_after, v_lead, c_walk, p_limit + 1;
  return v_page;
end
$$;
comment on function private.find_questions(text, text, text, text, uuid, integer) is
  'Questions, newest first: {questions: [card], next}. p_q: all of its words occur in title, text or answers, in any form; p_state: unanswered | solved. next is the id to continue after, or null; a page may be short and have a next. Leaves withdrawn posts out, as the row level policy does: whoever hides more adds the condition here and in private.refresh_question_words. Granted to nobody.';
