-- What touched a row and then named its own account, or its tags, without the forum's first lock: it could wait for
-- somebody who leaves while they waited for it.

create or replace function public.take_back_suggestion(p_id uuid) returns void
language sql volatile set search_path = '' as $$
  select private.lock_forum('one');
  select private.take_back_suggestion(p_id)
$$;
create or replace function public.hide_asker(p_question uuid) returns void
language sql volatile set search_path = '' as $$
  select private.lock_forum('one');
  select private.hide_asker(p_question)
$$;
create or replace function public.appeal(p_case uuid, p_restriction uuid, p_words text) returns void
language sql volatile set search_path = '' as $$
  select private.lock_forum('one');
  select private.appeal(p_case, p_restriction, p_words)
$$;
create or replace function public.restrict_author(p_case uuid, p_kind text, p_days integer, p_reason text) returns void
language sql volatile set search_path = '' as $$
  select private.lock_forum('one');
  select private.restrict_author(p_case, p_kind, p_days, p_reason)
$$;
create or replace function private.require_guide(p_guide uuid) returns private.guides
language plpgsql volatile security definer set search_path = '' as $$
declare
  g private.guides;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  perform private.lock_forum('one');
  select * into g from private.guides x where x.id = p_guide for update;
  if g.id is null then perform private.refuse('not_found', 'guide'); end if;
  return g;
end
$$;

-- Outside the forum: a correction locked the record and then named its account, which a merge locks first.
create or replace function private.correct_my_record(p_fields jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_person uuid;
  v_fields jsonb;
  v_region text;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  -- A roster that is being written must not fill what is emptied here.
  perform pg_advisory_xact_lock_shared(hashtextextended('jalgas.import_registry', 0));
  -- The account before its record, as a merge and a claim do; which record it is, is asked behind that.
  perform from public.accounts a where a.id = private.uid() for key share;
  v_person := private.my_person();
  if v_person is null then perform private.refuse('not_found'); end if;
  select jsonb_object_agg(f.name, nullif(private.clean_words(left(p_fields ->> f.name, 1000)), '')) into v_fields
  from unnest(array['full_name', 'gender', 'birth_year', 'region', 'district', 'settlement']) f (name);
  if v_fields ->> 'full_name' is null or length(v_fields ->> 'full_name') > 200 then perform private.refuse('invalid', 'full_name'); end if;
  if coalesce(v_fields ->> 'gender', 'female') not in ('female', 'male') then perform private.refuse('invalid', 'gender'); end if;
  if coalesce(v_fields ->> 'birth_year', '1950') !~ '^(19[5-9]\d|200\d|201[0-5])$' then perform private.refuse('invalid', 'birth_year'); end if;
  if v_fields ->> 'region' is null or not exists (select from public.regions r where r.code = v_fields ->> 'region') then
    perform private.refuse('invalid', 'region');
  end if;
  if length(v_fields ->> 'district') > 120 then perform private.refuse('invalid', 'district'); end if;
  if coalesce(v_fields ->> 'settlement', 'city') not in ('village', 'town', 'city') then perform private.refuse('invalid', 'settlement'); end if;

  select p.region_code into v_region from public.persons p where p.id = v_person for update;
  if (select count(*) from public.person_words w
      where w.person_id = v_person and w.account_id = private.uid() and w.created_at > now() - interval '1 day') >= 60 then
    perform private.refuse('too_many', '86400');
  end if;
  perform private.write_record(v_person, v_fields, 'person');
  perform private.audit('correct_record', 'person', v_person, v_region);
end
$$;
