-- A finished wave may name regions of today (by their code) as well as old ones.
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
    select p.id as person_id, e.*, private.uuid_v7() as member_id
    from jsonb_to_recordset(p_rows) as e (
      id text, round smallint, gender text, region text, role text, vulnerable boolean, neet boolean, answers jsonb)
    join public.persons p on p.registry_no = e.id
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
