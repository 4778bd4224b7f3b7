-- Mentors of a trade: alumni with a running project who agree to be asked, so many new people a month.

create table public.mentor_offers (
  person_id uuid primary key references public.persons (id) on delete cascade,
  directions text[] not null check (cardinality(directions) between 1 and 5),
  topics text check (length(topics) between 1 and 200),
  monthly_limit smallint not null check (monthly_limit between 1 and 10),
  paused boolean not null default false,
  paused_until date,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
alter table public.mentor_offers enable row level security;
create policy mentor_offers_read on public.mentor_offers for select to authenticated
  using (person_id = (select private.my_person()));
grant select on public.mentor_offers to authenticated;
comment on table public.mentor_offers is 'Who agrees to be asked about a trade. It holds only while a project of theirs goes on; others see it on the profile and in the directory.';
comment on column public.mentor_offers.paused is 'Until it is switched on again; paused_until: until that day, from which there is room again.';

create function private.has_running_project(p_person uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from public.participations t join public.subprojects s on s.id = t.subproject_id
    where t.person_id = p_person and s.state = 'continuing')
$$;
comment on function private.has_running_project(uuid) is 'Whether the newest word on one of their projects is that it goes on. Granted to nobody.';

create function private.mentor_taken(p_mentor uuid, p_but uuid default null) returns integer
language sql stable security definer set search_path = '' as $$
  select count(distinct r.from_person)::integer from public.contact_requests r
  where r.to_person = p_mentor and r.kind = 'mentoring' and r.from_person is distinct from p_but
    and r.created_at >= date_trunc('month', private.today()::timestamp) at time zone 'Asia/Almaty'
$$;
comment on function private.mentor_taken(uuid, uuid) is 'New people of this calendar month (Kazakhstan''s), without p_but. Granted to nobody.';

create function private.mentor_free_on(p_person uuid) returns date
language sql stable security definer set search_path = '' as $$
  select greatest(coalesce(o.paused_until, '2000-01-01'), case
    when private.mentor_taken(p_person) < o.monthly_limit then '2000-01-01'
    else (date_trunc('month', private.today()::timestamp) + interval '1 month')::date end)
  from public.mentor_offers o
  where o.person_id = p_person and not o.paused and private.takes_requests(p_person) and private.has_running_project(p_person)
$$;
comment on function private.mentor_free_on(uuid) is
  'The first day on which this mentor has room, as things stand: past or today means now. Null without a live offer. A day and not a yes, so that the directory keeps it and stays right when a month begins or a pause ends. Granted to nobody.';

create function private.is_full_mentor(p_mentor uuid, p_asker uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce((
    select coalesce(o.paused_until, '2000-01-01') <= private.today() and private.mentor_taken(p_mentor, p_asker) >= o.monthly_limit
    from public.mentor_offers o where o.person_id = p_mentor and private.mentor_free_on(p_mentor) is not null), false)
$$;
comment on function private.is_full_mentor(uuid, uuid) is 'A mentor who is asked now and has no place for this person this month. Granted to nobody.';

create function private.take_mentor_place(p_mentor uuid, p_asker uuid) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- Whoever asks the same mentor at the same moment waits here and counts anew.
  perform from public.mentor_offers o where o.person_id = p_mentor for update;
  if not found or private.mentor_free_on(p_mentor) is null then return 'contact'; end if;
  if private.is_full_mentor(p_mentor, p_asker) then perform private.refuse('conflict', 'full'); end if;
  return case when (select coalesce(o.paused_until, '2000-01-01') <= private.today() from public.mentor_offers o
    where o.person_id = p_mentor) then 'mentoring' else 'contact' end;
end
$$;
comment on function private.take_mentor_place(uuid, uuid) is
  'The kind of a new conversation: mentoring with somebody who offers to be asked and does not pause, contact with others. Refuses conflict full. The caller writes the row in the same transaction. Granted to nobody.';

create function private.save_mentoring(p_directions text[], p_topics text, p_limit integer, p_paused boolean, p_paused_until date) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := private.my_person();
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if v_me is null then perform private.refuse('not_found'); end if;
  if not private.has_running_project(v_me) and not exists (select from public.mentor_offers o where o.person_id = v_me) then
    perform private.refuse('conflict', 'no_project');
  end if;
  if coalesce(cardinality(p_directions), 0) not between 1 and 5
    or not p_directions <@ array(select d.code from public.directions d) then perform private.refuse('invalid', 'directions'); end if;
  if length(btrim(p_topics)) > 200 then perform private.refuse('invalid', 'topics'); end if;
  if p_limit is null or p_limit not between 1 and 10 then perform private.refuse('invalid', 'limit'); end if;
  if p_paused_until not between private.today() and private.today() + 366 then perform private.refuse('invalid', 'paused_until'); end if;
  insert into public.mentor_offers as o (person_id, directions, topics, monthly_limit, paused, paused_until)
  values (v_me, p_directions, nullif(btrim(p_topics), ''), p_limit, coalesce(p_paused, false), p_paused_until)
  on conflict (person_id) do update set directions = excluded.directions, topics = excluded.topics,
    monthly_limit = excluded.monthly_limit, paused = excluded.paused, paused_until = excluded.paused_until, updated_at = now();
  perform private.audit('save_mentoring', 'person', v_me, null,
    jsonb_build_object('limit', p_limit, 'paused', coalesce(p_paused, false), 'until', p_paused_until));
end
$$;
grant execute on function private.save_mentoring(text[], text, integer, boolean, date) to authenticated;

create function public.save_mentoring(p_directions text[], p_topics text, p_limit integer, p_paused boolean, p_paused_until date) returns void
language sql volatile set search_path = '' as $$ select private.save_mentoring(p_directions, p_topics, p_limit, p_paused, p_paused_until) $$;
comment on function public.save_mentoring(text[], text, integer, boolean, date) is
  'The signed-in person offers to be asked: one to five directions, topics (up to 200 signs), new people a month (1 to 10), and whether and until when they pause. Refuses: forbidden sign_in, not_found (no record), conflict no_project (none goes on), invalid (directions, topics, limit, paused_until).';
grant execute on function public.save_mentoring(text[], text, integer, boolean, date) to authenticated;

create function private.my_mentoring() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'running', private.has_running_project(me.id),
    'listed', private.is_listed(me.id),
    'takes', private.takes_requests(me.id),
    'offer', (select jsonb_build_object('directions', o.directions, 'topics', o.topics, 'limit', o.monthly_limit,
      'paused', o.paused, 'until', o.paused_until) from public.mentor_offers o where o.person_id = me.id),
    'taken', private.mentor_taken(me.id),
    'freeOn', private.mentor_free_on(me.id),
    'open', coalesce(private.mentor_free_on(me.id) <= private.today(), false),
    'directions', (
      select jsonb_agg(jsonb_build_object('code', d.code, 'kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en) order by d.position)
      from public.directions d))
  from (select private.my_person() as id) me where me.id is not null
$$;
grant execute on function private.my_mentoring() to anon, authenticated;

create function public.page_mentoring() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'mine', private.my_mentoring())
$$;
comment on function public.page_mentoring() is
  'One''s own offer: {viewer, mine: null without a record | {running, listed, takes, offer: {directions, topics, limit, paused, until} | null, taken: new people this month, freeOn, open: whether there is room now, directions}}.';
grant execute on function public.page_mentoring() to anon, authenticated;

-- What others see of it: on the profile, as a field for alumni, and in the directory.

create function private.mentoring_field(p_person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('topics', o.topics, 'room', private.mentor_free_on(p_person) <= private.today(), 'directions', (
    select jsonb_agg(jsonb_build_object('code', d.code, 'kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en) order by d.position)
    from public.directions d where d.code = any(o.directions)))
  from public.mentor_offers o
  where o.person_id = p_person and coalesce(o.paused_until, '2000-01-01') <= private.today()
    and private.mentor_free_on(p_person) is not null
$$;
comment on function private.mentoring_field(uuid) is 'What a profile says of the offer to be asked; null while there is none or it pauses. Granted to nobody.';

create or replace function private.whole_profile(p_person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
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
  where p.id = p_person
$$;
comment on function private.whole_profile(uuid) is
  'All that a profile may hold, empty fields left out. mentoring has no level of its own: an offer is for alumni. Never a phone, an address or a mark of the registry. Decides nothing: granted to nobody, read through profile_fields.';

alter table private.directory_entries
  add column mentor_on date,
  add column mentor_directions text[] not null default '{}';
create index directory_entries_mentors_idx on private.directory_entries (name_key, person_id) where mentor_on is not null;
create index directory_entries_mentors_region_idx on private.directory_entries (region_code, name_key, person_id) where mentor_on is not null;
create index directory_entries_mentors_directions_idx on private.directory_entries using gin (mentor_directions) where mentor_on is not null;
comment on column private.directory_entries.mentor_on is 'private.mentor_free_on: whoever has a day here that is not to come has room now.';

create or replace function private.refresh_directory(p_persons uuid[]) returns void
language sql volatile security definer set search_path = '' as $$
  delete from private.directory_entries e
  where e.person_id = any(p_persons) and not private.is_listed(e.person_id);
  insert into private.directory_entries as e (person_id, name_key, region_code, rounds, directions, help, mentor_on, mentor_directions)
  select p.id, private.fold(f.seen ->> 'name'), f.seen -> 'region' ->> 'code',
    array(select jsonb_array_elements_text(coalesce(f.seen -> 'rounds', '[]'))::smallint),
    array(select d ->> 'code' from jsonb_array_elements(coalesce(f.seen -> 'skills' -> 'directions', '[]')) d),
    array(select jsonb_array_elements_text(coalesce(f.seen -> 'help' -> 'codes', '[]'))),
    private.mentor_free_on(p.id), coalesce(o.directions, '{}')
  from (select distinct id from unnest(p_persons) id where private.is_listed(id)) p
  cross join lateral (select private.profile_fields(p.id, 'alumni') as seen) f
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

create function private.follow_mentors() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_persons uuid[];
begin
  if tg_table_name = 'subprojects' then
    select array_agg(distinct m.person_id) into v_persons
    from changed n join before b on b.id = n.id
    join public.participations t on t.subproject_id = n.id
    join public.mentor_offers m on m.person_id = t.person_id
    where (n.state = 'continuing') <> (b.state = 'continuing');
  else
    select array_agg(distinct n.to_person) into v_persons from changed n where n.kind = 'mentoring';
  end if;
  if v_persons is not null then perform private.refresh_directory(v_persons); end if;
  return null;
end
$$;
comment on function private.follow_mentors() is 'After each statement that may change whether a mentor has room: a project that goes on or stops, a new conversation.';
create trigger subprojects_follow_mentors after update on public.subprojects
  referencing old table as before new table as changed for each statement execute function private.follow_mentors();
create trigger contact_requests_follow_mentors after insert on public.contact_requests
  referencing new table as changed for each statement execute function private.follow_mentors();
create trigger mentor_offers_follow_directory_insert after insert on public.mentor_offers
  referencing new table as changed for each statement execute function private.follow_directory();
create trigger mentor_offers_follow_directory_update after update on public.mentor_offers
  referencing new table as changed for each statement execute function private.follow_directory();

drop function public.page_people(text, text, text, integer, text, uuid);
drop function private.read_directory(text, text, text, integer, text, uuid);
drop function private.list_directory(text, text, text, integer, text, uuid);

create function private.list_directory(
  p_q text, p_region text, p_direction text, p_round integer, p_help text, p_after uuid, p_mentors boolean)
returns jsonb language plpgsql volatile security definer set search_path = '' as $$
declare
  v_words text[] := array(
    select w from regexp_split_to_table(private.fold(left(coalesce(p_q, ''), 100)), ' ') w where w <> '' limit 6);
  v_named text;
  v_where text := 'true';
  v_similar boolean := false;
  v_after text;
  v_page jsonb;
begin
  perform private.take_directory_view();
  if cardinality(v_words) > 0 then
    -- Word by word, with the words in the text: of "like all (array)" the index of trigrams makes nothing.
    select string_agg(format('e.name_key like %L', '%' || w || '%'), ' and ') into v_named from unnest(v_words) w;
    execute format('select not exists (select from (select from private.directory_entries e where %s offset 0) n)', v_named)
    into v_similar;
    if not v_similar then v_where := v_where || ' and ' || v_named;
    else
      -- One slip of the pen leaves the first or the second half of a word whole: that half is found by
      -- the index, and the similarity of the whole word decides.
      select v_where || string_agg(format(
        ' and (e.name_key like any(array[%1$L, %2$L, %3$L, %4$L]) and extensions.word_similarity(%5$L, e.name_key) >= 0.42)',
        left(w, length(w) / 2) || '%', '% ' || left(w, length(w) / 2) || '%',
        '%' || substr(w, length(w) / 2 + 1), '%' || substr(w, length(w) / 2 + 1) || ' %', w), '')
      into v_where from unnest(v_words) w;
    end if;
  end if;
  if p_region is not null then v_where := v_where || ' and e.region_code = $1'; end if;
  -- Of a mentor the directions are those they offer to be asked about.
  if p_direction is not null then
    v_where := v_where || case when p_mentors then ' and e.mentor_directions @> array[$2]' else ' and e.directions @> array[$2]' end;
  end if;
  if p_mentors then v_where := v_where || ' and e.mentor_on is not null and e.mentor_on <= private.today()'; end if;
  if p_round is not null then v_where := v_where || ' and e.rounds @> array[$3::smallint]'; end if;
  if p_help is not null then v_where := v_where || ' and e.help @> array[$4]'; end if;
  if p_after is not null then
    select e.name_key into v_after from private.directory_entries e where e.person_id = p_after;
    if found then v_where := v_where || ' and (e.name_key, e.person_id) > ($5, $6)'; end if;
  end if;
  execute format($sql$
    with page as (
      select e.person_id, e.name_key from private.directory_entries e where %s
      order by e.name_key, e.person_id limit 21),
    shown as (select * from page order by name_key, person_id limit 20)
    select jsonb_build_object(
      'people', coalesce((
        select jsonb_agg(private.directory_card(s.person_id) order by s.name_key, s.person_id) from shown s), '[]'),
      'next', case when (select count(*) from page) > 20 then (
        select s.person_id from shown s order by s.name_key desc, s.person_id desc limit 1) end)
  $sql$, v_where)
  into v_page using p_region, p_direction, p_round, p_help, v_after, p_after;
  return v_page || jsonb_build_object('similar', v_similar and jsonb_array_length(v_page -> 'people') > 0);
end
$$;
comment on function private.list_directory(text, text, text, integer, text, uuid, boolean) is
  'One page of 20 in the order of names: {people, next, similar}. p_q: a name in any spelling; where nobody is called so, names with one slip (similar). p_mentors: only those who offer to be asked and have room today. p_after: the last person of the page before. Counts as a view. Granted to nobody: page_people asks who is looking.';

create function private.read_directory(
  p_q text, p_region text, p_direction text, p_round integer, p_help text, p_after uuid, p_mentors boolean)
returns jsonb language plpgsql volatile security definer set search_path = '' as $$
begin
  if private.uid() is null or not private.is_peer(private.uid()) then return '{"open": false}'; end if;
  return private.list_directory(p_q, p_region, p_direction, p_round, p_help, p_after, p_mentors) || jsonb_build_object(
    'open', true,
    'listed', private.is_listed(private.my_person()),
    'map', private.directory_map(),
    'directions', (
      select jsonb_agg(jsonb_build_object('code', d.code, 'kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en) order by d.position)
      from public.directions d));
end
$$;
grant execute on function private.read_directory(text, text, text, integer, text, uuid, boolean) to anon, authenticated;

create function public.page_people(
  p_q text default null, p_region text default null, p_direction text default null, p_round integer default null,
  p_help text default null, p_after uuid default null, p_mentors boolean default false)
returns jsonb language sql volatile set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer())
    || private.read_directory(p_q, p_region, p_direction, p_round, p_help, p_after, coalesce(p_mentors, false))
$$;
comment on function public.page_people(text, text, text, integer, text, uuid, boolean) is
  'The directory: {viewer, open, people, next, similar, listed, map, directions}. p_mentors: only mentors who have room. open is false, and the rest absent, for whoever holds no claimed record and does not work here. Refuses too_many.';
grant execute on function public.page_people(text, text, text, integer, text, uuid, boolean) to anon, authenticated;
