-- A claim makes an account and a record one, and may take votes back (private.drop_own_votes): it waits for the forum
-- like everything that does so. Only with a code that is right, or else guesses would make everybody wait.

create or replace function private.finish_claim(p_code text, p_locale text)
returns jsonb language plpgsql volatile security definer set search_path = '' as $$
declare
  v_uid uuid := private.uid();
  v_row private.claim_codes;
begin
  if v_uid is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if p_locale not in ('kk', 'ru', 'en') then perform private.refuse('invalid', 'locale'); end if;
  perform private.lock_forum('all') where private.my_person() is null and exists (
    select from private.claim_codes c
    where c.account_id = v_uid and c.state = 'open' and c.expires_at > now()
      and c.code_hash = sha256(convert_to(c.id::text || coalesce(p_code, ''), 'UTF8')));
  perform 1 from public.accounts a where a.id = v_uid and a.person_id is null for update;
  if not found then return jsonb_build_object('outcome', 'claimed'); end if;
  -- The record before its codes: two who hold a code each would otherwise wait for one another.
  perform 1 from public.persons p where p.id = (
    select c.person_id from private.claim_codes c where c.account_id = v_uid
    order by c.created_at desc, c.id desc limit 1) for update;
  select * into v_row from private.claim_codes c where c.account_id = v_uid
  order by c.created_at desc, c.id desc limit 1 for update;
  if v_row.id is null or v_row.state <> 'open' then return jsonb_build_object('outcome', 'dead'); end if;
  if v_row.expires_at <= now() then
    update private.claim_codes c set state = 'dead' where c.id = v_row.id;
    return jsonb_build_object('outcome', 'expired');
  end if;
  if v_row.code_hash <> sha256(convert_to(v_row.id::text || coalesce(p_code, ''), 'UTF8')) then
    -- Counted, so this must commit: a wrong code is an answer and not an error.
    update private.claim_codes c set
      wrong_tries = c.wrong_tries + 1,
      state = case when c.wrong_tries >= 4 then 'dead' else 'open' end
    where c.id = v_row.id;
    return case when v_row.wrong_tries >= 4 then jsonb_build_object('outcome', 'dead')
      else jsonb_build_object('outcome', 'wrong', 'left', 4 - v_row.wrong_tries) end;
  end if;
  update private.claim_codes c set state = 'used' where c.id = v_row.id;
  if not private.bind_record(v_uid, v_row.person_id, p_locale, v_row.id::text, 'code', v_row.contact_point_id) then
    return jsonb_build_object('outcome', 'taken');
  end if;
  perform private.audit('record_claimed', 'person', v_row.person_id,
    (select p.region_code from public.persons p where p.id = v_row.person_id), '{"by": "code"}');
  return jsonb_build_object('outcome', 'claimed');
end
$$;

create or replace function private.claim_by_invitation(p_code text, p_locale text) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_uid uuid := private.uid();
  v_row public.claim_invitations;
  v_outcome text;
  v_wait integer;
begin
  if v_uid is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if p_locale is null or p_locale not in ('kk', 'ru', 'en') then perform private.refuse('invalid', 'locale'); end if;
  perform private.lock_forum('all') where private.my_person() is null and exists (
    select from public.claim_invitations i
    where i.code_hash = private.invitation_hash(p_code) and private.invitation_outcome(i) = 'open');
  perform 1 from public.accounts a where a.id = v_uid and a.person_id is null for update;
  if not found then perform private.refuse('conflict', 'claimed'); end if;
  -- A bucket that only this database can name: nobody fills another's.
  v_wait := private.take_attempt(encode(private.invitation_mac('account:' || v_uid), 'hex'), 10, interval '1 hour');
  if v_wait > 0 then perform private.refuse('too_many', v_wait::text); end if;

  select * into v_row from public.claim_invitations i where i.code_hash = private.invitation_hash(p_code);
  if not found then return 'unknown'; end if;
  perform 1 from public.persons p where p.id = v_row.person_id for update;
  select * into v_row from public.claim_invitations i where i.id = v_row.id for update;
  v_outcome := private.invitation_outcome(v_row);
  if v_outcome <> 'open' then return v_outcome; end if;

  update public.claim_invitations i set used_at = now(), used_by = v_uid where i.id = v_row.id;
  if not private.bind_record(v_uid, v_row.person_id, p_locale, v_row.id::text, 'invitation', v_row.contact_point_id) then
    update public.claim_invitations i set used_at = null, used_by = null where i.id = v_row.id;
    return 'taken';
  end if;
  perform private.audit('record_claimed', 'person', v_row.person_id,
    (select p.region_code from public.persons p where p.id = v_row.person_id),
    jsonb_build_object('by', v_row.channel, 'invitation', v_row.id));
  return 'claimed';
