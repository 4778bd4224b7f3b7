-- What a team says about its project: reading it, adding to it, and its photos.

create table private.photos (
  id uuid primary key default private.uuid_v7(),
  subproject_id uuid not null references public.subprojects (id) on delete cascade,
  account_id uuid references public.accounts (id) on delete set null,
  webp bytea not null check (octet_length(webp) between 30 and 204800
    and substring(webp from 1 for 4) = '\x52494646'::bytea and substring(webp from 9 for 4) = '\x57454250'::bytea),
  width smallint not null check (width between 1 and 1280),
  height smallint not null check (height between 1 and 1280),
  created_at timestamptz not null default now()
);
alter table private.photos alter column webp set storage external;
alter table private.photos enable row level security;
create index photos_subproject_id_idx on private.photos (subproject_id);
create index photos_account_id_idx on private.photos (account_id);
comment on table private.photos is 'Photos of projects, re-encoded by the server: WebP without metadata, at most 200 KB. They live here and not in a storage service so that a demo needs nothing but its database, a photo is saved in the transaction of its update, and one rule decides who sees both. A table that outgrows this moves behind private.read_photo.';
comment on column private.photos.webp is 'Stored external: WebP is compressed already.';

alter table public.status_updates
  add column corrects_id uuid references public.status_updates (id) on delete set null,
  add constraint status_updates_photo_id_fkey foreign key (photo_id) references private.photos (id) on delete set null;
create unique index status_updates_corrects_id_idx on public.status_updates (corrects_id);
create index status_updates_photo_id_idx on public.status_updates (photo_id);
create index status_updates_newest_idx on public.status_updates (subproject_id, created_at desc, id desc);
drop index public.status_updates_subproject_id_idx;
comment on column public.status_updates.corrects_id is 'The entry that this one puts right. The corrected row itself is never changed.';

create function private.sees_subproject(p_subproject uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from public.subprojects s where s.id = p_subproject
      and (s.id in (select private.my_subprojects()) or private.sees_person(s.region_code)))
$$;
comment on function private.sees_subproject(uuid) is 'Whether the signed-in account may read this subproject: its team, its region''s officer, a coordinator. The same rule as the policy subprojects_read.';
grant execute on function private.sees_subproject(uuid) to anon, authenticated;

create function private.subproject_updates(p_subproject uuid, p_after uuid, p_limit integer) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', u.id, 'at', u.created_at, 'byName', u.full_name, 'mine', coalesce(u.person_id = (select private.my_person()), false),
    'source', u.source, 'state', u.state, 'basis', u.basis, 'stopReason', u.stop_reason,
    'somethingNew', u.something_new, 'needs', u.needs, 'note', u.note,
    'photo', case when u.webp_id is not null then jsonb_build_object('id', u.webp_id, 'width', u.width, 'height', u.height) end,
    'correctsId', u.corrects_id, 'corrected', u.corrected) order by u.created_at desc, u.id desc), '[]')
  from (
    select n.*, p.full_name, f.id as webp_id, f.width, f.height,
      exists (select from public.status_updates c where c.corrects_id = n.id) as corrected
    from public.status_updates n
    left join public.persons p on p.id = n.person_id
    left join private.photos f on f.id = n.photo_id
    where n.subproject_id = p_subproject and (select private.sees_subproject(p_subproject))
      and (p_after is null or (n.created_at, n.id) < (
        select a.created_at, a.id from public.status_updates a where a.id = p_after and a.subproject_id = p_subproject))
    order by n.created_at desc, n.id desc
    limit least(p_limit, 50)) u
$$;
comment on function private.subproject_updates(uuid, uuid, integer) is 'The history of a subproject, newest first, for whoever may read it: at most p_limit entries older than the entry p_after. [] for everybody else.';
grant execute on function private.subproject_updates(uuid, uuid, integer) to anon, authenticated;

create function private.subproject_card(p_subproject uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'id', s.id, 'title', s.title, 'round', s.round,
    'direction', jsonb_build_object('code', d.code, 'kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en),
    'region', case when r.code is not null then jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en) end,
    'state', s.state, 'basis', s.basis, 'needs', s.needs, 'stateAt', s.state_at)
  from public.subprojects s
  join public.directions d on d.code = s.direction
  left join public.regions r on r.code = s.region_code
  where s.id = p_subproject and private.sees_subproject(s.id)
$$;
comment on function private.subproject_card(uuid) is 'What a card of a subproject shows, for whoever may read it; null for everybody else.';
grant execute on function private.subproject_card(uuid) to anon, authenticated;

create function private.my_project(p_project uuid) returns uuid
language sql stable security definer set search_path = '' as $$
  select p.subproject_id from public.participations p
  where p.person_id = (select private.my_person()) and p.subproject_id is not null
    and (p_project is null or p.subproject_id = p_project)
  order by p.round desc limit 1
