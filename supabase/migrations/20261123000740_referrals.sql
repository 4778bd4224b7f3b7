-- The referral loop: an officer offers, the person decides, the partner answers. Every step is checked here.

insert into private.mail_texts (key, locale, subject, body) values
  ('referral_asked', 'kk', 'Жалғас: сізге бағдарлама ұсынылды',
    E'Сәлеметсіз бе!\n\nӨңірлік үйлестіруші сізге мына бағдарламаны ұсынды: {programme}\n\nДеректеріңіз әзірге ешкімге берілген жоқ. Жіберу-жібермеуді өзіңіз шешесіз: Жалғасқа кіріп, «Жолдамалар» бетін ашыңыз.{link}'),
  ('referral_asked', 'ru', 'Jalgas: вам предложили программу',
    E'Здравствуйте!\n\nРегиональный координатор предлагает вам программу: {programme}\n\nВаши данные пока никому не переданы. Передавать их или нет, решаете вы: войдите в Jalgas и откройте «Направления».{link}'),
  ('referral_asked', 'en', 'Jalgas: a programme was offered to you',
    E'Hello!\n\nYour regional officer suggests this programme to you: {programme}\n\nNone of your data has gone to anybody. Whether it does is up to you: sign in to Jalgas and open "Referrals".{link}'),
  ('referral_accepted', 'kk', 'Жалғас: серіктес сізді қабылдады',
    E'Сәлеметсіз бе!\n\nЖолдамаңыз қабылданды: {programme}\n\nСеріктес өзі хабарласады. Толығырақ Жалғастағы «Жолдамалар» бетінде.{link}'),
  ('referral_accepted', 'ru', 'Jalgas: партнёр вас принял',
    E'Здравствуйте!\n\nВаше направление принято: {programme}\n\nПартнёр свяжется с вами сам. Подробности в Jalgas, на странице «Направления».{link}'),
  ('referral_accepted', 'en', 'Jalgas: the partner has taken you on',
    E'Hello!\n\nYour referral was accepted: {programme}\n\nThe partner will get in touch. Details are in Jalgas, under "Referrals".{link}'),
  ('referral_declined', 'kk', 'Жалғас: серіктестен жауап келді',
    E'Сәлеметсіз бе!\n\nБұл жолы серіктес қабылдай алмады: {programme}\n\nСебебі мен басқа мүмкіндіктер Жалғастағы «Жолдамалар» бетінде.{link}'),
  ('referral_declined', 'ru', 'Jalgas: пришёл ответ партнёра',
    E'Здравствуйте!\n\nВ этот раз партнёр не смог вас принять: {programme}\n\nПричина и другие возможности в Jalgas, на странице «Направления».{link}'),
  ('referral_declined', 'en', 'Jalgas: the partner has answered',
    E'Hello!\n\nThis time the partner could not take you on: {programme}\n\nThe reason and other ways are in Jalgas, under "Referrals".{link}');

create function private.queue_referral_mail(p_key text, p_referral uuid) returns void
language sql volatile security definer set search_path = '' as $$
  insert into private.outbox (person_id, contact_point_id, channel, to_address, purpose, occasion, locale, subject, body)
  select r.person_id, c.id, 'email', c.value, p_key, r.id::text, w.locale, t.subject,
    replace(replace(t.body,
      '{link}', coalesce(E'\n\n' || s.value || '/' || w.locale || '/me/referrals/' || r.id, '')),
      '{programme}', case w.locale when 'kk' then g.name_kk when 'ru' then g.name_ru else g.name_en end)
  from public.referrals r
  join public.programmes g on g.id = r.programme_id
  join public.persons p on p.id = r.person_id
  left join public.accounts a on a.person_id = p.id
  cross join lateral (select coalesce(a.locale, p.locale) as locale) w
  join private.mail_texts t on t.key = p_key and t.locale = w.locale
  cross join lateral (
    select k.id, k.value from public.contact_points k
    where k.person_id = p.id and k.kind = 'email' and k.state not in ('failed', 'dead', 'refused')
    order by k.state = 'confirmed' desc, k.created_at desc limit 1) c
  left join private.settings s on s.key = 'site_url'
  where r.id = p_referral
  on conflict do nothing
