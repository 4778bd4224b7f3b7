-- A letter that is not printed: its officer sends the link from their own phone.

create or replace function private.letter_batch(p_id uuid) returns jsonb
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
        'locale', p.locale,
        'phone', (select c.value_key from public.contact_points c
          where c.person_id = p.id and c.kind in ('phone', 'whatsapp') and c.state not in ('dead', 'refused')
          order by c.preferred desc, c.confirmed_at desc nulls last, c.created_at, c.id limit 1),
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
  'A stack of letters as it is printed or sent from a phone, with their codes: {id, office, at, used, dead, letters}. For its maker and coordinators, within the regions they see now; audited. Null for others.';
