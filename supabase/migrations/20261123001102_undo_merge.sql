-- Taking a merge back: its steps in reverse. What happened after the merge stays with the survivor.

create function private.row_exists(p_table regclass, p_column text, p_type text, p_value text) returns boolean
language plpgsql stable security definer set search_path = '' as $$
declare
  v_found boolean;
begin
  execute format('select exists (select from %s t where t.%I = $1::%s)', p_table, p_column, p_type) into v_found using p_value;
  return v_found;
end
$$;

create function private.put_row_back(p_table regclass, p_row jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row jsonb := p_row;
  v_ref record;
  v_columns text;
begin
  -- What it referred to may be gone since: then it refers to nothing, or went with it.
  for v_ref in
    select k.confrelid::regclass as relation, a.attname::text as own, f.attname::text as other, k.confdeltype,
      pg_catalog.format_type(f.atttypid, null) as type
    from pg_catalog.pg_constraint k
    join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
    join pg_catalog.pg_attribute f on f.attrelid = k.confrelid and f.attnum = k.confkey[1]
    where k.contype = 'f' and k.conrelid = p_table
  loop
    continue when v_row ->> v_ref.own is null or private.row_exists(v_ref.relation, v_ref.other, v_ref.type, v_row ->> v_ref.own);
    if v_ref.confdeltype <> 'n' then return; end if;
    v_row := v_row || jsonb_build_object(v_ref.own, null);
  end loop;
  -- With its date a contact would note its confirmation a second time; undo_merge gives the date back.
  if p_table = 'public.contact_points'::regclass then v_row := v_row || '{"confirmed_at": null}'; end if;
  select string_agg(quote_ident(a.attname), ', ' order by a.attnum) into v_columns
  from pg_catalog.pg_attribute a
  where a.attrelid = p_table and a.attnum > 0 and not a.attisdropped and a.attgenerated = '';
  execute format('insert into %1$s (%2$s) overriding system value select %2$s from jsonb_populate_record(null::%1$s, $1) on conflict do nothing',
    p_table, v_columns) using v_row;
end
$$;
comment on function private.put_row_back(regclass, jsonb) is 'A removed row as it was, unless another stands in its place by now. Granted to nobody.';

create function private.undo_step(p_step private.person_merge_steps) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_table regclass := p_step.relation::regclass;
  v_key text := private.same_key(v_table);
  v_columns text[] := array(select jsonb_object_keys(p_step.new));
begin
  case p_step.act
    when 'removed' then perform private.put_row_back(v_table, p_step.old);
    when 'added' then
      execute format('delete from %1$s t using jsonb_populate_record(null::%1$s, $1) k where %2$s', v_table, v_key)
      using p_step.row_key;
    else
      -- Only what still is as the merge left it.
      execute format('update %1$s t set (%2$s) = row(%3$s)
          from jsonb_populate_record(null::%1$s, $1) k, jsonb_populate_record(null::%1$s, $2) o, jsonb_populate_record(null::%1$s, $3) n
          where %4$s and %5$s',
        v_table, (select string_agg(quote_ident(c), ', ') from unnest(v_columns) c),
        (select string_agg(format('o.%I', c), ', ') from unnest(v_columns) c),
        v_key, private.same_columns('t', v_columns, 'n'))
      using p_step.row_key, p_step.old, p_step.new;
  end case;
exception
  -- Something newer stands in its place, and what came after the merge stays.
  when unique_violation then null;
end
$$;
comment on function private.undo_step(private.person_merge_steps) is 'Takes one step of a merge back. Granted to nobody.';

create function private.why_not_undo(p_merge private.person_merges) returns text
language sql stable security definer set search_path = '' as $$
  select case
    when exists (
      select from private.person_merges l
      where l.survivor_id = p_merge.survivor_id and l.undone_at is null
        and (l.merged_at, l.id) > (p_merge.merged_at, p_merge.id)) then 'later'
    when exists (select from public.persons p where p.registry_no = p_merge.merged_no) then 'number' end
$$;
comment on function private.why_not_undo(private.person_merges) is
  'Why a merge cannot be undone now: later (a later merge into the same record goes first), number (the number was given to a new record); null when it can. Granted to nobody.';

create function private.undo_merge(p_merge uuid) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_merge private.person_merges;
  v_merged jsonb;
  v_region text;
  v_step private.person_merge_steps;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if not pg_try_advisory_xact_lock_shared(hashtextextended('jalgas.import_registry', 0)) then
    perform private.refuse('conflict', 'busy');
  end if;
  select * into v_merge from private.person_merges m where m.id = p_merge;
  perform 1 from public.accounts a where a.person_id = v_merge.survivor_id for update;
  select p.region_code into v_region from public.persons p where p.id = v_merge.survivor_id for update;
  select * into v_merge from private.person_merges m where m.id = p_merge for update;
  if v_merge.id is null or not private.sees_person(v_region) then perform private.refuse('not_found', 'merge'); end if;
  if v_merge.undone_at is not null then perform private.refuse('used', 'undone'); end if;
  select s.old into v_merged from private.person_merge_steps s
  where s.merge_id = p_merge and s.relation = 'public.persons' and s.act = 'removed';
  if not private.sees_person(v_merged ->> 'region_code') then perform private.refuse('not_found', 'merge'); end if;
  if private.my_person() = v_merge.survivor_id then perform private.refuse('forbidden', 'own'); end if;
  if private.why_not_undo(v_merge) is not null then perform private.refuse('conflict', private.why_not_undo(v_merge)); end if;

  for v_step in select * from private.person_merge_steps s where s.merge_id = p_merge order by s.id desc loop
    perform private.undo_step(v_step);
  end loop;
  update public.contact_points c set confirmed_at = (s.old ->> 'confirmed_at')::timestamptz
  from private.person_merge_steps s
  where s.merge_id = p_merge and s.relation = 'public.contact_points' and s.act = 'removed'
    and c.id = (s.row_key ->> 'id')::uuid and c.confirmed_at is null;
  update public.persons p set updated_at = now() where p.id in (v_merge.survivor_id, v_merge.merged_id);
  delete from private.person_merge_steps s where s.merge_id = p_merge;
  update private.person_merges m set undone_at = clock_timestamp(), undone_by = private.uid(), merged_no = null, keep = '{}'
  where m.id = p_merge;
  perform private.refresh_directory(array[v_merge.survivor_id, v_merge.merged_id]);
  perform private.audit('undo_merge', 'person', p.id, p.region_code, jsonb_build_object('merge', p_merge))
  from public.persons p where p.id in (v_merge.survivor_id, v_merge.merged_id);
  return v_merge.merged_id;
end
$$;
grant execute on function private.undo_merge(uuid) to authenticated;

create function public.undo_merge(p_merge uuid) returns uuid
language sql volatile set search_path = '' as $$ select private.undo_merge(p_merge) $$;
comment on function public.undo_merge(uuid) is
  'Makes the merged record again, with its id and number and all that the merge moved; returns its id. What came after the merge stays with the survivor. For whoever may see both. Refuses forbidden sign_in | own, not_found merge (erased too), used undone, conflict later | number | busy.';
grant execute on function public.undo_merge(uuid) to authenticated;

-- Erasing

create function private.forget_merge() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- Merges are removed with the survivor only, and that is an erasure: it is meant for both records.
  if old.merged_no is not null then
    insert into private.erased_records (key_hash) values (private.erased_key(old.merged_no)) on conflict do nothing;
    delete from private.registry_imports i
    where exists (select from private.registry_import_rows r where r.import_id = i.id and r.registry_no = old.merged_no);
    delete from private.registry_import_findings f where old.merged_no in (f.value, f.other);
    delete from private.wave_imports i where i.rows @> jsonb_build_array(jsonb_build_object('id', old.merged_no));
    update private.audit_log l set details = '{}'
    where l.subject_id = old.merged_id or l.details ->> 'person' = old.merged_id::text;
  end if;
  return old;
end
$$;
comment on function private.forget_merge() is 'A person who is erased had more than one number: none of them brings them back, and nothing that was known of the merged record is kept.';
create trigger person_merges_forget before delete on private.person_merges
  for each row execute function private.forget_merge();

create function private.export_merges(p_person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('merges', (
    select jsonb_agg(jsonb_build_object('registry_no', m.merged_no, 'merged_at', m.merged_at, 'undone_at', m.undone_at,
      'set_aside', (
        select jsonb_agg(s.old - array['id', 'person_id', 'name_key', 'value_key', 'member_id', 'contact_point_id', 'outbox_id',
          'token_hash', 'code_hash', 'idempotency_key', 'recorded_by', 'account_id'] order by s.id)
        from private.person_merge_steps s where s.merge_id = m.id and (s.act = 'removed'
          or s.relation in ('public.persons', 'public.person_flags')) and s.relation <> 'private.duplicate_dismissals')) order by m.merged_at)
    from private.person_merges m where m.survivor_id = p_person))
$$;
comment on function private.export_merges(uuid) is 'Records that were found to be this person''s too, with what was set aside when they were joined; null where there is none. Granted to nobody.';

create or replace function private.export_me() returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_uid uuid := private.uid();
  v_person uuid := private.my_person();
begin
  if v_uid is null then perform private.refuse('forbidden', 'sign_in'); end if;
  -- Two downloads at once count one after the other.
  perform 1 from public.accounts a where a.id = v_uid for update;
  if private.export_wait() > 0 then perform private.refuse('too_many', private.export_wait()::text); end if;
  perform private.audit('export_data', 'account', v_uid);
  return jsonb_build_object('exported_at', now()) || private.export_person(v_person)
    || private.export_account(v_uid, v_person) || private.export_contact_life(v_uid, v_person)
    || private.export_merges(v_person);
end
$$;