$$;
comment on function private.queue_referral_mail(text, uuid) is
  'One fixed mail to the person of a referral, in their language. The programme''s name is the only thing filled in, beside the link where private.settings knows site_url: what an officer writes is never mailed. Granted to nobody.';

create function private.next_referral_state(p_state text, p_part text, p_action text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select case
    when p_part = 'alumnus' and p_action = 'accept' and p_state = 'consent_asked' then 'sent'
    when p_part = 'alumnus' and p_action = 'decline' and p_state = 'consent_asked' then 'declined'
    when p_part = 'alumnus' and p_action = 'withdraw' and p_state in ('sent', 'received', 'accepted') then 'withdrawn'
    when p_part = 'partner' and p_action = 'receive' and p_state = 'sent' then 'received'
    when p_part = 'partner' and p_action = 'accept' and p_state in ('sent', 'received') then 'accepted'
    when p_part = 'partner' and p_action = 'decline' and p_state in ('sent', 'received') then 'partner_declined'
  end
$$;
comment on function private.next_referral_state(text, text, text) is 'The state machine of referrals; null where the step is not allowed. src/lib/features/programmes/rules.ts says the same to the pages, and a test compares the two.';

create function private.referral_fields() returns text[]
language sql immutable parallel safe set search_path = '' as $$
  select array['full_name', 'birth_year', 'place', 'project', 'project_state', 'needs', 'phone', 'email']
$$;
comment on function private.referral_fields() is 'What a partner may see of a person who said yes, under the text of private.referral_text_version().';

create function private.referral_text_version() returns text
language sql immutable parallel safe set search_path = '' as $$ select '2026-11' $$;
comment on function private.referral_text_version() is 'Version of the words people agree to. Raise it together with them and with the fields.';

create function private.my_organizations() returns setof uuid
language sql stable security definer set search_path = '' as $$
  select r.organization_id from private.staff_roles r
  where r.account_id = (select private.uid()) and r.role = 'partner' and r.revoked_at is null
$$;
comment on function private.my_organizations() is 'Organizations that the signed-in account answers referrals for.';
grant execute on function private.my_organizations() to anon, authenticated;

create function private.step_referral(p_referral uuid, p_part text, p_action text, p_reason text) returns public.referrals
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.referrals;
  v_next text;
begin
  select r.* into v_row from public.referrals r where r.id = p_referral for update;
  v_next := private.next_referral_state(v_row.state, p_part, p_action);
  if v_next is null then perform private.refuse('conflict', v_row.state); end if;
  update public.referrals r set state = v_next, state_at = now(),
    partner_reason = case when v_next = 'partner_declined' then p_reason end
  where r.id = p_referral returning r.* into v_row;
  if v_next = 'sent' then
    insert into public.referral_events (referral_id, state, actor_part, actor_id) values (p_referral, 'consented', p_part, private.uid());
  end if;
  insert into public.referral_events (referral_id, state, actor_part, actor_id, reason)
  values (p_referral, v_next, case when v_next = 'sent' then 'system' else p_part end,
    case when v_next <> 'sent' then private.uid() end, p_reason);
  if v_next in ('withdrawn', 'partner_declined') then
    update public.referral_consents c set revoked_at = now() where c.referral_id = p_referral and c.revoked_at is null;
  end if;
  return v_row;
end
$$;
comment on function private.step_referral(uuid, text, text, text) is 'Takes one allowed step under a lock and appends it. Whoever lost a race gets conflict with the state that holds. Granted to nobody: callers have checked whose referral it is.';

create function private.refer_candidate(p_person uuid, p_programme text, p_message text, p_key uuid) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_account uuid := private.uid();
  v_region text;
  v_verdict text;
  v_programme public.programmes := private.chosen_programme(p_programme);
  v_message text := nullif(btrim(p_message), '');
  v_id uuid;
begin
  if v_account is null then perform private.refuse('forbidden', 'sign_in'); end if;
  select p.region_code into v_region from public.persons p
  where p.id = p_person and private.sees_person(p.region_code) for share;
  if not found then perform private.refuse('not_found'); end if;
  select r.id into v_id from public.referrals r where r.created_by = v_account and r.idempotency_key = p_key;
  if found then return v_id; end if;
  if (v_programme).id is null then perform private.refuse('invalid', 'programme'); end if;
  if p_key is null then perform private.refuse('invalid', 'key'); end if;
  if length(v_message) > 500 then perform private.refuse('invalid', 'message'); end if;
  select c.verdict into v_verdict
  from private.judge_candidates(true, '{}', p_person, '{}', null, null, null, null, v_programme) c;
  if coalesce(v_verdict, 'not_yet') in ('no_consent', 'not_yet') then
    perform private.refuse('forbidden', coalesce(v_verdict, 'not_yet'));
  end if;
  -- Whoever said no is left in peace for a while.
  if exists (
    select from public.referrals r where r.person_id = p_person and r.programme_id = (v_programme).id
      and r.state in ('declined', 'withdrawn') and r.state_at > now() - interval '90 days') then
    perform private.refuse('conflict', 'said_no');
  end if;
  begin
    insert into public.referrals (person_id, programme_id, region_code, message, created_by, idempotency_key)
    values (p_person, (v_programme).id, v_region, v_message, v_account, p_key) returning id into v_id;
  exception when unique_violation then
    select r.id into v_id from public.referrals r where r.created_by = v_account and r.idempotency_key = p_key;
    if v_id is not null then return v_id; end if;
    perform private.refuse('conflict', 'open');
  end;
  insert into public.referral_events (referral_id, state, actor_part, actor_id) values (v_id, 'consent_asked', 'officer', v_account);
  perform private.queue_referral_mail('referral_asked', v_id);
  perform private.audit('refer_candidate', 'referral', v_id, v_region, jsonb_build_object('programme', p_programme));
  return v_id;
end
$$;
grant execute on function private.refer_candidate(uuid, text, text, uuid) to authenticated;

create function public.refer_candidate(p_person uuid, p_programme text, p_message text, p_key uuid) returns uuid
language sql volatile set search_path = '' as $$ select private.refer_candidate(p_person, p_programme, p_message, p_key) $$;
comment on function public.refer_candidate(uuid, text, text, uuid) is
  'Offers a programme (its slug) to a person of the caller''s region who agreed to be asked. Returns the referral; the same key twice gives the same one. Refuses: not_found, invalid (programme, message, key), forbidden (no_consent, not_yet), conflict (open: one is under way; said_no: declined within 90 days).';
grant execute on function public.refer_candidate(uuid, text, text, uuid) to authenticated;

create function private.answer_referral(p_referral uuid, p_action text, p_reason text, p_text_version text, p_locale text) returns void
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
  v_row := private.step_referral(p_referral, 'alumnus', p_action, nullif(btrim(p_reason), ''));
  if p_action = 'accept' then
    insert into public.referral_consents (referral_id, organization_id, fields, text_version, locale)
    select p_referral, g.organization_id, private.referral_fields(), p_text_version, p_locale
    from public.programmes g where g.id = v_row.programme_id;
  end if;
end
$$;
grant execute on function private.answer_referral(uuid, text, text, text, text) to authenticated;

create function public.answer_referral(
  p_referral uuid, p_action text, p_reason text default null, p_text_version text default null, p_locale text default null)
returns void language sql volatile set search_path = '' as $$
  select private.answer_referral(p_referral, p_action, p_reason, p_text_version, p_locale)
$$;
comment on function public.answer_referral(uuid, text, text, text, text) is
  'The person''s own word on an offer: accept (writes the consent: p_text_version is the text that was read, p_locale its language), decline or withdraw (p_reason, optional). Refuses: not_found, invalid, expired (the text has changed), conflict (the state that holds).';
grant execute on function public.answer_referral(uuid, text, text, text, text) to authenticated;

create function private.respond_referral(p_referral uuid, p_action text, p_reason text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.referrals;
  v_state text;
  v_consented boolean;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  select r.state, exists (
      select from public.referral_consents c
      where c.referral_id = r.id and c.organization_id = g.organization_id and c.revoked_at is null)
  into v_state, v_consented
  from public.referrals r join public.programmes g on g.id = r.programme_id
  where r.id = p_referral and g.organization_id in (select private.my_organizations()) for update of r;
  if not found then perform private.refuse('not_found'); end if;
  -- The same answer posted again is the same answer, even where it has closed the referral.
  if v_state = (case p_action
      when 'receive' then 'received' when 'accept' then 'accepted' when 'decline' then 'partner_declined' end) then
    return;
  end if;
  if not v_consented then perform private.refuse('not_found'); end if;
  if p_action not in ('receive', 'accept', 'decline') then perform private.refuse('invalid', 'action'); end if;
  if p_action = 'decline' and coalesce(p_reason, '') not in ('capacity', 'documents', 'area', 'not_eligible', 'other') then
    perform private.refuse('invalid', 'reason');
  end if;
  v_row := private.step_referral(p_referral, 'partner', p_action, case when p_action = 'decline' then p_reason end);
  if p_action = 'accept' then perform private.queue_referral_mail('referral_accepted', p_referral); end if;
  if p_action = 'decline' then perform private.queue_referral_mail('referral_declined', p_referral); end if;
  perform private.audit('respond_referral', 'referral', p_referral, v_row.region_code, jsonb_build_object('action', p_action));
end
$$;
grant execute on function private.respond_referral(uuid, text, text) to authenticated;

create function public.respond_referral(p_referral uuid, p_action text, p_reason text default null) returns void
language sql volatile set search_path = '' as $$ select private.respond_referral(p_referral, p_action, p_reason) $$;
comment on function public.respond_referral(uuid, text, text) is
  'The partner''s answer to a consented referral: receive, accept, or decline with one of the fixed reasons. Refuses: not_found, invalid, conflict (the state that holds).';
grant execute on function public.respond_referral(uuid, text, text) to authenticated;

create function private.set_offers_consent(p_granted boolean, p_locale text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_person uuid := private.my_person();
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if v_person is null then perform private.refuse('not_found'); end if;
  if p_granted is null then perform private.refuse('invalid', 'granted'); end if;
  if p_locale is null or p_locale not in ('kk', 'ru', 'en') then perform private.refuse('invalid', 'locale'); end if;
  perform 1 from public.persons p where p.id = v_person for update;
  -- The same word said twice is one word.
  if (select c.granted from public.consents c where c.person_id = v_person and c.purpose = 'referrals'
      order by c.created_at desc, c.id desc limit 1) is not distinct from p_granted then return; end if;
  insert into public.consents (person_id, purpose, granted, text_version, locale, method, recorded_by)
  values (v_person, 'referrals', p_granted, private.referral_text_version(), p_locale, 'web', private.uid());
end
$$;
grant execute on function private.set_offers_consent(boolean, text) to authenticated;

create function public.set_offers_consent(p_granted boolean, p_locale text) returns void
language sql volatile set search_path = '' as $$ select private.set_offers_consent(p_granted, p_locale) $$;
comment on function public.set_offers_consent(boolean, text) is 'Whether officers may offer programmes to the signed-in person: appended to their consents. It passes on no data: each partner is agreed to by itself.';
grant execute on function public.set_offers_consent(boolean, text) to authenticated;

create function private.shared_fields(p_person uuid, p_fields text[]) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_object_agg(f.name, f.value), '{}')
  from public.persons p
  left join lateral (
    select s.title, s.state, s.state_at, s.needs, d.name_kk, d.name_ru, d.name_en
    from public.participations t
    join public.subprojects s on s.id = t.subproject_id
    join public.directions d on d.code = s.direction
    where t.person_id = p.id order by t.round desc limit 1) s on true
  cross join lateral (values
    ('full_name', to_jsonb(coalesce(p.full_name, p.registry_no))),
    ('birth_year', to_jsonb(p.birth_year)),
    ('place', (select jsonb_build_object('region', jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en), 'district', p.district)
      from public.regions r where r.code = p.region_code)),
    ('project', case when s.title is not null then jsonb_build_object('title', s.title,
      'direction', jsonb_build_object('kk', s.name_kk, 'ru', s.name_ru, 'en', s.name_en)) end),
    ('project_state', case when s.title is not null then jsonb_build_object('state', s.state, 'at', s.state_at) end),
    ('needs', to_jsonb(s.needs)),
    ('phone', (select jsonb_agg(c.value order by c.state = 'confirmed' desc, c.created_at desc) from public.contact_points c
      where c.person_id = p.id and c.kind = 'phone' and c.state not in ('failed', 'dead', 'refused'))),
    ('email', (select jsonb_agg(c.value order by c.state = 'confirmed' desc, c.created_at desc) from public.contact_points c
      where c.person_id = p.id and c.kind = 'email' and c.state not in ('failed', 'dead', 'refused')))
  ) as f (name, value)
  where p.id = p_person and f.name = any(p_fields)
$$;
comment on function private.shared_fields(uuid, text[]) is 'The named fields of a person as they stand now, by name; null where nothing is known. Granted to nobody.';

create function private.account_name(p_account uuid) returns text
language sql stable security definer set search_path = '' as $$
  select a.display_name from public.accounts a where a.id = p_account
$$;
comment on function private.account_name(uuid) is 'The name a member of staff works under. Granted to nobody.';

create function private.read_my_referrals() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'consent', (
      select c.granted from public.consents c
      where c.person_id = private.my_person() and c.purpose = 'referrals'
      order by c.created_at desc, c.id desc limit 1),
    'referrals', (
      select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'state', r.state, 'stateAt', r.state_at,
        'name', jsonb_build_object('kk', g.name_kk, 'ru', g.name_ru, 'en', g.name_en),
        'organization', jsonb_build_object('kk', o.name_kk, 'ru', o.name_ru, 'en', o.name_en)) order by r.id desc), '[]')
      from (
        select x.id, x.state, x.state_at, x.programme_id from public.referrals x
        where x.person_id = (select private.my_person()) order by x.id desc limit 50) r
      join public.programmes g on g.id = r.programme_id join public.organizations o on o.id = g.organization_id))
