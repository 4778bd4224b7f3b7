-- Younger than 18: a representative's consent stands beside the young person's own yes, and both end
-- when they come of age.

create table public.guardian_consents (
  id uuid primary key default private.uuid_v7(),
  person_id uuid not null references public.persons (id) on delete cascade,
  guardian_name text not null check (length(guardian_name) between 1 and 200),
  relation text not null check (relation in ('mother', 'father', 'guardian', 'other')),
  contact text not null check (length(contact) between 3 and 200),
  way text not null check (way in ('paper', 'phone', 'email')),
  purposes text[] not null check (cardinality(purposes) > 0 and purposes <@ array['directory', 'followup', 'referrals']),
  text_version text not null,
  locale text not null check (locale in ('kk', 'ru', 'en')),
  given_at timestamptz not null default now(),
  recorded_by uuid references public.accounts (id) on delete set null,
  withdrawn_at timestamptz,
  created_at timestamptz not null default now(),
  check (withdrawn_at >= given_at)
);
create index guardian_consents_person_id_idx on public.guardian_consents (person_id) where withdrawn_at is null;
create index guardian_consents_history_idx on public.guardian_consents (person_id, created_at desc);
create index guardian_consents_recorded_by_idx on public.guardian_consents (recorded_by);
alter table public.guardian_consents enable row level security;
create policy guardian_consents_read on public.guardian_consents for select to authenticated
  using (person_id = (select private.my_person())
    or (select private.has_role('coordinator'))
    or person_id in (select p.id from public.persons p where p.region_code in (select private.my_regions())));
grant select on public.guardian_consents to authenticated;
comment on table public.guardian_consents is 'What a parent or guardian of somebody under 18 agreed to. Each row is kept; withdrawn_at ends it. Written by functions alone.';
comment on column public.guardian_consents.way is 'paper: staff hold the signed sheet; phone: said to staff; email: by the link that was sent there.';

create function private.majority_at(p_person uuid) returns timestamptz
language sql stable security definer set search_path = '' as $$
  -- The day of birth is not known, so whoever turns 18 this year waits for the next. Nobody was
  -- younger than 14 in a round: that is what a record without a year of birth is judged by.
  select make_timestamptz(19 + coalesce(p.birth_year, (
    select min(t.round) - 14 from public.participations t where t.person_id = p.id)), 1, 1, 0, 0, 0, 'Asia/Almaty')
  from public.persons p where p.id = p_person
$$;
comment on function private.majority_at(uuid) is 'From when on a person is 18 for certain; null where neither birth nor round is known. Granted to nobody.';

create function private.is_minor(p_person uuid) returns boolean
language sql stable security definer set search_path = '' as $$ select coalesce(private.majority_at(p_person) > now(), true) $$;
comment on function private.is_minor(uuid) is 'Whether a person is, or may be, under 18. Granted to nobody.';

create function private.guardian_agrees(p_person uuid, p_purpose text) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from public.guardian_consents g
    where g.person_id = p_person and g.withdrawn_at is null and g.purposes @> array[p_purpose])
$$;
comment on function private.guardian_agrees(uuid, text) is 'Whether a representative''s consent to this purpose is in force; says nothing about age. Granted to nobody.';

create or replace function private.consents_to(p_person uuid, p_purpose text) returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce((
    select c.granted and case when m.majority <= now() then c.created_at >= m.majority
      else private.guardian_agrees(p_person, p_purpose) end
    from public.consents c, (select private.majority_at(p_person) as majority) m
    where c.person_id = p_person and c.purpose = p_purpose
    order by c.created_at desc, c.id desc limit 1), false)
$$;
comment on function private.consents_to(uuid, text) is
  'Whether the newest word of this person on this purpose is yes and counts at their age. Of age: when it was said since then. Younger, or of unknown age: together with a representative''s consent. No word is no.';

