-- A team-mate often knows the new number. It is kept apart until somebody who may decide says yes,
-- and proves nothing before a call.

alter table public.contact_points drop constraint contact_points_source_check;
alter table public.contact_points add constraint contact_points_source_check
  check (source in ('registry', 'self', 'officer', 'team'));

create table public.contact_reports (
  id uuid primary key default private.uuid_v7(),
  person_id uuid not null references public.persons (id) on delete cascade,
  reporter_id uuid not null references public.accounts (id) on delete cascade,
  kind text not null default 'phone' check (kind = 'phone'),
  value text not null check (length(value) between 1 and 40),
  value_key text not null check (value_key ~ '^\+7[67][0-9]{9}$'),
  note text not null check (length(note) between 1 and 200),
  state text not null default 'open' check (state in ('open', 'accepted', 'rejected')),
  decided_by uuid references public.accounts (id) on delete set null,
  decided_at timestamptz,
  created_at timestamptz not null default now(),
  check ((state = 'open') = (decided_at is null))
);
create unique index contact_reports_open_idx on public.contact_reports (person_id, reporter_id, value_key) where state = 'open';
create index contact_reports_person_id_idx on public.contact_reports (person_id, state);
create index contact_reports_reporter_id_idx on public.contact_reports (reporter_id, created_at desc);
create index contact_reports_decided_by_idx on public.contact_reports (decided_by);
alter table public.contact_reports enable row level security;
create policy contact_reports_read on public.contact_reports for select to authenticated
  using ((select private.has_role('coordinator'))
    or person_id in (select p.id from public.persons p where p.region_code in (select private.my_regions())));
grant select on public.contact_reports to authenticated;
comment on table public.contact_reports is 'Numbers that team-mates passed on. Staff of the person''s region read the rows; the person sees the number and not who brought it; whoever brought it sees nothing but a thank-you. Written by report_contact and decide_contact_report alone.';
comment on column public.contact_reports.note is 'How the reporter knows the number.';

create function private.team_mate(p_person uuid) returns text
language sql stable security definer set search_path = '' as $$
  select coalesce(p.full_name, p.registry_no) from public.persons p
  where p.id = p_person and p.id <> private.my_person() and exists (
    select from public.participations mine join public.participations theirs using (subproject_id)
    where mine.person_id = private.my_person() and theirs.person_id = p_person)
$$;
comment on function private.team_mate(uuid) is 'The name of somebody who was in a team of mine; null for everybody else.';
grant execute on function private.team_mate(uuid) to anon, authenticated;

create function private.report_contact(p_person uuid, p_value text, p_key text, p_note text, p_agreed boolean) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_uid uuid := private.uid();
begin
  if v_uid is null then perform private.refuse('forbidden', 'sign_in'); end if;
  -- Reports of one account come one after the other, or ten at once would be counted as one.
  perform from public.accounts a where a.id = v_uid for update;
  if private.team_mate(p_person) is null then perform private.refuse('not_found', 'person'); end if;
  if coalesce(p_key, '') !~ '^\+7[67][0-9]{9}$' or length(coalesce(p_value, '')) not between 1 and 40
    or regexp_replace(p_value, '[^0-9]', '', 'g') <> ltrim(p_key, '+') then perform private.refuse('invalid', 'value'); end if;
  if length(btrim(coalesce(p_note, ''))) not between 1 and 200 then perform private.refuse('invalid', 'note'); end if;
  if p_agreed is not true then perform private.refuse('invalid', 'agreed'); end if;
  if (select count(*) from public.contact_reports r
      where r.reporter_id = v_uid and r.created_at > now() - interval '30 days') >= 10 then
    perform private.refuse('too_many', 'month');
  end if;
  insert into public.contact_reports (person_id, reporter_id, value, value_key, note)
  values (p_person, v_uid, p_value, p_key, btrim(p_note))
  on conflict (person_id, reporter_id, value_key) where state = 'open' do nothing;
end
$$;
grant execute on function private.report_contact(uuid, text, text, text, boolean) to authenticated;

create function public.report_contact(p_person uuid, p_value text, p_key text, p_note text, p_agreed boolean) returns void
language sql volatile set search_path = '' as $$ select private.report_contact(p_person, p_value, p_key, p_note, p_agreed) $$;
comment on function public.report_contact(uuid, text, text, text, boolean) is
  'Passes on the number of somebody of my team: p_value is shown, p_key compared, p_note says how I know, p_agreed that they know of it. Always the same answer, whatever is known of the number. Refuses forbidden sign_in, not_found (no team-mate), invalid (value, note, agreed), too_many month (ten in thirty days).';
grant execute on function public.report_contact(uuid, text, text, text, boolean) to authenticated;

create function public.page_report_contact(p_person uuid) returns jsonb
language sql stable set search_path = '' as $$
  select case when v.viewer is null then '{"viewer": null}' when v.mate is not null then
    jsonb_build_object('viewer', v.viewer, 'mate', jsonb_build_object('id', p_person, 'name', v.mate)) end
  from (select private.viewer() as viewer, private.team_mate(p_person) as mate) v
