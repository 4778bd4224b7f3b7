-- A wrong claim is undone, and what the wrong account did as this person is taken back.

alter table public.status_updates add column withdrawn_at timestamptz;
comment on column public.status_updates.withdrawn_at is 'Set when the claim behind the entry was undone: it stays in the table, and counts and shows nowhere.';

create or replace function private.subproject_updates(p_subproject uuid, p_after uuid, p_limit integer) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', u.id, 'at', u.created_at, 'byName', u.full_name, 'mine', coalesce(u.person_id = (select private.my_person()), false),
    'source', u.source, 'state', u.state, 'basis', u.basis, 'stopReason', u.stop_reason,
    'somethingNew', u.something_new, 'needs', u.needs, 'note', u.note,
    'photo', case when u.webp_id is not null then jsonb_build_object('id', u.webp_id, 'width', u.width, 'height', u.height) end,
    'correctsId', u.corrects_id, 'corrected', u.corrected) order by u.created_at desc, u.id desc), '[]')
  from (
    select n.*, p.full_name, f.id as webp_id, f.width, f.height,
      exists (select from public.status_updates c where c.corrects_id = n.id and c.withdrawn_at is null) as corrected
    from public.status_updates n
    left join public.persons p on p.id = n.person_id
    left join private.photos f on f.id = n.photo_id
    where n.subproject_id = p_subproject and n.withdrawn_at is null and (select private.sees_subproject(p_subproject))
      and (p_after is null or (n.created_at, n.id) < (
        select a.created_at, a.id from public.status_updates a where a.id = p_after and a.subproject_id = p_subproject))
    order by n.created_at desc, n.id desc
    limit least(p_limit, 50)) u
$$;

create or replace function private.follow_newest_update(p_subproject uuid) returns void
language sql volatile security definer set search_path = '' as $$
  update public.subprojects s
  set state = coalesce(n.state, 'unknown'), basis = n.basis, needs = coalesce(n.needs, '{}'), state_at = n.created_at
  from (values (1)) as one
  left join lateral (
    select u.state, u.basis, u.needs, u.created_at from public.status_updates u
    where u.subproject_id = p_subproject and u.withdrawn_at is null
    order by u.created_at desc, u.id desc limit 1) n on true
  where s.id = p_subproject
$$;
comment on function private.follow_newest_update(uuid) is 'Repeats the newest entry that holds in the subproject''s own columns; unknown where none is left. For whatever appends to status_updates or withdraws from it, in the same transaction: granted to nobody.';

create policy status_updates_hold on public.status_updates as restrictive for select to authenticated
  using (withdrawn_at is null);

insert into private.message_purposes (purpose, urgent, topic) values ('claim_undone', false, null), ('record_free', false, null);
insert into private.mail_texts (key, locale, subject, body) values
  ('claim_undone', 'kk', 'Жалғас: тіркелгіңіз жазбадан ажыратылды',
    E'Сәлеметсіз бе!\n\nZhas Project тізіліміндегі жазба тіркелгіңізден ажыратылды, себебі ол басқа адамдікі екені анықталды. Тіркелгіңіз өзіңізде қалады, қайта кірсеңіз болғаны.\n\nҚателестік деп ойласаңыз, Жалғасқа кіріп, өңірлік үйлестірушіге жазыңыз.{link}'),
  ('claim_undone', 'ru', 'Jalgas: ваша учётная запись отвязана от записи реестра',
    E'Здравствуйте!\n\nЗапись в реестре Zhas Project отвязана от вашей учётной записи: выяснилось, что она принадлежит другому человеку. Учётная запись осталась у вас, просто войдите снова.\n\nЕсли это ошибка, войдите в Jalgas и напишите региональному координатору.{link}'),
  ('claim_undone', 'en', 'Jalgas: your account was parted from a registry record',
    E'Hello!\n\nThe Zhas Project record was taken off your account: it turned out to be another person''s. The account is still yours, just sign in again.\n\nIf this is a mistake, sign in to Jalgas and write to the officer of your region.{link}'),
  ('record_free', 'kk', 'Жалғас: тізілімдегі жазбаңыз қайтадан бос',
    E'Сәлеметсіз бе!\n\nZhas Project тізіліміндегі жазбаңызға қате қосылған тіркелгі ажыратылды. Енді оны өзіңіз растай аласыз.{link}'),
  ('record_free', 'ru', 'Jalgas: ваша запись в реестре снова свободна',
    E'Здравствуйте!\n\nЧужая учётная запись отвязана от вашей записи в реестре Zhas Project. Теперь вы можете подтвердить её сами.{link}'),
  ('record_free', 'en', 'Jalgas: your registry record is free again',
    E'Hello!\n\nThe account that was wrongly linked to your Zhas Project record has been taken off. You can confirm the record yourself now.{link}');

