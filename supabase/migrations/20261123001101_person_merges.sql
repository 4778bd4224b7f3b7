-- Two records become one, and two again. The record that is merged is removed, not marked: nothing that
-- lists, counts, searches or writes to people has to know of merges. What a merge does is written down
-- row by row, and undoing takes those steps back in reverse.

create table private.person_merges (
  id uuid primary key default private.uuid_v7(),
  survivor_id uuid not null references public.persons (id) on delete cascade,
  merged_id uuid not null,
  merged_no text check (length(merged_no) between 1 and 40),
  keep jsonb not null default '{}' check (jsonb_typeof(keep) = 'object'),
  merged_by uuid references public.accounts (id) on delete set null,
  merged_at timestamptz not null default clock_timestamp(),
  undone_by uuid references public.accounts (id) on delete set null,
  undone_at timestamptz,
  check ((undone_at is null) = (merged_no is not null))
);
create unique index person_merges_live_idx on private.person_merges (merged_id) where undone_at is null;
create index person_merges_survivor_id_idx on private.person_merges (survivor_id, merged_at desc);
create index person_merges_merged_by_idx on private.person_merges (merged_by);
create index person_merges_undone_by_idx on private.person_merges (undone_by);
alter table private.person_merges enable row level security;
comment on table private.person_merges is 'That a record went into another. An undone merge keeps the two ids and nothing else.';
comment on column private.person_merges.merged_id is 'The id of the removed record; it has it again when the merge is undone.';
comment on column private.person_merges.keep is 'Whose value was chosen: {field: id of the record}.';

create table private.person_merge_steps (
  id bigint generated always as identity primary key,
  merge_id uuid not null references private.person_merges (id) on delete cascade,
  relation text not null,
  act text not null check (act in ('changed', 'removed', 'added')),
  row_key jsonb not null,
  old jsonb,
  new jsonb
);
create index person_merge_steps_merge_id_idx on private.person_merge_steps (merge_id, id);
alter table private.person_merge_steps enable row level security;
comment on table private.person_merge_steps is 'What a merge did, in order: columns changed in a row (old, new), a row removed (old: all of it) or added. Gone when the merge is undone, or with the person.';
comment on column private.person_merge_steps.row_key is 'The primary key of the row after the step.';

create table private.registry_aliases (
  registry_no text primary key check (length(registry_no) between 1 and 40),
  person_id uuid not null references public.persons (id) on delete cascade
);
create index registry_aliases_person_id_idx on private.registry_aliases (person_id);
alter table private.registry_aliases enable row level security;
comment on table private.registry_aliases is 'Numbers of records that were merged, and whose they are now: a roster that still has the old number finds the person.';

-- One row

create function private.key_columns(p_table regclass) returns text[]
language sql stable set search_path = '' as $$
  select array_agg(a.attname::text order by array_position(i.indkey::smallint[], a.attnum))
  from pg_catalog.pg_index i join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
  where i.indrelid = p_table and i.indisprimary
$$;
comment on function private.key_columns(regclass) is 'The columns of a table''s primary key. Granted to nobody.';

create function private.columns_of(p_row jsonb, p_columns text[]) returns jsonb
language sql immutable set search_path = '' as $$
  select coalesce(jsonb_object_agg(c, p_row -> c), '{}') from unnest(p_columns) c
$$;

create function private.same_key(p_table regclass) returns text
language sql stable set search_path = '' as $$
  select string_agg(format('t.%1$I = k.%1$I', c), ' and ') from unnest(private.key_columns(p_table)) c
$$;
comment on function private.same_key(regclass) is 'A condition that its index answers: the rows t and k have one primary key. Granted to nobody.';

create function private.same_columns(p_alias text, p_columns text[], p_other text) returns text
language sql immutable set search_path = '' as $$
  select string_agg(format('%1$s.%2$I is not distinct from %3$s.%2$I', p_alias, c, p_other), ' and ') from unnest(p_columns) c
$$;
comment on function private.same_columns(text, text[], text) is 'A condition: the two rows agree in these columns. Granted to nobody.';