$$;
comment on function public.page_report_contact(uuid) is 'The form for a team-mate''s number: {viewer, mate: {id, name}}. Null for whoever is not of my team.';
grant execute on function public.page_report_contact(uuid) to anon, authenticated;

create function private.decide_contact_report(p_report uuid, p_accept boolean) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.contact_reports;
  v_region text;
  v_self boolean;
  v_point uuid;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  select r.* into v_row from public.contact_reports r where r.id = p_report;
  select p.region_code, p.id = private.my_person() into v_region, v_self
  from public.persons p where p.id = v_row.person_id for update;
  if not found or not (coalesce(v_self, false) or private.sees_person(v_region)) then
    perform private.refuse('not_found', 'report');
  end if;
  if p_accept is null then perform private.refuse('invalid', 'accept'); end if;
  select r.* into v_row from public.contact_reports r where r.id = p_report;
  -- The same button pressed twice is one decision.
  if v_row.state = (case when p_accept then 'accepted' else 'rejected' end) then return; end if;
  if v_row.state <> 'open' then perform private.refuse('used', 'decided'); end if;
  if p_accept then
    -- What a person took back, or told a caller, no team-mate undoes: only the person does.
    if not coalesce(v_self, false) and (private.asked_not_to_be_called(v_row.person_id) or exists (
      select from public.contact_points c
      where c.person_id = v_row.person_id and c.kind = v_row.kind and c.value_key = v_row.value_key and c.state = 'refused')) then
      perform private.refuse('conflict', 'asked_not');
    end if;
    insert into public.contact_points as c (person_id, kind, value, value_key, source)
    values (v_row.person_id, v_row.kind, v_row.value, v_row.value_key, 'team')
    on conflict (person_id, kind, value_key) do update set value = c.value
    returning c.id into v_point;
    perform private.note_contact(v_point, 'reported', case when v_self then 'person' else 'staff' end, 'web');
  end if;
  update public.contact_reports r set state = case when p_accept then 'accepted' else 'rejected' end,
    decided_by = private.uid(), decided_at = now()
  where r.person_id = v_row.person_id and r.value_key = v_row.value_key and r.state = 'open';
  perform private.audit('decide_contact_report', 'person', v_row.person_id, v_region,
    jsonb_build_object('accepted', p_accept, 'self', coalesce(v_self, false)));
end
$$;
grant execute on function private.decide_contact_report(uuid, boolean) to authenticated;

create function public.decide_contact_report(p_report uuid, p_accept boolean) returns void
language sql volatile set search_path = '' as $$ select private.decide_contact_report(p_report, p_accept) $$;
comment on function public.decide_contact_report(uuid, boolean) is
  'Staff of the person''s region, or the person, take a reported number over as an unconfirmed contact of the source "team", or do not; the same number from others is decided with it. Refuses forbidden sign_in, not_found, invalid accept, used decided, conflict asked_not (the person took this number back or asked not to be called: only the person may accept).';
grant execute on function public.decide_contact_report(uuid, boolean) to authenticated;

create function private.open_reports(p_person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'value', r.value, 'key', r.value_key, 'note', r.note, 'at', r.created_at,
    'by', coalesce(m.full_name, a.display_name),
    'known', (select c.state from public.contact_points c
      where c.person_id = r.person_id and c.kind = r.kind and c.value_key = r.value_key)) order by r.id), '[]')
  from public.contact_reports r
  join public.accounts a on a.id = r.reporter_id left join public.persons m on m.id = a.person_id
  where r.person_id = p_person and r.state = 'open'
$$;
comment on function private.open_reports(uuid) is 'Numbers of a person that wait for a decision, for staff: [{id, value, key, note, at, by, known: state of the same number among the contacts, or null}]. Granted to nobody.';

create function private.my_reports() returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'value', r.value) order by r.id), '[]')
  from (
    select distinct on (x.value_key) x.id, x.value from public.contact_reports x
    where x.person_id = (select private.my_person()) and x.state = 'open'
    order by x.value_key, x.id) r
$$;
comment on function private.my_reports() is 'Numbers that team-mates say are mine: [{id, value}]. Not who said so.';
grant execute on function private.my_reports() to anon, authenticated;

create or replace function public.page_my_contacts() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'demo', private.is_demo(),
    'contacts', private.my_contacts(), 'code', private.my_contact_code(), 'reports', private.my_reports())
$$;
comment on function public.page_my_contacts() is 'The read of /me/contacts and the pages under it: {viewer, demo, contacts, code: the e-mail that waits for its code, reports: numbers that team-mates say are mine}.';

-- The form is reached from the list of the team.
create or replace function private.team_of(p_subproject uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', p.id, 'name', p.full_name, 'role', t.role, 'mine', t.person_id = (select private.my_person()))
    order by t.role, p.full_name, p.id), '[]')
  from public.participations t join public.persons p on p.id = t.person_id
  where t.subproject_id = p_subproject and p_subproject in (select private.my_subprojects())
$$;
comment on function private.team_of(uuid) is 'The people of my own team, leader first: [{id, name, role, mine}]. [] for a team that is not mine.';
