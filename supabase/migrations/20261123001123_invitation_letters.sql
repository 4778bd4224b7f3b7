-- Staff choose people who have not claimed their record yet, and print letters for them.

create function private.is_registry_staff() returns boolean
language sql stable security definer set search_path = '' as $$
  select private.has_role('coordinator') or exists (select from private.my_regions())
$$;
comment on function private.is_registry_staff() is 'Whether the signed-in account looks after people of the registry anywhere.';
grant execute on function private.is_registry_staff() to anon, authenticated;

create function private.invitable(p_filters jsonb, p_channel text, p_limit integer)
returns setof uuid language plpgsql stable security definer set search_path = '' as $$
declare
  v_where text := 'not exists (select from public.accounts a where a.person_id = p.id)';
  v_regions text[] := array(select private.my_regions());
begin
  if not private.is_registry_staff() then perform private.refuse('forbidden'); end if;
  -- Conditions are added one by one, so that each selection is planned for what it asks.
  if not private.has_role('coordinator') then v_where := v_where || ' and p.region_code = any($2)'; end if;
  if p_filters ->> 'region' is not null then v_where := v_where || ' and p.region_code = $1 ->> ''region'''; end if;
  if p_filters ->> 'district' is not null then v_where := v_where || ' and p.district = $1 ->> ''district'''; end if;
  if p_filters ->> 'settlement' is not null then v_where := v_where || ' and p.settlement = $1 ->> ''settlement'''; end if;
  if p_filters ->> 'person' is not null then v_where := v_where || ' and p.registry_no = $1 ->> ''person'''; end if;
  if p_filters ->> 'round' is not null then
    v_where := v_where || ' and exists (select from public.participations t
      where t.person_id = p.id and t.round = ($1 ->> ''round'')::smallint)';
  end if;
  if p_filters ->> 'team' is not null then
    v_where := v_where || ' and p.id in (select t.person_id from public.participations t
      join public.subprojects s on s.id = t.subproject_id where s.registry_no = $1 ->> ''team'')';
  end if;
  if p_channel = 'email' then
    v_where := v_where || ' and exists (select from public.contact_points c
        where c.person_id = p.id and c.kind = ''email'' and c.state not in (''failed'', ''dead'', ''refused''))
      and not private.has_stopped(p.id, ''invitations'')
      and not exists (select from public.claim_invitations i
        where i.person_id = p.id and i.channel = ''email'' and i.created_at > now() - interval ''30 days'')';
  -- Who is asked for by name gets another letter; a stack leaves out whoever holds one that works.
  elsif p_filters ->> 'person' is null and p_filters ->> 'again' is null then
    v_where := v_where || ' and not exists (select from public.claim_invitations i
      where i.person_id = p.id and i.channel = ''letter'' and i.used_at is null and i.revoked_at is null and i.expires_at > now())';
  end if;
  return query execute format('select p.id from public.persons p where %s order by p.registry_no limit %s', v_where, p_limit)
    using p_filters, v_regions;
end
$$;
comment on function private.invitable(jsonb, text, integer) is
  'People without an account whom the signed-in staff may invite, by registry number. p_filters: {region, district, settlement, round, team: number of a project, person: registry number, again: also those who hold a letter}. For email only who has a living address, has not stopped such mails and got none for 30 days. Refuses forbidden. Granted to nobody.';

create function private.lock_invitable(p_filters jsonb, p_channel text) returns uuid[]
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_ids uuid[] := array(select private.invitable(p_filters, p_channel, 200));
begin
  perform from public.persons p where p.id = any(v_ids) order by p.id for update;
  -- Asked again: while this waited, one of them may have claimed or been invited.
  return array(select i from private.invitable(p_filters, p_channel, 200) i where i = any(v_ids));
end
$$;
comment on function private.lock_invitable(jsonb, text) is 'At most 200 people of a selection, locked, so that nobody is invited twice at once. Granted to nobody.';

