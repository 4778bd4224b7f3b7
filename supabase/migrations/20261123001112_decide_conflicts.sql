-- The queue of conflicts: staff decide one or all of a kind, and the person is told what was changed.

insert into private.message_purposes (purpose, urgent, topic) values ('record_changed', false, null);
insert into private.mail_texts (key, locale, subject, body) values
  ('record_changed', 'kk', 'Жалғас: тізілімдегі жазбаңыз өзгертілді',
    E'Сәлеметсіз бе!\n\nZhas Project қызметкерлері тізілімдегі жазбаңызды ресми тізімге сәйкестендірді. Не өзгергенін Жалғас сайтындағы «Менің жазбам» бетінен көре аласыз.\n\nДұрыс болмаса, сол бетте өзіңіз түзетіп қойыңыз.{link}'),
  ('record_changed', 'ru', 'Jalgas: вашу запись в реестре изменили',
    E'Здравствуйте!\n\nСотрудники Zhas Project привели вашу запись в реестре в соответствие с официальным списком. Что изменилось, видно на сайте Jalgas, на странице «Моя запись».\n\nЕсли это неверно, исправьте запись там же.{link}'),
  ('record_changed', 'en', 'Jalgas: your registry record was changed',
    E'Hello!\n\nZhas Project staff changed your registry record to match the official list. You can see what changed on Jalgas, on the page "My record".\n\nIf it is wrong, correct it there.{link}');

create function private.tell_record_changed(p_persons uuid[], p_occasion text) returns void
language sql volatile security definer set search_path = '' as $$
  insert into private.outbox (person_id, channel, to_address, purpose, occasion, locale, subject, body)
  select a.person_id, 'email', u.email, 'record_changed', p_occasion, a.locale, t.subject,
    replace(t.body, '{link}', coalesce(E'\n\n' || s.value || '/' || a.locale || '/me/record', ''))
  from public.accounts a
  join auth.users u on u.id = a.id
  join private.mail_texts t on t.key = 'record_changed' and t.locale = a.locale
  left join private.settings s on s.key = 'site_url'
  where a.person_id = any (p_persons)
  on conflict do nothing
$$;
comment on function private.tell_record_changed(uuid[], text) is 'One message a person, in their language, to the address of their account. Says that something changed, not what: mailboxes are shared. Granted to nobody.';

create function private.conflicts_in_reach(p_field text) returns setof public.import_conflicts
language sql stable security definer set search_path = '' as $$
  select c.* from public.import_conflicts c join public.persons p on p.id = c.person_id
  where c.state = 'open' and (p_field is null or c.field = p_field)
    and ((select private.has_role('coordinator')) or p.region_code in (select private.my_regions()))
$$;
comment on function private.conflicts_in_reach(text) is 'Open conflicts that the signed-in member of staff decides about. Granted to nobody.';

create function private.decide_conflicts(p_ids uuid[], p_field text, p_decision text, p_seen timestamptz) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_ids uuid[];
  v_conflict public.import_conflicts;
  v_told uuid[] := '{}';
  v_occasion text := private.uuid_v7()::text;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if not (private.has_role('coordinator') or exists (select from private.my_regions())) then perform private.refuse('forbidden'); end if;
  if coalesce(p_decision, '') not in ('kept', 'taken') then perform private.refuse('invalid', 'decision'); end if;
  if (p_ids is null) = (p_field is null) then perform private.refuse('invalid', 'field'); end if;
  v_ids := case when p_ids is not null
    then array(select c.id from public.import_conflicts c join public.persons p on p.id = c.person_id
      where c.id = any (p_ids) and private.sees_person(p.region_code))
    -- Only what the page could show: what came or changed later is somebody's next decision.
    else array(select c.id from private.conflicts_in_reach(p_field) c where c.changed_at <= p_seen order by c.id limit 1000) end;
  if p_ids is not null and cardinality(v_ids) <> cardinality(p_ids) then perform private.refuse('not_found'); end if;

  -- Records before conflicts, each in one order: a person who corrects theirs locks in the same.
  perform from public.persons p
  where p.id in (select c.person_id from public.import_conflicts c where c.id = any (v_ids)) order by p.id for update;
  for v_conflict in
    select c.* from public.import_conflicts c where c.id = any (v_ids) order by c.id for update
  loop
    if v_conflict.state <> 'open' or v_conflict.changed_at > p_seen then
      if p_ids is not null then perform private.refuse('conflict', 'changed'); end if;
      v_ids := array_remove(v_ids, v_conflict.id);
      continue;
    end if;
    -- Decided before it is written: what follows the record must not take it for settled.
    update public.import_conflicts c set
      state = p_decision, decided_by = private.uid(), decided_at = now() where c.id = v_conflict.id;
    if p_decision = 'taken' then
      perform private.write_record(v_conflict.person_id, jsonb_build_object(v_conflict.field, v_conflict.registry_value), 'staff');
      v_told := v_told || v_conflict.person_id;
    end if;
    perform private.audit('conflict_' || p_decision, 'person', v_conflict.person_id,
      (select p.region_code from public.persons p where p.id = v_conflict.person_id),
      jsonb_build_object('field', v_conflict.field, 'conflict', v_conflict.id));
  end loop;
  perform private.tell_record_changed(v_told, v_occasion);
  return cardinality(v_ids);
