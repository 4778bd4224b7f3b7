-- Acts on many records at once: those that were ticked, or all of a selection.

-- As before, with people picked one by one, and people whose region is unknown.
create or replace function private.registry_people(p_filters jsonb, p_sort text, p_after text, p_limit integer)
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
  if p_filters ->> 'region' = 'none' then
    v_where := v_where || ' and p.region_code is null';
  elsif p_filters ->> 'region' is not null then
    v_where := v_where || ' and p.region_code = $1 ->> ''region''';
  end if;
  if p_filters ? 'pick' then
    v_where := v_where || ' and p.id in (select v::uuid from jsonb_array_elements_text($1 -> ''pick'') v)';
  end if;
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
  'People of the registry, in order, for coordinators and, within their regions, officers; refuses others. p_filters: {q, phone, region (none: unknown), pick: [id], round, direction, state: claimed | unclaimed, contact: some | none}; p_sort: number | name; p_after: the registry number of the last one seen.';

create function private.bulk_people(p_selection jsonb, p_expected integer) returns uuid[]
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_ids uuid[];
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  v_ids := array(select private.registry_people(p_selection, 'number', null, 1001));
  -- What was confirmed is done to those and to nobody else.
  if cardinality(v_ids) <> p_expected then perform private.refuse('conflict', 'changed'); end if;
  if cardinality(v_ids) not between 1 and 1000 then perform private.refuse('invalid', 'many'); end if;
  return v_ids;
end
$$;
comment on function private.bulk_people(jsonb, integer) is 'The people of a selection that the signed-in member of staff may act on, at most 1000. Refuses: forbidden, conflict changed (not as many as were confirmed), invalid many. Granted to nobody.';

create function private.bulk_done(p_key uuid) returns integer
language plpgsql volatile security definer set search_path = '' as $$
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if p_key is null then perform private.refuse('invalid', 'key'); end if;
  -- A form that is posted twice waits here for itself.
  perform pg_advisory_xact_lock(hashtextextended(p_key::text, 0));
  return (
    select (l.details ->> 'changed')::integer from private.audit_log l
    where l.actor_id = private.uid() and l.subject_type = 'registry' and l.subject_id = p_key
    order by l.at desc limit 1);
end
$$;
comment on function private.bulk_done(uuid) is 'How many an act with this key changed, when the caller did it before; else null. Granted to nobody.';

create function private.place_people(p_key uuid, p_selection jsonb, p_expected integer, p_region text, p_district text) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_done integer := private.bulk_done(p_key);
  v_ids uuid[];
  v_place jsonb := jsonb_strip_nulls(jsonb_build_object('region', nullif(p_region, ''), 'district', nullif(btrim(p_district), '')));
  v_id uuid;
  v_fields jsonb;
begin
  if v_done is not null then return v_done; end if;
  v_ids := private.bulk_people(p_selection, p_expected);
  if v_place = '{}' then perform private.refuse('invalid', 'region'); end if;
  if length(v_place ->> 'district') > 120 then perform private.refuse('invalid', 'district'); end if;
  -- An officer moves nobody out of their own sight, nor into another's.
  if v_place ? 'region' and not exists (
    select from public.regions r where r.code = v_place ->> 'region' and private.sees_person(r.code)) then
    perform private.refuse('invalid', 'region');
  end if;
  v_done := 0;
  for v_id in select p.id from public.persons p where p.id = any (v_ids) order by p.id for update loop
    select jsonb_object_agg(f.field, v_place ->> f.field) into v_fields
    from public.persons p cross join lateral private.record_fields(p) f
    where p.id = v_id and v_place ? f.field and f.value is distinct from v_place ->> f.field
      and not private.is_own_word(p.id, f.field);
    if v_fields is not null then
      perform private.write_record(v_id, v_fields, 'staff');
      v_done := v_done + 1;
    end if;
  end loop;
  perform private.audit('place_people', 'registry', p_key, v_place ->> 'region',
    jsonb_build_object('selection', p_selection - 'phone' - 'q', 'changed', v_done));
  return v_done;
end
$$;
grant execute on function private.place_people(uuid, jsonb, integer, text, text) to authenticated;

create function public.place_people(p_key uuid, p_selection jsonb, p_expected integer, p_region text, p_district text) returns integer
language sql volatile set search_path = '' as $$ select private.place_people(p_key, p_selection, p_expected, p_region, p_district) $$;
comment on function public.place_people(uuid, jsonb, integer, text, text) is
  'Writes region and district, or one of the two, into the records of a selection of the registry (filters, or {pick: [id]}). What people said themselves stays. Returns how many records changed; the same key again returns the same and does nothing. Refuses: forbidden, conflict changed, invalid many | region | district.';
grant execute on function public.place_people(uuid, jsonb, integer, text, text) to authenticated;

create function private.wave_guests(p_wave uuid, p_people uuid[])
returns table (person_id uuid, name text, locale text, region_code text, legacy_region text, gender text,
  round smallint, role text, contact_point_id uuid, email text)
language sql stable security definer set search_path = '' as $$
  select p.id, coalesce(p.full_name, p.registry_no), p.locale, p.region_code, p.legacy_region, p.gender,
    took.round, took.role, point.id, point.value_key
  from public.persons p
  cross join lateral (
    select c.id, c.value_key from public.contact_points c
    where c.person_id = p.id and c.kind = 'email' and c.state in ('new', 'confirmed')
    order by c.state = 'confirmed' desc, c.created_at desc limit 1) point
  left join lateral (
    select t.round, t.role from public.participations t where t.person_id = p.id order by t.round desc limit 1) took on true
  where p.id = any (p_people) and private.consents_to(p.id, 'followup')
    and not exists (select from public.wave_members m where m.wave_id = p_wave and m.person_id = p.id)
