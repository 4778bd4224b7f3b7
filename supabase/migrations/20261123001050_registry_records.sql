-- The registry for daily work: sorted lists, exports in the format of its imports, one record a page.

create index persons_name_idx on public.persons ((coalesce(name_key, '')), registry_no);
create index persons_region_name_idx on public.persons (region_code, (coalesce(name_key, '')), registry_no);

drop function public.page_registry(text, text, text, integer, text, text);
drop function private.list_registry(text, text, text, integer, text, text);

create function private.registry_people(p_filters jsonb, p_sort text, p_after text, p_limit integer)
returns setof uuid language plpgsql stable security definer set search_path = '' as $$
declare
  v_where text := 'true';
  v_order text := 'p.registry_no';
  v_words text[];
  v_names text;
  v_regions text[];
begin
  -- Not left to row level security: LIKE is not leakproof, and under a policy every row would be read.
  if not private.has_role('coordinator') then
    v_regions := array(select private.my_regions());
    if cardinality(v_regions) = 0 then perform private.refuse('forbidden'); end if;
    v_where := 'p.region_code = any($2)';
  end if;
  if p_filters ->> 'region' is not null then v_where := v_where || ' and p.region_code = $1 ->> ''region'''; end if;
  if p_filters ->> 'round' is not null then
    v_where := v_where || ' and exists (select from public.participations t
      where t.person_id = p.id and t.round = ($1 ->> ''round'')::smallint)';
  end if;
  if p_filters ->> 'direction' is not null then
    v_where := v_where || ' and exists (select from public.participations t join public.subprojects s on s.id = t.subproject_id
      where t.person_id = p.id and s.direction = $1 ->> ''direction'')';
  end if;
  if p_filters ->> 'state' in ('claimed', 'unclaimed') then
    v_where := v_where || case p_filters ->> 'state' when 'unclaimed' then ' and not' else ' and' end
      || ' exists (select from public.accounts a where a.person_id = p.id)';
  end if;
  if p_filters ->> 'contact' in ('some', 'none') then
    v_where := v_where || case p_filters ->> 'contact' when 'none' then ' and not' else ' and' end
      || ' exists (select from public.contact_points c where c.person_id = p.id and c.state not in (''dead'', ''refused''))';
  end if;
  if p_filters ->> 'q' is not null then
    v_words := array(select '%' || w || '%' from regexp_split_to_table(private.fold(p_filters ->> 'q'), ' ') w where w <> '');
    -- A condition a word: of "like all (array)" PostgreSQL makes no search in the index of trigrams.
    select coalesce(string_agg(format('n.name_key like ($3)[%s]', i), ' and '), 'false') into v_names
    from generate_subscripts(v_words, 1) i;
    -- Candidates first, by their indexes; else the order would walk the whole registry.
    v_where := v_where || ' and p.id in (
      select n.id from public.persons n where n.registry_no in ($1 ->> ''q'', upper($1 ->> ''q''))
      union select n.id from public.persons n where ' || v_names || '
      union select c.person_id from public.contact_points c where c.kind = ''phone'' and c.value_key = $1 ->> ''phone'')';
  end if;
  if p_sort = 'name' then
    v_order := 'coalesce(p.name_key, ''''), p.registry_no';
    if p_after is not null then
      v_where := v_where || ' and (coalesce(p.name_key, ''''), p.registry_no) > (
        select coalesce(l.name_key, ''''), l.registry_no from public.persons l where l.registry_no = $4)';
    end if;
  elsif p_after is not null then
    v_where := v_where || ' and p.registry_no > $4';
  end if;
  return query execute format('select p.id from public.persons p where %s order by %s limit %s', v_where, v_order, p_limit)
    using p_filters, v_regions, v_words, p_after;
end
$$;
comment on function private.registry_people(jsonb, text, text, integer) is
  'People of the registry, in order, for coordinators and, within their regions, officers; refuses others. p_filters: {q, phone, region, round, direction, state: claimed | unclaimed, contact: some | none}; p_sort: number | name; p_after: the registry number of the last one seen.';
grant execute on function private.registry_people(jsonb, text, text, integer) to anon, authenticated;

create function private.list_registry(p_filters jsonb, p_sort text, p_after text) returns jsonb
language sql stable security definer set search_path = '' as $$
  with page as materialized (
    select i.id, i.position from private.registry_people(p_filters, p_sort, p_after, 31) with ordinality i (id, position)),
  shown as (
    select p.*, page.position from page join public.persons p on p.id = page.id where page.position <= 30)
  select jsonb_build_object(
    'people', coalesce((
      select jsonb_agg(jsonb_build_object(
        'id', s.id, 'registryNo', s.registry_no, 'fullName', s.full_name,
        'region', (select jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en)
          from public.regions r where r.code = s.region_code),
        'legacyRegion', s.legacy_region, 'district', s.district,
        'rounds', coalesce((select jsonb_agg(jsonb_build_object('round', t.round, 'role', t.role) order by t.round)
          from public.participations t where t.person_id = s.id), '[]'),
        'claimed', exists (select from public.accounts a where a.person_id = s.id),
        'contacts', (select count(*) from public.contact_points c
          where c.person_id = s.id and c.state not in ('dead', 'refused'))
      ) order by s.position) from shown s), '[]'),
    'next', case when (select count(*) from page) > 30 then (select s.registry_no from shown s where s.position = 30) end)
$$;
grant execute on function private.list_registry(jsonb, text, text) to anon, authenticated;

create function public.page_registry(p_filters jsonb default '{}', p_sort text default 'number', p_after text default null)
returns jsonb language sql stable set search_path = '' as $$
  select case when private.has_role('coordinator') or exists (select from private.my_regions())
    then private.list_registry(p_filters, p_sort, p_after) || jsonb_build_object(
      'regions', (select jsonb_agg(jsonb_build_object('code', r.code, 'kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en) order by r.name_ru)
        from public.regions r
        where private.has_role('coordinator') or r.code in (select private.my_regions())),
      'directions', (select jsonb_agg(jsonb_build_object('code', d.code, 'kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en) order by d.position)
        from public.directions d))
    else '{}' end || jsonb_build_object('viewer', private.viewer())
$$;
comment on function public.page_registry(jsonb, text, text) is
  'The registry for coordinators and, within their regions, officers: {viewer, people, next, regions, directions}, 30 people a page. Filters and order as private.registry_people takes them; q is a name in any spelling or a number, phone the same as a normalised phone. Holds no sensitive marks.';
grant execute on function public.page_registry(jsonb, text, text) to anon, authenticated;

-- Export

create function private.export_registry(p_filters jsonb, p_after text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_full boolean := private.has_role('coordinator');
  v_page jsonb;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if p_after is null then
    perform private.audit('export_registry', 'registry', null, null, jsonb_build_object('filters', p_filters - 'phone'));
  end if;
  with page as materialized (
    select i.id, i.position from private.registry_people(p_filters, 'number', p_after, 1000) with ordinality i (id, position))
  select jsonb_build_object(
    'rows', coalesce(jsonb_agg(jsonb_build_object(
      'registry_no', p.registry_no, 'full_name', p.full_name, 'gender', p.gender, 'birth_year', p.birth_year,
      'phone', (select c.value from public.contact_points c where c.person_id = p.id and c.kind = 'phone'
        and c.state not in ('dead', 'refused') order by c.confirmed_at desc nulls last, c.created_at, c.id limit 1),
      'email', (select c.value from public.contact_points c where c.person_id = p.id and c.kind = 'email'
        and c.state not in ('dead', 'refused') order by c.confirmed_at desc nulls last, c.created_at, c.id limit 1),
      'region', coalesce(p.region_code, p.legacy_region), 'district', p.district, 'settlement', p.settlement,
      'round', t.round, 'role', t.role,
      'subproject_no', s.registry_no, 'subproject_title', s.title, 'direction', s.direction,
      'vulnerable', case when v_full then f.vulnerable end, 'neet', case when v_full then f.neet_at_start end,
      'disability', case when v_full then f.disability end, 'language', p.locale
    ) order by page.position, t.round), '[]'),
    'next', case when count(distinct p.id) = 1000 then max(p.registry_no) end)
  into v_page
  from page
  join public.persons p on p.id = page.id
  left join public.person_flags f on f.person_id = p.id
  left join public.participations t on t.person_id = p.id
  left join public.subprojects s on s.id = t.subproject_id;
  return v_page;
end
$$;
comment on function private.export_registry(jsonb, text) is
  'Up to 1000 people as rows of the import format, one a round: {rows, next}. Sensitive marks for coordinators only. The beginning of an export is audited.';
grant execute on function private.export_registry(jsonb, text) to anon, authenticated;

create function public.export_registry(p_filters jsonb default '{}', p_after text default null) returns jsonb
language sql volatile set search_path = '' as $$ select private.export_registry(p_filters, p_after) $$;
comment on function public.export_registry(jsonb, text) is
  'The registry as rows of its import format, for coordinators and, within their regions, officers: {rows, next}. Refuses forbidden sign_in, forbidden.';
grant execute on function public.export_registry(jsonb, text) to anon, authenticated;

-- One record. Row level security decides what of it the reader sees.

create function private.claimed_at(p_person uuid) returns timestamptz
language sql stable security definer set search_path = '' as $$
  select a.claimed_at from public.accounts a join public.persons p on p.id = a.person_id
  where a.person_id = p_person and private.sees_person(p.region_code)
$$;
comment on function private.claimed_at(uuid) is 'Since when a record has an account, for staff who see the record; else null.';
grant execute on function private.claimed_at(uuid) to authenticated;

create function public.page_person(p_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  if private.uid() is null then return jsonb_build_object('viewer', null); end if;
  if not (private.has_role('coordinator') or exists (select from private.my_regions())) then return null; end if;
  return (
      select jsonb_build_object(
        'viewer', private.viewer(),
        'person', jsonb_build_object(
          'id', p.id, 'registryNo', p.registry_no, 'fullName', p.full_name, 'gender', p.gender, 'birthYear', p.birth_year,
          'region', (select jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en)
            from public.regions r where r.code = p.region_code),
          'legacyRegion', p.legacy_region, 'district', p.district, 'settlement', p.settlement, 'locale', p.locale,
          'claimedAt', private.claimed_at(p.id),
          'flags', (select jsonb_build_object('vulnerable', f.vulnerable, 'neet', f.neet_at_start, 'disability', f.disability)
            from public.person_flags f where f.person_id = p.id),
          'contacts', (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'kind', c.kind, 'value', c.value, 'state', c.state,
              'confirmedAt', c.confirmed_at, 'source', c.source) order by c.state in ('dead', 'refused'), c.kind, c.created_at), '[]')
            from public.contact_points c where c.person_id = p.id),
          'rounds', (select coalesce(jsonb_agg(jsonb_build_object('round', t.round, 'role', t.role,
              'project', (select jsonb_build_object('no', s.registry_no, 'title', s.title,
                  'direction', (select jsonb_build_object('kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en)
                    from public.directions d where d.code = s.direction),
                  'state', s.state, 'basis', s.basis, 'needs', s.needs, 'stateAt', s.state_at)
                from public.subprojects s where s.id = t.subproject_id),
              'team', (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'name', coalesce(m.full_name, m.registry_no), 'role', o.role)
                  order by o.role, m.full_name), '[]')
                from public.participations o join public.persons m on m.id = o.person_id
                where o.subproject_id = t.subproject_id and o.person_id <> p.id)) order by t.round), '[]')
            from public.participations t where t.person_id = p.id),
          'consents', (select coalesce(jsonb_agg(jsonb_build_object('purpose', c.purpose, 'granted', c.granted, 'at', c.created_at,
              'method', c.method) order by c.purpose), '[]')
            from (select distinct on (x.purpose) x.* from public.consents x where x.person_id = p.id
              order by x.purpose, x.created_at desc, x.id desc) c)))
      from public.persons p
      -- Their own record is theirs to see on their own pages, not as staff of another region.
      where p.id = p_id and private.sees_person(p.region_code));
end
$$;
comment on function public.page_person(uuid) is
  'A record of the registry for staff: {viewer, person: {identity, flags, contacts, rounds with project and team, consents}}. flags is null for officers; null where the record is not theirs.';

grant execute on function public.page_person(uuid) to anon, authenticated;
