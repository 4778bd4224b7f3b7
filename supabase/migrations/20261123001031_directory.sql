-- The directory: who is found, by what, and how many a region has.

create table private.directory_entries (
  person_id uuid primary key references public.persons (id) on delete cascade,
  name_key text not null,
  region_code text references public.regions (code) on delete restrict,
  rounds smallint[] not null,
  directions text[] not null,
  help text[] not null
);
alter table private.directory_entries enable row level security;
create index directory_entries_name_idx on private.directory_entries (name_key, person_id);
create index directory_entries_region_idx on private.directory_entries (region_code, name_key, person_id);
create index directory_entries_trigrams_idx on private.directory_entries using gin (name_key extensions.gin_trgm_ops);
create index directory_entries_directions_idx on private.directory_entries using gin (directions);
create index directory_entries_help_idx on private.directory_entries using gin (help);
comment on table private.directory_entries is 'What alumni may find a person by: made of private.profile_fields for alumni and of nothing else, so that search, filters and counts cannot tell what is hidden. A person without a row is not in the directory.';

create table private.directory_regions (
  region_code text primary key references public.regions (code) on delete cascade,
  people integer not null check (people >= 0)
);
alter table private.directory_regions enable row level security;
comment on table private.directory_regions is 'How many people of the directory show this region; kept by a trigger, so that the map counts no million rows.';

create function private.count_directory() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- In the order of the codes, so that two writers never wait for one another crosswise.
  if tg_op <> 'INSERT' then
    update private.directory_regions c set people = c.people - o.n
    from (select e.region_code, count(*)::integer as n from was e group by 1 order by 1) o
    where o.region_code = c.region_code;
  end if;
  if tg_op <> 'DELETE' then
    insert into private.directory_regions as c (region_code, people)
    select e.region_code, count(*) from now_is e where e.region_code is not null group by 1 order by 1
    on conflict (region_code) do update set people = c.people + excluded.people;
  end if;
  return null;
end
$$;
create trigger directory_entries_count_insert after insert on private.directory_entries
  referencing new table as now_is for each statement execute function private.count_directory();
create trigger directory_entries_count_update after update on private.directory_entries
  referencing old table as was new table as now_is for each statement execute function private.count_directory();
create trigger directory_entries_count_delete after delete on private.directory_entries
  referencing old table as was for each statement execute function private.count_directory();

create function private.refresh_directory(p_persons uuid[]) returns void
language sql volatile security definer set search_path = '' as $$
  delete from private.directory_entries e
  where e.person_id = any(p_persons) and not private.is_listed(e.person_id);
  insert into private.directory_entries as e (person_id, name_key, region_code, rounds, directions, help)
  select p.id, private.fold(f.seen ->> 'name'), f.seen -> 'region' ->> 'code',
    array(select jsonb_array_elements_text(coalesce(f.seen -> 'rounds', '[]'))::smallint),
    array(select d ->> 'code' from jsonb_array_elements(coalesce(f.seen -> 'skills' -> 'directions', '[]')) d),
    array(select jsonb_array_elements_text(coalesce(f.seen -> 'help' -> 'codes', '[]')))
  from (select distinct id from unnest(p_persons) id where private.is_listed(id)) p
  cross join lateral (select private.profile_fields(p.id, 'alumni') as seen) f
  order by p.id
  on conflict (person_id) do update set
    name_key = excluded.name_key, region_code = excluded.region_code, rounds = excluded.rounds,
    directions = excluded.directions, help = excluded.help
  where (e.name_key, e.region_code, e.rounds, e.directions, e.help)
    is distinct from (excluded.name_key, excluded.region_code, excluded.rounds, excluded.directions, excluded.help)
$$;
comment on function private.refresh_directory(uuid[]) is 'Makes the directory say of these people what holds now. Granted to nobody.';

create function private.follow_directory() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_persons uuid[];
begin
  if tg_table_name = 'persons' then
    select array_agg(n.id) into v_persons from changed n join before o on o.id = n.id
    where (n.full_name, n.region_code, n.birth_year) is distinct from (o.full_name, o.region_code, o.birth_year);
  elsif tg_table_name = 'consents' then
    select array_agg(distinct n.person_id) into v_persons from changed n where n.purpose = 'directory';
  else
    select array_agg(distinct n.person_id) into v_persons from changed n;
  end if;
  if v_persons is not null then perform private.refresh_directory(v_persons); end if;
  return null;
