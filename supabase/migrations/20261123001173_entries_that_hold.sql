-- The newest entry is the newest that holds: what a wrong account told, and was withdrawn, neither keeps the
-- right person from correcting theirs nor counts against them.

create or replace function private.record_status_update(
  p_subproject uuid, p_key uuid, p_state text, p_basis text, p_stop_reason text, p_something_new boolean,
  p_needs text[], p_note text, p_photo text, p_width integer, p_height integer, p_corrects uuid, p_keep_photo boolean)
returns uuid language plpgsql volatile security definer set search_path = '' as $$
declare
  v_person uuid := private.my_person();
  v_newest public.status_updates;
  v_photo uuid;
  v_id uuid;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if p_subproject is null or p_subproject not in (select private.my_subprojects()) then
    perform private.refuse('not_found', 'project');
  end if;
  if p_key is null then perform private.refuse('invalid', 'key'); end if;

  -- The team's entries wait for one another here, so that the columns repeat the newest of them
  -- and a form that was posted twice finds its first arrival.
  perform from public.subprojects s where s.id = p_subproject for update;
  select u.id into v_id from public.status_updates u
  where u.subproject_id = p_subproject and u.idempotency_key = p_key;
  if v_id is not null then return v_id; end if;

  if p_state is null or p_state not in ('continuing', 'paused', 'stopped') then
    perform private.refuse('invalid', 'how');
  end if;
  if (p_state = 'continuing') <> (p_basis is not null) then perform private.refuse('invalid', 'basis'); end if;
  if p_state = 'stopped' and p_stop_reason is null then perform private.refuse('invalid', 'reason'); end if;
  if length(p_note) > 1000 then perform private.refuse('invalid', 'note'); end if;
  if (select count(*) from public.status_updates u
      where u.subproject_id = p_subproject and u.person_id = v_person and u.withdrawn_at is null
        and u.created_at > now() - interval '1 day') >= 30 then
    perform private.refuse('too_many', '86400');
  end if;

  if p_corrects is not null then
    select u.* into v_newest from public.status_updates u
    where u.subproject_id = p_subproject and u.withdrawn_at is null
    order by u.created_at desc, u.id desc limit 1;
    if v_newest.id is distinct from p_corrects or v_newest.person_id is distinct from v_person then
      perform private.refuse('conflict', 'corrects');
    end if;
    if p_keep_photo then v_photo := v_newest.photo_id; end if;
  end if;
  if p_photo is not null then
    insert into private.photos (subproject_id, account_id, webp, width, height)
    values (p_subproject, private.uid(), decode(p_photo, 'base64'), p_width, p_height)
    returning id into v_photo;
  end if;

  insert into public.status_updates (
    subproject_id, person_id, state, basis, stop_reason, something_new, needs, note, photo_id, corrects_id,
    idempotency_key, created_at)
  values (
    p_subproject, v_person, p_state, p_basis, case when p_state = 'stopped' then p_stop_reason end,
    coalesce(p_something_new, false),
    array(select distinct n from unnest(coalesce(p_needs, '{}')) n order by n),
    nullif(btrim(p_note), ''), v_photo, p_corrects, p_key,
    -- Not now(): that is when the transaction began, before it waited for the lock.
    clock_timestamp())
  returning id into v_id;
  perform private.follow_newest_update(p_subproject);
  return v_id;
end
$$;
