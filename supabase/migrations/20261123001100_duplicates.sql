-- Two records that are probably one person: how they are found, how sure that is, and who said otherwise.

create function private.match_key(p_name_key text) returns text
language sql immutable strict parallel safe set search_path = '' as $$
  select array_to_string(array(
    select w from unnest((string_to_array(p_name_key, ' '))[1:2]) w order by w collate "C"), ' ')
$$;
comment on function private.match_key(text) is
  'The first two words of a folded name in the order of the alphabet: surname and name meet whichever stands first, with or without a patronymic.';
create index persons_match_key_idx on public.persons (private.match_key(name_key), birth_year);

create table private.duplicate_dismissals (
  id uuid primary key default private.uuid_v7(),
  person_a uuid not null references public.persons (id) on delete cascade,
  person_b uuid not null references public.persons (id) on delete cascade,
  dismissed boolean not null,
  account_id uuid references public.accounts (id) on delete set null,
  created_at timestamptz not null default clock_timestamp(),
  check (person_a < person_b)
);
create index duplicate_dismissals_pair_idx on private.duplicate_dismissals (person_a, person_b, created_at desc);
create index duplicate_dismissals_person_b_idx on private.duplicate_dismissals (person_b);
create index duplicate_dismissals_account_id_idx on private.duplicate_dismissals (account_id);
alter table private.duplicate_dismissals enable row level security;
comment on table private.duplicate_dismissals is 'Appended, never changed: the newest row of a pair says whether somebody found that these are two people (dismissed) or took that back.';

create function private.is_dismissed(p_a uuid, p_b uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce((
    select d.dismissed from private.duplicate_dismissals d
    where d.person_a = least(p_a, p_b) and d.person_b = greatest(p_a, p_b)
    order by d.created_at desc, d.id desc limit 1), false)
$$;
comment on function private.is_dismissed(uuid, uuid) is 'Whether the newest word on this pair is that they are two people. Granted to nobody.';

create function private.duplicate_reasons(p_a public.persons, p_b public.persons)
returns table (reason text, weight integer)
language sql stable security definer set search_path = '' as $$
  select r.reason, r.weight from (values
    (case
      when p_a.name_key is null or p_b.name_key is null then null
      -- Two patronymics that differ make the same name and surname less than certain.
      when private.match_key(p_a.name_key) = private.match_key(p_b.name_key)
        and (p_a.name_key !~ ' .* ' or p_b.name_key !~ ' .* ' or extensions.similarity(p_a.name_key, p_b.name_key) >= 0.7)
        then 'name_same'
      when private.match_key(p_a.name_key) = private.match_key(p_b.name_key)
        or extensions.similarity(p_a.name_key, p_b.name_key) >= 0.7 then 'name_near'
      else 'name_differs' end),
    (case when exists (
      select from public.contact_points c
      join public.contact_points o on o.kind = c.kind and o.value_key = c.value_key and o.person_id = p_b.id
      where c.person_id = p_a.id and c.kind in ('phone', 'email', 'whatsapp')) then 'contact_same' end),
    (case when exists (
      select from public.participations t
      join public.participations o on o.subproject_id = t.subproject_id and o.person_id = p_b.id
      where t.person_id = p_a.id) then 'team_same' end),
    (case abs(p_a.birth_year - p_b.birth_year) when 0 then 'year_same' when 1 then 'year_near'
      else case when p_a.birth_year <> p_b.birth_year then 'year_differs' end end),
    (case when p_a.region_code = p_b.region_code then 'region_same'
      when p_a.region_code <> p_b.region_code then 'region_differs' end),
    (case when p_a.gender <> p_b.gender then 'gender_differs' end)) as f (found)
  join (values
    ('name_same', 9), ('name_near', 6), ('name_differs', -6), ('contact_same', 8), ('team_same', 4),
    ('year_same', 3), ('year_near', 0), ('year_differs', -5), ('region_same', 3), ('region_differs', -2),
    ('gender_differs', -4)) as r (reason, weight) on r.reason = f.found
$$;
comment on function private.duplicate_reasons(public.persons, public.persons) is
  'What speaks for and against two records being one person. After Fellegi and Sunter (1969): a field that agrees weighs log2(m/u), one that differs log2((1-m)/(1-u)), m being how often it agrees within one person and u between strangers; the weights are our rounded estimates for ten thousand alumni of like age (u: a name 1/500, a contact 1/300 because families share phones, a year or region 1/10), not fitted to data. What is unknown weighs nothing. The sum is the score: from 12 a pair is proposed, from 17 it is very likely. Granted to nobody.';

create function private.duplicate_pairs(p_ids uuid[], p_regions text[], p_least integer)
returns table (a public.persons, b public.persons, score integer)
language sql stable security definer set search_path = '' as $$
  with candidates as materialized (
    select p, c.id from public.persons p
    cross join lateral (
      -- A name, a year and a region weigh 15 together: above that a contact or a team is needed.
      (select q.id from public.persons q
       where p_least <= 15 and private.match_key(q.name_key) = private.match_key(p.name_key)
         and q.birth_year between p.birth_year - 1 and p.birth_year + 1 and q.id < p.id limit 50)
      union
      (select q.id from public.persons q
       where p_least <= 15 and private.match_key(q.name_key) = private.match_key(p.name_key)
         and (q.birth_year is null or p.birth_year is null) and q.id < p.id limit 50)
      union
      (select o.person_id from public.contact_points t
       join public.contact_points o on o.kind = t.kind and o.value_key = t.value_key and o.person_id < p.id
       where t.person_id = p.id and t.kind in ('phone', 'email', 'whatsapp') limit 50)
      union
      (select o.person_id from public.participations t
       join public.participations o on o.subproject_id = t.subproject_id and o.person_id < p.id
       where t.person_id = p.id limit 50)) c
    where p.id = any(p_ids)),
  scored as (
    select c.p, q, r.score, row_number() over (partition by (c.p).id order by r.score desc, q.id desc) as place
    from candidates c join public.persons q on q.id = c.id
    cross join lateral (select sum(w.weight)::integer as score from private.duplicate_reasons(c.p, q) w) r
    where (p_regions is null or q.region_code = any(p_regions)) and r.score >= p_least
      and not private.is_dismissed((c.p).id, q.id))
  select s.p, s.q, s.score from scored s where s.place <= 10 order by (s.p).id desc, s.score desc, (s.q).id desc
$$;
comment on function private.duplicate_pairs(uuid[], text[], integer) is
  'These records with older ones that score enough, newest first; of each the ten likeliest (the others follow when those are decided). Partners are found by indexes alone: the same name with a year that fits, the same contact, the same team; at most 50 of a kind, because the telephone of an office belongs to thousands. Granted to nobody.';

create function private.duplicate_card(p_person public.persons) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'id', p_person.id, 'registryNo', p_person.registry_no, 'fullName', p_person.full_name, 'birthYear', p_person.birth_year,
    'region', (select jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en)
      from public.regions r where r.code = p_person.region_code),
    'district', p_person.district,
    'rounds', (select coalesce(jsonb_agg(t.round order by t.round), '[]') from public.participations t where t.person_id = p_person.id),
    'claimed', exists (select from public.accounts a where a.person_id = p_person.id))
