-- The number of a merged record goes on meaning the person: on a letter, in a claim, in an old file of answers.

create function private.person_of_registry_no(p_no text) returns uuid
language sql stable security definer set search_path = '' as $$
  select n.id from (
    select p.id, p.registry_no, 1 as place from public.persons p
    where p.registry_no in (btrim(p_no), upper(btrim(p_no)))
    union all
    select l.person_id, l.registry_no, 2 from private.registry_aliases l
    where l.registry_no in (btrim(p_no), upper(btrim(p_no)))) n
  order by (n.registry_no = btrim(p_no)) desc, n.place limit 1
$$;
comment on function private.person_of_registry_no(text) is
  'Whose number this is: a record''s own, else that of a record merged into it; as typed, else in capitals. Null for a number of nobody. By two unique indexes. Shows nobody''s rights: for use inside definer functions, granted to nobody.';

-- Claiming by number

create or replace function private.find_unclaimed(p_registry_no text, p_full_name text, p_birth_year integer, p_round integer)
returns setof uuid language sql stable security definer set search_path = '' as $$
  with typed as (
    select array_remove(string_to_array(private.fold(p_full_name), ' '), '') as words),
  pairs as (
    select '%' || a.word || '%' as one, '%' || b.word || '%' as two
    from typed, unnest(typed.words[1:4]) with ordinality a (word, i), unnest(typed.words[1:4]) with ordinality b (word, i)
    where a.i < b.i)
  select p.id from public.persons p
  where p.registry_no in (p_registry_no, upper(p_registry_no), lower(p_registry_no))
    and not exists (select from public.accounts a where a.person_id = p.id)
  union
  -- The number of a merged record is the survivor's, unless a new record was given it.
  select l.person_id from private.registry_aliases l
  where l.registry_no in (p_registry_no, upper(p_registry_no), lower(p_registry_no))
    and not exists (select from public.persons p where p.registry_no = l.registry_no)
    and not exists (select from public.accounts a where a.person_id = l.person_id)
  union
  select p.id from pairs
  join public.persons p on p.name_key like pairs.one and p.name_key like pairs.two
  cross join typed
  where p_registry_no is null and p.birth_year = p_birth_year
    and (typed.words <@ string_to_array(p.name_key, ' ')
      or (cardinality(string_to_array(p.name_key, ' ')) >= 2 and string_to_array(p.name_key, ' ') <@ typed.words))
    and exists (select from public.participations t where t.person_id = p.id and t.round = p_round)
    and not exists (select from public.accounts a where a.person_id = p.id)
  limit 2
$$;

create or replace function private.claim_candidates(p_request public.claim_requests) returns jsonb
language sql stable security definer set search_path = '' as $$
  with numbered as (select private.person_of_registry_no(p_request.registry_no) as id),
  near as (
    select p.* from public.persons p
    where (p.id = (select n.id from numbered n)
        or p.name_key operator(extensions.%) private.fold(p_request.full_name))
      and private.sees_person(p.region_code)
    order by (p.id = (select n.id from numbered n)) desc nulls last,
      extensions.similarity(p.name_key, private.fold(p_request.full_name))
        + case when p.birth_year = p_request.birth_year then 0.3 else 0 end desc, p.id
    limit 5)
  select coalesce(jsonb_agg(jsonb_build_object(
    'registryNo', n.registry_no, 'name', n.full_name, 'birthYear', n.birth_year, 'district', n.district,
    'region', n.region_code,
    'rounds', (select coalesce(jsonb_agg(t.round order by t.round), '[]') from public.participations t where t.person_id = n.id),
    'claimed', exists (select from public.accounts a where a.person_id = n.id),
    'contacts', (select coalesce(jsonb_agg(distinct cp.value), '[]') from public.contact_points cp
      where cp.person_id = n.id and cp.kind in ('phone', 'email', 'whatsapp')))), '[]')
  from near n
$$;

create or replace function private.decide_claim(p_request uuid, p_approve boolean, p_registry_no text, p_reason text)
returns void language plpgsql volatile security definer set search_path = '' as $$
declare
  v_uid uuid := private.uid();
  v_row public.claim_requests;
  v_person public.persons;
begin
  if v_uid is null then perform private.refuse('forbidden', 'sign_in'); end if;
  select * into v_row from public.claim_requests r where r.id = p_request;
  if v_row.id is null or not private.sees_person(v_row.region_code) then perform private.refuse('not_found'); end if;
  if v_row.account_id = v_uid then perform private.refuse('forbidden', 'own'); end if;
  -- The account before the request: the order in which a claim by code locks.
  perform 1 from public.accounts a where a.id = v_row.account_id for update;
  select * into v_row from public.claim_requests r where r.id = p_request for update;
  if v_row.state <> 'open' then perform private.refuse('used', 'decided'); end if;
  if nullif(btrim(p_reason), '') is null then perform private.refuse('invalid', 'reason'); end if;
  if p_approve then
    select * into v_person from public.persons p where p.id = private.person_of_registry_no(p_registry_no);
    -- A record of another region is as unknown to this officer as one that does not exist.
    if v_person.id is null or not private.sees_person(v_person.region_code) then
      perform private.refuse('invalid', 'registryNo');
    end if;
    if not private.bind_record(v_row.account_id, v_person.id, v_row.locale, v_row.id::text) then
      perform private.refuse('conflict', 'taken');
    end if;
  end if;
  update public.claim_requests r set
    state = case when p_approve then 'approved' else 'refused' end,
    person_id = v_person.id, reason = left(btrim(p_reason), 500), decided_by = v_uid, decided_at = now()
  where r.id = p_request;
  perform private.queue_mail('claim_answered', v_row.locale, v_row.id::text, u.email, v_person.id, null)
  from auth.users u where u.id = v_row.account_id;
  perform private.audit(case when p_approve then 'claim_approved' else 'claim_refused' end,
    'claim_request', p_request, v_row.region_code,
    case when p_approve then jsonb_build_object('person', v_person.id) else '{}' end);