$$;
grant execute on function private.read_my_referrals() to anon, authenticated;

create function public.page_my_referrals() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer()) || private.read_my_referrals()
$$;
comment on function public.page_my_referrals() is 'The newest 50 programmes offered to the signed-in person, and their newest word on being offered any: {viewer, consent: boolean | null, referrals}.';
grant execute on function public.page_my_referrals() to authenticated;

create function private.read_my_referral(p_id uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('id', r.id, 'state', r.state, 'stateAt', r.state_at, 'createdAt', r.created_at,
    'message', r.message, 'partnerReason', r.partner_reason, 'officer', private.account_name(r.created_by),
    'programme', private.programme_card(g),
    'textVersion', coalesce(c.text_version, private.referral_text_version()),
    'consentedAt', c.created_at, 'revokedAt', c.revoked_at,
    'fields', to_jsonb(coalesce(c.fields, private.referral_fields())),
    'values', private.shared_fields(r.person_id, coalesce(c.fields, private.referral_fields())),
    'events', (
      select jsonb_agg(jsonb_build_object('state', e.state, 'part', e.actor_part, 'at', e.created_at) order by e.id desc)
      from public.referral_events e where e.referral_id = r.id and e.state <> 'consented'))
  from public.referrals r join public.programmes g on g.id = r.programme_id
  left join public.referral_consents c on c.referral_id = r.id
  where r.id = p_id and r.person_id = private.my_person()
$$;
grant execute on function private.read_my_referral(uuid) to anon, authenticated;

create function public.page_my_referral(p_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select case
    when private.viewer() is null then '{"viewer": null}'
    when x.referral is not null then jsonb_build_object('viewer', private.viewer(), 'referral', x.referral) end
  from (select private.read_my_referral(p_id) as referral) x
$$;
comment on function public.page_my_referral(uuid) is 'One offer to the signed-in person, with exactly what the partner would see or sees: {viewer, referral}. Null where it is not theirs.';
grant execute on function public.page_my_referral(uuid) to anon, authenticated;
grant execute on function public.page_my_referrals() to anon;

create function private.partner_referrals(p_after uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  with page as (
    select r.id, r.state, r.state_at, r.person_id, c.fields, c.created_at as consented_at, g.name_kk, g.name_ru, g.name_en
    from public.referrals r
    join public.programmes g on g.id = r.programme_id
    join public.referral_consents c on c.referral_id = r.id and c.revoked_at is null and c.organization_id = g.organization_id
    where g.organization_id in (select private.my_organizations())
      and r.state in ('sent', 'received', 'accepted') and (p_after is null or r.id < p_after)
    order by r.id desc limit 21),
  shown as (select * from page order by id desc limit 20)
  select jsonb_build_object(
    'rows', (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'state', s.state, 'stateAt', s.state_at,
        'consentedAt', s.consented_at, 'fields', s.fields,
        'programme', jsonb_build_object('kk', s.name_kk, 'ru', s.name_ru, 'en', s.name_en),
        'values', private.shared_fields(s.person_id, s.fields)) order by s.id desc), '[]') from shown s),
    'next', case when (select count(*) from page) > 20 then (select s.id from shown s order by s.id limit 1) end)