$$;
comment on function private.wave_guests(uuid, uuid[]) is 'Who of these people can still be asked in a wave: they agreed to follow-up, have an e-mail and were not asked yet. Granted to nobody.';

create function private.add_to_wave(p_key uuid, p_selection jsonb, p_expected integer, p_wave uuid, p_origin text) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_done integer := private.bulk_done(p_key);
  v_ids uuid[];
  v_wave public.waves;
begin
  if not private.has_role('coordinator') then perform private.refuse('forbidden'); end if;
  if v_done is not null then return v_done; end if;
  v_ids := private.bulk_people(p_selection, p_expected);
  if coalesce(p_origin, '') !~ '^https?://[A-Za-z0-9.:\[\]-]+$' then perform private.refuse('invalid', 'origin'); end if;
  -- Two who add to one wave add one after the other.
  select * into v_wave from public.waves w where w.id = p_wave and w.kind = 'live' and w.closes_at > now() for update;
  if not found then perform private.refuse('invalid', 'wave'); end if;

  -- The token leaves this statement only inside the message; what is stored is its hash.
  with invited as materialized (
    select g.*, private.uuid_v7() as outbox_id,
      encode(substring(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) from 1 for 16), 'hex') as token
    from private.wave_guests(p_wave, v_ids) g
  ), queued as (
    insert into private.outbox
      (id, person_id, contact_point_id, channel, to_address, purpose, occasion, locale, subject, body, next_attempt_at)
    select i.outbox_id, i.person_id, i.contact_point_id, 'email', i.email, 'wave_invitation',
      v_wave.id || ':' || i.person_id, i.locale, t.subject,
      replace(replace(replace(t.body,
        '{link}', p_origin || '/' || i.locale || '/s/' || i.token),
        '{closes}', to_char(v_wave.closes_at at time zone 'Asia/Almaty', 'DD.MM.YYYY')),
        '{name}', i.name),
      greatest(v_wave.opens_at, now())
    from invited i
    join private.message_templates t on t.purpose = 'wave_invitation' and t.locale = i.locale
  )
  insert into public.wave_members
    (wave_id, person_id, token_hash, outbox_id, round, region_code, legacy_region, gender, role, vulnerable, neet, queued_at)
  select v_wave.id, i.person_id, sha256(convert_to(i.token, 'UTF8')), i.outbox_id, i.round, i.region_code,
    i.legacy_region, i.gender, i.role, f.vulnerable, f.neet_at_start, now()
  from invited i left join public.person_flags f on f.person_id = i.person_id;
  get diagnostics v_done = row_count;
  perform private.audit('add_to_wave', 'registry', p_key, null,
    jsonb_build_object('selection', p_selection - 'phone' - 'q', 'wave', v_wave.id, 'changed', v_done));
  return v_done;
end
$$;
grant execute on function private.add_to_wave(uuid, jsonb, integer, uuid, text) to authenticated;

create function public.add_to_wave(p_key uuid, p_selection jsonb, p_expected integer, p_wave uuid, p_origin text) returns integer
language sql volatile set search_path = '' as $$ select private.add_to_wave(p_key, p_selection, p_expected, p_wave, p_origin) $$;
comment on function public.add_to_wave(uuid, jsonb, integer, uuid, text) is
  'Asks the people of a selection of the registry in a wave that runs or will: those who agreed to follow-up, have an e-mail and were not asked yet. For coordinators. Returns how many; the same key again returns the same and does nothing. Refuses: forbidden, conflict changed, invalid many | wave | origin.';
grant execute on function public.add_to_wave(uuid, jsonb, integer, uuid, text) to authenticated;

create function private.read_bulk(p_selection jsonb) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_ids uuid[] := array(select private.registry_people(p_selection, 'number', null, 1001));
begin
  return jsonb_build_object(
    'count', cardinality(v_ids),
    'first', (
      select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'name', coalesce(p.full_name, p.registry_no)) order by i.position), '[]')
      from unnest(v_ids[1:5]) with ordinality i (id, position) join public.persons p on p.id = i.id),
    'ownRegion', (select count(*) from unnest(v_ids) i (id) where private.is_own_word(i.id, 'region')),
    'ownDistrict', (select count(*) from unnest(v_ids) i (id) where private.is_own_word(i.id, 'district')),
    'waves', case when private.has_role('coordinator') and cardinality(v_ids) <= 1000 then (
      select coalesce(jsonb_agg(jsonb_build_object('id', w.id, 'title', w.title, 'closesAt', w.closes_at,
        'guests', (select count(*) from private.wave_guests(w.id, v_ids))) order by w.created_at desc), '[]')
      from (
        select * from public.waves x where x.kind = 'live' and x.closes_at > now() order by x.created_at desc limit 5) w) end);
end
$$;
grant execute on function private.read_bulk(jsonb) to authenticated;

create function public.page_bulk(p_selection jsonb default '{}') returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  if private.uid() is null then return jsonb_build_object('viewer', null); end if;
  if not (private.has_role('coordinator') or exists (select from private.my_regions())) then return null; end if;
  return private.read_bulk(p_selection) || jsonb_build_object('viewer', private.viewer(), 'regions', (
    select jsonb_agg(jsonb_build_object('code', r.code, 'kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en) order by r.name_ru)
    from public.regions r where private.sees_person(r.code)));
end
$$;
comment on function public.page_bulk(jsonb) is
  'What an act on a selection of the registry (filters, or {pick: [id]}) would meet: {viewer, count (1001: too many), first: five of them, ownRegion, ownDistrict: whose word stays, waves: those that run, with how many could still be asked (coordinators), regions}. Null for who is no staff.';
grant execute on function public.page_bulk(jsonb) to anon, authenticated;
