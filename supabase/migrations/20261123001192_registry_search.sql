-- The registry's search by its lists.

create or replace function private.registry_people(p_filters jsonb, p_sort text, p_after text, p_limit integer)
returns setof uuid language plpgsql stable security definer set search_path = '' as $$
declare
  v_order text := case when p_sort = 'name' then 'name_key, registry_no' else 'registry_no' end;
  v_regions text[];
  v_facets text := '';
  v_cursor text := '';
  v_q text := p_filters ->> 'q';
  v_typed text[] := array(
    select w from regexp_split_to_table(private.fold(left(coalesce(p_filters ->> 'q', ''), 100)), ' ') w where w <> '' limit 6);
  v_words text[];
  v_named text;
  v_known uuid[];
  v_source text;
begin
  if not private.has_role('coordinator') then
    v_regions := array(select private.my_regions());
    if cardinality(v_regions) = 0 then perform private.refuse('forbidden'); end if;
  end if;
  if p_filters ->> 'region' = 'none' then
    -- Whom no region holds, only the centre sees.
    if v_regions is not null then return; end if;
    v_facets := ' and e.region_code is null';
  elsif p_filters ->> 'region' is not null then
    v_regions := case when v_regions is null or p_filters ->> 'region' = any(v_regions) then array[p_filters ->> 'region'] else '{}' end;
  end if;
  if p_filters ? 'pick' then
    v_facets := v_facets || ' and e.person_id in (select v::uuid from jsonb_array_elements_text($1 -> ''pick'') v)';
  end if;
  if p_filters ->> 'round' is not null then
    v_facets := v_facets || ' and e.rounds @> array[($1 ->> ''round'')::smallint]';
  end if;
  if p_filters ->> 'direction' is not null then
    v_facets := v_facets || ' and e.directions @> array[$1 ->> ''direction'']';
  end if;
  if p_filters ->> 'state' in ('claimed', 'unclaimed') then
    v_facets := v_facets || case p_filters ->> 'state' when 'claimed' then ' and e.claimed' else ' and not e.claimed' end;
  end if;
  if p_filters ->> 'contact' in ('some', 'none') then
    v_facets := v_facets || case p_filters ->> 'contact' when 'some' then ' and e.reachable' else ' and not e.reachable' end;
  end if;
  if p_after is not null then
    v_cursor := case when p_sort = 'name' then ' and (name_key, registry_no) > (
      select l.name_key, l.registry_no from private.registry_entries l where l.registry_no = $3)' else ' and registry_no > $3' end;
  end if;

  if v_q is not null then
    -- Whoever is meant by a number, one of today or one from before a merge, or by a phone.
    v_known := array(
      select e.person_id from private.registry_entries e where e.registry_no in (v_q, upper(v_q))
      union select private.person_of_registry_no(v_q)
      union select c.person_id from public.contact_points c where c.kind = 'phone' and c.value_key = p_filters ->> 'phone');
    select c.words into v_words from private.name_choices('registry', v_typed, false) c order by c.people limit 1;
    select string_agg(private.name_condition(c.typed, c.words, false), '') into v_named
    from private.name_choices('registry', v_typed, false) c;
  end if;

  if v_q is null or cardinality(v_words) > 64 then
    -- Each region and set of rounds in its own index: of a list in one condition the order would be lost.
    v_source := format('%s cross join lateral (
      select e.name_key, e.registry_no, e.person_id from private.registry_entries e
      where true %s %s order by %s limit $5) e',
      concat_ws(' cross join ', coalesce(case when v_regions is not null then 'unnest($2) r (code)' end, '(values (1)) r (code)'),
        case when p_sort is distinct from 'name' then '(
          select g.rounds from private.registry_rounds g
          where ($1 ->> ''round'') is null or g.rounds @> array[($1 ->> ''round'')::smallint]) g' end),
      concat(case when v_regions is not null then ' and e.region_code = r.code' end,
        case when p_sort is distinct from 'name' then ' and e.rounds = g.rounds' end),
      concat(v_named, v_facets, v_cursor), v_order);
  else
    v_source := format('(
      select e.name_key, e.registry_no, e.person_id from private.registry_entries e
      where e.person_id = any($6) %1$s %2$s %3$s
      union
      select n.name_key, n.registry_no, n.person_id from unnest($4) k (word) cross join lateral (
        select name_key, registry_no, person_id from private.registry_words n
        where n.word = k.word %1$s %3$s %4$s %5$s order by %6$s limit $5) n) e',
      case when v_regions is not null then ' and region_code = any($2)' else '' end, v_facets, v_cursor, v_named,
      case when v_facets <> '' then ' and exists (
        select from private.registry_entries e where e.person_id = n.person_id' || v_facets || ' offset 0)' else '' end, v_order);
  end if;
  return query execute format('select person_id from %s order by %s limit $5', v_source, v_order)
    using p_filters, v_regions, p_after, v_words, p_limit, v_known;
end
$$;
comment on function private.registry_people(jsonb, text, text, integer) is
  'People of the registry, in order, for coordinators and, within their regions, officers; refuses others. p_filters: {q, phone, region (none: unknown), pick: [id], round, direction, state: claimed | unclaimed, contact: some | none}; q finds words of names, and whoever has or before a merge had this number; p_sort: number | name; p_after: the registry number of the last one seen.';
