-- Surveys and offers go the way that each person chose (private.ways), and an offer to somebody without
-- any way is at least a notice in the app.

drop function private.wave_audience(jsonb);
create function private.wave_audience(p_audience jsonb)
returns table (
  person_id uuid, name text, locale text, region_code text, legacy_region text, gender text,
  round smallint, role text, consents boolean, channel text, contact_point_id uuid, address text)
language sql stable security definer set search_path = '' as $$
  with wanted as materialized (
    select private.text_list(p_audience -> 'regions') as regions,
           private.text_list(p_audience -> 'rounds') as rounds,
           private.text_list(p_audience -> 'directions') as directions,
           private.text_list(p_audience -> 'states') as states)
  select p.id, coalesce(p.full_name, p.registry_no), p.locale, p.region_code, p.legacy_region, p.gender,
         took.round, took.role, coalesce(word.granted, false), way.channel, way.contact_point_id, way.address
  from wanted w
  cross join public.persons p
  left join lateral (
    select t.round, t.role
    from public.participations t left join public.subprojects s on s.id = t.subproject_id
    where t.person_id = p.id
      and (w.rounds is null or t.round::text = any (w.rounds))
      and (w.directions is null or s.direction = any (w.directions))
      and (w.states is null or coalesce(s.state, 'unknown') = any (w.states))
    order by t.round desc limit 1) took on true
  left join lateral (
    select c.granted from public.consents c
    where c.person_id = p.id and c.purpose = 'followup'
    order by c.created_at desc, c.id desc limit 1) word on true
  left join private.ways way on way.person_id = p.id
  where (w.regions is null or p.region_code = any (w.regions))
    and (took.round is not null or coalesce(w.rounds, w.directions, w.states) is null)
$$;
comment on function private.wave_audience(jsonb) is
  'People matched by {regions, rounds, directions, states}, with their newest matching participation, whether they agreed to follow-up, and the way they would be written to (private.ways; address is null where there is none). For use inside definer functions only.';

create or replace function private.count_audience(p_audience jsonb) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'matched', count(*),
    'consented', count(*) filter (where a.consents),
    'reachable', count(*) filter (where a.consents and a.address is not null))
  from private.wave_audience(p_audience) a
  where private.has_role('coordinator')
$$;
comment on function private.count_audience(jsonb) is 'How many people match, how many of them agreed to follow-up, and to how many of those a message can go. Zeros for anyone but coordinators.';

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
  if not found then perform private.refuse('conflict', 'key'); end if;

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

create or replace function private.queue_referral_mail(p_key text, p_referral uuid) returns void
language sql volatile security definer set search_path = '' as $$
  insert into private.outbox (person_id, contact_point_id, channel, to_address, purpose, occasion, locale, subject, body, state)
  select r.person_id, c.contact_point_id, coalesce(c.channel, 'email'), coalesce(c.address, ''), p_key, r.id::text, w.locale, t.subject,
    replace(replace(t.body,
      '{link}', coalesce(E'\n\n' || s.value || '/' || w.locale || '/me/referrals/' || r.id, '')),
      '{programme}', case w.locale when 'kk' then g.name_kk when 'ru' then g.name_ru else g.name_en end),
    case when c.address is null then 'app' else 'queued' end
  from public.referrals r
  join public.programmes g on g.id = r.programme_id
  join public.persons p on p.id = r.person_id
  left join public.accounts a on a.person_id = p.id
  cross join lateral (select coalesce(a.locale, p.locale) as locale) w
  join private.mail_texts t on t.key = p_key and t.locale = w.locale
  left join private.ways c on c.person_id = p.id
  left join private.settings s on s.key = 'site_url'
  where r.id = p_referral and (c.address is not null or a.id is not null)
  on conflict do nothing
$$;