end
$$;
comment on function private.follow_directory() is 'After each statement that may change what the directory says: once for all its rows, so that imports stay quick.';
create trigger persons_follow_directory after update on public.persons
  referencing old table as before new table as changed for each statement execute function private.follow_directory();
create trigger consents_follow_directory after insert on public.consents
  referencing new table as changed for each statement execute function private.follow_directory();
create trigger participations_follow_directory_insert after insert on public.participations
  referencing new table as changed for each statement execute function private.follow_directory();
create trigger participations_follow_directory_update after update on public.participations
  referencing new table as changed for each statement execute function private.follow_directory();
create trigger participations_follow_directory_delete after delete on public.participations
  referencing old table as changed for each statement execute function private.follow_directory();
create trigger profiles_follow_directory_insert after insert on public.profiles
  referencing new table as changed for each statement execute function private.follow_directory();
create trigger profiles_follow_directory_update after update on public.profiles
  referencing new table as changed for each statement execute function private.follow_directory();

-- Who stands there already.
select private.refresh_directory(array(select distinct c.person_id from public.consents c where c.purpose = 'directory'));

create table private.directory_views (
  account_id uuid primary key references public.accounts (id) on delete cascade,
  on_day date not null,
  taken integer not null check (taken > 0)
);
alter table private.directory_views enable row level security;
comment on table private.directory_views is 'How many pages of the directory an account has read today. A table of its own: nobody outside can fill another''s measure.';

create function private.take_directory_view() returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_taken integer;
begin
  insert into private.directory_views as v (account_id, on_day, taken)
  values (private.uid(), private.today(), 1)
  on conflict (account_id) do update set
    taken = case when v.on_day = excluded.on_day then v.taken + 1 else 1 end, on_day = excluded.on_day
  returning v.taken into v_taken;
  if v_taken > 300 then perform private.refuse('too_many', '86400'); end if;
end
$$;
comment on function private.take_directory_view() is 'Counts a look into the directory; refuses too_many after 300 a day, which no reader needs and every copier does.';

create function private.list_directory(
  p_q text, p_region text, p_direction text, p_round integer, p_help text, p_after uuid)
returns jsonb language plpgsql volatile security definer set search_path = '' as $$
declare
  v_words text[] := array(
    select w from regexp_split_to_table(private.fold(left(coalesce(p_q, ''), 100)), ' ') w where w <> '' limit 6);
  v_named text;
  v_where text := 'true';
  v_similar boolean := false;
  v_after text;
  v_page jsonb;
begin
  perform private.take_directory_view();
  if cardinality(v_words) > 0 then
    -- Word by word, with the words in the text: of "like all (array)" the index of trigrams makes nothing.
    select string_agg(format('e.name_key like %L', '%' || w || '%'), ' and ') into v_named from unnest(v_words) w;
    execute format('select not exists (select from (select from private.directory_entries e where %s offset 0) n)', v_named)
    into v_similar;
    if not v_similar then v_where := v_where || ' and ' || v_named;
    else
      -- One slip of the pen leaves the first or the second half of a word whole: that half is found by
      -- the index, and the similarity of the whole word decides.
      select v_where || string_agg(format(
        ' and (e.name_key like any(array[%1$L, %2$L, %3$L, %4$L]) and extensions.word_similarity(%5$L, e.name_key) >= 0.42)',
        left(w, length(w) / 2) || '%', '% ' || left(w, length(w) / 2) || '%',
        '%' || substr(w, length(w) / 2 + 1), '%' || substr(w, length(w) / 2 + 1) || ' %', w), '')
      into v_where from unnest(v_words) w;
    end if;
  end if;
  if p_region is not null then v_where := v_where || ' and e.region_code = $1'; end if;
  if p_direction is not null then v_where := v_where || ' and e.directions @> array[$2]'; end if;
  if p_round is not null then v_where := v_where || ' and e.rounds @> array[$3::smallint]'; end if;
  if p_help is not null then v_where := v_where || ' and e.help @> array[$4]'; end if;
  if p_after is not null then
    select e.name_key into v_after from private.directory_entries e where e.person_id = p_after;
    if found then v_where := v_where || ' and (e.name_key, e.person_id) > ($5, $6)'; end if;
  end if;
  execute format($sql$
    with page as (
      select e.person_id, e.name_key from private.directory_entries e where %s
      order by e.name_key, e.person_id limit 21),
    shown as (select * from page order by name_key, person_id limit 20)
    select jsonb_build_object(
      'people', coalesce((
        select jsonb_agg(private.directory_card(s.person_id) order by s.name_key, s.person_id) from shown s), '[]'),
      'next', case when (select count(*) from page) > 20 then (
        select s.person_id from shown s order by s.name_key desc, s.person_id desc limit 1) end)
  $sql$, v_where)
  into v_page using p_region, p_direction, p_round, p_help, v_after, p_after;
  return v_page || jsonb_build_object('similar', v_similar and jsonb_array_length(v_page -> 'people') > 0);