create function private.take_back_updates(p_person uuid, p_account uuid, p_since timestamptz) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_projects uuid[];
begin
  -- The projects before their entries: the order of whoever tells something new.
  v_projects := array(select distinct u.subproject_id from public.status_updates u
    where u.person_id = p_person and u.source = 'self' and u.created_at >= p_since and u.withdrawn_at is null);
  perform from public.subprojects s where s.id = any(v_projects) order by s.id for update;
  update public.status_updates u set withdrawn_at = now()
  where u.person_id = p_person and u.source = 'self' and u.created_at >= p_since and u.withdrawn_at is null;
  perform private.follow_newest_update(s) from unnest(v_projects) s;
  delete from private.photos f where f.account_id = p_account and f.subproject_id = any(v_projects) and f.created_at >= p_since;
end
$$;
comment on function private.take_back_updates(uuid, uuid, timestamptz) is 'What was told of the project in this person''s name since then no longer counts; its photos go. Granted to nobody.';

create function private.take_back_contacts(p_person uuid, p_account uuid, p_since timestamptz) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.note_contact(c.id, 'refused', 'staff', 'web') from public.contact_points c
  where c.person_id = p_person and c.source = 'self' and c.created_at >= p_since and c.state <> 'refused';
  update public.contact_points c set trusted_name = null, trusted_relation = null
  where c.person_id = p_person and c.source = 'self' and c.created_at >= p_since;
  -- What the wrong person took back is the right one's, who never spoke: not a matter of note_contact,
  -- which lets nobody but the person revive an address.
  with gone as (
    select distinct on (e.contact_point_id) e.contact_point_id as id, e.account_id
    from private.contact_events e join public.contact_points c on c.id = e.contact_point_id
    where c.person_id = p_person and c.state = 'refused' and c.created_at < p_since and e.created_at >= p_since
      and e.what in ('refused', 'replaced')
    order by e.contact_point_id, e.created_at desc
  ), back as (
    update public.contact_points c set state = 'new' from gone g where c.id = g.id and g.account_id = p_account returning c.id
  )
  insert into private.contact_events (contact_point_id, what, said_by, account_id, channel, state)
  select b.id, 'reported', 'staff', private.uid(), 'web', 'new' from back b;
end
$$;
comment on function private.take_back_contacts(uuid, uuid, timestamptz) is 'Addresses that the wrong account added are taken back, those it took back are there again. Granted to nobody.';

create function private.take_back_consents(p_person uuid, p_since timestamptz) returns void
language sql volatile security definer set search_path = '' as $$
  insert into public.consents (person_id, purpose, granted, text_version, locale, method, recorded_by, created_at)
  select p_person, c.purpose, false, c.text_version, c.locale, 'web', private.uid(), clock_timestamp()
  from (select distinct on (x.purpose) x.* from public.consents x where x.person_id = p_person
    order by x.purpose, x.created_at desc, x.id desc) c
  where c.granted and c.created_at >= p_since and c.method = 'web'
$$;
comment on function private.take_back_consents(uuid, timestamptz) is 'Every yes said on the site since then is followed by a no. Granted to nobody.';

create function private.take_back_referrals(p_person uuid, p_since timestamptz) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_ids uuid[] := array(
    select r.id from public.referrals r join public.referral_consents c on c.referral_id = r.id
    where r.person_id = p_person and c.created_at >= p_since and r.state in ('sent', 'received', 'accepted')
    order by r.id for update of r);
