-- Whoever joins records or parts an account from one locks the account alone and then the record; a verdict tells
-- the record of somebody first and names the account in its log. So these wait for the forum, too, like a deletion.
-- Others than staff are refused inside, and must not make everybody wait for that.
create or replace function public.merge_persons(p_survivor uuid, p_merged uuid, p_keep jsonb default '{}') returns uuid
language sql volatile set search_path = '' as $$
  select private.lock_forum('all') where private.is_staff();
  select private.merge_persons(p_survivor, p_merged, p_keep)
$$;
create or replace function public.undo_merge(p_merge uuid) returns uuid
language sql volatile set search_path = '' as $$
  select private.lock_forum('all') where private.is_staff();
  select private.undo_merge(p_merge)
$$;
create or replace function public.undo_claim(p_person uuid, p_account uuid, p_reason text, p_take_back text[]) returns void
language sql volatile set search_path = '' as $$
  select private.lock_forum('all') where private.is_staff();
  select private.undo_claim(p_person, p_account, p_reason, p_take_back)
$$;
create or replace function public.clear_vote_finding(p_id uuid, p_reason text) returns integer
language sql volatile set search_path = '' as $$
  select private.lock_forum('many') where private.has_role('moderator') or private.has_role('coordinator');
  select private.clear_vote_finding(p_id, p_reason)
$$;