end
$$;
grant execute on function private.decide_conflicts(uuid[], text, text, timestamptz) to authenticated;

create function public.decide_conflicts(p_ids uuid[], p_field text, p_decision text, p_seen timestamptz) returns integer
language sql volatile set search_path = '' as $$ select private.decide_conflicts(p_ids, p_field, p_decision, p_seen) $$;
comment on function public.decide_conflicts(uuid[], text, text, timestamptz) is
  'Decides open conflicts of the caller''s regions (a coordinator: of all), either these or up to 1000 of one field: kept (the person''s word stays) or taken (the roster''s value is written, the person is told). p_seen: the time of the page that was read. Returns how many. Refuses: forbidden, invalid decision | field, not_found, conflict changed (decided or said anew since).';
grant execute on function public.decide_conflicts(uuid[], text, text, timestamptz) to authenticated;

create function private.list_conflicts(p_field text, p_after uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  with page as (
    select c.* from private.conflicts_in_reach(p_field) c where p_after is null or c.id > p_after order by c.id limit 21),
  shown as (select * from page order by id limit 20)
  select jsonb_build_object(
    'conflicts', coalesce((
      select jsonb_agg(jsonb_build_object(
        'id', s.id, 'field', s.field, 'registryValue', s.registry_value, 'personValue', s.person_value,
        'filename', s.filename, 'foundAt', s.created_at,
        'saidAt', (select max(w.created_at) from public.person_words w
          where w.person_id = s.person_id and w.field = s.field and w.said_by = 'person'),
        'person', jsonb_build_object('id', p.id, 'registryNo', p.registry_no, 'fullName', p.full_name)) order by s.id)
      from shown s join public.persons p on p.id = s.person_id), '[]'),
    'next', case when (select count(*) from page) > 20 then (select s.id from shown s order by s.id desc limit 1) end,
    'kinds', (
      select coalesce(jsonb_object_agg(k.field, k.n), '{}') from (
        select c.field, count(*) as n from (select * from private.conflicts_in_reach(null) limit 10000) c group by c.field) k),
    'seen', clock_timestamp())
$$;
grant execute on function private.list_conflicts(text, uuid) to authenticated;

create function public.page_conflicts(p_field text default null, p_after uuid default null) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  if private.uid() is null then return jsonb_build_object('viewer', null); end if;
  if not (private.has_role('coordinator') or exists (select from private.my_regions())) then return null; end if;
  return private.list_conflicts(p_field, p_after) || jsonb_build_object('viewer', private.viewer(), 'regions', (
    select jsonb_object_agg(r.code, jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en)) from public.regions r));
end
$$;
comment on function public.page_conflicts(text, uuid) is
  'Open conflicts between rosters and people, oldest first, 20 a page: {viewer, conflicts, next, kinds: {field: how many}, seen, regions}; officers see those of their regions. Null for everybody else.';
grant execute on function public.page_conflicts(text, uuid) to anon, authenticated;

-- "Download everything about me" has it too.

create function private.spoken_value(p_field text, p_value text) returns jsonb
language sql stable set search_path = '' as $$
  select coalesce((
    select jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en)
    from public.regions r where p_field = 'region' and r.code = p_value), to_jsonb(p_value))
$$;
comment on function private.spoken_value(text, text) is 'A value of a record for a reader: the name of a region instead of its code. Granted to nobody.';

create function private.export_words(p_person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'own_words', (
      select jsonb_agg(to_jsonb(w) - 'id' - 'person_id' - 'account_id' || jsonb_build_object(
        'was', private.spoken_value(w.field, w.was), 'value', private.spoken_value(w.field, w.value)) order by w.id)
      from public.person_words w where w.person_id = p_person),
    'import_conflicts', (
      select jsonb_agg(to_jsonb(c) - 'id' - 'person_id' - 'import_id' - 'decided_by' || jsonb_build_object(
        'registry_value', private.spoken_value(c.field, c.registry_value),
        'person_value', private.spoken_value(c.field, c.person_value)) order by c.created_at)
      from public.import_conflicts c where c.person_id = p_person))
$$;
comment on function private.export_words(uuid) is 'Who said what of a record, and where rosters said something else; null where there is nothing. Granted to nobody.';

create or replace function private.export_me() returns jsonb
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
  return jsonb_build_object('exported_at', now()) || private.export_person(v_person)
    || private.export_account(v_uid, v_person) || private.export_contact_life(v_uid, v_person) || private.export_words(v_person);
end
$$;