$$;
comment on function private.partner_referrals(uuid) is 'Live consented referrals to the caller''s organizations, 20 a page, the consented fields and no others. A referral that ended is gone from here.';
grant execute on function private.partner_referrals(uuid) to anon, authenticated;

create function private.officer_referrals(p_after uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  with page as (
    select r.* from public.referrals r
    where ((select private.has_role('coordinator')) or r.region_code = any(array(select private.my_regions())))
      and (p_after is null or r.id < p_after)
    order by r.id desc limit 21),
  shown as (select * from page order by id desc limit 20)
  select jsonb_build_object(
    'rows', (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'state', s.state, 'stateAt', s.state_at,
        'createdAt', s.created_at, 'partnerReason', s.partner_reason, 'by', private.account_name(s.created_by),
        'personId', s.person_id, 'person', coalesce(p.full_name, p.registry_no), 'district', p.district,
        'programme', jsonb_build_object('kk', g.name_kk, 'ru', g.name_ru, 'en', g.name_en),
        'reason', (select e.reason from public.referral_events e
          where e.referral_id = s.id and e.actor_part = 'alumnus' and e.reason is not null order by e.id desc limit 1)
      ) order by s.id desc), '[]')
      from shown s join public.persons p on p.id = s.person_id join public.programmes g on g.id = s.programme_id),
    'next', case when (select count(*) from page) > 20 then (select s.id from shown s order by s.id limit 1) end)