$$;
comment on function private.my_project(uuid) is 'The asked subproject if it is of my team; without a question, that of my newest round; else null.';
grant execute on function private.my_project(uuid) to anon, authenticated;

create function private.my_projects() returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'title', s.title, 'round', p.round) order by p.round desc), '[]')
  from public.participations p join public.subprojects s on s.id = p.subproject_id
  where p.person_id = (select private.my_person())
$$;
comment on function private.my_projects() is 'All subprojects of my teams, newest round first: [{id, title, round}].';
grant execute on function private.my_projects() to anon, authenticated;

create function private.my_name() returns text
language sql stable security definer set search_path = '' as $$
  select coalesce(a.display_name, p.full_name)
  from public.accounts a left join public.persons p on p.id = a.person_id
  where a.id = (select private.uid())
$$;
comment on function private.my_name() is 'The name to greet the signed-in person by; null where only a registry number is known.';
grant execute on function private.my_name() to anon, authenticated;

create function private.team_of(p_subproject uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'name', p.full_name, 'role', t.role, 'mine', t.person_id = (select private.my_person()))
    order by t.role, p.full_name, p.id), '[]')
  from public.participations t join public.persons p on p.id = t.person_id
  where t.subproject_id = p_subproject and p_subproject in (select private.my_subprojects())
$$;
comment on function private.team_of(uuid) is 'The people of my own team, leader first: [{name, role, mine}]. [] for a team that is not mine.';
grant execute on function private.team_of(uuid) to anon, authenticated;

create function public.page_me() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'viewer', private.viewer(),
    'name', private.my_name(),
    'project', private.subproject_card(c.id),
    'projects', private.my_projects(),
    'latest', private.subproject_updates(c.id, null, 1) -> 0)
  from (select private.my_project(null) as id) c
$$;
comment on function public.page_me() is 'The graduate''s home: {viewer, name, project, projects, latest}.';
grant execute on function public.page_me() to anon, authenticated;

create function public.page_my_project(p_project uuid default null, p_after uuid default null) returns jsonb
language sql stable set search_path = '' as $$
  select case when p_project is not null and c.id is null and private.uid() is not null then null else
    jsonb_build_object(
      'viewer', private.viewer(),
      'project', private.subproject_card(c.id),
      'projects', private.my_projects(),
      'team', private.team_of(c.id),
      'updates', private.subproject_updates(c.id, p_after, 21)) end
  from (select private.my_project(p_project) as id) c
$$;
comment on function public.page_my_project(uuid, uuid) is 'A team''s page: {viewer, project, projects, team, updates}, 21 entries so that a page of 20 knows whether it ends here. Null when the subproject is not mine.';
grant execute on function public.page_my_project(uuid, uuid) to anon, authenticated;

create function public.page_update_project(p_project uuid default null) returns jsonb
language sql stable set search_path = '' as $$
  select case when p_project is not null and c.id is null and private.uid() is not null then null else
    jsonb_build_object(
      'viewer', private.viewer(),
      'project', private.subproject_card(c.id),
      'projects', private.my_projects(),
      'last', private.subproject_updates(c.id, null, 1) -> 0) end
  from (select private.my_project(p_project) as id) c
$$;
comment on function public.page_update_project(uuid) is 'The one-minute form: {viewer, project, projects, last}. Null when the subproject is not mine.';
grant execute on function public.page_update_project(uuid) to anon, authenticated;

create function private.follow_newest_update(p_subproject uuid) returns void
language sql volatile security definer set search_path = '' as $$
  update public.subprojects s
  set state = n.state, basis = n.basis, needs = n.needs, state_at = n.created_at
  from (
    select u.state, u.basis, u.needs, u.created_at from public.status_updates u
    where u.subproject_id = p_subproject order by u.created_at desc, u.id desc limit 1) n
  where s.id = p_subproject
$$;
comment on function private.follow_newest_update(uuid) is 'Repeats the newest entry in the subproject''s own columns. For whatever appends to status_updates, in the same transaction: granted to nobody.';

create function private.record_status_update(
  p_subproject uuid, p_key uuid, p_state text, p_basis text, p_stop_reason text, p_something_new boolean,
  p_needs text[], p_note text, p_photo text, p_width integer, p_height integer, p_corrects uuid, p_keep_photo boolean)
