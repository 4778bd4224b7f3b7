-- What the directory and the registry are searched by, laid out so that a page costs the same among a
-- thousand people and among a million: narrow lists in the order of the page, read from their indexes alone.

-- The registry's list

create table private.registry_entries (
  -- No foreign key: a trigger takes the row away with the record, as it makes and changes it.
  person_id uuid primary key,
  registry_no text not null,
  name_key text not null,
  region_code text,
  rounds smallint[] not null,
  directions text[] not null,
  claimed boolean not null,
  reachable boolean not null
);
alter table private.registry_entries enable row level security;
comment on table private.registry_entries is 'What staff filter and sort the registry by, a row a record, kept by private.follow_registry. Lists walk its indexes, which hold all of it, until a page is full.';
comment on column private.registry_entries.reachable is 'Whether any contact point is neither dead nor refused.';
create index registry_entries_number_idx on private.registry_entries (rounds, registry_no)
  include (person_id, region_code, directions, claimed, reachable);
create index registry_entries_region_number_idx on private.registry_entries (region_code, rounds, registry_no)
  include (person_id, directions, claimed, reachable);
create index registry_entries_name_idx on private.registry_entries (name_key, registry_no)
  include (person_id, region_code, rounds, directions, claimed, reachable);
create index registry_entries_region_name_idx on private.registry_entries (region_code, name_key, registry_no)
  include (person_id, rounds, directions, claimed, reachable);

create index registry_entries_no_idx on private.registry_entries (registry_no);

create table private.registry_rounds (
  rounds smallint[] primary key
);
alter table private.registry_rounds enable row level security;
comment on table private.registry_rounds is 'Every set of rounds that somebody was in. Numbers are given round by round, so that a walk over numbers might meet a round only at its end: lists read each set in its own order.';

drop index public.persons_name_idx;
drop index public.persons_region_name_idx;

-- Lists by what people are looked for

create table private.registry_words (
  word text not null,
  registry_no text not null,
  name_key text not null,
  region_code text,
  person_id uuid not null,
  primary key (word, registry_no, person_id) include (name_key, region_code)
);
alter table private.registry_words enable row level security;
comment on table private.registry_words is 'Every word of every name in the registry: a word''s people in the order of numbers and of names; kept by a trigger on private.registry_entries.';
create index registry_words_name_idx on private.registry_words (word, name_key, registry_no) include (region_code, person_id);

create table private.directory_keys (
  key text not null,
  name_key text not null,
  region_code text,
  person_id uuid not null,
  primary key (key, name_key, person_id) include (region_code)
);
alter table private.directory_keys enable row level security;
comment on table private.directory_keys is 'Whom alumni find by a key of private.directory_keys_of, in the order of names; kept by a trigger on private.directory_entries of what that shows and of nothing else.';

create function private.directory_keys_of(p_name_key text, p_directions text[], p_help text[]) returns setof text
language sql immutable set search_path = '' as $$
  select distinct w from string_to_table(p_name_key, ' ') w where w <> ''
  union all select 'direction:' || d from unnest(p_directions) d
  union all select 'help:' || h from unnest(p_help) h
$$;
comment on function private.directory_keys_of(text, text[], text[]) is 'The words of a name, direction:poultry and help:papers: a colon stands in no word.';

create table private.name_vocabulary (
  list text not null check (list in ('directory', 'registry')),
  word text not null,
  people integer not null check (people >= 0),
  primary key (list, word)
);
alter table private.name_vocabulary enable row level security;
comment on table private.name_vocabulary is 'The words of the names of a list and how many people have each. A slip of the pen is looked for among these few thousand words and not among people. A word goes with its last bearer.';
create index name_vocabulary_trigrams_idx on private.name_vocabulary using gin (word extensions.gin_trgm_ops);

create function private.count_words(p_list text, p_words text[], p_sign integer) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- In the order of the words, so that two writers never wait for one another crosswise.
  if p_sign > 0 then
    insert into private.name_vocabulary as v (list, word, people)
    select p_list, w, count(*) from unnest(p_words) w group by 2 order by 2
    on conflict (list, word) do update set people = v.people + excluded.people;
  else
    perform from private.name_vocabulary v where v.list = p_list and v.word = any(p_words) order by v.word for update;
    update private.name_vocabulary v set people = v.people - o.n
    from (select w, count(*) as n from unnest(p_words) w group by 1) o
    where v.list = p_list and v.word = o.w;
    delete from private.name_vocabulary v where v.list = p_list and v.word = any(p_words) and v.people = 0;
  end if;
end
$$;
comment on function private.count_words(text, text[], integer) is 'Adds (1) or takes away (-1) a bearer of each word, as often as it stands in p_words. Granted to nobody.';