$$;
comment on function private.duplicate_card(public.persons) is 'A record as the list of pairs shows it. Granted to nobody.';

create function private.pair_card(p_a public.persons, p_b public.persons) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('a', private.duplicate_card(p_a), 'b', private.duplicate_card(p_b),
    'score', coalesce(sum(r.weight), 0),
    'reasons', coalesce(jsonb_agg(r.reason order by r.weight desc, r.reason), '[]'))
  from private.duplicate_reasons(p_a, p_b) r
$$;
comment on function private.pair_card(public.persons, public.persons) is 'Two records with what speaks for and against their being one: {a, b, score, reasons}. Granted to nobody.';

create function private.my_staff_regions() returns text[]
language plpgsql stable security definer set search_path = '' as $$
declare
  v_regions text[];
begin
  if private.has_role('coordinator') then return null; end if;
  v_regions := array(select private.my_regions());
  if cardinality(v_regions) = 0 then perform private.refuse('forbidden'); end if;
  return v_regions;
end
$$;
comment on function private.my_staff_regions() is 'The regions an officer works in, null (all) for a coordinator; refuses others. Granted to nobody.';

create function private.list_duplicates(p_least integer, p_after uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_regions text[] := private.my_staff_regions();
  v_cursor uuid := coalesce(p_after, 'ffffffff-ffff-ffff-ffff-ffffffffffff');
  v_size integer;
  v_ids uuid[];
  v_pair record;
  v_pairs jsonb := '[]';
begin
  -- At most five hundred records a page, whether or not they have doubles: its price is known. Few at
  -- first, because where names are common twenty pairs are found soon.
  foreach v_size in array array[20, 60, 180, 240] loop
    if v_regions is null then
      v_ids := array(select p.id from public.persons p where p.id < v_cursor order by p.id desc limit v_size);
    else
      v_ids := array(
        select n.id from unnest(v_regions) r
        cross join lateral (
          select p.id from public.persons p where p.region_code = r and p.id < v_cursor order by p.id desc limit v_size) n
        order by n.id desc limit v_size);
    end if;
    for v_pair in select * from private.duplicate_pairs(v_ids, v_regions, p_least) loop
      if jsonb_array_length(v_pairs) >= 20 and (v_pair.a).id <> v_cursor then
        return jsonb_build_object('pairs', v_pairs, 'next', v_cursor);
      end if;
      v_pairs := v_pairs || private.pair_card(v_pair.a, v_pair.b);
      v_cursor := (v_pair.a).id;
    end loop;
    if cardinality(v_ids) < v_size then return jsonb_build_object('pairs', v_pairs, 'next', null); end if;
    v_cursor := v_ids[v_size];
    exit when jsonb_array_length(v_pairs) >= 20;
  end loop;
  return jsonb_build_object('pairs', v_pairs, 'next', v_cursor);
end
$$;
comment on function private.list_duplicates(integer, uuid) is
  'Likely pairs of at least this score, from the newest record back: {pairs, next}. Walks the registry by its key; a page ends after twenty pairs or five hundred records. next is the last record looked at.';
grant execute on function private.list_duplicates(integer, uuid) to anon, authenticated;

create function private.list_dismissed(p_after uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  with me as materialized (select private.my_staff_regions() as regions),
  page as (
    select d.id, d.created_at, a, b from private.duplicate_dismissals d
    join public.persons a on a.id = d.person_a join public.persons b on b.id = d.person_b
    cross join me
    where d.dismissed and d.id < coalesce(p_after, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
      and not exists (
        select from private.duplicate_dismissals l
        where l.person_a = d.person_a and l.person_b = d.person_b and (l.created_at, l.id) > (d.created_at, d.id))
      and (me.regions is null or a.region_code = any(me.regions) and b.region_code = any(me.regions))
    order by d.id desc limit 21),
  shown as (select * from page order by id desc limit 20)
  select jsonb_build_object(
    'pairs', coalesce((
      select jsonb_agg(private.pair_card(s.a, s.b) || jsonb_build_object('dismissedAt', s.created_at) order by s.id desc)
      from shown s), '[]'),
    'next', case when (select count(*) from page) > 20 then (select s.id from shown s order by s.id limit 1) end)
$$;
comment on function private.list_dismissed(uuid) is 'Pairs that somebody found to be two people, newest word first: {pairs with dismissedAt, next}.';
grant execute on function private.list_dismissed(uuid) to anon, authenticated;

create function public.page_duplicates(p_show text default 'likely', p_after uuid default null) returns jsonb
language sql stable set search_path = '' as $$
  select case
    when private.uid() is null then jsonb_build_object('viewer', null)
    when private.has_role('coordinator') or exists (select from private.my_regions()) then
      jsonb_build_object('viewer', private.viewer())
        || case when p_show = 'dismissed' then private.list_dismissed(p_after)
          else private.list_duplicates(case p_show when 'sure' then 17 else 12 end, p_after) end
    end
$$;
comment on function public.page_duplicates(text, uuid) is
  'Records that may be one person, for coordinators and, where both are in their regions, officers: {viewer, pairs: [{a, b, score, reasons, dismissedAt?}], next}. p_show: likely, sure (very likely only) or dismissed. Null for everybody else.';
grant execute on function public.page_duplicates(text, uuid) to anon, authenticated;

create function private.may_judge_pair(p_a uuid, p_b uuid) returns void
language plpgsql stable security definer set search_path = '' as $$
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if p_a is null or p_b is null or p_a = p_b
     or (select count(*) from public.persons p where p.id in (p_a, p_b) and private.sees_person(p.region_code)) < 2 then
    perform private.refuse('not_found', 'pair');
  end if;
  -- Nobody decides about the record they have claimed themselves.
  if private.my_person() in (p_a, p_b) then perform private.refuse('forbidden', 'own'); end if;
end
$$;
comment on function private.may_judge_pair(uuid, uuid) is 'Refuses forbidden sign_in, not_found pair (gone, or not of the caller''s regions) and forbidden own. Granted to nobody.';

create function private.dismiss_duplicate(p_a uuid, p_b uuid, p_dismissed boolean) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.may_judge_pair(p_a, p_b);
  if p_dismissed is null then perform private.refuse('invalid', 'dismissed'); end if;
  perform 1 from public.persons p where p.id in (p_a, p_b) order by p.id for update;
  -- The same word said twice is one word.
  if private.is_dismissed(p_a, p_b) = p_dismissed then return; end if;
  insert into private.duplicate_dismissals (person_a, person_b, dismissed, account_id)
  values (least(p_a, p_b), greatest(p_a, p_b), p_dismissed, private.uid());
  perform private.audit(case when p_dismissed then 'dismiss_duplicate' else 'undismiss_duplicate' end, 'person', p.id,
    p.region_code, jsonb_build_object('other', case p.id when p_a then p_b else p_a end))
  from public.persons p where p.id in (p_a, p_b);
end
$$;
grant execute on function private.dismiss_duplicate(uuid, uuid, boolean) to authenticated;

create function public.dismiss_duplicate(p_a uuid, p_b uuid, p_dismissed boolean) returns void
language sql volatile set search_path = '' as $$ select private.dismiss_duplicate(p_a, p_b, p_dismissed) $$;
comment on function public.dismiss_duplicate(uuid, uuid, boolean) is
  'Says that two records are two people (p_dismissed), or takes that back. Coordinators, and officers of the regions of both. Refuses forbidden sign_in | own, not_found pair, invalid dismissed.';
grant execute on function public.dismiss_duplicate(uuid, uuid, boolean) to authenticated;