returns uuid language plpgsql volatile security definer set search_path = '' as $$
declare
  v_person uuid := private.my_person();
  v_newest public.status_updates;
  v_photo uuid;
  v_id uuid;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if p_subproject is null or p_subproject not in (select private.my_subprojects()) then
    perform private.refuse('not_found', 'project');
  end if;
  if p_key is null then perform private.refuse('invalid', 'key'); end if;

  -- The team's entries wait for one another here, so that the columns repeat the newest of them
  -- and a form that was posted twice finds its first arrival.
  perform from public.subprojects s where s.id = p_subproject for update;
  select u.id into v_id from public.status_updates u
  where u.subproject_id = p_subproject and u.idempotency_key = p_key;
  if v_id is not null then return v_id; end if;

  if p_state is null or p_state not in ('continuing', 'paused', 'stopped') then
    perform private.refuse('invalid', 'how');
  end if;
  if (p_state = 'continuing') <> (p_basis is not null) then perform private.refuse('invalid', 'basis'); end if;
  if p_state = 'stopped' and p_stop_reason is null then perform private.refuse('invalid', 'reason'); end if;
  if length(p_note) > 1000 then perform private.refuse('invalid', 'note'); end if;
  if (select count(*) from public.status_updates u
      where u.subproject_id = p_subproject and u.person_id = v_person
        and u.created_at > now() - interval '1 day') >= 30 then
    perform private.refuse('too_many', '86400');
  end if;

  if p_corrects is not null then
    select u.* into v_newest from public.status_updates u
    where u.subproject_id = p_subproject order by u.created_at desc, u.id desc limit 1;
    if v_newest.id is distinct from p_corrects or v_newest.person_id is distinct from v_person then
      perform private.refuse('conflict', 'corrects');
    end if;
    if p_keep_photo then v_photo := v_newest.photo_id; end if;
  end if;
  if p_photo is not null then
    insert into private.photos (subproject_id, account_id, webp, width, height)
    values (p_subproject, private.uid(), decode(p_photo, 'base64'), p_width, p_height)
    returning id into v_photo;
  end if;

  insert into public.status_updates (
    subproject_id, person_id, state, basis, stop_reason, something_new, needs, note, photo_id, corrects_id,
    idempotency_key, created_at)
  values (
    p_subproject, v_person, p_state, p_basis, case when p_state = 'stopped' then p_stop_reason end,
    coalesce(p_something_new, false),
    array(select distinct n from unnest(coalesce(p_needs, '{}')) n order by n),
    nullif(btrim(p_note), ''), v_photo, p_corrects, p_key,
    -- Not now(): that is when the transaction began, before it waited for the lock.
    clock_timestamp())
  returning id into v_id;
  perform private.follow_newest_update(p_subproject);
  return v_id;
end
$$;
comment on function private.record_status_update(uuid, uuid, text, text, text, boolean, text[], text, text, integer, integer, uuid, boolean) is
  'Appends what a team member says about the project and repeats it in the subproject''s columns. p_photo is base64 of a WebP; p_corrects must be the newest entry and the caller''s own. The same p_key again returns the first entry. Refuses forbidden sign_in, not_found project, invalid <field>, conflict corrects, too_many (30 a day).';
grant execute on function private.record_status_update(uuid, uuid, text, text, text, boolean, text[], text, text, integer, integer, uuid, boolean) to anon, authenticated;

create function public.record_status_update(
  p_subproject uuid, p_key uuid, p_state text, p_basis text default null, p_stop_reason text default null,
  p_something_new boolean default false, p_needs text[] default '{}', p_note text default null,
  p_photo text default null, p_width integer default null, p_height integer default null,
  p_corrects uuid default null, p_keep_photo boolean default false)
returns uuid language sql volatile set search_path = '' as $$
  select private.record_status_update(
    p_subproject, p_key, p_state, p_basis, p_stop_reason, p_something_new, p_needs, p_note,
    p_photo, p_width, p_height, p_corrects, p_keep_photo)
$$;
comment on function public.record_status_update(uuid, uuid, text, text, text, boolean, text[], text, text, integer, integer, uuid, boolean) is
  'See private.record_status_update. Returns the id of the entry.';
grant execute on function public.record_status_update(uuid, uuid, text, text, text, boolean, text[], text, text, integer, integer, uuid, boolean) to anon, authenticated;

create function private.read_photo(p_id uuid) returns text
language sql stable security definer set search_path = '' as $$
  select encode(f.webp, 'base64') from private.photos f
  where f.id = p_id and private.sees_subproject(f.subproject_id)
$$;
grant execute on function private.read_photo(uuid) to anon, authenticated;

create function public.read_photo(p_id uuid) returns text
language sql stable set search_path = '' as $$ select private.read_photo(p_id) $$;
comment on function public.read_photo(uuid) is 'A photo as base64 of its WebP, for whoever may read its subproject; null for everybody else.';
grant execute on function public.read_photo(uuid) to anon, authenticated;