create function private.start_batch(p_key uuid, p_channel text, p_filters jsonb, p_office text) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_id uuid;
begin
  if (select count(*) from public.invitation_batches b
      where b.made_by = private.uid() and b.created_at > now() - interval '1 day') >= 30 then
    perform private.refuse('too_many', '86400');
  end if;
  insert into public.invitation_batches (channel, filters, office, idempotency_key, made_by)
  values (p_channel, p_filters, p_office, p_key, private.uid()) returning id into v_id;
  return v_id;
end
$$;
comment on function private.start_batch(uuid, text, jsonb, text) is 'A new batch of the signed-in staff; thirty a day. Granted to nobody.';

create function private.my_batch(p_key uuid) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if p_key is null then perform private.refuse('invalid', 'key'); end if;
  -- One form at a time: what was posted twice finds its first arrival.
  perform 1 from public.accounts a where a.id = private.uid() for no key update;
  return (select b.id from public.invitation_batches b where b.made_by = private.uid() and b.idempotency_key = p_key);
end
$$;
comment on function private.my_batch(uuid) is 'The batch that this key has made already, or null. Granted to nobody.';

create function private.make_letters(p_key uuid, p_filters jsonb, p_office text) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_batch uuid := private.my_batch(p_key);
  v_ids uuid[];
begin
  if v_batch is not null then return v_batch; end if;
  v_ids := private.lock_invitable(p_filters, 'letter');
  if coalesce(length(btrim(p_office)), 0) not between 1 and 300 then perform private.refuse('invalid', 'office'); end if;
  if cardinality(v_ids) = 0 then perform private.refuse('not_found', 'people'); end if;
  v_batch := private.start_batch(p_key, 'letter', p_filters, btrim(p_office));
  update public.claim_invitations i set revoked_at = now()
  where i.person_id = any(v_ids) and i.channel = 'letter' and i.used_at is null and i.revoked_at is null;
  insert into public.claim_invitations (id, batch_id, person_id, channel, code_hash)
  select n.id, v_batch, n.person_id, 'letter', private.invitation_hash(private.invitation_code(n.id))
  from (select private.uuid_v7() as id, x as person_id from unnest(v_ids) x offset 0) n;
  perform private.audit('make_letters', 'invitation_batch', v_batch, p_filters ->> 'region',
    jsonb_build_object('letters', cardinality(v_ids)));
  return v_batch;
end
$$;
grant execute on function private.make_letters(uuid, jsonb, text) to authenticated;

create function public.make_letters(p_key uuid, p_filters jsonb, p_office text) returns uuid
language sql volatile set search_path = '' as $$ select private.make_letters(p_key, p_filters, p_office) $$;
comment on function public.make_letters(uuid, jsonb, text) is
  'Makes letters with codes for at most 200 people of a selection (private.invitable) and gives the batch. Their older letters stop working. The same p_key again is the same batch. Refuses forbidden, invalid (key, office), not_found people, too_many (30 batches a day).';
grant execute on function public.make_letters(uuid, jsonb, text) to authenticated;

create function private.letter_batch(p_id uuid) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_batch public.invitation_batches;
begin
  select * into v_batch from public.invitation_batches b
  where b.id = p_id and b.channel = 'letter' and private.is_registry_staff()
    and (b.made_by = private.uid() or private.has_role('coordinator'));
  if not found then return null; end if;
  perform private.audit('read_letters', 'invitation_batch', p_id);
  return jsonb_build_object(
    'id', v_batch.id, 'office', v_batch.office, 'at', v_batch.created_at,
    'used', (select count(*) from public.claim_invitations i where i.batch_id = p_id and i.used_at is not null),
    'dead', (select count(*) from public.claim_invitations i where i.batch_id = p_id and i.used_at is null
      and (i.revoked_at is not null or i.expires_at <= now())),
    'letters', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', i.id, 'code', private.invitation_code(i.id), 'until', i.expires_at,
        'name', coalesce(p.full_name, p.registry_no), 'registryNo', p.registry_no, 'district', p.district,
        'region', (select jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en)
          from public.regions r where r.code = p.region_code),
        'rounds', (select coalesce(jsonb_agg(t.round order by t.round), '[]') from public.participations t where t.person_id = p.id))
        order by p.region_code, p.district, p.name_key, p.id), '[]')
      from public.claim_invitations i join public.persons p on p.id = i.person_id
      where i.batch_id = p_id and i.used_at is null and i.revoked_at is null and i.expires_at > now()
        and private.sees_person(p.region_code)));