begin
  update public.referrals r set state = 'withdrawn', state_at = now() where r.id = any(v_ids);
  insert into public.referral_events (referral_id, state, actor_part, actor_id)
  select i, 'withdrawn', 'officer', private.uid() from unnest(v_ids) i;
  update public.referral_consents c set revoked_at = now()
  from public.referrals r where r.id = c.referral_id and r.person_id = p_person and c.created_at >= p_since and c.revoked_at is null;
end
$$;
comment on function private.take_back_referrals(uuid, timestamptz) is 'Consents to hand data to a partner since then are revoked, their referrals withdrawn. Granted to nobody.';

create function private.tell_of_undoing(p_account uuid, p_person uuid, p_occasion text) returns void
language sql volatile security definer set search_path = '' as $$
  insert into private.outbox (person_id, contact_point_id, channel, to_address, purpose, occasion, locale, subject, body)
  select null, null, 'email', u.email, t.key, p_occasion, t.locale, t.subject,
    replace(t.body, '{link}', coalesce(E'\n\n' || private.site_url() || '/' || t.locale || '/join/claim?ask=1', ''))
  from auth.users u join public.accounts a on a.id = u.id
  join private.mail_texts t on t.key = 'claim_undone' and t.locale = a.locale where u.id = p_account
  union all
  select p_person, c.id, 'email', c.value, t.key, p_occasion, t.locale, t.subject,
    replace(t.body, '{link}', coalesce(E'\n\n' || private.site_url() || '/' || t.locale || '/join/claim', ''))
  from public.persons p
  join public.contact_points c on c.person_id = p.id and c.kind = 'email' and c.state not in ('failed', 'dead', 'refused')
  join auth.users u on u.id = p_account and lower(u.email) <> c.value_key
  join private.mail_texts t on t.key = 'record_free' and t.locale = p.locale where p.id = p_person
  on conflict do nothing
$$;
comment on function private.tell_of_undoing(uuid, uuid, text) is 'Tells the account that lost a record, and the record''s own living addresses. Granted to nobody.';

create function private.undo_claim(p_person uuid, p_account uuid, p_reason text, p_take_back text[]) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_account public.accounts;
  v_region text;
  v_id uuid := private.uuid_v7();
  v_back text[] := coalesce(p_take_back, '{}');
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  select p.region_code into v_region from public.persons p where p.id = p_person;
  if not found or not private.sees_person(v_region) then perform private.refuse('not_found'); end if;
  if p_account = private.uid() then perform private.refuse('forbidden', 'own'); end if;
  if coalesce(length(btrim(p_reason)), 0) not between 1 and 500 then perform private.refuse('invalid', 'reason'); end if;
  if not v_back <@ array['updates', 'profile', 'consents', 'contacts', 'referrals'] then perform private.refuse('invalid', 'takeBack'); end if;
  -- The order of a claim. Whoever claimed since then, perhaps the right one, is left alone.
  select * into v_account from public.accounts a where a.id = p_account and a.person_id = p_person for update;
  if not found then perform private.refuse('conflict', 'changed'); end if;
  perform 1 from public.persons p where p.id = p_person for update;

  update public.accounts a set person_id = null, claimed_at = null where a.id = p_account;
  delete from auth.sessions s where s.user_id = p_account;
  update private.claim_codes c set state = 'dead' where c.account_id = p_account and c.state = 'open';
  update public.claim_invitations i set revoked_at = now()
  where i.person_id = p_person and i.used_at is null and i.revoked_at is null;
  if 'updates' = any(v_back) then perform private.take_back_updates(p_person, p_account, v_account.claimed_at); end if;
  -- The account's own address came with the claim and goes with it.
  perform private.note_contact(c.id, 'refused', 'staff', 'web')
  from public.contact_points c join auth.users u on u.id = p_account and c.value_key = lower(u.email)
  where c.person_id = p_person and c.kind = 'email' and c.source = 'self' and c.created_at >= v_account.claimed_at
    and c.state <> 'refused';
  if 'contacts' = any(v_back) then perform private.take_back_contacts(p_person, p_account, v_account.claimed_at); end if;
  if 'consents' = any(v_back) then perform private.take_back_consents(p_person, v_account.claimed_at); end if;
  if 'referrals' = any(v_back) then perform private.take_back_referrals(p_person, v_account.claimed_at); end if;
  if 'profile' = any(v_back) then
    delete from private.photos f where f.person_id = p_person and f.account_id = p_account and f.created_at >= v_account.claimed_at;
    delete from public.profiles f where f.person_id = p_person and f.updated_at >= v_account.claimed_at;
  end if;
  perform private.refresh_directory(array[p_person]);
  insert into private.undone_claims (id, person_id, account_id, claimed_at, undone_by, reason, took_back)
  values (v_id, p_person, p_account, coalesce(v_account.claimed_at, now()), private.uid(), btrim(p_reason), v_back);
  update private.claim_notices n set resolved_at = now(), resolved_by = private.uid(), outcome = 'undone'
  where n.person_id = p_person and n.account_id = p_account and n.resolved_at is null;
  perform private.tell_of_undoing(p_account, p_person, v_id::text);
  perform private.audit('claim_undone', 'person', p_person, v_region,
    jsonb_build_object('account', p_account, 'took_back', to_jsonb(v_back)));