create function private.follow_vocabulary() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  case tg_table_name || ' ' || tg_op
    when 'registry_words INSERT' then perform private.count_words('registry', array(select x.word from now_is x), 1);
    when 'registry_words DELETE' then perform private.count_words('registry', array(select x.word from was x), -1);
    when 'directory_keys INSERT' then
      perform private.count_words('directory', array(select x.key from now_is x where x.key not like '%:%'), 1);
    else perform private.count_words('directory', array(select x.key from was x where x.key not like '%:%'), -1);
  end case;
  return null;
end
$$;
create trigger registry_words_vocabulary_insert after insert on private.registry_words
  referencing new table as now_is for each statement execute function private.follow_vocabulary();
create trigger registry_words_vocabulary_delete after delete on private.registry_words
  referencing old table as was for each statement execute function private.follow_vocabulary();
create trigger directory_keys_vocabulary_insert after insert on private.directory_keys
  referencing new table as now_is for each statement execute function private.follow_vocabulary();
create trigger directory_keys_vocabulary_delete after delete on private.directory_keys
  referencing old table as was for each statement execute function private.follow_vocabulary();

create function private.follow_registry_words() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- Planned anew each time: a plan that was kept from a statement of one row takes hours for ten thousand.
  if tg_op <> 'INSERT' then
    execute format($sql$
      delete from private.registry_words x
      using (select registry_no, name_key, region_code, person_id from was %s) o, string_to_table(o.name_key, ' ') k (word)
      where x.word = k.word and x.registry_no = o.registry_no and x.person_id = o.person_id
    $sql$, case tg_op when 'UPDATE' then 'except select registry_no, name_key, region_code, person_id from now_is' end);
  end if;
  if tg_op <> 'DELETE' then
    execute format($sql$
      insert into private.registry_words (word, registry_no, name_key, region_code, person_id)
      select distinct k.word, n.registry_no, n.name_key, n.region_code, n.person_id
      from (select registry_no, name_key, region_code, person_id from now_is %s) n, string_to_table(n.name_key, ' ') k (word)
      where k.word <> ''
    $sql$, case tg_op when 'UPDATE' then 'except select registry_no, name_key, region_code, person_id from was' end);
  end if;
  return null;
end
$$;
create trigger registry_entries_follow_words_insert after insert on private.registry_entries
  referencing new table as now_is for each statement execute function private.follow_registry_words();
create trigger registry_entries_follow_words_update after update on private.registry_entries
  referencing old table as was new table as now_is for each statement execute function private.follow_registry_words();
create trigger registry_entries_follow_words_delete after delete on private.registry_entries
  referencing old table as was for each statement execute function private.follow_registry_words();

create function private.follow_directory_keys() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- Planned anew each time: a plan that was kept from a statement of one row takes hours for ten thousand.
  if tg_op <> 'INSERT' then
    execute format($sql$
      delete from private.directory_keys x
      using (select name_key, region_code, person_id, directions, help from was %s) o, private.directory_keys_of(o.name_key, o.directions, o.help) k (key)
      where x.key = k.key and x.name_key = o.name_key and x.person_id = o.person_id
    $sql$, case tg_op when 'UPDATE' then 'except select name_key, region_code, person_id, directions, help from now_is' end);
  end if;
  if tg_op <> 'DELETE' then
    execute format($sql$
      insert into private.directory_keys (key, name_key, region_code, person_id)
      select k.key, n.name_key, n.region_code, n.person_id
      from (select name_key, region_code, person_id, directions, help from now_is %s) n, private.directory_keys_of(n.name_key, n.directions, n.help) k (key)
    $sql$, case tg_op when 'UPDATE' then 'except select name_key, region_code, person_id, directions, help from was' end);
  end if;
  return null;
end
$$;
create trigger directory_entries_follow_keys_insert after insert on private.directory_entries
  referencing new table as now_is for each statement execute function private.follow_directory_keys();
create trigger directory_entries_follow_keys_update after update on private.directory_entries
  referencing old table as was new table as now_is for each statement execute function private.follow_directory_keys();
create trigger directory_entries_follow_keys_delete after delete on private.directory_entries
  referencing old table as was for each statement execute function private.follow_directory_keys();

-- The registry's list follows the records