$$;
comment on function private.officer_referrals(uuid) is 'Referrals of the caller''s regions, newest first, 20 a page.';
grant execute on function private.officer_referrals(uuid) to anon, authenticated;

create function public.page_staff_referrals(p_after uuid default null) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(),
    'officer', case when private.has_role('coordinator') or exists (select from private.my_regions())
      then private.officer_referrals(p_after) end,
    'partner', case when exists (select from private.my_organizations()) then private.partner_referrals(p_after) end)
$$;
comment on function public.page_staff_referrals(uuid) is 'Referrals as staff see them: {viewer, officer: {rows, next} | null, partner: {rows, next} | null}.';
grant execute on function public.page_staff_referrals(uuid) to anon, authenticated;

create function private.staff_today() returns jsonb
language sql stable security definer set search_path = '' as $$
  with mine as (select private.has_role('coordinator') as everywhere, array(select private.my_regions()) as regions)
  select jsonb_build_object(
    'claims', (select count(*) from (
      select 1 from public.claim_requests c
      where c.state = 'open' and (m.everywhere or c.region_code = any(m.regions)) limit 1000) x),
    'waitingForPerson', (select count(*) from (
      select 1 from public.referrals r
      where r.state = 'consent_asked' and (m.everywhere or r.region_code = any(m.regions)) limit 1000) x),
    'waitingForPartner', (select count(*) from (
      select 1 from public.referrals r
      where r.state in ('sent', 'received') and (m.everywhere or r.region_code = any(m.regions)) limit 1000) x),
    'unknownProjects', (select count(*) from (
      select 1 from public.subprojects s
      where s.state = 'unknown' and (m.everywhere or s.region_code = any(m.regions)) limit 1000) x),
    'askingForHelp', (select count(*) from (
      select 1 from public.subprojects s
      where s.needs <> '{}' and s.state_at > now() - interval '90 days'
        and (m.everywhere or s.region_code = any(m.regions)) limit 1000) x))
  from mine m where m.everywhere or cardinality(m.regions) > 0
$$;
comment on function private.staff_today() is 'What waits for an officer or a coordinator, each counted up to 1000; null for others.';
grant execute on function private.staff_today() to anon, authenticated;

create function public.page_today() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'counts', private.staff_today())
$$;
comment on function public.page_today() is 'The first page of staff: {viewer, counts | null}. Counts stop at 1000.';
grant execute on function public.page_today() to anon, authenticated;