create function private.change_row(p_merge uuid, p_table regclass, p_row jsonb, p_new jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_columns text[] := array(select jsonb_object_keys(p_new));
begin
  execute format('update %1$s t set (%2$s) = row(%3$s) from jsonb_populate_record(null::%1$s, $1) k, jsonb_populate_record(null::%1$s, $2) n where %4$s',
    p_table, (select string_agg(quote_ident(c), ', ') from unnest(v_columns) c),
    (select string_agg(format('n.%I', c), ', ') from unnest(v_columns) c), private.same_key(p_table))
  using p_row, p_new;
  insert into private.person_merge_steps (merge_id, relation, act, row_key, old, new)
  values (p_merge, p_table, 'changed', private.columns_of(p_row || p_new, private.key_columns(p_table)),
    private.columns_of(p_row, v_columns), p_new);
end
$$;
comment on function private.change_row(uuid, regclass, jsonb, jsonb) is 'Gives columns of a row new values, as a step of a merge. Granted to nobody.';

create function private.remove_row(p_merge uuid, p_table regclass, p_row jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  execute format('delete from %1$s t using jsonb_populate_record(null::%1$s, $1) k where %2$s',
    p_table, private.same_key(p_table)) using p_row;
  insert into private.person_merge_steps (merge_id, relation, act, row_key, old)
  values (p_merge, p_table, 'removed', private.columns_of(p_row, private.key_columns(p_table)), p_row);
end
$$;
comment on function private.remove_row(uuid, regclass, jsonb) is 'Removes a row and keeps it, as a step of a merge. Granted to nobody.';

-- Rows that cannot both belong to one person

create function private.prefers_merged(p_merge uuid, p_table regclass, p_merged jsonb, p_own jsonb) returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce(case p_table::text
    when 'public.participations' then coalesce(
      m.keep ->> ('round_' || (p_own ->> 'round')) = m.merged_id::text,
      p_own ->> 'subproject_id' is null and p_merged ->> 'subproject_id' is not null)
    when 'public.profiles' then coalesce(m.keep ->> 'profile' = m.merged_id::text,
      (p_merged ->> 'updated_at')::timestamptz > (p_own ->> 'updated_at')::timestamptz)
    when 'public.contact_points' then case
      -- What a person took back stays taken back.
      when 'refused' in (p_merged ->> 'state', p_own ->> 'state') then p_own ->> 'state' <> 'refused'
      when (p_own ->> 'preferred')::boolean then false
      else coalesce((p_merged ->> 'confirmed_at')::timestamptz > coalesce((p_own ->> 'confirmed_at')::timestamptz, '-infinity'), false) end
    when 'public.wave_members' then p_own ->> 'responded_at' is null and p_merged ->> 'responded_at' is not null
    when 'private.contact_checks' then p_own ->> 'answered_at' is null and p_merged ->> 'answered_at' is not null
  end, false)
  from private.person_merges m where m.id = p_merge
$$;
comment on function private.prefers_merged(uuid, regclass, jsonb, jsonb) is
  'Of two rows that exclude each other, whether that of the merged record stays. A round and a profile: as chosen, else the one with a project, the newer one. A contact: the refused, else the preferred, else the one confirmed last. A survey or a question: the answered one. Everything else: the survivor''s. Granted to nobody.';

create function private.withdraw_double_referral(p_merge uuid, p_merged jsonb, p_own jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_order text[] := array['consent_asked', 'sent', 'received', 'accepted'];
  v_less jsonb := case when array_position(v_order, p_merged ->> 'state') > array_position(v_order, p_own ->> 'state')
    then p_own else p_merged end;
  v_event uuid;
begin
  perform private.change_row(p_merge, 'public.referrals', v_less,
    jsonb_build_object('state', 'withdrawn', 'state_at', clock_timestamp()));
  insert into public.referral_events (referral_id, state, actor_part) values ((v_less ->> 'id')::uuid, 'withdrawn', 'system')
  returning id into v_event;
  insert into private.person_merge_steps (merge_id, relation, act, row_key)
  values (p_merge, 'public.referral_events', 'added', jsonb_build_object('id', v_event));
end
$$;
comment on function private.withdraw_double_referral(uuid, jsonb, jsonb) is 'Of two open referrals to one programme the less advanced is withdrawn. Granted to nobody.';

create function private.unique_keys(p_table regclass, p_column text)
returns table (index_name text, others text[], predicate text, nulls_collide boolean)
language sql stable set search_path = '' as $$
  select i.indexrelid::regclass::text, array_remove(k.keys, quote_ident(p_column)),
    coalesce(pg_catalog.pg_get_expr(i.indpred, i.indrelid), 'true'), i.indnullsnotdistinct
  from pg_catalog.pg_index i
  cross join lateral (
    select array_agg(pg_catalog.pg_get_indexdef(i.indexrelid, n, true)) as keys from generate_series(1, i.indnkeyatts) n) k
  where i.indrelid = p_table and i.indisunique and quote_ident(p_column) = any(k.keys)
  order by 1
$$;
comment on function private.unique_keys(regclass, text) is 'Unique indexes of a table that hold this column, with their other keys and their condition. Granted to nobody.';

create function private.colliding_pair(p_table regclass, p_column text, p_type text, p_losing text, p_keeping text)
returns table (index_name text, losing jsonb, keeping jsonb)
language plpgsql stable security definer set search_path = '' as $$
declare
  v_unique record;
begin
  for v_unique in select * from private.unique_keys(p_table, p_column) loop
    return query execute format(
      'select %1$L, to_jsonb(l.r), to_jsonb(o.r)
       from (select x as r%2$s from %3$s x where x.%4$I = $1::%7$s and (%5$s)) l
       join (select x as r%2$s from %3$s x where x.%4$I = $2::%7$s and (%5$s)) o on true%6$s limit 1',
      v_unique.index_name,
      (select string_agg(format(', (%s) as k%s', e, n), '') from unnest(v_unique.others) with ordinality u (e, n)),
      p_table, p_column, v_unique.predicate,
      (select string_agg(format(case when v_unique.nulls_collide then ' and l.k%1$s is not distinct from o.k%1$s'
        else ' and l.k%1$s = o.k%1$s' end, n), '') from generate_subscripts(v_unique.others, 1) n),
      p_type)
    using p_losing, p_keeping;
    if found then return; end if;
  end loop;
end
$$;
comment on function private.colliding_pair(regclass, text, text, text, text) is
  'Two rows of which one refers to the losing and one to the keeping row and which a unique index would not let refer to the same; none when there are none. Granted to nobody.';

-- All rows that refer to one

create function private.references_to(p_table regclass)
returns table (relation regclass, from_column text, to_column text, column_type text)
language sql stable set search_path = '' as $$
  select k.conrelid::regclass, a.attname::text, f.attname::text, pg_catalog.format_type(a.atttypid, null)
  from pg_catalog.pg_constraint k
  join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
  join pg_catalog.pg_attribute f on f.attrelid = k.confrelid and f.attnum = k.confkey[1]
  where k.contype = 'f' and k.confrelid = p_table
  order by k.conrelid::regclass::text, a.attname
$$;
comment on function private.references_to(regclass) is 'Foreign keys that lead to a table, out of the catalogue: a table that comes later is not forgotten. Keys of several columns do not lead to people; a test says so. Granted to nobody.';

create function private.absorb_row(p_merge uuid, p_table regclass, p_losing jsonb, p_keeping jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_ref record;
  v_pair record;
  v_row jsonb;
  v_losing text;
  v_keeping text;
begin
  for v_ref in select * from private.references_to(p_table) loop
    -- Made anew from the rest, and gone with the record.
    continue when v_ref.relation = 'private.directory_entries'::regclass;
    v_losing := p_losing ->> v_ref.to_column;
    v_keeping := p_keeping ->> v_ref.to_column;
    -- "Not the same person" was said of two records; of the survivor nobody has said it.
    if v_ref.relation = 'private.duplicate_dismissals'::regclass then
      for v_row in execute format('select to_jsonb(x) from %s x where x.%I = $1::%s', v_ref.relation, v_ref.from_column, v_ref.column_type)
        using v_losing loop
        perform private.remove_row(p_merge, v_ref.relation, v_row);
      end loop;
      continue;
    end if;
    loop
      select * into v_pair from private.colliding_pair(v_ref.relation, v_ref.from_column, v_ref.column_type, v_losing, v_keeping);
      exit when not found;
      case v_pair.index_name
        when 'public.contact_points_preferred_idx' then
          perform private.change_row(p_merge, v_ref.relation, v_pair.losing, '{"preferred": false}');
        when 'private.contact_codes_open_idx' then
          perform private.change_row(p_merge, v_ref.relation, v_pair.losing, '{"state": "dead"}');
        when 'public.referrals_one_open_idx' then
          perform private.withdraw_double_referral(p_merge, v_pair.losing, v_pair.keeping);
        else
          if private.prefers_merged(p_merge, v_ref.relation, v_pair.losing, v_pair.keeping) then
            perform private.absorb_row(p_merge, v_ref.relation, v_pair.keeping, v_pair.losing);
            perform private.remove_row(p_merge, v_ref.relation, v_pair.keeping);
          else
            perform private.absorb_row(p_merge, v_ref.relation, v_pair.losing, v_pair.keeping);
            perform private.remove_row(p_merge, v_ref.relation, v_pair.losing);
          end if;
      end case;
    end loop;
    execute format(
      'with moved as (update %1$s t set %2$I = $2::%3$s where t.%2$I = $1::%3$s returning jsonb_build_object(%4$s) as row_key)
       insert into private.person_merge_steps (merge_id, relation, act, row_key, old, new)
       select $3, %1$L, ''changed'', m.row_key, jsonb_build_object(%2$L, $1), jsonb_build_object(%2$L, $2) from moved m',
      v_ref.relation, v_ref.from_column, v_ref.column_type,
      (select string_agg(format('%1$L, t.%1$I', c), ', ') from unnest(private.key_columns(v_ref.relation)) c))
    using v_losing, v_keeping, p_merge;
  end loop;
end
$$;
comment on function private.absorb_row(uuid, regclass, jsonb, jsonb) is
  'Whatever refers to the losing row refers to the keeping row afterwards. Where both cannot stand, one is settled first, with all that refers to it in turn. Granted to nobody.';

-- The merge

create function private.take_fields(p_merge uuid, p_merged public.persons, p_own public.persons) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_keep jsonb := (select m.keep from private.person_merges m where m.id = p_merge);
  v_merged jsonb := to_jsonb(p_merged);
  v_own jsonb := to_jsonb(p_own);
  v_new jsonb;
begin
  for v_new in
    select jsonb_build_object(f.name, v_merged -> f.name)
    from unnest(array['full_name', 'gender', 'birth_year', 'district', 'settlement', 'locale']) f (name)
    where v_merged ->> f.name is not null and v_merged -> f.name <> v_own -> f.name
      and (v_keep ->> f.name = p_merged.id::text or v_own ->> f.name is null)
    union all
    select jsonb_build_object('region_code', p_merged.region_code, 'legacy_region', p_merged.legacy_region)
    where v_keep ->> 'region' = p_merged.id::text
      or v_keep ->> 'region' is null and p_own.region_code is null and p_merged.region_code is not null
  loop
    perform private.change_row(p_merge, 'public.persons', v_own, v_new);
  end loop;
  select to_jsonb(f) into v_merged from public.person_flags f where f.person_id = p_merged.id;
  select to_jsonb(f) into v_own from public.person_flags f where f.person_id = p_own.id;
  for v_new in
    select jsonb_build_object(f.name, v_merged -> f.name)
    from unnest(array['vulnerable', 'neet_at_start', 'disability']) f (name)
    where v_merged ->> f.name is not null and v_merged -> f.name <> v_own -> f.name
      and (v_keep ->> f.name = p_merged.id::text or v_own ->> f.name is null)
  loop
    perform private.change_row(p_merge, 'public.person_flags', v_own, v_new);
  end loop;
  update public.persons p set updated_at = now() where p.id = p_own.id;
end
$$;
comment on function private.take_fields(uuid, public.persons, public.persons) is
  'Single values of the survivor: those chosen from the merged record, and its values where the survivor has none. Granted to nobody.';

create function private.check_choices(p_survivor uuid, p_merged uuid, p_keep jsonb) returns void
language plpgsql stable security definer set search_path = '' as $$
declare
  v_choice record;
begin
  if jsonb_typeof(p_keep) is distinct from 'object' then perform private.refuse('invalid', 'keep'); end if;
  for v_choice in select * from jsonb_each_text(p_keep) loop
    if v_choice.key !~ '^(full_name|gender|birth_year|region|district|settlement|locale|profile|round_20[0-9]{2}|vulnerable|neet_at_start|disability)$'
       or v_choice.value is null or v_choice.value not in (p_survivor::text, p_merged::text)
       -- Officers do not see these marks and cannot choose between them.
       or v_choice.key in ('vulnerable', 'neet_at_start', 'disability') and not private.has_role('coordinator') then
      perform private.refuse('invalid', 'keep');
    end if;
  end loop;
end
$$;

create function private.merge_persons(p_survivor uuid, p_merged uuid, p_keep jsonb) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_own public.persons;
  v_merged public.persons;
  v_merge uuid;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  -- An import or an erasure under way holds this lock alone; merges hold it together.
  if not pg_try_advisory_xact_lock_shared(hashtextextended('jalgas.import_registry', 0)) then
    perform private.refuse('conflict', 'busy');
  end if;
  -- The order of locks everywhere: accounts, then records.
  perform 1 from public.accounts a where a.person_id in (p_survivor, p_merged) order by a.id for update;
  perform 1 from public.persons p where p.id in (p_survivor, p_merged) order by p.id for update;
  if exists (
    select from private.person_merges m join public.persons p on p.id = m.survivor_id
    where m.undone_at is null and m.merged_id in (p_survivor, p_merged) and m.survivor_id in (p_survivor, p_merged)
      and private.sees_person(p.region_code)) then
    perform private.refuse('used', 'merged');
  end if;
  perform private.may_judge_pair(p_survivor, p_merged);
  perform private.check_choices(p_survivor, p_merged, p_keep);
  if (select count(*) from public.accounts a where a.person_id in (p_survivor, p_merged)) > 1 then
    perform private.refuse('conflict', 'claimed');
  end if;
  select * into v_own from public.persons p where p.id = p_survivor;
  select * into v_merged from public.persons p where p.id = p_merged;

  insert into private.person_merges (survivor_id, merged_id, merged_no, keep, merged_by)
  values (p_survivor, p_merged, v_merged.registry_no, p_keep, private.uid())
  returning id into v_merge;
  perform private.take_fields(v_merge, v_merged, v_own);
  perform private.absorb_row(v_merge, 'public.persons', to_jsonb(v_merged), to_jsonb(v_own));
  insert into private.registry_aliases (registry_no, person_id) values (v_merged.registry_no, p_survivor);
  insert into private.person_merge_steps (merge_id, relation, act, row_key)
  values (v_merge, 'private.registry_aliases', 'added', jsonb_build_object('registry_no', v_merged.registry_no));
  perform private.remove_row(v_merge, 'public.persons', to_jsonb(v_merged));
  perform private.refresh_directory(array[p_survivor]);
  perform private.audit('merge_persons', 'person', p_survivor, v_own.region_code,
    jsonb_build_object('merged', p_merged, 'merge', v_merge));
  return v_merge;
end
$$;
grant execute on function private.merge_persons(uuid, uuid, jsonb) to authenticated;

create function public.merge_persons(p_survivor uuid, p_merged uuid, p_keep jsonb default '{}') returns uuid
language sql volatile set search_path = '' as $$ select private.merge_persons(p_survivor, p_merged, p_keep) $$;
comment on function public.merge_persons(uuid, uuid, jsonb) is
  'Makes two records one, in one transaction; returns the merge. p_keep: {field: id of the record whose value stays}, field being full_name, gender, birth_year, region, district, settlement, locale, profile, round_YEAR and, for coordinators, vulnerable, neet_at_start, disability; the survivor''s own stays where nothing is said, unless it has none. Coordinators, and officers of the regions of both. Refuses forbidden sign_in | own, not_found pair, conflict claimed (two accounts) | busy (an import is running), used merged, invalid keep.';
grant execute on function public.merge_persons(uuid, uuid, jsonb) to authenticated;
