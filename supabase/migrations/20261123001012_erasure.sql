-- Erasing a person: everything that names them goes in one transaction; counts stay.

-- The registry record is removed and not emptied: what refers to it with "on delete cascade" goes with
-- it, tables that do not exist yet too, and no nameless people turn up in lists. What is counted stays
-- behind without a person.
alter table public.participations
  alter column person_id drop not null,
  drop constraint participations_person_id_fkey,
  add constraint participations_person_id_fkey
    foreign key (person_id) references public.persons (id) on delete set null;
comment on column public.participations.person_id is 'Null when the person asked to be erased: that somebody took part still counts.';
alter table public.wave_members
  alter column person_id drop not null,
  drop constraint wave_members_person_id_fkey,
  add constraint wave_members_person_id_fkey
    foreign key (person_id) references public.persons (id) on delete set null;
comment on column public.wave_members.person_id is 'Null when the person asked to be erased: the answers still count.';

create table private.erased_records (
  key_hash bytea primary key check (length(key_hash) = 32),
  erased_on date not null default current_date
);
comment on table private.erased_records is 'Registry numbers of people who asked to be erased, as keyed hashes, so that the next roster does not bring them back. Who the person was cannot be read from it without the key in private.settings.';

insert into private.settings (key, value)
select 'erased_key_' || k, encode(sha256(convert_to(gen_random_uuid()::text || gen_random_uuid() || gen_random_uuid(), 'UTF8')), 'hex')
from (values ('inner'), ('outer')) as keys (k);

create function private.erased_key(p_registry_no text) returns bytea
language sql stable security definer set search_path = '' as $$
  select sha256(o.key || sha256(i.key || convert_to(upper(btrim(p_registry_no)), 'UTF8')))
  from (select decode(s.value, 'hex') as key from private.settings s where s.key = 'erased_key_inner') i,
    (select decode(s.value, 'hex') as key from private.settings s where s.key = 'erased_key_outer') o
$$;
comment on function private.erased_key(text) is 'HMAC-SHA-256 with two keys of this installation (NMAC; Bellare, Canetti, Krawczyk 1996): pgcrypto is not everywhere. Granted to nobody.';

