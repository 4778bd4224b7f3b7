-- Whoever brings the code of an invitation claims its record.

create function private.invitation_outcome(p_invitation public.claim_invitations) returns text
language sql stable security definer set search_path = '' as $$
  select case
    when (p_invitation).used_at is not null then 'used'
    when exists (select from public.accounts a where a.person_id = (p_invitation).person_id) then 'taken'
    when (p_invitation).revoked_at is not null then 'revoked'
    when (p_invitation).expires_at <= now() then 'expired'
    else 'open' end
$$;
comment on function private.invitation_outcome(public.claim_invitations) is 'Where an invitation stands: used | taken | revoked | expired | open. Granted to nobody.';

create function private.open_invitation(p_code text, p_bucket text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row public.claim_invitations;
begin
  select * into v_row from public.claim_invitations i where i.code_hash = private.invitation_hash(p_code);
  if not found then
    if public.take_attempts(array[p_bucket], array[20], 900) > 0 then return '{"outcome": "throttled"}'; end if;
    return '{"outcome": "unknown"}';
  end if;
  return (
    select jsonb_build_object('outcome', o.outcome, 'at', coalesce(v_row.used_at, v_row.expires_at))
      || case when o.outcome = 'open' then jsonb_build_object(
        -- Enough for the right person to know the letter is theirs, too little to find anybody by.
        'name', split_part(p.full_name, ' ', 1) || coalesce(' ' || nullif(left(split_part(p.full_name, ' ', 2), 1), '') || '.', ''),
        'rounds', (select coalesce(jsonb_agg(t.round order by t.round), '[]') from public.participations t where t.person_id = p.id))
      else '{}' end
    from private.invitation_outcome(v_row) as o (outcome), public.persons p where p.id = v_row.person_id);
end
$$;
comment on function private.open_invitation(text, text) is
  'What a code opens: {outcome: unknown | throttled | used | taken | revoked | expired | open, at, name: first word and an initial, rounds}. Changes nothing of the invitation; unknown codes count as guesses in p_bucket (20 in 15 minutes).';
grant execute on function private.open_invitation(text, text) to anon, authenticated;

create function public.page_invitation(p_code text, p_bucket text) returns jsonb
language sql volatile set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'demo', private.is_demo()) || private.open_invitation(p_code, p_bucket)
$$;
comment on function public.page_invitation(text, text) is 'The page behind the code of an invitation; volatile because it counts guesses.';
grant execute on function public.page_invitation(text, text) to anon, authenticated;

create function private.claim_by_invitation(p_code text, p_locale text) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_uid uuid := private.uid();
  v_row public.claim_invitations;
  v_outcome text;
  v_wait integer;
begin
  if v_uid is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if p_locale is null or p_locale not in ('kk', 'ru', 'en') then perform private.refuse('invalid', 'locale'); end if;
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
grant execute on function private.claim_by_invitation(text, text) to authenticated;

create function public.claim_by_invitation(p_code text, p_locale text) returns text
language sql volatile set search_path = '' as $$ select private.claim_by_invitation(p_code, p_locale) $$;
comment on function public.claim_by_invitation(text, text) is
  'Claims the record of this invitation for the signed-in account: claimed | unknown | used | taken | revoked | expired. Refuses forbidden sign_in, conflict claimed (the account has a record), too_many (ten tries an hour an account), invalid locale.';
grant execute on function public.claim_by_invitation(text, text) to authenticated;
