-- "Download everything about me": one document of all that the database holds on the person and the account.

create function private.my_addresses() returns setof text
language sql stable security definer set search_path = '' as $$
  select lower(u.email) from auth.users u where u.id = (select private.uid())
  union
  -- An address that somebody merely typed into their own contacts may be another person's.
  select c.value_key from public.contact_points c
  where c.person_id = (select private.my_person()) and c.kind = 'email'
    and (c.state = 'confirmed' or c.source <> 'self')
$$;
comment on function private.my_addresses() is 'E-mail addresses known to be the signed-in person''s. For use inside definer functions only: granted to nobody.';

create function private.is_my_mail(p_mail private.outbox) returns boolean
language sql stable security definer set search_path = '' as $$
  select case when p_mail.person_id is not null then p_mail.person_id = private.my_person()
    else lower(p_mail.to_address) in (select private.my_addresses()) end
$$;
comment on function private.is_my_mail(private.outbox) is 'Whether a message was meant for the signed-in person: two who share a mailbox have each their own. Granted to nobody.';

create function private.exported_answers(p_answers jsonb, p_form jsonb) returns jsonb
language sql immutable parallel safe set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'name', a.key, 'value', a.value, 'question', q -> 'label',
    'answer', (
      select jsonb_agg(coalesce(c -> 'label', v))
      from jsonb_array_elements(case when jsonb_typeof(a.value) = 'array' then a.value else jsonb_build_array(a.value) end) v
      left join lateral (
        select e from jsonb_array_elements(p_form -> 'choices' -> split_part(q ->> 'type', ' ', 2)) e
        where e -> 'name' = v limit 1) as found (c) on true))
    order by a.key), '[]')
  from jsonb_each(p_answers) a
  left join lateral (
    select e from jsonb_array_elements(p_form -> 'survey') e where e ->> 'name' = a.key limit 1) as asked (q) on true
$$;
comment on function private.exported_answers(jsonb, jsonb) is 'Answers beside the words of their form: [{name, value, question: label, answer: [label or value]}]. Granted to nobody.';

