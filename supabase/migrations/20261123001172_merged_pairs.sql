-- Two records that turn out to be one person may have written to, or blocked, one another. A row that must
-- name two different people cannot name one twice: it is set aside whole, and undoing brings it back.

create function private.remove_whole(p_merge uuid, p_table regclass, p_row jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_ref record;
  v_row jsonb;
begin
  for v_ref in
    select r.*, k.confdeltype from private.references_to(p_table) r
    join pg_catalog.pg_attribute a on a.attrelid = r.relation and a.attname = r.from_column
    join pg_catalog.pg_constraint k on k.conrelid = r.relation and k.confrelid = p_table and k.contype = 'f' and k.conkey[1] = a.attnum
  loop
    for v_row in execute format('select to_jsonb(x) from %s x where x.%I = $1::%s', v_ref.relation, v_ref.from_column, v_ref.column_type)
      using p_row ->> v_ref.to_column loop
      if v_ref.confdeltype = 'n' then
        perform private.change_row(p_merge, v_ref.relation, v_row, jsonb_build_object(v_ref.from_column, null));
      else
        perform private.remove_whole(p_merge, v_ref.relation, v_row);
      end if;
    end loop;
  end loop;
  perform private.remove_row(p_merge, p_table, p_row);
end
$$;
comment on function private.remove_whole(uuid, regclass, jsonb) is
  'Removes a row as a step of a merge, with a step for each row that goes along or lets go of it. Granted to nobody.';

create function private.remove_between(p_merge uuid, p_table regclass, p_one jsonb, p_other jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_pair record;
  v_row jsonb;
begin
  for v_pair in
    select one.relation, one.from_column as one, other.from_column as other, one.to_column, one.column_type
    from private.references_to(p_table) one
    join private.references_to(p_table) other on other.relation = one.relation and other.from_column <> one.from_column
    where exists (
      select from pg_catalog.pg_constraint k
      where k.conrelid = one.relation and k.contype = 'c' and pg_catalog.pg_get_constraintdef(k.oid) ~ '<>'
        and k.conkey operator(pg_catalog.@>) array(
          select a.attnum from pg_catalog.pg_attribute a
          where a.attrelid = one.relation and a.attname in (one.from_column, other.from_column)))
  loop
    for v_row in execute format('select to_jsonb(x) from %1$s x where x.%2$I = $1::%4$s and x.%3$I = $2::%4$s',
        v_pair.relation, v_pair.one, v_pair.other, v_pair.column_type)
      using p_one ->> v_pair.to_column, p_other ->> v_pair.to_column loop
      perform private.remove_whole(p_merge, v_pair.relation, v_row);
    end loop;
  end loop;
end
$$;
comment on function private.remove_between(uuid, regclass, jsonb, jsonb) is
  'Sets aside what stands between two rows that become one, in tables whose check says that both must differ. Out of the catalogue. Granted to nobody.';

alter function private.absorb_row(uuid, regclass, jsonb, jsonb) rename to absorb_references;
create function private.absorb_row(p_merge uuid, p_table regclass, p_losing jsonb, p_keeping jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.remove_between(p_merge, p_table, p_losing, p_keeping);
  perform private.absorb_references(p_merge, p_table, p_losing, p_keeping);
end
$$;
comment on function private.absorb_row(uuid, regclass, jsonb, jsonb) is
  'Whatever refers to the losing row refers to the keeping row afterwards, but for what stood between the two. Where both cannot stand, one is settled first, with all that refers to it in turn. Granted to nobody.';