end
$$;

-- A finished wave

create or replace function private.check_wave_rows(p_hash text, p_rows jsonb) returns jsonb
language sql stable security definer set search_path = '' as $$
  with given as (
    select (e ->> 'line')::integer as line, e ->> 'id' as registry_no from jsonb_array_elements(p_rows) e
  ), found as (
    select g.line, g.registry_no, coalesce(p.id, l.person_id) as person_id,
      m.id is not null or row_number() over (partition by coalesce(p.id, l.person_id) order by g.line) > 1 as there
    from given g
    left join public.persons p on p.registry_no = g.registry_no
    left join private.registry_aliases l on l.registry_no = g.registry_no
    left join public.waves w on w.file_hash = p_hash
    left join public.wave_members m on m.wave_id = w.id and m.person_id = coalesce(p.id, l.person_id)
  )
  select jsonb_build_object(
    'fresh', (select count(*) from found where person_id is not null and not there),
    'already', (select count(*) from found where person_id is not null and there),
    'unknown', (select count(*) from found where person_id is null),
    'unknownRows', (select coalesce(jsonb_agg(jsonb_build_object('line', u.line, 'id', u.registry_no) order by u.line), '[]')
      from (select * from found where person_id is null order by line limit 50) u),
    'waveId', (select w.id from public.waves w where w.file_hash = p_hash))
$$;

create or replace function private.write_wave(p_title text, p_hash text, p_rows jsonb) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_wave uuid;
  v_count integer;
begin
  insert into public.waves (title, form_id, kind, file_hash, closes_at, created_by)
  select p_title, f.id, 'imported', p_hash, now(), private.uid()
  from public.forms f where f.code = 'zhas-2021' order by f.version desc limit 1
  on conflict (file_hash) do nothing returning id into v_wave;
  if v_wave is null then select w.id into v_wave from public.waves w where w.file_hash = p_hash for update; end if;

  with given as materialized (
    -- One person under two numbers answered once: the first row holds.
    select distinct on (coalesce(p.id, l.person_id)) coalesce(p.id, l.person_id) as person_id, e.*, private.uuid_v7() as member_id
    from jsonb_to_recordset(p_rows) as e (
      line integer, id text, round smallint, gender text, region text, role text, vulnerable boolean, neet boolean, answers jsonb)
    left join public.persons p on p.registry_no = e.id
    left join private.registry_aliases l on l.registry_no = e.id
    where coalesce(p.id, l.person_id) is not null
    order by 1, e.line
  ), asked as (
    insert into public.wave_members
      (id, wave_id, person_id, disposition, round, region_code, legacy_region, gender, role, vulnerable, neet, responded_at)
    select g.member_id, v_wave, g.person_id, '1.1', g.round,
      coalesce(r.code, l.region_code), case when r.code is null then g.region end, g.gender, g.role, g.vulnerable, g.neet, now()
    from given g
    join public.persons p on p.id = g.person_id
    left join public.regions r on r.code = g.region
    left join public.legacy_regions l on l.name = g.region and (not l.is_split or l.region_code = p.region_code)
    on conflict (wave_id, person_id) do nothing
    returning id
  )
  insert into public.responses (member_id, answers)
  select a.id, g.answers from asked a join given g on g.member_id = a.id;
  get diagnostics v_count = row_count;
  perform private.audit('import_wave', 'wave', v_wave, null, jsonb_build_object('members', v_count));
  return v_wave;
end
$$;

-- The page of a merged record leads to the survivor.

create function private.merged_away(p_person uuid) returns uuid
language sql stable security definer set search_path = '' as $$
  select m.survivor_id from private.person_merges m join public.persons p on p.id = m.survivor_id
  where m.merged_id = p_person and m.undone_at is null and private.sees_person(p.region_code)
$$;
comment on function private.merged_away(uuid) is 'The record that a merged one has gone into, for staff who see it; else null.';
grant execute on function private.merged_away(uuid) to anon, authenticated;

create or replace function public.page_person(p_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select case
    when r ? 'person'
      then jsonb_set(r, '{person,merges}', private.merges_of(p_id)) || jsonb_build_object('reach', private.person_reach(p_id))
    when r is null and m is not null
      then jsonb_build_object('viewer', private.viewer(), 'mergedInto', m)
    else r end
  from private.person_record(p_id) r, private.merged_away(p_id) m
$$;
comment on function public.page_person(uuid) is
  'A record for staff: {viewer, person, reach} of private.person_record and private.person_reach, with person.merges: the records that were merged into this one; {viewer, mergedInto} where it was merged into another that they see. Null where the record is not theirs.';
