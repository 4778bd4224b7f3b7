-- Whoever reads the log sees which post an entry is about, while it is there; the log itself holds no words of it.

create or replace function private.read_moderation_log(p_act text, p_region text, p_locale text, p_who uuid, p_after bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_me uuid := private.uid();
  v_rows jsonb;
begin
  if private.is_moderator() is distinct from 'staff' then return null; end if;
  select jsonb_agg(x.row order by x.id desc) into v_rows from (
    select l.id, jsonb_build_object('id', l.id, 'at', l.at, 'act', l.act, 'reason', l.reason, 'note', l.note, 'locale', l.locale,
      'case', l.case_id, 'kind', c.kind, 'title', (p.question).title, 'titleLocale', (p.question).locale, -- Whoever appeals may have asked without a name: the act says who it was, and no more.
      'who', case when l.act <> 'appealed' then private.account_name(l.actor_id) end,
      'whoId', case when l.act <> 'appealed' then l.actor_id end,
      'region', (select jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en) from public.regions r where r.code = l.region_code),
      -- A name only where the act itself is about a person, and never of somebody who asked without one.
      'whom', case when l.act in ('appointed', 'dismissed')
        or l.act in ('muted', 'suspended', 'lifted') and not ((p.question).is_anonymous and (p.question).author_id = l.subject_id)
        then private.public_name(l.subject_id) end) as row
    from private.moderation_log l left join private.moderation_cases c on c.id = l.case_id
    left join lateral private.any_post(c.post_id) p on true
    where (p_after is null or l.id < p_after) and (p_act is null or l.act = p_act) and (p_region is null or l.region_code = p_region)
      and (p_locale is null or l.locale = p_locale) and (p_who is null or l.actor_id = p_who and l.act <> 'appealed')
      and (l.actor_id = v_me or private.account_moderates(v_me, l.region_code, l.locale))
    order by l.id desc limit 31) x;
  return jsonb_build_object(
    'entries', coalesce((select jsonb_agg(r order by i) from jsonb_array_elements(v_rows) with ordinality t(r, i) where i <= 30), '[]'),
    'next', case when jsonb_array_length(v_rows) > 30 then (v_rows -> 29 ->> 'id')::bigint end,
    'regions', (select jsonb_agg(jsonb_build_object('code', r.code, 'name', jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en)) order by r.code) from public.regions r));
end
$$;
