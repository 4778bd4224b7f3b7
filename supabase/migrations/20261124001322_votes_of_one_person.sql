-- One person with two records could vote with two accounts. The records can be merged only after the claim of
-- one was undone; then what the two accounts gave each other was a vote on one's own.

create function private.drop_own_votes(p_person uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_votes uuid[] := array(
    select v.id
    from public.accounts a
    join private.undone_claims u on u.person_id = a.person_id and u.account_id <> a.id
    join public.votes v on v.voter_id in (a.id, u.account_id)
    left join public.answers w on w.id = v.answer_id
    left join public.questions q on q.id = v.question_id
    where a.person_id = p_person and coalesce(w.author_id, q.author_id) in (a.id, u.account_id));
begin
  if v_votes <> '{}' then perform private.drop_votes(v_votes, 'undone'); end if;
end
$$;
comment on function private.drop_own_votes(uuid) is
  'Takes back, with their points, votes between the account of a person and accounts that held the record, or one merged with it, before. Granted to nobody.';

create function private.follow_one_person() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.drop_own_votes(new.person_id);
  return null;
end
$$;
comment on function private.follow_one_person() is 'private.drop_own_votes for whoever the row is about. Granted to nobody.';
create trigger accounts_drop_own_votes after update of person_id on public.accounts for each row
  when (new.person_id is not null and new.person_id is distinct from old.person_id) execute function private.follow_one_person();
create trigger undone_claims_drop_own_votes after update of person_id on private.undone_claims for each row
  execute function private.follow_one_person();

-- A merge may move votes on many posts while it holds the rows of accounts: nobody else meanwhile.
create or replace function public.merge_persons(p_survivor uuid, p_merged uuid, p_keep jsonb default '{}') returns uuid
language plpgsql volatile set search_path = '' as $$
begin
  perform private.lock_forum('all');
  return private.merge_persons(p_survivor, p_merged, p_keep);
end
$$;
