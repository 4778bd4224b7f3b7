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