create or replace function private.is_listed(p_person uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select p.full_name is not null and private.consents_to(p.id, 'directory')
    and not exists (
      select from public.restrictions x where x.person_id = p.id and x.what = 'listing' and x.lifted_at is null)
  from public.persons p where p.id = p_person
$$;
comment on function private.is_listed(uuid) is 'Whether others may see this person at all: named, with a consent to the directory that counts at their age, and not taken out of it after a report.';

create trigger guardian_consents_follow_directory_insert after insert on public.guardian_consents
  referencing new table as changed for each statement execute function private.follow_directory();
create trigger guardian_consents_follow_directory_update after update on public.guardian_consents
  referencing new table as changed for each statement execute function private.follow_directory();

create function private.end_minor_listings() returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  -- Only a representative's consent lists somebody under 18, so nobody else can fall out by age alone.
  v_persons uuid[] := array(
    select distinct g.person_id from public.guardian_consents g join private.directory_entries e using (person_id)
    where not private.is_listed(g.person_id));
begin
  perform private.refresh_directory(v_persons);
  return cardinality(v_persons);
end
$$;
grant execute on function private.end_minor_listings() to service_role;
create function public.end_minor_listings() returns integer
language sql volatile set search_path = '' as $$ select private.end_minor_listings() $$;
comment on function public.end_minor_listings() is
  'For the worker: takes out of the list of the directory who came of age and has not said yes since. Their profile closed at that moment by itself. Returns how many.';
grant execute on function public.end_minor_listings() to service_role;

-- Asked anew after coming of age: the same word said twice is one word only while it counts.
create or replace function private.set_consent(p_purpose text, p_granted boolean, p_text_version text, p_locale text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_person uuid := private.my_person();
  v_majority timestamptz := private.majority_at(v_person);
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if v_person is null then perform private.refuse('not_found'); end if;
  if p_purpose is null or p_purpose not in ('followup', 'referrals', 'directory') then
    perform private.refuse('invalid', 'purpose');
  end if;
  if p_granted is null then perform private.refuse('invalid', 'granted'); end if;
  if p_locale is null or p_locale not in ('kk', 'ru', 'en') then perform private.refuse('invalid', 'locale'); end if;
  -- A yes is a yes to what was read; a no needs no text.
  if p_granted and p_text_version is distinct from private.consent_text_version(p_purpose) then
    perform private.refuse('expired', 'text');
  end if;
  perform 1 from public.persons p where p.id = v_person for update;
  if exists (
    select from (
      select c.granted, c.created_at from public.consents c where c.person_id = v_person and c.purpose = p_purpose
      order by c.created_at desc, c.id desc limit 1) n
    where n.granted = p_granted
      and not (n.granted and coalesce(v_majority <= now() and n.created_at < v_majority, false))) then return; end if;
  insert into public.consents (person_id, purpose, granted, text_version, locale, method, recorded_by, created_at)
  values (v_person, p_purpose, p_granted, private.consent_text_version(p_purpose), p_locale, 'web', private.uid(),
    -- Not now(): that is when the transaction began, before it waited for the lock.
    clock_timestamp());
end
$$;

-- The same rule where many people are judged at once: written out, because a call a person is what
-- a page would wait for. A test compares all of them at every age.

create or replace function private.wave_audience(p_audience jsonb)
returns table (
  person_id uuid, name text, locale text, region_code text, legacy_region text, gender text,
  round smallint, role text, consents boolean, channel text, contact_point_id uuid, address text)
language sql stable security definer set search_path = '' as $$
  with wanted as materialized (
    select private.text_list(p_audience -> 'regions') as regions,
           private.text_list(p_audience -> 'rounds') as rounds,
           private.text_list(p_audience -> 'directions') as directions,
           private.text_list(p_audience -> 'states') as states)
  select p.id, coalesce(p.full_name, p.registry_no), p.locale, p.region_code, p.legacy_region, p.gender,
         took.round, took.role, coalesce(word.holds, false), way.channel, way.contact_point_id, way.address
  from wanted w
  cross join public.persons p
  left join lateral (
    select t.round, t.role
    from public.participations t left join public.subprojects s on s.id = t.subproject_id
    where t.person_id = p.id
      and (w.rounds is null or t.round::text = any (w.rounds))
      and (w.directions is null or s.direction = any (w.directions))
      and (w.states is null or coalesce(s.state, 'unknown') = any (w.states))
    order by t.round desc limit 1) took on true
  left join lateral (
    select c.granted and case when age.majority <= now() then c.created_at >= age.majority
      else private.guardian_agrees(p.id, 'followup') end as holds
    from public.consents c, (
      select make_timestamptz(19 + coalesce(p.birth_year, (
        select min(t.round) - 14 from public.participations t where t.person_id = p.id)), 1, 1, 0, 0, 0, 'Asia/Almaty') as majority) age
    where c.person_id = p.id and c.purpose = 'followup'
    order by c.created_at desc, c.id desc limit 1) word on true
  left join private.ways way on way.person_id = p.id
  where (w.regions is null or p.region_code = any (w.regions))
    and (took.round is not null or coalesce(w.rounds, w.directions, w.states) is null)
$$;
comment on function private.wave_audience(jsonb) is
  'People matched by {regions, rounds, directions, states}, with their newest matching participation, whether their consent to follow-up counts (private.consents_to), and the way they would be written to (private.ways; address is null where there is none). For use inside definer functions only.';

create or replace function private.judge_candidates(
  p_all boolean, p_regions text[], p_person uuid, p_words text[], p_state text, p_need text, p_direction text,
  p_round integer, p_programme public.programmes)
returns table (
  id uuid, full_name text, registry_no text, birth_year smallint, region_code text, district text,
  round smallint, role text, title text, direction text, state text, needs text[], state_at timestamptz,
  consented_at timestamptz, missing text[], reasons text[], verdict text)
language sql stable set search_path = '' as $$
  with pool as (
    select p.id, p.full_name, p.registry_no, p.birth_year, p.region_code, p.district,
      x.round, x.role, x.title, x.direction, coalesce(x.state, 'unknown') as state, coalesce(x.needs, '{}') as needs, x.state_at,
      -- Ages this year allows: the day of birth is not in the registry.
      extract(year from private.today())::integer - p.birth_year as age_high
    from public.persons p
    cross join lateral (
      select t.round, t.role, s.title, s.direction, s.state, s.needs, s.state_at
      from public.participations t left join public.subprojects s on s.id = t.subproject_id
      where t.person_id = p.id
        and (p_round is null or t.round = p_round)
        and (p_direction is null or s.direction = p_direction)
        and (p_state is null or coalesce(s.state, 'unknown') = p_state)
        and (p_need is null or p_need = any(s.needs))
      order by t.round desc limit 1) x
    where (p_all or p.region_code = any(p_regions))
      and (p_person is null or p.id = p_person)
      and (cardinality(p_words) = 0 or p.name_key like all(p_words))),
  judged as (
    select pool.*, case when n.granted and not coalesce(n.majority <= now() and n.created_at < n.majority, false) then n.created_at end as consented_at,
      array_remove(array[
        case when n.granted and coalesce(n.majority > now(), true) and not private.guardian_agrees(pool.id, 'referrals') then 'minor' end,
        case when pool.age_high < (p_programme).age_min or pool.age_high - 1 > (p_programme).age_max then 'age' end,
        case when scope.regions is not null and not pool.region_code = any(scope.regions) then 'region' end], null) as reasons,
      array_remove(array[
        case when ((p_programme).age_min is not null or (p_programme).age_max is not null)
          and (pool.age_high is null or pool.age_high = (p_programme).age_min or pool.age_high - 1 = (p_programme).age_max)
          then 'age' end,
        case when scope.regions is not null and pool.region_code is null then 'region' end], null) as missing
    from pool
    cross join lateral (
      select array_agg(r.region_code) as regions from public.programme_regions r
      where r.programme_id = (p_programme).id) scope
    left join lateral (
      select k.granted, k.created_at, make_timestamptz(19 + coalesce(pool.birth_year, (
        select min(t.round) - 14 from public.participations t where t.person_id = pool.id)), 1, 1, 0, 0, 0, 'Asia/Almaty') as majority
      from public.consents k
      where k.person_id = pool.id and k.purpose = 'referrals'
      order by k.created_at desc, k.id desc limit 1) n on true)
  select j.id, j.full_name, j.registry_no, j.birth_year, j.region_code, j.district, j.round, j.role, j.title,
    j.direction, j.state, j.needs, j.state_at, j.consented_at, j.missing, j.reasons,
    case
      when j.consented_at is null then 'no_consent'
      when cardinality(j.reasons) > 0 then 'not_yet'
      when cardinality(j.missing) > 0 then 'answer_missing'
      else 'fits' end
  from judged j
$$;
comment on function private.judge_candidates(boolean, text[], uuid, text[], text, text, text, integer, public.programmes) is
  'People of these regions (p_all: of all) with their newest matching participation, and how each stands to the programme: no_consent to be referred (or one said before coming of age), not_yet (reasons: minor without a representative''s consent, age, region), answer_missing (missing: age, region), fits. Checks no rights: granted to nobody, callers decide the regions. No sensitive mark is read.';

create or replace function private.answer_referral(p_referral uuid, p_action text, p_reason text, p_text_version text, p_locale text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.referrals;
  v_state text;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  select r.state into v_state from public.referrals r
  where r.id = p_referral and r.person_id = private.my_person() for update;
  if not found then perform private.refuse('not_found'); end if;
  if p_action not in ('accept', 'decline', 'withdraw') then perform private.refuse('invalid', 'action'); end if;
  if length(btrim(p_reason)) > 500 then perform private.refuse('invalid', 'reason'); end if;
  if p_action = 'accept' then
    if p_text_version is distinct from private.referral_text_version() then perform private.refuse('expired', 'text'); end if;
    if p_locale is null or p_locale not in ('kk', 'ru', 'en') then perform private.refuse('invalid', 'locale'); end if;
  end if;
  -- The same answer posted again is the same answer.
  if v_state = any(case p_action
      when 'accept' then array['sent', 'received', 'accepted']
      when 'decline' then array['declined'] else array['withdrawn'] end) then
    return;
  end if;
  -- Data of somebody under 18 goes to no partner without their representative, who may have changed their mind.
  if p_action = 'accept' and private.is_minor(private.my_person())
    and not private.guardian_agrees(private.my_person(), 'referrals') then
    perform private.refuse('conflict', 'guardian');
  end if;
  v_row := private.step_referral(p_referral, 'alumnus', p_action, nullif(btrim(p_reason), ''));
  if p_action = 'accept' then
    insert into public.referral_consents (referral_id, organization_id, fields, text_version, locale)
    select p_referral, g.organization_id, private.referral_fields(), p_text_version, p_locale
    from public.programmes g where g.id = v_row.programme_id;
  end if;
end
$$;
comment on function public.answer_referral(uuid, text, text, text, text) is
  'The person''s own word on an offer: accept (writes the consent: p_text_version is the text that was read, p_locale its language), decline or withdraw (p_reason, optional). Refuses: not_found, invalid, expired (the text has changed), conflict (the state that holds; guardian: under 18 without a representative''s consent).';

-- Staff record what they hold on paper or were told.

create function private.guardian_text_version() returns text
language sql immutable set search_path = '' as $$ select '2026-11' $$;
comment on function private.guardian_text_version() is 'Version of the words that a representative agrees to. Raise it together with the texts guardians_agree_*.';
grant execute on function private.guardian_text_version() to anon, authenticated;

create function private.guardian_fault(p_fields jsonb) returns text
language sql immutable set search_path = '' as $$
  select case
    when length(btrim(coalesce(p_fields ->> 'name', ''))) not between 1 and 200 then 'name'
    when coalesce(p_fields ->> 'relation', '') not in ('mother', 'father', 'guardian', 'other') then 'relation'
    when length(btrim(coalesce(p_fields ->> 'contact', ''))) not between 3 and 200 then 'contact'
    when jsonb_typeof(p_fields -> 'purposes') is distinct from 'array' or p_fields -> 'purposes' = '[]'
      or not p_fields -> 'purposes' <@ '["directory", "followup", "referrals"]' then 'purposes'
    when coalesce(p_fields ->> 'locale', '') not in ('kk', 'ru', 'en') then 'locale' end
$$;
comment on function private.guardian_fault(jsonb) is 'The first field of a representative''s consent that cannot be right: name, relation, contact, purposes, locale; null when all can. Granted to nobody.';

create function private.add_guardian_consent(p_person uuid, p_fields jsonb, p_way text) returns uuid
language sql volatile security definer set search_path = '' as $$
  insert into public.guardian_consents (person_id, guardian_name, relation, contact, way, purposes, text_version, locale, recorded_by)
  values (p_person, btrim(p_fields ->> 'name'), p_fields ->> 'relation', btrim(p_fields ->> 'contact'), p_way,
    array(select distinct x from jsonb_array_elements_text(p_fields -> 'purposes') x order by x),
    private.guardian_text_version(), p_fields ->> 'locale', private.uid())
  returning id
$$;
comment on function private.add_guardian_consent(uuid, jsonb, text) is 'Appends a representative''s consent out of {name, relation, contact, purposes, locale}. Checks nothing: granted to nobody.';

create function private.record_guardian_consent(p_person uuid, p_way text, p_fields jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_region text;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  select p.region_code into v_region from public.persons p
  where p.id = p_person and private.sees_person(p.region_code) and p.id is distinct from private.my_person() for update;
  if not found then perform private.refuse('not_found', 'person'); end if;
  if p_way is null or p_way not in ('paper', 'phone') then perform private.refuse('invalid', 'way'); end if;
  if private.guardian_fault(p_fields) is not null then perform private.refuse('invalid', private.guardian_fault(p_fields)); end if;
  if not private.is_minor(p_person) then perform private.refuse('conflict', 'of_age'); end if;
  perform private.add_guardian_consent(p_person, p_fields, p_way);
  perform private.audit('record_guardian_consent', 'person', p_person, v_region,
    jsonb_build_object('way', p_way, 'purposes', p_fields -> 'purposes'));
end
$$;
grant execute on function private.record_guardian_consent(uuid, text, jsonb) to authenticated;
create function public.record_guardian_consent(p_person uuid, p_way text, p_fields jsonb) returns void
language sql volatile set search_path = '' as $$ select private.record_guardian_consent(p_person, p_way, p_fields) $$;
comment on function public.record_guardian_consent(uuid, text, jsonb) is
  'Staff of the region record what a representative signed (paper) or said (phone): {name, relation, contact, purposes, locale}. Refuses forbidden sign_in, not_found, invalid (way or the field), conflict of_age.';
grant execute on function public.record_guardian_consent(uuid, text, jsonb) to authenticated;

create function private.end_guardian_consent(p_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_person uuid;
  v_region text;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  select p.id, p.region_code into v_person, v_region
  from public.guardian_consents g join public.persons p on p.id = g.person_id
  where g.id = p_id and private.sees_person(p.region_code) for update of g;
  if not found then perform private.refuse('not_found', 'consent'); end if;
  update public.guardian_consents g set withdrawn_at = greatest(now(), g.given_at) where g.id = p_id and g.withdrawn_at is null;
  if not found then return; end if;
  perform private.audit('end_guardian_consent', 'person', v_person, v_region);
end
$$;
grant execute on function private.end_guardian_consent(uuid) to authenticated;
create function public.end_guardian_consent(p_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.end_guardian_consent(p_id) $$;
comment on function public.end_guardian_consent(uuid) is 'Staff of the region end a representative''s consent that was taken back. Refuses forbidden sign_in, not_found.';
grant execute on function public.end_guardian_consent(uuid) to authenticated;
