-- A page of the directory asks for twenty profiles, and PostgreSQL plans the statement of a function in
-- SQL anew at each call from another function: two of three milliseconds a profile. The same functions in
-- PL/pgSQL keep their plans as long as the connection lives. What they say is unchanged.

create or replace function private.majority_at(p_person uuid) returns timestamptz
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    -- The day of birth is not known, so whoever turns 18 this year waits for the next. Nobody was
    -- younger than 14 in a round: that is what a record without a year of birth is judged by.
    select make_timestamptz(19 + coalesce(p.birth_year, (
      select min(t.round) - 14 from public.participations t where t.person_id = p.id)), 1, 1, 0, 0, 0, 'Asia/Almaty')
    from public.persons p where p.id = p_person);
end
$$;

create or replace function private.guardian_agrees(p_person uuid, p_purpose text) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select exists (
      select from public.guardian_consents g
      where g.person_id = p_person and g.withdrawn_at is null and g.purposes @> array[p_purpose]));
end
$$;

create or replace function private.consents_to(p_person uuid, p_purpose text) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select coalesce((
      select c.granted and case when m.majority <= now() then c.created_at >= m.majority
        else private.guardian_agrees(p_person, p_purpose) end
      from public.consents c, (select private.majority_at(p_person) as majority) m
      where c.person_id = p_person and c.purpose = p_purpose
      order by c.created_at desc, c.id desc limit 1), false));
end
$$;

create or replace function private.is_listed(p_person uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select p.full_name is not null and private.consents_to(p.id, 'directory')
      and not exists (
        select from public.restrictions x where x.person_id = p.id and x.what = 'listing' and x.lifted_at is null)
    from public.persons p where p.id = p_person);
end
$$;

create or replace function private.is_shown(p_person uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select coalesce(private.is_listed(p_person), false));
end
$$;

create or replace function private.is_peer(p_account uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select exists (select from public.accounts a where a.id = p_account and a.person_id is not null)
      or exists (
        select from private.staff_roles r
        where r.account_id = p_account and r.revoked_at is null and r.role in ('officer', 'coordinator', 'moderator')));
end
$$;

create or replace function private.audience_of(p_person uuid, p_account uuid) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select case
      when a.person_id = p_person then 'me'
      when exists (
        select from private.staff_roles r
        where r.account_id = a.id and r.revoked_at is null
          and (r.role = 'coordinator' or r.role = 'officer' and r.region_code = (
            select p.region_code from public.persons p where p.id = p_person))) then 'region'
      when private.is_peer(a.id) then 'alumni'
      else 'everyone' end
    from public.accounts a where a.id = p_account);
end
$$;

create or replace function private.mentor_free_on(p_person uuid) returns date
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select greatest(coalesce(o.paused_until, '2000-01-01'), case
      when private.mentor_taken(p_person) < o.monthly_limit then '2000-01-01'
      else (date_trunc('month', private.today()::timestamp) + interval '1 month')::date end)
    from public.mentor_offers o
    where o.person_id = p_person and not o.paused and private.takes_requests(p_person) and private.has_running_project(p_person)
      and private.is_of_age(p_person));
end
$$;

