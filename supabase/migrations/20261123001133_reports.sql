-- Reports: a person asks, an officer or a coordinator looks at exactly what was reported, and decides.

insert into private.message_purposes (purpose, urgent, topic) values
  ('report_warned', false, null),
  ('report_suspended', false, null),
  ('report_unlisted', false, null),
  ('report_looked_at', false, null);

insert into private.mail_texts (key, locale, subject, body) values
  ('report_warned', 'kk', 'Жалғас: ескерту',
    E'Сәлеметсіз бе!\n\nСізге қатысты шағым түсті. Үйлестіруші қарап, ескерту жасады. Басқа түлектермен сыпайы сөйлесіп, ақша немесе құжат сұрамауыңызды өтінеміз. Қайталанса, хабарлама жазу мүмкіндігі уақытша жабылады.\n\nКеліспесеңіз, облысыңыздың үйлестірушісіне айтыңыз.'),
  ('report_warned', 'ru', 'Jalgas: предупреждение',
    E'Здравствуйте!\n\nНа вас пожаловались. Координатор посмотрел и выносит предупреждение. Просим общаться с другими выпускниками уважительно и не просить у них денег и документов. Если это повторится, писать сообщения на время будет нельзя.\n\nЕсли вы не согласны, скажите координатору своей области.'),
  ('report_warned', 'en', 'Jalgas: a warning',
    E'Hello!\n\nSomebody reported you. An officer has looked at it and gives you a warning. Please be respectful to other alumni and do not ask them for money or papers. If it happens again, you will not be able to write for a while.\n\nIf you disagree, tell the officer of your region.'),
  ('report_suspended', 'kk', 'Жалғас: хабарлама жазу уақытша жабылды',
    E'Сәлеметсіз бе!\n\nСізге қатысты шағым қаралды. Басқа түлектерге хабарлама жазу мүмкіндігіңіз уақытша жабылды. Қайта ашылатын күні: {date}. Басқа беттер бұрынғыдай жұмыс істейді.\n\nКеліспесеңіз, облысыңыздың үйлестірушісіне айтыңыз.'),
  ('report_suspended', 'ru', 'Jalgas: писать сообщения пока нельзя',
    E'Здравствуйте!\n\nМы рассмотрели жалобу на вас. Писать сообщения другим выпускникам пока нельзя. Снова можно будет: {date}. Всё остальное работает как прежде.\n\nЕсли вы не согласны, скажите координатору своей области.'),
  ('report_suspended', 'en', 'Jalgas: you cannot write messages for now',
    E'Hello!\n\nA report about you was looked at. You cannot write to other alumni for now. You can again on: {date}. Everything else works as before.\n\nIf you disagree, tell the officer of your region.'),
  ('report_unlisted', 'kk', 'Жалғас: профиліңіз тізімнен алынды',
    E'Сәлеметсіз бе!\n\nСізге қатысты шағым қаралды. Профиліңіз түлектер тізімінен алынды: оны басқалар көрмейді. Деректеріңіз бен жобаңыз сол күйі қалады.\n\nКеліспесеңіз, облысыңыздың үйлестірушісіне айтыңыз.'),
  ('report_unlisted', 'ru', 'Jalgas: ваш профиль убран из списка',
    E'Здравствуйте!\n\nМы рассмотрели жалобу на вас. Ваш профиль убран из списка выпускников: другие его не видят. Ваши данные и проект остались как были.\n\nЕсли вы не согласны, скажите координатору своей области.'),
  ('report_unlisted', 'en', 'Jalgas: your profile was taken out of the directory',
    E'Hello!\n\nA report about you was looked at. Your profile was taken out of the directory of alumni: others do not see it. Your data and your project stay as they were.\n\nIf you disagree, tell the officer of your region.'),
  ('report_looked_at', 'kk', 'Жалғас: шағымыңыз қаралды',
    E'Сәлеметсіз бе!\n\nҮйлестіруші шағымыңызды қарап, шешім қабылдады. Айтқаныңызға рақмет: басқаларға да көмектестіңіз.\n\nОл кісі тағы мазаласа, оны бұғаттап, қайта шағымдана аласыз.'),
  ('report_looked_at', 'ru', 'Jalgas: вашу жалобу рассмотрели',
    E'Здравствуйте!\n\nКоординатор посмотрел вашу жалобу и принял решение. Спасибо, что сказали: это помогает и другим.\n\nЕсли этот человек снова вас побеспокоит, его можно заблокировать и пожаловаться ещё раз.'),
  ('report_looked_at', 'en', 'Jalgas: your report was looked at',
    E'Hello!\n\nAn officer has looked at your report and decided. Thank you for telling us: it helps others too.\n\nIf this person troubles you again, you can block them and report once more.');