create function private.erase_forum(p_account uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- The order of locks in the forum: questions before answers.
  perform from public.questions q
  where q.author_id = p_account or q.id in (select w.question_id from public.answers w where w.author_id = p_account)
  order by q.id for no key update;
  with gone as (
    delete from public.answers w where w.author_id = p_account returning w.question_id),
  fewer as (select g.question_id, count(*)::integer as n from gone g group by g.question_id)
  update public.questions q set answer_count = q.answer_count - f.n from fewer f where q.id = f.question_id;
  delete from public.questions q
  where q.author_id = p_account and not exists (select from public.answers w where w.question_id = q.id);
  -- What others answered is theirs and stays: under a question that says nothing of the asker.
  update public.questions q set body = '', region_code = null, title = case q.locale
    when 'kk' then 'Сұрақты авторы жойды' when 'ru' then 'Автор удалил вопрос' else 'Removed by the author' end
  where q.author_id = p_account;
end
$$;
comment on function private.erase_forum(uuid) is 'Takes an account''s words out of the forum: answers go, questions too unless others answered them; of those only the place remains. Granted to nobody.';

create function private.erase_project_words(p_person uuid, p_account uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  -- Projects in which nobody else is left.
  v_alone uuid[] := array(
    select t.subproject_id from public.participations t where t.person_id = p_person and t.subproject_id is not null
      and not exists (
        select from public.participations o
        where o.subproject_id = t.subproject_id and o.person_id is not null and o.person_id <> p_person));
begin
  delete from private.photos f
  where f.account_id = p_account or f.subproject_id = any (v_alone)
    or f.id in (select u.photo_id from public.status_updates u where u.person_id = p_person);
  -- A new key, because that of an update made by a survey is the id of the answers.
  update public.status_updates u set note = null, idempotency_key = private.uuid_v7()
  where u.person_id = p_person or u.subproject_id = any (v_alone);
  -- The title and the number of a project of one person lead to that person.
  update public.subprojects s set title = '—', registry_no = 'erased-' || left(gen_random_uuid()::text, 13)
  where s.id = any (v_alone);
end
$$;
comment on function private.erase_project_words(uuid, uuid) is 'Texts and photos of a person''s updates go; states, dates and needs stay for the team''s history. Granted to nobody.';

create function private.erase_survey_words(p_person uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  update public.responses r set
    answers = (
      select coalesce(jsonb_object_agg(a.key, a.value), '{}') from jsonb_each(r.answers) a
      where exists (
        select from jsonb_array_elements(f.definition -> 'survey') e
        where e ->> 'name' = a.key and e ->> 'type' like 'select\_%')),
    -- The minute of an answer is also the minute of the project's update.
    submitted_at = date_trunc('day', r.submitted_at)
  from public.wave_members m join public.waves w on w.id = m.wave_id join public.forms f on f.id = w.form_id
  where m.id = r.member_id and m.person_id = p_person;
  update public.wave_members m set token_hash = null, person_id = null,
    opened_at = date_trunc('day', m.opened_at), responded_at = date_trunc('day', m.responded_at)
  where m.person_id = p_person;
end
$$;
comment on function private.erase_survey_words(uuid) is 'Ticked answers stay in the tables of their waves, without a person, a link or a word of their own. Granted to nobody.';

create function private.erase_traces(p_person uuid, p_account uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_no text;
  v_known text[];
begin
  select p.registry_no, array_remove(array[p.registry_no, p.full_name] || array(
      select x from public.contact_points c, unnest(array[c.value, c.value_key]) x where c.person_id = p_person), null)
  into v_no, v_known from public.persons p where p.id = p_person;
  delete from private.outbox o where private.is_my_mail(o);
  delete from private.demo_mailbox d where lower(d.to_address) in (select private.my_addresses());
  update private.audit_log l set details = '{}'
  where l.actor_id = p_account or l.subject_id in (p_account, p_person)
    or l.subject_id in (select r.id from public.referrals r where r.person_id = p_person)
    or l.subject_id in (select r.id from public.claim_requests r where r.account_id = p_account)
    or l.details ->> 'person' = p_person::text;
  -- Rosters that wait to be imported: the coordinator checks the file again, without this person.
  delete from private.registry_imports i where i.created_at < now() - interval '1 day'
    or exists (select from private.registry_import_rows r where r.import_id = i.id and r.registry_no = v_no);
  delete from private.registry_import_findings f where f.value = any (v_known) or f.other = any (v_known);
  delete from private.wave_imports i where i.created_at < now() - interval '1 day'
    or i.rows @> jsonb_build_array(jsonb_build_object('id', v_no));
end
$$;
comment on function private.erase_traces(uuid, uuid) is 'Messages, audit details and staged files that name the signed-in person. Granted to nobody.';

create function private.erase_user(p_account uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- No foreign key leads from these to the user, and a full Supabase may keep them to itself.
  if has_table_privilege('auth.flow_state', 'delete') then
    delete from auth.flow_state f where f.user_id = p_account;
  end if;
  if has_table_privilege('auth.audit_log_entries', 'delete') then
    delete from auth.audit_log_entries e where e.payload ->> 'actor_id' = p_account::text;
  end if;
  delete from auth.users u where u.id = p_account;
end
$$;
comment on function private.erase_user(uuid) is 'The account with its sessions and all that refers to it. Granted to nobody.';

create function private.erase_me(p_forum text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_uid uuid := private.uid();
  v_person uuid;
  v_region text;
begin
  if v_uid is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if p_forum is null or p_forum not in ('keep', 'delete') then perform private.refuse('invalid', 'forum'); end if;
  -- Whoever took over an open page or a token has no fresh session: that needs the password.
  if not exists (
    select from auth.sessions s where s.user_id = v_uid
      and s.id = (auth.jwt() ->> 'session_id')::uuid and s.created_at > now() - interval '10 minutes') then
    perform private.refuse('expired', 'session');
  end if;
  -- What staff did must stay accountable: a coordinator ends the role first.
  if exists (select from private.staff_roles r where r.account_id = v_uid and r.revoked_at is null) then
    perform private.refuse('conflict', 'staff');
  end if;
  -- Before any row: the order of an import, which must not meet half a person.
  perform pg_advisory_xact_lock(hashtextextended('jalgas.import_registry', 0));
  select a.person_id into v_person from public.accounts a where a.id = v_uid for update;
  select p.region_code into v_region from public.persons p where p.id = v_person for update;

  if p_forum = 'delete' then perform private.erase_forum(v_uid); end if;
  perform private.erase_project_words(v_person, v_uid);
  perform private.erase_survey_words(v_person);
  perform private.erase_traces(v_person, v_uid);
  insert into private.erased_records (key_hash)
  select private.erased_key(p.registry_no) from public.persons p where p.id = v_person
  on conflict do nothing;
  perform private.audit('erase_person', 'account', v_uid, v_region, jsonb_build_object('forum', p_forum));
  delete from public.persons p where p.id = v_person;
  perform private.erase_user(v_uid);
end
$$;
grant execute on function private.erase_me(text) to authenticated;

create function public.erase_me(p_forum text) returns void
language sql volatile set search_path = '' as $$ select private.erase_me(p_forum) $$;
comment on function public.erase_me(text) is
  'Erases the signed-in person and account for good, in one transaction. p_forum: keep (questions and answers stay as a former member''s) or delete. Wants a session that began with a sign-in within ten minutes. Refuses: forbidden sign_in, invalid forum, expired session, conflict staff.';
grant execute on function public.erase_me(text) to authenticated;

create function private.my_email() returns text
language sql stable security definer set search_path = '' as $$
  select u.email from auth.users u where u.id = (select private.uid())
$$;
comment on function private.my_email() is 'The address that the signed-in account signs in with.';
grant execute on function private.my_email() to anon, authenticated;

create function public.page_erase() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'email', private.my_email())
$$;
comment on function public.page_erase() is 'The page of erasing: {viewer, email}.';
grant execute on function public.page_erase() to anon, authenticated;