end
$$;
grant execute on function private.undo_claim(uuid, uuid, text, text[]) to authenticated;

create function public.undo_claim(p_person uuid, p_account uuid, p_reason text, p_take_back text[]) returns void
language sql volatile set search_path = '' as $$ select private.undo_claim(p_person, p_account, p_reason, p_take_back) $$;
comment on function public.undo_claim(uuid, uuid, text, text[]) is
  'Staff of the person''s region part this account from the record: its sessions end, both sides are told, and of what it did as the person is taken back what p_take_back names (updates, profile, consents, contacts, referrals). Refuses forbidden (sign_in, own), not_found, invalid (reason, takeBack), conflict changed (somebody else holds the record by now, or nobody).';
grant execute on function public.undo_claim(uuid, uuid, text, text[]) to authenticated;

create function private.claim_traces(p_person uuid, p_since timestamptz) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'updates', (select count(*) from public.status_updates u
      where u.person_id = p_person and u.source = 'self' and u.created_at >= p_since and u.withdrawn_at is null),
    'profile', (select count(*) from public.profiles f where f.person_id = p_person and f.updated_at >= p_since),
    'consents', (select count(*) from public.consents c where c.person_id = p_person and c.created_at >= p_since and c.granted and c.method = 'web'),
    'contacts', (select count(*) from public.contact_points c where c.person_id = p_person and c.source = 'self' and c.created_at >= p_since and c.state <> 'refused'),
    'referrals', (select count(*) from public.referral_consents c join public.referrals r on r.id = c.referral_id
      where r.person_id = p_person and c.created_at >= p_since and c.revoked_at is null))
$$;
comment on function private.claim_traces(uuid, timestamptz) is 'How much was done as this person since then, by what undo_claim can take back. Granted to nobody.';

create function private.read_claim(p_person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'person', jsonb_build_object('id', p.id, 'name', coalesce(p.full_name, p.registry_no), 'registryNo', p.registry_no),
    'account', a.id, 'email', u.email, 'at', a.claimed_at, 'mine', a.id = private.uid(),
    'disputedAt', (select max(n.disputed_at) from private.claim_notices n
      where n.person_id = p.id and n.account_id = a.id and n.resolved_at is null),
    'did', private.claim_traces(p.id, a.claimed_at))
  from public.persons p join public.accounts a on a.person_id = p.id join auth.users u on u.id = a.id
  where p.id = p_person and private.sees_person(p.region_code)
$$;
comment on function private.read_claim(uuid) is 'The claim on a record for staff who see it: {person, account, email, at, mine, disputedAt, did}. Null where there is none.';
grant execute on function private.read_claim(uuid) to anon, authenticated;

create function public.page_undo_claim(p_person uuid) returns jsonb
language sql stable set search_path = '' as $$
  select case when private.uid() is null then jsonb_build_object('viewer', null)
    when c is not null then jsonb_build_object('viewer', private.viewer(), 'claim', c) end
  from private.read_claim(p_person) c
