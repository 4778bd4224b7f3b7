-- What conversations, blocks, reports and offers hold of a person stands in the person's download.

create function private.export_talk(p_person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'conversations', (
      select jsonb_agg(jsonb_build_object('to_mentor', r.kind = 'mentoring', 'began_by_me', r.from_person = p_person, 'with', private.peer_name(
          case p_person when r.from_person then r.to_person else r.from_person end),
        'created_at', r.created_at, 'ended_at', r.closed_at,
        'messages', (
          select jsonb_agg(jsonb_build_object('by_me', (m.part = 'from') = (r.from_person = p_person), 'body', m.body,
            'shared', m.shared_value, 'created_at', m.created_at) order by m.id)
          from public.contact_messages m where m.request_id = r.id)) order by r.created_at)
      from public.contact_requests r where p_person in (r.from_person, r.to_person)),
    'blocked_people', (
      select jsonb_agg(jsonb_build_object('with', private.peer_name(b.blocked_id), 'created_at', b.created_at) order by b.created_at)
      from public.contact_blocks b where b.blocker_id = p_person),
    'reports', (
      select jsonb_agg(jsonb_build_object('reason', x.reason, 'body', x.words, 'created_at', x.created_at,
        'looked_at', x.decided_at) order by x.created_at)
      from public.reports x where x.reporter_id = p_person),
    'restrictions', (
      select jsonb_agg(jsonb_build_object('state', case t.what when 'writing' then 'suspended' else 'unlisted' end,
        'until', t.until, 'created_at', t.created_at, 'lifted_at', t.lifted_at) order by t.created_at)
      from public.restrictions t where t.person_id = p_person),
    'mentoring', (
      select jsonb_agg(to_jsonb(o) - 'person_id' || jsonb_build_object('directions', (
        select jsonb_agg(jsonb_build_object('kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en) order by d.position)
        from public.directions d where d.code = any(o.directions))))
      from public.mentor_offers o where o.person_id = p_person))
$$;
comment on function private.export_talk(uuid) is
  'Conversations as their reader''s own pages show them, blocks, reports made, restrictions and the offer to be asked; null where there is nothing. What others reported stays theirs. Granted to nobody.';

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
    || private.export_account(v_uid, v_person) || private.export_contact_life(v_uid, v_person) || private.export_talk(v_person);
end
$$;
