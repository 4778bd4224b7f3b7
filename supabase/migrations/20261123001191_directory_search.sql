-- The directory's search by its lists of words.

create function private.name_choices(p_list text, p_typed text[], p_near boolean)
returns table (typed text, words text[], people bigint)
language plpgsql stable security definer set search_path = '' as $$
begin
  if p_near then
    return query
      select t.word, coalesce(c.words, '{}'), coalesce(c.people, 0)
      from unnest(p_typed) with ordinality t (word, position) cross join lateral (
        select array_agg(m.word) as words, sum(m.people) as people from (
          -- One slip leaves the first or the second half of a word whole.
          select v.word, v.people from private.name_vocabulary v
          where v.list = p_list and extensions.word_similarity(t.word, v.word) >= 0.42
            and (v.word like left(t.word, length(t.word) / 2) || '%' or v.word like '%' || substr(t.word, length(t.word) / 2 + 1))
          order by extensions.similarity(t.word, v.word) desc, v.people desc, v.word limit 20) m) c
      order by t.position;
  else
    return query
      select t.word, coalesce(c.words, '{}'), coalesce(c.people, 0)
      from unnest(p_typed) with ordinality t (word, position) cross join lateral (
        select array_agg(v.word) as words, sum(v.people) as people from private.name_vocabulary v
        where v.list = p_list and v.word like '%' || t.word || '%') c
      order by t.position;
  end if;
end
$$;
comment on function private.name_choices(text, text[], boolean) is
  'For each typed word (folded) the words of names that hold it or, near, that are it but for one slip of the pen; and how many times they are borne. Granted to nobody.';

create function private.name_condition(p_typed text, p_words text[], p_near boolean) returns text
language sql immutable set search_path = '' as $$
  select case
    when not p_near then format(' and name_key like %L', '%' || p_typed || '%')
    else format(' and '' '' || name_key || '' '' like any (%L)', array(select '% ' || w || ' %' from unnest(p_words) w))
  end
$$;
comment on function private.name_condition(text, text[], boolean) is 'A typed word, as private.name_choices understood it, as a condition on name_key in SQL. Granted to nobody.';

create function private.listed_card(p_person uuid, p_alumni boolean, p_mine uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_entry private.directory_entries;
begin
  select e.* into v_entry from private.directory_entries e where e.person_id = p_person;
  if not p_alumni or v_entry.mentor_on is not null then return private.directory_card(p_person); end if;
  return jsonb_build_object('id', p_person, 'mine', p_person is not distinct from p_mine)
    || case when v_entry.card ? 'skills' then jsonb_set(v_entry.card, '{skills,directions}', coalesce((
      select jsonb_agg(jsonb_build_object('code', d.code, 'kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en) order by d.position)
      from public.directions d where d.code = any(v_entry.directions)), '[]')) else v_entry.card end
    || jsonb_strip_nulls(jsonb_build_object(
      'rounds', nullif(to_jsonb(v_entry.rounds), '[]'),
      'region', (select jsonb_build_object('code', r.code, 'kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en)
        from public.regions r where r.code = v_entry.region_code)));
end
$$;
comment on function private.listed_card(uuid, boolean, uuid) is
  'A person of the directory as the list shows them: to alumni as private.refresh_directory laid it down, to staff and of mentors as it is this moment. Granted to nobody.';

create or replace function private.list_directory(
  p_q text, p_region text, p_direction text, p_round integer, p_help text, p_after uuid, p_mentors boolean)
returns jsonb language plpgsql volatile security definer set search_path = '' as $$
declare
  v_typed text[] := array(
    select w from regexp_split_to_table(private.fold(left(coalesce(p_q, ''), 100)), ' ') w where w <> '' limit 6);
  v_near boolean := false;
  v_first text;
  v_keys text[];
  v_named text := '';
  v_facets text := '';
  v_after text;
  v_cursor text := '';
  v_source text;
  v_found boolean;
  v_alumni boolean := not (private.has_role('coordinator') or exists (select from private.my_regions()));
  v_page jsonb;
begin
  perform private.take_directory_view();
  -- Of a mentor the directions are those they offer to be asked about.
  if p_direction is not null then
    v_facets := case when p_mentors then ' and e.mentor_directions @> array[$2]' else ' and e.directions @> array[$2]' end;
  end if;
  if p_mentors then v_facets := v_facets || ' and e.mentor_on is not null and e.mentor_on <= private.today()'; end if;
  if p_round is not null then v_facets := v_facets || ' and e.rounds @> array[$3::smallint]'; end if;
  if p_help is not null then v_facets := v_facets || ' and e.help @> array[$4]'; end if;
  if p_after is not null then
    select e.name_key into v_after from private.directory_entries e where e.person_id = p_after;
    if found then v_cursor := ' and (name_key, person_id) > ($5, $6)'; end if;
  end if;

  if cardinality(v_typed) > 0 then
    for i in 0..1 loop
      v_near := i = 1;
      -- The word with the fewest people leads: its people are read in the order of names, and the other
      -- words are asked of those.
      select (array_agg(c.typed order by c.people))[1], string_agg(private.name_condition(c.typed, c.words, v_near), '')
      into v_first, v_named
      from private.name_choices('directory', v_typed, v_near) c;
      select c.words into v_keys from private.name_choices('directory', array[v_first], v_near) c;
      execute format('select exists (select from %s)', case when cardinality(v_keys) <= 64
        then 'unnest($1) k (key) join private.directory_keys n on n.key = k.key where true' || v_named
        else 'private.directory_entries n where true' || v_named end)
      into v_found using v_keys;
      exit when v_found;
    end loop;
  end if;

  if cardinality(v_typed) = 0 and not p_mentors then
    v_keys := case when p_direction is not null then array['direction:' || p_direction]
      when p_help is not null then array['help:' || p_help] end;
  end if;
  if cardinality(v_keys) <= 64 then
    v_source := 'unnest($7) k (key) cross join lateral (
      select n.name_key, n.person_id from private.directory_keys n
      where n.key = k.key' || v_named || v_cursor
      || case when p_region is not null then ' and n.region_code = $1' else '' end
      || case when v_facets <> '' then ' and exists (
        select from private.directory_entries e where e.person_id = n.person_id' || v_facets || ' offset 0)' else '' end
      || ' order by n.name_key, n.person_id limit 21) n group by n.name_key, n.person_id';
  else
    v_source := 'private.directory_entries e where true' || v_named || v_cursor
      || case when p_region is not null then ' and e.region_code = $1' else '' end || v_facets;
  end if;
  execute format($sql$
    with page as materialized (select name_key, person_id from %s order by name_key, person_id limit 21),
    shown as (select * from page order by name_key, person_id limit 20)
    select jsonb_build_object(
      'people', coalesce((
        select jsonb_agg(private.listed_card(s.person_id, $8, $9) order by s.name_key, s.person_id) from shown s), '[]'),
      'next', case when (select count(*) from page) > 20 then (
        select s.person_id from shown s order by s.name_key desc, s.person_id desc limit 1) end)
  $sql$, v_source)
  into v_page using p_region, p_direction, p_round, p_help, v_after, p_after, v_keys, v_alumni, private.my_person();
  return v_page || jsonb_build_object('similar', v_near and jsonb_array_length(v_page -> 'people') > 0);
end
$$;