$$;
comment on function public.page_undo_claim(uuid) is 'The page where staff undo a claim: {viewer, claim}. Null where the record is not theirs or not claimed.';
grant execute on function public.page_undo_claim(uuid) to anon, authenticated;

create function private.keep_claim(p_person uuid, p_account uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_region text;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  select p.region_code into v_region from public.persons p where p.id = p_person;
  if not found or not private.sees_person(v_region) then perform private.refuse('not_found'); end if;
  if p_account = private.uid() then perform private.refuse('forbidden', 'own'); end if;
  update private.claim_notices n set resolved_at = now(), resolved_by = private.uid(), outcome = 'kept'
  where n.person_id = p_person and n.account_id = p_account and n.resolved_at is null and n.disputed_at is not null;
  if found then perform private.audit('claim_kept', 'person', p_person, v_region); end if;
end
$$;
grant execute on function private.keep_claim(uuid, uuid) to authenticated;
create function public.keep_claim(p_person uuid, p_account uuid) returns void
language sql volatile set search_path = '' as $$ select private.keep_claim(p_person, p_account) $$;
comment on function public.keep_claim(uuid, uuid) is
  'Staff found a disputed claim right: its disputes are closed. Refuses forbidden (sign_in, own), not_found.';
grant execute on function public.keep_claim(uuid, uuid) to authenticated;

-- Disputes stand above the requests on the page of claims.

create function private.open_disputes() returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('person', d.person_id, 'account', d.account_id, 'name', d.name, 'registryNo', d.registry_no,
    'at', d.disputed_at, 'claimedAt', d.claimed_at, 'mine', d.account_id = private.uid()) order by d.disputed_at), '[]')
  from (
    select n.person_id, n.account_id, coalesce(p.full_name, p.registry_no) as name, p.registry_no, a.claimed_at, min(n.disputed_at) as disputed_at
    from private.claim_notices n join public.persons p on p.id = n.person_id
    join public.accounts a on a.id = n.account_id and a.person_id = n.person_id
    where n.disputed_at is not null and n.resolved_at is null and private.sees_person(p.region_code)
    group by n.person_id, n.account_id, p.full_name, p.registry_no, a.claimed_at
    order by min(n.disputed_at) limit 50) d
$$;
comment on function private.open_disputes() is 'Claims that an address of the record says were not its holder''s, of people the signed-in staff sees: [{person, account, name, registryNo, at, claimedAt, mine}], oldest first.';
grant execute on function private.open_disputes() to anon, authenticated;

create or replace function public.page_claims(p_after uuid default null) returns jsonb
language sql stable set search_path = '' as $$
  select case when private.has_role('coordinator') or exists (select from private.my_regions())
    then jsonb_build_object('viewer', private.viewer(), 'disputes', private.open_disputes(), 'regions', (
        select jsonb_object_agg(g.code, jsonb_build_object('kk', g.name_kk, 'ru', g.name_ru, 'en', g.name_en))
        from public.regions g)) || private.open_claims(p_after, 20)
    when private.uid() is null then jsonb_build_object('viewer', null) end
$$;
comment on function public.page_claims(uuid) is
  'Disputed claims and open claim requests of the regions the signed-in staff member answers for, oldest first, 20 requests a page, with records that may fit. Null for everybody else.';

-- What needs staff today counts them with the requests: both wait on the same page. The count itself is
-- kept as it was, under another name.
alter function private.staff_today() rename to staff_tasks;
revoke execute on function private.staff_tasks() from anon, authenticated;
create function private.staff_today() returns jsonb
language sql stable security definer set search_path = '' as $$
  select t.counts || jsonb_build_object('claims',
    (t.counts ->> 'claims')::integer + jsonb_array_length(private.open_disputes()))
  from (select private.staff_tasks() as counts) t
$$;
comment on function private.staff_today() is 'What waits for the signed-in staff, by kind: private.staff_tasks with disputed claims among the claims. Null for others.';
grant execute on function private.staff_today() to anon, authenticated;