create function private.export_person(p_person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'person', (
      select jsonb_agg(to_jsonb(p) - 'name_key' || jsonb_build_object('region', case when g.code is not null then
        jsonb_build_object('kk', g.name_kk, 'ru', g.name_ru, 'en', g.name_en) end))
      from public.persons p left join public.regions g on g.code = p.region_code where p.id = p_person),
    'flags', (select jsonb_agg(to_jsonb(f) - 'person_id') from public.person_flags f where f.person_id = p_person),
    'contacts', (select jsonb_agg(to_jsonb(c) - 'person_id' - 'value_key' order by c.id) from public.contact_points c where c.person_id = p_person),
    'consents', (
      select jsonb_agg(to_jsonb(c) - 'person_id' - 'recorded_by' order by c.created_at) from public.consents c where c.person_id = p_person),
    'participations', (
      select jsonb_agg(jsonb_build_object('round', t.round, 'role', t.role, 'title', s.title,
        'registry_no', s.registry_no, 'direction', case when d.code is not null then
          jsonb_build_object('kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en) end, 'state', s.state, 'state_at', s.state_at) order by t.round)
      from public.participations t left join public.subprojects s on s.id = t.subproject_id
      left join public.directions d on d.code = s.direction where t.person_id = p_person),
    'updates', (
      select jsonb_agg(to_jsonb(u) - 'person_id' - 'idempotency_key' || jsonb_build_object('title', s.title) order by u.created_at)
      from public.status_updates u join public.subprojects s on s.id = u.subproject_id where u.person_id = p_person),
    'surveys', (
      select jsonb_agg(to_jsonb(m) - 'person_id' - 'token_hash' - 'outbox_id'
        || jsonb_build_object('title', w.title, 'submitted_at', r.submitted_at,
          'answers', private.exported_answers(r.answers, f.definition)) order by m.id)
      from public.wave_members m join public.waves w on w.id = m.wave_id join public.forms f on f.id = w.form_id
      left join public.responses r on r.member_id = m.id where m.person_id = p_person),
    'referrals', (
      select jsonb_agg(jsonb_build_object('programme', jsonb_build_object('kk', g.name_kk, 'ru', g.name_ru, 'en', g.name_en),
        'state', r.state, 'message', r.message, 'reason', r.partner_reason, 'created_at', r.created_at, 'state_at', r.state_at,
        'events', (
          select jsonb_agg(jsonb_build_object('state', e.state, 'by', e.actor_part, 'reason', e.reason, 'created_at', e.created_at) order by e.id)
          from public.referral_events e where e.referral_id = r.id),
        'consents', (
          select jsonb_agg(jsonb_build_object('organization', jsonb_build_object('kk', o.name_kk, 'ru', o.name_ru, 'en', o.name_en),
            'fields', c.fields, 'text_version', c.text_version, 'locale', c.locale, 'method', c.method,
            'created_at', c.created_at, 'revoked_at', c.revoked_at))
          from public.referral_consents c join public.organizations o on o.id = c.organization_id where c.referral_id = r.id)) order by r.id)
      from public.referrals r join public.programmes g on g.id = r.programme_id where r.person_id = p_person))
$$;
comment on function private.export_person(uuid) is 'Everything about a registry record, section by section; null where there is nothing. Granted to nobody.';

create function private.export_account(p_account uuid, p_person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'account', (
      select jsonb_agg(jsonb_build_object('id', a.id, 'email', u.email, 'display_name', a.display_name, 'locale', a.locale,
        'created_at', a.created_at, 'claimed_at', a.claimed_at, 'last_sign_in_at', u.last_sign_in_at))
      from public.accounts a join auth.users u on u.id = a.id where a.id = p_account),
    'sessions', (
      select jsonb_agg(jsonb_build_object('created_at', s.created_at, 'ip', s.ip, 'user_agent', s.user_agent) order by s.created_at)
      from auth.sessions s where s.user_id = p_account),
    'roles', (
      select jsonb_agg(jsonb_build_object('role', r.role, 'region_code', r.region_code, 'granted_at', r.granted_at, 'revoked_at', r.revoked_at))
      from private.staff_roles r where r.account_id = p_account),
    'claims', (
      select jsonb_agg(to_jsonb(r) - 'account_id' - 'person_id' - 'decided_by' - 'idempotency_key' order by r.created_at)
      from public.claim_requests r where r.account_id = p_account),
    'claim_codes', (
      select jsonb_agg(jsonb_build_object('sent_to', c.sent_to, 'state', c.state, 'created_at', c.created_at) order by c.created_at)
      from private.claim_codes c where c.account_id = p_account or c.person_id = p_person),
    'claim_lookups', (select jsonb_agg(jsonb_build_object('created_at', l.created_at)) from private.claim_lookups l where l.account_id = p_account),
    'questions', (
      select jsonb_agg(to_jsonb(q) - 'author_id' - 'idempotency_key' - 'title_key' - 'search' order by q.created_at)
      from public.questions q where q.author_id = p_account),
    'answers', (
      select jsonb_agg(to_jsonb(w) - 'author_id' - 'idempotency_key' || jsonb_build_object('title', q.title) order by w.created_at)
      from public.answers w join public.questions q on q.id = w.question_id where w.author_id = p_account),
    'votes', (
      select jsonb_agg(jsonb_build_object('title', q.title, 'value', v.value, 'created_at', v.created_at) order by v.created_at)
      from public.votes v left join public.answers w on w.id = v.answer_id
      join public.questions q on q.id = coalesce(v.question_id, w.question_id) where v.voter_id = p_account),
    'reputation', (
      select jsonb_agg(jsonb_build_object('reputation', f.reputation, 'events', (
        select jsonb_agg(jsonb_build_object('kind', e.kind, 'delta', e.delta, 'created_at', e.created_at) order by e.id)
        from public.reputation_events e where e.account_id = p_account)))
      from public.forum_profiles f where f.account_id = p_account),
    'photos', (
      select jsonb_agg(jsonb_build_object('id', f.id, 'file', 'photos/' || f.id || '.webp', 'created_at', f.created_at) order by f.created_at)
      from private.photos f where f.account_id = p_account),
    'imports', (
      select jsonb_agg(i order by i ->> 'created_at') from (
        select jsonb_build_object('filename', r.filename, 'created_at', r.created_at) from private.registry_imports r where r.account_id = p_account
        union all
        select jsonb_build_object('filename', w.title, 'created_at', w.created_at) from private.wave_imports w where w.created_by = p_account) x (i)),
    'messages', (
      select jsonb_agg(jsonb_build_object('to', o.to_address, 'subject', o.subject, 'body', o.body, 'state', o.state,
        'created_at', o.created_at, 'sent_at', o.sent_at) order by o.created_at)
      from private.outbox o where private.is_my_mail(o)),
    'acts', (
      select jsonb_agg(jsonb_build_object('action', l.action, 'at', l.at) order by l.id)
      from private.audit_log l where l.actor_id = p_account or (l.subject_type = 'person' and l.subject_id = p_person)))
$$;
comment on function private.export_account(uuid, uuid) is 'Everything about an account, section by section; null where there is nothing. Granted to nobody.';

create function private.export_wait() returns integer
language sql stable security definer set search_path = '' as $$
  select coalesce((
    select ceil(extract(epoch from min(l.at) + interval '1 hour' - now()))::integer
    from private.audit_log l
    where l.actor_id = (select private.uid()) and l.action = 'export_data' and l.at > now() - interval '1 hour'
    having count(*) >= 6), 0)
$$;
comment on function private.export_wait() is 'Seconds until the signed-in account may download again: six an hour.';
grant execute on function private.export_wait() to anon, authenticated;

create function private.export_me() returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_uid uuid := private.uid();
  v_person uuid := private.my_person();
begin
  if v_uid is null then perform private.refuse('forbidden', 'sign_in'); end if;
  -- Two downloads at once count one after the other.
  perform 1 from public.accounts a where a.id = v_uid for update;
  if private.export_wait() > 0 then perform private.refuse('too_many', private.export_wait()::text); end if;
  perform private.audit('export_data', 'account', v_uid);
  return jsonb_build_object('exported_at', now())
    || private.export_person(v_person) || private.export_account(v_uid, v_person);
end
$$;
grant execute on function private.export_me() to authenticated;

create function public.export_my_data() returns jsonb
language sql volatile set search_path = '' as $$ select private.export_me() $$;
comment on function public.export_my_data() is
  'All that is held on the signed-in person and account: {exported_at, <section>: [records] or null}. photos names files, whose bytes export_my_photo gives. Audited. Refuses: forbidden sign_in, too_many (six an hour, detail: seconds).';
grant execute on function public.export_my_data() to authenticated;

create function private.export_my_photo(p_id uuid) returns text
language sql stable security definer set search_path = '' as $$
  select encode(f.webp, 'base64') from private.photos f where f.id = p_id and f.account_id = (select private.uid())
$$;
grant execute on function private.export_my_photo(uuid) to authenticated;
create function public.export_my_photo(p_id uuid) returns text
language sql stable set search_path = '' as $$ select private.export_my_photo(p_id) $$;
comment on function public.export_my_photo(uuid) is 'A photo that the signed-in account uploaded, as base64 of its WebP, of whichever team; else null.';
grant execute on function public.export_my_photo(uuid) to authenticated;

create function public.page_my_data() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'wait', private.export_wait())
$$;
comment on function public.page_my_data() is 'The page of download and erasing: {viewer, wait: seconds until the next download}.';
grant execute on function public.page_my_data() to anon, authenticated;