create function private.refresh_registry(p_persons uuid[]) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- Whoever changes the same person waits here, and then reads what the other wrote.
  perform from private.registry_entries e where e.person_id = any(p_persons) order by e.person_id for update;
  delete from private.registry_entries e
  where e.person_id = any(p_persons) and not exists (select from public.persons p where p.id = e.person_id);
  insert into private.registry_entries as e
    (person_id, registry_no, name_key, region_code, rounds, directions, claimed, reachable)
  select p.id, p.registry_no, coalesce(p.name_key, ''), p.region_code,
    array(select distinct t.round from public.participations t where t.person_id = p.id order by 1),
    array(select distinct s.direction from public.participations t join public.subprojects s on s.id = t.subproject_id
      where t.person_id = p.id and s.direction is not null order by 1),
    exists (select from public.accounts a where a.person_id = p.id),
    exists (select from public.contact_points c where c.person_id = p.id and c.state not in ('dead', 'refused'))
  from public.persons p where p.id = any(p_persons)
  order by p.id
  on conflict (person_id) do update set
    registry_no = excluded.registry_no, name_key = excluded.name_key, region_code = excluded.region_code,
    rounds = excluded.rounds, directions = excluded.directions, claimed = excluded.claimed, reachable = excluded.reachable
  where (e.registry_no, e.name_key, e.region_code, e.rounds, e.directions, e.claimed, e.reachable)
    is distinct from (excluded.registry_no, excluded.name_key, excluded.region_code, excluded.rounds,
      excluded.directions, excluded.claimed, excluded.reachable);
  insert into private.registry_rounds
  select distinct e.rounds from private.registry_entries e where e.person_id = any(p_persons)
  on conflict do nothing;
end
$$;
comment on function private.refresh_registry(uuid[]) is 'Makes private.registry_entries say of these people what holds now. Granted to nobody.';

create function private.follow_registry() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_persons uuid[];
begin
  if current_setting('jalgas.lists_follow_later', true) = 'on' then return null; end if;
  -- What was and is no more, and what is and was not: joined row by row, the two would be compared each with each.
  case tg_table_name || ' ' || tg_op
    when 'persons INSERT' then v_persons := array(select n.id from now_is n);
    when 'persons DELETE' then v_persons := array(select o.id from was o);
    when 'persons UPDATE' then
      v_persons := array(
        select x.id from (
          select n.id, n.registry_no, n.full_name, n.region_code from now_is n
          except select o.id, o.registry_no, o.full_name, o.region_code from was o) x);
    when 'subprojects UPDATE' then
      v_persons := array(
        select distinct t.person_id from (
          select n.id, n.direction from now_is n except select o.id, o.direction from was o) x
        join public.participations t on t.subproject_id = x.id
        where t.person_id is not null);
    when 'accounts UPDATE' then
      v_persons := array(
        (select n.person_id from now_is n except select o.person_id from was o)
        union (select o.person_id from was o except select n.person_id from now_is n));
    when 'contact_points UPDATE' then
      v_persons := array(
        select x.person_id from (
          select n.id, n.person_id, n.state in ('dead', 'refused') from now_is n
          except select o.id, o.person_id, o.state in ('dead', 'refused') from was o) x
        union select y.person_id from (
          select o.id, o.person_id, o.state in ('dead', 'refused') from was o
          except select n.id, n.person_id, n.state in ('dead', 'refused') from now_is n) y);
    when 'participations UPDATE' then
      v_persons := array(
        select x.person_id from (
          select n.id, n.person_id, n.round, n.subproject_id from now_is n
          except select o.id, o.person_id, o.round, o.subproject_id from was o) x
        union select y.person_id from (
          select o.id, o.person_id, o.round, o.subproject_id from was o
          except select n.id, n.person_id, n.round, n.subproject_id from now_is n) y);
    else
      if tg_op = 'INSERT' then v_persons := array(select distinct n.person_id from now_is n);
      else v_persons := array(select distinct o.person_id from was o); end if;
  end case;
  v_persons := array_remove(v_persons, null);
  if cardinality(v_persons) > 0 then perform private.refresh_registry(v_persons); end if;
  return null;
end
$$;
comment on function private.follow_registry() is 'After each statement that may change what the registry''s list says: once for all its rows.';

do $$
declare
  v_table text;