end
$$;

create or replace function public.decide_claim(p_request uuid, p_approve boolean, p_registry_no text, p_reason text)
returns void language sql volatile set search_path = '' as $$
  select private.lock_forum('all') where p_approve and private.is_staff();
  select private.decide_claim(p_request, p_approve, p_registry_no, p_reason)
$$;

-- What became of somebody follows them into the account that they keep.
create or replace function private.keep_log() returns trigger
language plpgsql volatile set search_path = '' as $$
declare
  v_joined constant uuid[] := string_to_array(current_setting('jalgas.joined', true), ' ')::uuid[];
begin
  -- An account or a case that is gone leaves its row without it, one that becomes part of another is that; nothing else ever changes.
  if tg_op = 'DELETE' or (new.id, new.at, new.act, new.region_code, new.locale, new.reason)
      is distinct from (old.id, old.at, old.act, old.region_code, old.locale, old.reason)
    or coalesce(new.note, old.note) is distinct from old.note
    or coalesce(new.actor_id, old.actor_id) is distinct from old.actor_id and array[old.actor_id, new.actor_id] is distinct from v_joined
    or coalesce(new.subject_id, old.subject_id) is distinct from old.subject_id and array[old.subject_id, new.subject_id] is distinct from v_joined
    or coalesce(new.case_id, old.case_id) is distinct from old.case_id then
    raise exception 'moderation_log is appended only';
  end if;
  return new;
end
$$;

create or replace function private.join_rows(p_spare uuid, p_kept uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_ref record;
  v_pair record;
begin
  -- For whatever else never changes: private.keep_log.
  perform set_config('jalgas.joined', p_spare || ' ' || p_kept, true);
  for v_ref in select * from private.references_to('public.accounts') order by relation::text, from_column loop
    -- Keys of forms: two accounts may have sent the same one from the same phone.
    if exists (
      select from pg_catalog.pg_attribute a
      where a.attrelid = v_ref.relation and a.attname = 'idempotency_key' and not a.attisdropped) then
      execute format('update %s t set idempotency_key = gen_random_uuid() where t.%I = $1', v_ref.relation, v_ref.from_column)
      using p_spare;
    end if;
    loop
      select * into v_pair
      from private.colliding_pair(v_ref.relation, v_ref.from_column, v_ref.column_type, p_spare::text, p_kept::text);
      exit when not found;
      execute format('delete from %1$s t using jsonb_populate_record(null::%1$s, $1) k where %2$s',
        v_ref.relation, private.same_key(v_ref.relation)) using v_pair.losing;
    end loop;
    execute format('update %s t set %2$I = $2 where t.%2$I = $1', v_ref.relation, v_ref.from_column) using p_spare, p_kept;
  end loop;
  update private.audit_log l set actor_id = p_kept where l.actor_id = p_spare;
  perform set_config('jalgas.joined', '', true);
end
$$;

create or replace function private.erase_me(p_forum text) returns void
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
  perform private.lock_forum('all');
  select a.person_id into v_person from public.accounts a where a.id = v_uid for update;
  -- Another window made it part of an account that stays: nothing is gone, and nobody is told that it is.
  if not found then perform private.refuse('expired', 'session'); end if;
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
