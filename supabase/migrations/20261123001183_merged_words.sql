-- What the person said themselves outranks what staff wrote, whichever of two merged records it stood on.

create function private.own_word_on(p_one uuid, p_other uuid, p_field text) returns uuid
language sql stable security definer set search_path = '' as $$
  select w.person_id from (
    select distinct on (x.person_id) x.person_id, x.id, x.said_by from public.person_words x
    where x.person_id in (p_one, p_other) and x.field = p_field
    order by x.person_id, x.id desc) w
  where w.said_by = 'person' order by w.id desc limit 1
$$;
comment on function private.own_word_on(uuid, uuid, text) is
  'On which of two records the person''s own word on this field stands, the newer where on both; null where on neither. Granted to nobody.';

create function private.add_word(p_merge uuid, p_word public.person_words) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_id bigint;
begin
  insert into public.person_words (person_id, field, was, value, said_by, account_id, created_at)
  values (p_word.person_id, p_word.field, p_word.was, p_word.value, p_word.said_by, p_word.account_id, p_word.created_at)
  returning id into v_id;
  insert into private.person_merge_steps (merge_id, relation, act, row_key)
  values (p_merge, 'public.person_words', 'added', jsonb_build_object('id', v_id));
end
$$;
comment on function private.add_word(uuid, public.person_words) is 'Appends a word, as a step of a merge. Granted to nobody.';

create function private.settle_word(p_merge uuid, p_field text, p_chosen uuid, p_other uuid, p_survivor uuid, p_value text, p_overruled text)
returns void language plpgsql volatile security definer set search_path = '' as $$
declare
  v_word public.person_words;
begin
  -- Words of both will stand on one record, where the newest counts.
  select * into v_word from public.person_words w
  where w.person_id in (p_chosen, p_other) and w.field = p_field order by w.id desc limit 1;
  if v_word.said_by = 'person' and not private.is_own_word(p_chosen, p_field) and p_value is distinct from p_overruled then
    v_word := jsonb_populate_record(null::public.person_words, jsonb_build_object('field', p_field,
      'was', p_overruled, 'value', p_value, 'said_by', 'staff', 'account_id', private.uid(), 'created_at', now()));
  elsif v_word.said_by = 'staff' and private.is_own_word(p_chosen, p_field) then
    select * into v_word from public.person_words w
    where w.person_id = p_chosen and w.field = p_field order by w.id desc limit 1;
  else
    return;
  end if;
  v_word.person_id := p_survivor;
  perform private.add_word(p_merge, v_word);
end
$$;
comment on function private.settle_word(uuid, text, uuid, uuid, uuid, text, text) is
  'Whose word the chosen value of a field is: the person''s is said again where a newer one of staff stood on the other record; that staff chose against it is a word of theirs. Granted to nobody.';

create function private.take_value(p_merge uuid, p_own jsonb, p_field text, p_new jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_asked jsonb;
  v_now jsonb;
begin
  select to_jsonb(c) into v_asked from public.import_conflicts c
  where c.person_id = (p_own ->> 'id')::uuid and c.field = p_field and c.state = 'open';
  perform private.change_row(p_merge, 'public.persons', p_own, p_new);
  -- An open question about the field has followed the record by itself. Undone first, it finds its old
  -- words again before the record does, and follows no more.
  select private.columns_of(to_jsonb(c), array['person_value', 'state', 'changed_at']) into v_now
  from public.import_conflicts c where c.id = (v_asked ->> 'id')::uuid;
  if not v_asked @> v_now then perform private.change_row(p_merge, 'public.import_conflicts', v_asked, v_now); end if;
end
$$;
comment on function private.take_value(uuid, jsonb, text, jsonb) is
  'Gives a field of the survivor another value, as steps of a merge. Granted to nobody.';

create or replace function private.take_fields(p_merge uuid, p_merged public.persons, p_own public.persons) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_keep jsonb := (select m.keep from private.person_merges m where m.id = p_merge);
  v_merged jsonb := to_jsonb(p_merged);
  v_own jsonb := to_jsonb(p_own);
  v_new jsonb;
  v_field record;
  v_takes boolean;
begin
  for v_field in
    select f.name, case f.name when 'region' then 'region_code' else f.name end as col,
      private.own_word_on(p_own.id, p_merged.id, f.name) as said_on,
      -- Left empty on purpose is a word, too.
      private.is_own_word(p_merged.id, f.name) as merged_said, private.is_own_word(p_own.id, f.name) as own_said
    from unnest(array['full_name', 'gender', 'birth_year', 'region', 'district', 'settlement', 'locale']) f (name)
  loop
    v_takes := case
      when v_keep ->> v_field.name = p_merged.id::text
        then v_field.name = 'region' or v_field.merged_said or v_merged ->> v_field.col is not null
      when v_keep ->> v_field.name is null and v_field.said_on is not null then v_field.said_on = p_merged.id
      when v_field.own_said or v_field.name = 'region' and v_keep ? 'region' then false
      else v_own ->> v_field.col is null and v_merged ->> v_field.col is not null end;
    if v_takes then
      v_new := private.columns_of(v_merged, case v_field.name
        when 'region' then array['region_code', 'legacy_region'] else array[v_field.col] end);
      if not v_own @> v_new then perform private.take_value(p_merge, v_own, v_field.name, v_new); end if;
    end if;
    perform private.settle_word(p_merge, v_field.name,
      case when v_takes then p_merged.id else p_own.id end, case when v_takes then p_own.id else p_merged.id end, p_own.id,
      case when v_takes then v_merged else v_own end ->> v_field.col,
      case when v_takes then v_own else v_merged end ->> v_field.col);
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
  'Single values of the survivor: those chosen from the merged record, what the person said themselves where nothing was chosen, and the merged record''s values where the survivor has none. Granted to nobody.';
comment on function public.merge_persons(uuid, uuid, jsonb) is
  'Makes two records one, in one transaction; returns the merge. p_keep: {field: id of the record whose value stays}, field being full_name, gender, birth_year, region, district, settlement, locale, profile, round_YEAR and, for coordinators, vulnerable, neet_at_start, disability. Where nothing is said: what the person said themselves, else the survivor''s own, unless it has none. Coordinators, and officers of the regions of both. Refuses forbidden sign_in | own, not_found pair, conflict claimed (two accounts) | busy (an import is running), used merged, invalid keep.';