create function private.report_person(p_person uuid, p_request uuid, p_reason text, p_words text, p_block boolean, p_key uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := private.my_person();
  v_words text := nullif(btrim(coalesce(p_words, '')), '');
  v_row public.contact_requests;
  v_whom uuid := p_person;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if v_me is null then perform private.refuse('not_found'); end if;
  perform from public.persons p where p.id = v_me for no key update;
  if p_request is not null then
    v_row := private.my_thread(p_request);
    v_whom := case v_me when v_row.from_person then v_row.to_person else v_row.from_person end;
  elsif p_person is null or p_person = v_me or private.visible_profile(p_person, private.uid()) is null then
    perform private.refuse('not_found');
  end if;
  if p_key is null then perform private.refuse('invalid', 'key'); end if;
  if exists (select from public.reports x where x.reporter_id = v_me and x.idempotency_key = p_key) then return; end if;
  if p_reason is null or p_reason not in ('insult', 'threat', 'fraud', 'ads', 'impostor', 'other') then
    perform private.refuse('invalid', 'reason');
  end if;
  if length(v_words) > 1000 or p_reason = 'other' and v_words is null then perform private.refuse('invalid', 'words'); end if;
  if exists (
    select from public.reports x where x.reporter_id = v_me and x.reported_id = v_whom and x.state = 'open'
      and x.subject = case when p_request is null then 'profile' else 'thread' end) then
    perform private.refuse('conflict', 'open');
  end if;
  if (select count(*) from public.reports x where x.reporter_id = v_me and x.created_at > now() - interval '24 hours') >= 10 then
    perform private.refuse('too_many', '86400');
  end if;
  insert into public.reports (subject, request_id, reported_id, reported_region, reporter_id, reporter_region, reason, words, idempotency_key)
  select case when p_request is null then 'profile' else 'thread' end, p_request, a.id, a.region_code, b.id, b.region_code,
    p_reason, v_words, p_key
  from public.persons a, public.persons b where a.id = v_whom and b.id = v_me;
  if coalesce(p_block, false) then perform private.block(v_me, v_whom); end if;
end
$$;
grant execute on function private.report_person(uuid, uuid, text, text, boolean, uuid) to authenticated;

create function public.report_person(p_person uuid, p_request uuid, p_reason text, p_words text, p_block boolean, p_key uuid) returns void
language sql volatile set search_path = '' as $$ select private.report_person(p_person, p_request, p_reason, p_words, p_block, p_key) $$;
comment on function public.report_person(uuid, uuid, text, text, boolean, uuid) is
  'Reports the other side of one''s own conversation (p_request) or a visible profile (p_person); with p_block, blocks them too. The same key twice is one report. Refuses: forbidden sign_in, not_found, invalid (key, reason, words: needed for other), conflict open (one waits already), too_many (ten in 24 hours).';
grant execute on function public.report_person(uuid, uuid, text, text, boolean, uuid) to authenticated;

create function private.sees_report(p_report public.reports) returns boolean
language sql stable security definer set search_path = '' as $$
  -- Where a region is not known the answer is no, never null.
  select (coalesce(private.sees_person(p_report.reported_region), false)
      or coalesce(private.sees_person(p_report.reporter_region), false))
    -- Nobody judges their own matter.
    and coalesce(private.my_person() not in (p_report.reported_id, coalesce(p_report.reporter_id, p_report.reported_id)), true)
$$;
comment on function private.sees_report(public.reports) is 'Whether the signed-in account looks at this report: officers of either side''s region and coordinators, unless it is about or from themselves. Granted to nobody.';

create function private.list_reports(p_after uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  with page as (
    select x.* from public.reports x
    where ((select private.has_role('coordinator')) or x.reported_region = any(array(select private.my_regions()))
        or x.reporter_region = any(array(select private.my_regions())))
      and private.sees_report(x)
      and (p_after is null or (x.state = 'open', x.id) < (select l.state = 'open', l.id from public.reports l where l.id = p_after))
    order by (x.state = 'open') desc, x.id desc limit 21),
  shown as (select * from page order by (state = 'open') desc, id desc limit 20)
  select jsonb_build_object(
    'reports', coalesce((
      select jsonb_agg(jsonb_build_object('id', s.id, 'subject', s.subject, 'reason', s.reason, 'state', s.state,
        'createdAt', s.created_at, 'name', p.full_name) order by (s.state = 'open') desc, s.id desc)
      from shown s join public.persons p on p.id = s.reported_id), '[]'),
    'next', case when (select count(*) from page) > 20 then (select s.id from shown s order by s.state = 'open', s.id limit 1) end)
$$;
grant execute on function private.list_reports(uuid) to anon, authenticated;

create function public.page_reports(p_after uuid default null) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer()) || case
    when private.has_role('coordinator') or exists (select from private.my_regions()) then private.list_reports(p_after)
    else '{}' end
$$;
comment on function public.page_reports(uuid) is
  'Reports for officers (of the reported or the reporting person''s region) and coordinators, open ones first, 20 a page: {viewer, reports: [{id, subject, reason, state, createdAt, name}], next}.';
grant execute on function public.page_reports(uuid) to anon, authenticated;

create function private.read_report(p_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.reports;
begin
  select x.* into v_row from public.reports x where x.id = p_id;
  if not found or private.uid() is null or not private.sees_report(v_row) then return null; end if;
  perform private.audit('read_report', 'report', p_id, v_row.reported_region);
  return jsonb_build_object(
    'id', v_row.id, 'subject', v_row.subject, 'reason', v_row.reason, 'words', v_row.words, 'state', v_row.state,
    'createdAt', v_row.created_at, 'decidedAt', v_row.decided_at, 'decidedBy', private.account_name(v_row.decided_by),
    'reporter', (select p.full_name from public.persons p where p.id = v_row.reporter_id),
    'reported', (
      select jsonb_build_object('id', p.id, 'name', p.full_name, 'listed', private.is_listed(p.id),
        'region', (select jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en) from public.regions r where r.code = p.region_code))
      from public.persons p where p.id = v_row.reported_id),
    -- How often staff have had to act before.
    'earlier', (select count(*) from public.reports e
      where e.reported_id = v_row.reported_id and e.id <> v_row.id and e.state in ('warned', 'suspended', 'unlisted')),
    'liftedAt', (select max(t.lifted_at) from public.restrictions t where t.report_id = v_row.id),
    'restrictions', (
      select coalesce(jsonb_agg(jsonb_build_object('what', t.what, 'until', t.until) order by t.created_at), '[]')
      from public.restrictions t
      where t.report_id = v_row.id and t.lifted_at is null and (t.until is null or t.until > now())),
    -- This conversation and no other; a number that one gave the other is not for staff.
    'messages', (
      select jsonb_agg(jsonb_build_object('id', m.id, 'at', m.created_at, 'body', m.body, 'sharedKind', m.shared_kind,
        'byReported', (m.part = 'from') = (q.from_person = v_row.reported_id)) order by m.id)
      from public.contact_requests q join public.contact_messages m on m.request_id = q.id where q.id = v_row.request_id));
end
$$;
grant execute on function private.read_report(uuid) to anon, authenticated;

create function public.page_report(p_id uuid) returns jsonb
language sql volatile set search_path = '' as $$
  select case when private.viewer() is null then '{"viewer": null}'
    when x.report is not null then jsonb_build_object('viewer', private.viewer(), 'report', x.report) end
  from (select private.read_report(p_id) as report) x
$$;
comment on function public.page_report(uuid) is
  'One report with the conversation it is about: {viewer, report: {id, subject, reason, words, state, createdAt, decidedAt, decidedBy, reporter, reported: {id, name, listed, region}, earlier, restrictions: those that hold, liftedAt, messages | null}}. Looking is audited. Null where it is not theirs.';
grant execute on function public.page_report(uuid) to anon, authenticated;

create function private.decide_report(p_id uuid, p_decision text, p_days integer) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.reports;
  v_until timestamptz := now() + make_interval(days => p_days);
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  select x.* into v_row from public.reports x where x.id = p_id for no key update;
  if not found or not private.sees_report(v_row) then perform private.refuse('not_found'); end if;
  if v_row.state <> 'open' then perform private.refuse('used', v_row.state); end if;
  if p_decision is null or p_decision not in ('dismissed', 'warned', 'suspended', 'unlisted') then
    perform private.refuse('invalid', 'decision');
  end if;
  if p_decision = 'suspended' and (p_days is null or p_days not in (7, 30, 90)) then perform private.refuse('invalid', 'days'); end if;
  update public.reports x set state = p_decision, decided_at = now(), decided_by = private.uid() where x.id = p_id;
  if p_decision in ('suspended', 'unlisted') then
    insert into public.restrictions (person_id, what, until, report_id, created_by)
    values (v_row.reported_id, case p_decision when 'suspended' then 'writing' else 'listing' end,
      case p_decision when 'suspended' then v_until end, p_id, private.uid());
  end if;
  if p_decision <> 'dismissed' then
    perform private.queue_talk_mail('report_' || p_decision, v_row.reported_id, p_id::text, '',
      jsonb_build_object('date', to_char(v_until at time zone 'Asia/Almaty', 'DD.MM.YYYY')));
  end if;
  perform private.queue_talk_mail('report_looked_at', v_row.reporter_id, p_id::text, '', '{}');
  perform private.audit('decide_report', 'report', p_id, v_row.reported_region,
    jsonb_build_object('decision', p_decision, 'days', case p_decision when 'suspended' then p_days end, 'person', v_row.reported_id));
end
$$;
grant execute on function private.decide_report(uuid, text, integer) to authenticated;

create function public.decide_report(p_id uuid, p_decision text, p_days integer) returns void
language sql volatile set search_path = '' as $$ select private.decide_report(p_id, p_decision, p_days) $$;
comment on function public.decide_report(uuid, text, integer) is
  'Staff''s word on a report, once: dismissed, warned, suspended (no writing for 7, 30 or 90 days) or unlisted (out of the directory until lifted). Tells both sides. Refuses: forbidden sign_in, not_found, used (the state that holds), invalid (decision, days).';
grant execute on function public.decide_report(uuid, text, integer) to authenticated;

create function private.lift_restrictions(p_report uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.reports;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  select x.* into v_row from public.reports x where x.id = p_report for no key update;
  if not found or not private.sees_report(v_row) then perform private.refuse('not_found'); end if;
  update public.restrictions t set lifted_at = now() where t.report_id = p_report and t.lifted_at is null;
  if found then
    perform private.audit('lift_restriction', 'report', p_report, v_row.reported_region,
      jsonb_build_object('person', v_row.reported_id));
  end if;
end
$$;
grant execute on function private.lift_restrictions(uuid) to authenticated;

create function public.lift_restrictions(p_report uuid) returns void
language sql volatile set search_path = '' as $$ select private.lift_restrictions(p_report) $$;
comment on function public.lift_restrictions(uuid) is 'Takes back what was decided to hold after a report. Refuses: forbidden sign_in, not_found.';
grant execute on function public.lift_restrictions(uuid) to authenticated;
