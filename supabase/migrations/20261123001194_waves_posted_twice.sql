-- A wave that is posted twice at the same moment is one wave, whichever post comes second.

create or replace function private.send_wave(p_key uuid, p_wave jsonb, p_origin text) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_wave public.waves;
  v_title text := btrim(coalesce(p_wave ->> 'title', ''));
  v_opens timestamptz := coalesce((p_wave ->> 'opensAt')::timestamptz, now());
  v_closes timestamptz := (p_wave ->> 'closesAt')::timestamptz;
  v_form uuid;
  v_sent integer;
begin
  if not private.has_role('coordinator') then perform private.refuse('forbidden'); end if;
  select * into v_wave from public.waves w where w.idempotency_key = p_key and w.created_by = private.uid();
  if found then return v_wave.id; end if;

  if p_key is null then perform private.refuse('invalid', 'key'); end if;
  if length(v_title) not between 1 and 120 then perform private.refuse('invalid', 'title'); end if;
  if v_closes is null or v_closes <= greatest(now(), v_opens) then perform private.refuse('invalid', 'closes'); end if;
  if coalesce(p_origin, '') !~ '^https?://[A-Za-z0-9.:\[\]-]+$' then perform private.refuse('invalid', 'origin'); end if;
  select f.id into v_form from public.forms f
  where f.code = p_wave ->> 'form' order by f.version desc limit 1;
  if not found then perform private.refuse('invalid', 'form'); end if;

  insert into public.waves as w (title, form_id, kind, audience, opens_at, closes_at, created_by, idempotency_key)
  values (v_title, v_form, 'live', coalesce(p_wave -> 'audience', '{}'), v_opens, v_closes, private.uid(), p_key)
  on conflict (idempotency_key) do nothing returning * into v_wave;
  if not found then
    -- The same form a moment earlier; another's key is refused.
    select * into v_wave from public.waves w where w.idempotency_key = p_key and w.created_by = private.uid();
    if not found then perform private.refuse('conflict', 'key'); end if;
    return v_wave.id;
  end if;

  -- The token leaves this statement only inside the message; what is stored is its hash.
  with invited as materialized (
    select a.*, private.uuid_v7() as outbox_id,
      encode(substring(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) from 1 for 16), 'hex') as token
    from private.wave_audience(v_wave.audience) a
    where a.consents and a.address is not null
  ), queued as (
    insert into private.outbox
      (id, person_id, contact_point_id, channel, to_address, purpose, occasion, locale, subject, body, next_attempt_at)
    select i.outbox_id, i.person_id, i.contact_point_id, i.channel, i.address, 'wave_invitation',
      v_wave.id || ':' || i.person_id, i.locale, t.subject,
      replace(replace(replace(t.body,
        '{link}', p_origin || '/' || i.locale || '/s/' || i.token),
        '{closes}', to_char(v_closes at time zone 'Asia/Almaty', 'DD.MM.YYYY')),
        '{name}', i.name),
      v_opens
    from invited i
    join private.message_templates t on t.purpose = 'wave_invitation' and t.locale = i.locale
  )
  insert into public.wave_members
    (wave_id, person_id, token_hash, outbox_id, round, region_code, legacy_region, gender, role, vulnerable, neet, queued_at)
  select v_wave.id, i.person_id, sha256(convert_to(i.token, 'UTF8')), i.outbox_id, i.round, i.region_code,
    i.legacy_region, i.gender, i.role, f.vulnerable, f.neet_at_start, now()
  from invited i left join public.person_flags f on f.person_id = i.person_id;
  get diagnostics v_sent = row_count;
  if v_sent = 0 then perform private.refuse('invalid', 'audience'); end if;

  perform private.audit('send_wave', 'wave', v_wave.id, null, jsonb_build_object('members', v_sent));
  return v_wave.id;
end
$$;