end
$$;
comment on function private.list_directory(text, text, text, integer, text, uuid) is
  'One page of 20 in the order of names: {people, next, similar}. p_q: a name in any spelling; where nobody is called so, names with one slip (similar). p_after: the last person of the page before. Counts as a view. Granted to nobody: page_people asks who is looking.';

create function private.directory_card(p_person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('id', p_person, 'mine', a.audience = 'me')
    -- In the list one stands as others see one.
    || (private.profile_fields(p_person, case a.audience when 'me' then 'alumni' else a.audience end)
      - array['village', 'photo', 'need', 'languages', 'instagram', 'story'])
  from (select private.audience_of(p_person, private.uid()) as audience) a
$$;
comment on function private.directory_card(uuid) is 'A person of the directory as the list shows them. Granted to nobody.';

create function private.directory_map() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_agg(jsonb_build_object('code', r.code, 'kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en,
    'row', r.tile_row, 'column', r.tile_column,
    'people', case when coalesce(c.people, 0) = 0 then 0 when c.people >= 5 then c.people end) order by r.tile_row, r.tile_column)
  from public.regions r left join private.directory_regions c on c.region_code = r.code
$$;
comment on function private.directory_map() is 'How many people of the directory show each region: [{code, kk, ru, en, row, column, people}]; people is null for one to four. Granted to nobody.';

create function private.read_directory(
  p_q text, p_region text, p_direction text, p_round integer, p_help text, p_after uuid)
returns jsonb language plpgsql volatile security definer set search_path = '' as $$
begin
  if private.uid() is null or not private.is_peer(private.uid()) then return '{"open": false}'; end if;
  return private.list_directory(p_q, p_region, p_direction, p_round, p_help, p_after) || jsonb_build_object(
    'open', true,
    'listed', private.is_listed(private.my_person()),
    'map', private.directory_map(),
    'directions', (
      select jsonb_agg(jsonb_build_object('code', d.code, 'kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en) order by d.position)
      from public.directions d));
end
$$;
grant execute on function private.read_directory(text, text, text, integer, text, uuid) to anon, authenticated;

create function public.page_people(
  p_q text default null, p_region text default null, p_direction text default null, p_round integer default null,
  p_help text default null, p_after uuid default null)
returns jsonb language sql volatile set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer())
    || private.read_directory(p_q, p_region, p_direction, p_round, p_help, p_after)
$$;
comment on function public.page_people(text, text, text, integer, text, uuid) is
  'The directory: {viewer, open, people, next, similar, listed, map, directions}. open is false, and the rest absent, for whoever holds no claimed record and does not work here. Refuses too_many.';
grant execute on function public.page_people(text, text, text, integer, text, uuid) to anon, authenticated;

create function private.read_listed_profile(p_person uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
begin
  if private.uid() is null then return null; end if;
  if p_person is distinct from private.my_person() then perform private.take_directory_view(); end if;
  return private.visible_profile(p_person, private.uid());
end
$$;
grant execute on function private.read_listed_profile(uuid) to anon, authenticated;

create function public.page_profile(p_person uuid) returns jsonb
language sql volatile set search_path = '' as $$
  select case when v.viewer is null then '{"viewer": null}' when x.person is not null then
    jsonb_build_object('viewer', v.viewer, 'person', x.person) end
  from (select private.viewer() as viewer) v, (select private.read_listed_profile(p_person) as person) x
$$;
comment on function public.page_profile(uuid) is 'A profile as the viewer may see it: {viewer, person}. Null for whoever is not there for them. Refuses too_many.';
grant execute on function public.page_profile(uuid) to anon, authenticated;