create or replace function private.mentoring_field(p_person uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select jsonb_build_object('topics', o.topics, 'room', private.mentor_free_on(p_person) <= private.today(), 'directions', (
      select jsonb_agg(jsonb_build_object('code', d.code, 'kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en) order by d.position)
      from public.directions d where d.code = any(o.directions)))
    from public.mentor_offers o
    where o.person_id = p_person and coalesce(o.paused_until, '2000-01-01') <= private.today()
      and private.mentor_free_on(p_person) is not null);
end
$$;

create or replace function private.whole_profile(p_person uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select jsonb_strip_nulls(jsonb_build_object(
      'name', p.full_name,
      'region', (select jsonb_build_object('code', r.code, 'kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en)
        from public.regions r where r.code = p.region_code),
      'village', case when num_nonnulls(p.district, p.settlement) > 0 then
        jsonb_build_object('district', p.district, 'settlement', p.settlement) end,
      'rounds', (select jsonb_agg(t.round order by t.round) from public.participations t where t.person_id = p.id),
      'photo', (select jsonb_build_object('id', h.id, 'width', h.width, 'height', h.height)
        from private.photos h where h.id = f.photo_id),
      'now', f.now_line,
      'skills', case when cardinality(f.directions) + cardinality(f.skills) > 0 then jsonb_build_object(
        'directions', coalesce((
          select jsonb_agg(jsonb_build_object('code', d.code, 'kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en) order by d.position)
          from public.directions d where d.code = any(f.directions)), '[]'),
        'tags', f.skills) end,
      'help', case when cardinality(f.help) > 0 or f.help_text is not null then
        jsonb_build_object('codes', f.help, 'text', f.help_text) end,
      'need', case when cardinality(f.needs) > 0 or f.need_text is not null then
        jsonb_build_object('codes', f.needs, 'text', f.need_text) end,
      'languages', case when cardinality(f.languages) > 0 then to_jsonb(f.languages) end,
      'instagram', f.instagram,
      'story', f.story,
      'mentoring', private.mentoring_field(p.id)))
    from public.persons p left join public.profiles f on f.person_id = p.id
    where p.id = p_person);
end
$$;

create or replace function private.profile_fields(p_person uuid, p_audience text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select coalesce(jsonb_object_agg(w.key, w.value) filter (where
      private.audience_rank(private.field_level(v.visibility, w.key)) <= private.audience_rank(p_audience)), '{}')
    from (select (select f.visibility from public.profiles f where f.person_id = p_person) as visibility) v
    cross join lateral jsonb_each(private.whole_profile(p_person)) w);
end
$$;

create or replace function private.directory_card(p_person uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select jsonb_build_object('id', p_person, 'mine', a.audience = 'me')
      -- In the list one stands as others see one.
      || (private.profile_fields(p_person, case a.audience when 'me' then 'alumni' else a.audience end)
        - array['village', 'photo', 'need', 'languages', 'instagram', 'story'])
    from (select private.audience_of(p_person, private.uid()) as audience) a);
end
$$;

create or replace function private.refresh_directory(p_persons uuid[]) returns void
language sql volatile security definer set search_path = '' as $$
  delete from private.directory_entries e
  where e.person_id = any(p_persons) and not private.is_shown(e.person_id);
  insert into private.directory_entries as e (person_id, name_key, region_code, rounds, directions, help, mentor_on, mentor_directions)
  select p.id, private.fold(f.seen ->> 'name'), f.seen -> 'region' ->> 'code',
    array(select jsonb_array_elements_text(coalesce(f.seen -> 'rounds', '[]'))::smallint),
    array(select d ->> 'code' from jsonb_array_elements(coalesce(f.seen -> 'skills' -> 'directions', '[]')) d),
    array(select jsonb_array_elements_text(coalesce(f.seen -> 'help' -> 'codes', '[]'))),
    private.mentor_free_on(p.id), coalesce(o.directions, '{}')
  from (select distinct id from unnest(p_persons) id where private.is_shown(id)) p
  cross join lateral (
    -- Asked once: without the fence the answer would be computed for every column made of it.
    select private.profile_fields(p.id, 'alumni') as seen offset 0) f
  left join public.mentor_offers o on o.person_id = p.id
  order by p.id
  on conflict (person_id) do update set
    name_key = excluded.name_key, region_code = excluded.region_code, rounds = excluded.rounds,
    directions = excluded.directions, help = excluded.help,
    mentor_on = excluded.mentor_on, mentor_directions = excluded.mentor_directions
  where (e.name_key, e.region_code, e.rounds, e.directions, e.help, e.mentor_on, e.mentor_directions)
    is distinct from (excluded.name_key, excluded.region_code, excluded.rounds, excluded.directions, excluded.help,
      excluded.mentor_on, excluded.mentor_directions)
$$;