end
$$;
comment on function private.letter_batch(uuid) is
  'A stack of letters as it is printed, with their codes: {id, office, at, used, dead, letters}. For its maker and coordinators, within the regions they see now; audited. Null for others.';
grant execute on function private.letter_batch(uuid) to anon, authenticated;

create function public.page_letter_batch(p_id uuid) returns jsonb
language sql volatile set search_path = '' as $$
  select case when private.uid() is null then jsonb_build_object('viewer', null)
    when b is not null then jsonb_build_object('viewer', private.viewer(), 'batch', b) end
  from private.letter_batch(p_id) b
$$;
comment on function public.page_letter_batch(uuid) is 'The page that is printed: {viewer, batch}; volatile because it is audited. Null where the batch is not theirs.';
grant execute on function public.page_letter_batch(uuid) to anon, authenticated;

create function private.invitation_desk(p_filters jsonb) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_letters uuid[] := array(select private.invitable(p_filters, 'letter', 201));
  v_region text := coalesce(p_filters ->> 'region', (
    select min(r) from private.my_regions() r having count(*) = 1 and not private.has_role('coordinator')));
begin
  return jsonb_build_object(
    'letters', cardinality(v_letters),
    'emails', (select count(*) from private.invitable(p_filters, 'email', 201)),
    'people', (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', coalesce(s.full_name, s.registry_no), 'district', s.district)
        order by s.district, s.name_key), '[]')
      from (select p.* from public.persons p where p.id = any(v_letters) order by p.registry_no limit 30) s),
    'regions', (select coalesce(jsonb_agg(jsonb_build_object('code', r.code, 'kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en) order by r.name_ru), '[]')
      from public.regions r where private.has_role('coordinator') or r.code in (select private.my_regions())),
    'districts', (select coalesce(jsonb_agg(d.district order by d.district), '[]')
      from (select distinct p.district from public.persons p
        where p.region_code = v_region and private.sees_person(v_region) and p.district is not null limit 200) d),
    'office', (select b.office from public.invitation_batches b
      where b.made_by = private.uid() and b.office is not null order by b.created_at desc limit 1),
    'batches', (select coalesce(jsonb_agg(jsonb_build_object('id', b.id, 'channel', b.channel, 'at', b.created_at,
        'made', (select count(*) from public.claim_invitations i where i.batch_id = b.id),
        'used', (select count(*) from public.claim_invitations i where i.batch_id = b.id and i.used_at is not null))
        order by b.created_at desc), '[]')
      from (select * from public.invitation_batches m where m.made_by = private.uid() order by m.created_at desc limit 10) b));
end
$$;
comment on function private.invitation_desk(jsonb) is
  'What staff see before they invite: how many letters and mails a selection gives (201 means more than 200), the first people, choices for the filters, their last batches. Refuses forbidden.';
grant execute on function private.invitation_desk(jsonb) to anon, authenticated;

create function public.page_invitation_desk(p_filters jsonb default '{}') returns jsonb
language sql stable set search_path = '' as $$
  select case when private.is_registry_staff()
    then jsonb_build_object('viewer', private.viewer()) || private.invitation_desk(p_filters)
    when private.uid() is null then jsonb_build_object('viewer', null) end
$$;
comment on function public.page_invitation_desk(jsonb) is 'The page where staff invite people, filters as private.invitable takes them. Null for everybody else.';
grant execute on function public.page_invitation_desk(jsonb) to anon, authenticated;
