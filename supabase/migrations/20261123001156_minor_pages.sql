-- What pages and the download say of representatives' consents and of team-mates' reports.

create function private.guardian_state(p_person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('minor', private.is_minor(p_person),
    -- What the own words are measured by: older ones no longer count.
    'majorityAt', private.majority_at(p_person),
    'consents', (
      select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'name', g.guardian_name, 'relation', g.relation,
        'contact', g.contact, 'way', g.way, 'purposes', g.purposes, 'at', g.given_at, 'withdrawnAt', g.withdrawn_at,
        'by', private.account_name(g.recorded_by)) order by g.created_at desc, g.id desc), '[]')
      from (select * from public.guardian_consents x where x.person_id = p_person order by x.created_at desc limit 20) g),
    'ask', (
      select jsonb_build_object('name', k.fields ->> 'name', 'contact', k.fields ->> 'contact', 'at', k.created_at,
        'state', case when k.refused_at is not null then 'refused' when k.expires_at <= now() then 'expired' else 'open' end)
      from private.guardian_asks k where k.person_id = p_person and k.consent_id is null
      order by k.created_at desc, k.id desc limit 1))
$$;
comment on function private.guardian_state(uuid) is
  'Whether a person counts as under 18, since when as of age, their representatives'' consents, and the newest link that brought none: {minor, majorityAt, consents, ask}. Granted to nobody.';

create function private.my_guardian_state() returns jsonb
language sql stable security definer set search_path = '' as $$
  select case when private.my_person() is not null then private.guardian_state(private.my_person()) end
$$;
grant execute on function private.my_guardian_state() to anon, authenticated;

create or replace function public.page_privacy() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'consents', private.my_consents(), 'guardian', private.my_guardian_state())
$$;
comment on function public.page_privacy() is 'The page of consents: {viewer, consents, guardian}; the newest of a purpose is what holds, as far as it counts at the person''s age.';

create or replace function private.person_reach(p_person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('history', private.contact_history(p.id), 'reports', private.open_reports(p.id),
    'called', private.last_call(p.id), 'askedNot', private.asked_not_to_be_called(p.id),
    'guardian', private.guardian_state(p.id))
  from public.persons p where p.id = p_person and private.sees_person(p.region_code)
$$;
comment on function private.person_reach(uuid) is 'How a person was reached, and who answers for them, for staff who see the record: {history, reports, called, askedNot, guardian}; else null.';

create or replace function private.export_contact_life(p_account uuid, p_person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'profile', (select jsonb_agg(to_jsonb(f) - 'person_id') from public.profiles f where f.person_id = p_person),
    'contact_events', (
      select jsonb_agg(to_jsonb(e) - 'id' - 'account_id' || jsonb_build_object('value', c.value) order by e.id)
      from private.contact_events e join public.contact_points c on c.id = e.contact_point_id where c.person_id = p_person),
    'contact_checks', (
      select jsonb_agg(to_jsonb(k) - 'id' - 'person_id' - 'contact_point_id' - 'token_hash')
      from private.contact_checks k where k.person_id = p_person),
    'contact_codes', (
      select jsonb_agg(jsonb_build_object('sent_to', c.address, 'state', c.state, 'created_at', c.created_at) order by c.created_at)
      from private.contact_codes c where c.person_id = p_person),
    -- Not who reported. To whoever did, their own words: the number and the name are another person's.
    'contact_reports', (
      select jsonb_agg(r order by r ->> 'created_at') from (
        select jsonb_build_object('value', x.value, 'state', x.state, 'created_at', x.created_at, 'decided_at', x.decided_at)
        from public.contact_reports x where x.person_id = p_person
        union all
        select jsonb_build_object('note', x.note, 'created_at', x.created_at)
        from public.contact_reports x where x.reporter_id = p_account) both_sides (r)),
    'guardians', (
      select jsonb_agg(r order by r ->> 'created_at') from (
        select to_jsonb(g) - 'id' - 'person_id' - 'recorded_by'
        from public.guardian_consents g where g.person_id = p_person
        union all
        select jsonb_build_object('guardian_name', k.fields ->> 'name', 'relation', k.fields ->> 'relation', 'sent_to', k.fields ->> 'contact',
          'purposes', k.fields -> 'purposes', 'created_at', k.created_at, 'expires_at', k.expires_at, 'refused_at', k.refused_at)
        from private.guardian_asks k where k.person_id = p_person) words (r)),
    'telegram', (
      select jsonb_agg(to_jsonb(l) - 'id' - 'account_id') from private.telegram_links l where l.account_id = p_account),
    'message_choices', (
      select jsonb_agg(to_jsonb(c) - 'id' - 'person_id' order by c.created_at) from private.message_choices c where c.person_id = p_person),
    'message_channel', (
      select jsonb_agg(to_jsonb(c) - 'account_id') from private.message_preferences c where c.account_id = p_account))
$$;