begin
  foreach v_table in array array['persons', 'participations', 'accounts', 'contact_points'] loop
    execute format('create trigger %1$s_follow_registry_insert after insert on public.%1$I
      referencing new table as now_is for each statement execute function private.follow_registry()', v_table);
    execute format('create trigger %1$s_follow_registry_update after update on public.%1$I
      referencing old table as was new table as now_is for each statement execute function private.follow_registry()', v_table);
    execute format('create trigger %1$s_follow_registry_delete after delete on public.%1$I
      referencing old table as was for each statement execute function private.follow_registry()', v_table);
  end loop;
end
$$;
create trigger subprojects_follow_registry after update on public.subprojects
  referencing old table as was new table as now_is for each statement execute function private.follow_registry();

-- An import writes records, contacts and rounds one after another: the list follows once, at its end.
alter function private.import_registry(uuid, boolean) rename to write_registry;
alter function private.write_registry(uuid, boolean) set jalgas.lists_follow_later = 'on';
revoke execute on function private.write_registry(uuid, boolean) from authenticated, service_role;
comment on function private.write_registry(uuid, boolean) is 'What private.import_registry does to the records. Granted to nobody.';

create function private.import_registry(p_import uuid, p_without_wrong boolean)
returns jsonb language plpgsql volatile security definer set search_path = '' as $$
declare
  v_numbers text[] := array(
    select distinct r.registry_no from private.registry_import_rows r
    where r.import_id = p_import and r.verdict in ('new', 'round', 'filled'));
  v_report jsonb := private.write_registry(p_import, p_without_wrong);
begin
  perform private.refresh_registry(array(select p.id from public.persons p where p.registry_no = any(v_numbers)));
  return v_report;
end
$$;
grant execute on function private.import_registry(uuid, boolean) to authenticated, service_role;

-- Who stands there already.
select private.refresh_registry(array(select p.id from public.persons p));

-- The directory's list holds what it shows

alter table private.directory_entries add column card jsonb not null default '{}';
comment on column private.directory_entries.card is 'What the list shows an alumnus of the person beside the other columns: made of private.profile_fields for alumni, as they are.';
alter table private.directory_entries alter column card drop default;

create or replace function private.refresh_directory(p_persons uuid[]) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_persons uuid[];
begin
  -- Whoever never was asked is not listed, and an import need not look at them. Two who change the same
  -- person wait for one another here: else the one who began first could list whom the other took off.
  v_persons := array(
    select p.id from public.persons p
    where p.id = any(p_persons) and (
      exists (select from public.consents c where c.person_id = p.id and c.purpose = 'directory')
      or exists (select from private.directory_entries e where e.person_id = p.id))
    order by p.id for no key update);
  delete from private.directory_entries e
  where e.person_id = any(v_persons) and not private.is_shown(e.person_id);
  insert into private.directory_entries as e
    (person_id, name_key, region_code, rounds, directions, help, mentor_on, mentor_directions, card)
  select p.id, private.fold(f.seen ->> 'name'), f.seen -> 'region' ->> 'code',
    array(select jsonb_array_elements_text(coalesce(f.seen -> 'rounds', '[]'))::smallint),
    array(select d ->> 'code' from jsonb_array_elements(coalesce(f.seen -> 'skills' -> 'directions', '[]')) d),
    array(select jsonb_array_elements_text(coalesce(f.seen -> 'help' -> 'codes', '[]'))),
    private.mentor_free_on(p.id), coalesce(o.directions, '{}'),
    -- Region, rounds and directions stand in columns; mentors' room changes by the hour.
    (f.seen - array['region', 'rounds', 'mentoring', 'village', 'photo', 'need', 'languages', 'instagram', 'story'])
      #- '{skills,directions}'
  from (select id from unnest(v_persons) id where private.is_shown(id)) p
  cross join lateral (
    -- Asked once: without the fence the answer would be computed for every column made of it.
    select private.profile_fields(p.id, 'alumni') as seen offset 0) f
  left join public.mentor_offers o on o.person_id = p.id
  order by p.id
  on conflict (person_id) do update set
    name_key = excluded.name_key, region_code = excluded.region_code, rounds = excluded.rounds,
    directions = excluded.directions, help = excluded.help,
    mentor_on = excluded.mentor_on, mentor_directions = excluded.mentor_directions, card = excluded.card
  where (e.name_key, e.region_code, e.rounds, e.directions, e.help, e.mentor_on, e.mentor_directions, e.card)
    is distinct from (excluded.name_key, excluded.region_code, excluded.rounds, excluded.directions, excluded.help,
      excluded.mentor_on, excluded.mentor_directions, excluded.card);
end
$$;

create trigger profiles_follow_directory_delete after delete on public.profiles
  referencing old table as changed for each statement execute function private.follow_directory();
create trigger mentor_offers_follow_directory_delete after delete on public.mentor_offers
  referencing old table as changed for each statement execute function private.follow_directory();

drop index private.directory_entries_name_idx;
drop index private.directory_entries_region_idx;
drop index private.directory_entries_trigrams_idx;
create index directory_entries_name_idx on private.directory_entries (name_key, person_id)
  include (region_code, rounds, directions, help, mentor_on, mentor_directions);
create index directory_entries_region_idx on private.directory_entries (region_code, name_key, person_id)
  include (rounds, directions, help, mentor_on, mentor_directions);

drop index private.directory_entries_directions_idx;
drop index private.directory_entries_help_idx;

insert into private.directory_keys (key, name_key, region_code, person_id)
select k.key, e.name_key, e.region_code, e.person_id
from private.directory_entries e, private.directory_keys_of(e.name_key, e.directions, e.help) k (key);
select private.refresh_directory(array(select e.person_id from private.directory_entries e));
