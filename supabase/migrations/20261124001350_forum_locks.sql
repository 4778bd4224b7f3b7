-- One order for all who write in the forum, so that no two of them ever wait for each other. First the forum
-- itself: shared by whoever writes on one post, alone for what takes away an account or moves posts in crowds.
-- Then posts (questions by id, then answers by id), what hangs on them, and at last profiles by account.

create function private.lock_forum(p_how text) returns void
language plpgsql volatile set search_path = '' as $$
begin
  -- Whoever touches many posts waits for each other here, and not where the rest would wait behind them.
  if p_how in ('many', 'all') then perform pg_advisory_xact_lock(1350, 1); end if;
  if p_how = 'all' then perform pg_advisory_xact_lock(1350, 0); else perform pg_advisory_xact_lock_shared(1350, 0); end if;
end
$$;
comment on function private.lock_forum(text) is 'The first lock of each write in the forum: one (a post and what hangs on it), many (posts in crowds, in the order of locks) or all (nobody else meanwhile: an account goes). Before any row is locked.';
revoke execute on function private.lock_forum(text) from public;
-- By their doors, which run as whoever calls.
grant execute on function private.lock_forum(text) to authenticated, service_role;

create or replace function private.require_alumnus() returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid;
begin
  perform private.lock_forum('one');
  -- Asked behind the lock: an account that went while we waited writes nothing.
  v_me := private.uid();
  if v_me is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if private.my_person() is null then perform private.refuse('forbidden', 'record'); end if;
  if (private.forum_restriction(v_me)).kind = 'suspend' then perform private.refuse('forbidden', 'suspended'); end if;
  -- One act of an account at a time, so that limits count what its other tab does.
  perform pg_advisory_xact_lock(1351, hashtext(v_me::text));
  return v_me;
end
$$;
comment on function private.require_alumnus() is 'The signed-in account, which has a record and is not suspended, behind the first lock of the forum and one act at a time. Called first by whatever alumni write.';

create or replace function private.lock_post(p_kind text, p_id uuid) returns uuid
language plpgsql volatile set search_path = '' as $$
declare
  v_question uuid := case p_kind when 'question' then p_id
    when 'answer' then (select a.question_id from public.answers a where a.id = p_id) end;
begin
  perform private.lock_forum('one');
  perform from public.questions q where q.id = v_question for no key update;
  if not found then perform private.refuse('not_found', p_kind); end if;
  perform from public.answers a
  where a.question_id = v_question and (p_kind = 'question' or a.id = p_id) order by a.id for no key update;
  return v_question;
end
$$;

create or replace function private.lock_any_post(p_kind text, p_id uuid) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform private.lock_forum('one');
  if p_kind <> 'comment' then perform private.lock_post(p_kind, p_id); return; end if;
  perform from public.post_comments c where c.id = p_id for no key update;
  if not found then perform private.refuse('not_found', 'post'); end if;
end
$$;

create or replace function private.lock_duplicates(p_question uuid) returns public.questions
language plpgsql volatile security definer set search_path = '' as $$
declare
  q public.questions;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  perform private.lock_forum('one');
  -- One after the other, whatever the pair: circles are made of several pairs.
  perform pg_advisory_xact_lock(1285, 0);
  select * into q from public.questions x where x.id = p_question and x.withdrawn_at is null for no key update;
  if q.id is null then perform private.refuse('not_found', 'question'); end if;
  return q;
end
$$;

create or replace function private.open_suggestion(p_id uuid) returns public.post_suggestions
language plpgsql volatile security definer set search_path = '' as $$
declare
  s public.post_suggestions;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  perform private.lock_forum('one');
  select * into s from public.post_suggestions w where w.id = p_id for no key update;
  if s.id is null or not private.judges_suggestion(s) then perform private.refuse('not_found', 'suggestion'); end if;
  return s;
end
$$;

-- An edit may be held for review, which takes the question, too: it has to be locked before its answer.
create or replace function private.put_words(
  p_post uuid, p_base integer, p_title text, p_body text, p_editor uuid, p_restores integer, p_suggestion uuid)
returns uuid language plpgsql volatile security definer set search_path = '' as $$
declare
  v_question public.questions;
  v_answer public.answers;
  v_base integer;
begin
  if not exists (select from public.answers a where a.id = p_post) then
    perform private.lock_post('question', p_post);
    select * into v_question from public.questions q where q.id = p_post;
  else
    perform private.lock_post('answer', p_post);
    select * into v_answer from public.answers a where a.id = p_post;
  end if;
  -- Nobody changes the words of what is gone.
  if (private.post_question(p_post)).id is null then perform private.refuse('not_found', 'post'); end if;
  v_base := coalesce(v_answer.revision, v_question.revision);
  -- The same form sent twice, or nothing changed: there is nothing to append.
  if p_body = coalesce(v_answer.body, v_question.body) and (v_answer.id is not null or p_title = v_question.title) then
    return coalesce(v_answer.question_id, v_question.id);
  end if;
  if p_base is distinct from v_base then perform private.refuse('conflict', 'revision'); end if;
  if (select count(*) from public.post_revisions r
      where r.editor_id = private.uid() and r.created_at > now() - interval '1 hour') >= 40 then
    perform private.refuse('too_many', '3600');
  end if;
  if v_base = 1 then
    insert into public.post_revisions (question_id, answer_id, number, title, body, editor_id, created_at)
    values (v_question.id, v_answer.id, 1, v_question.title, coalesce(v_answer.body, v_question.body),
      coalesce(v_answer.author_id, v_question.author_id), coalesce(v_answer.created_at, v_question.created_at));
  end if;
  insert into public.post_revisions (question_id, answer_id, number, title, body, editor_id, restores, suggestion_id)
  values (v_question.id, v_answer.id, v_base + 1, case when v_answer.id is null then p_title end, p_body, p_editor, p_restores, p_suggestion);
  if v_answer.id is not null then
    update public.answers set body = p_body, revision = v_base + 1, edited_at = now() where id = p_post;
    return v_answer.question_id;
  end if;
  update public.questions set title = p_title, body = p_body, revision = v_base + 1, edited_at = now() where id = p_post;
  return v_question.id;
end
$$;

create or replace function private.find_vote_rings(p_at timestamptz default now()) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_found record;
  v_finding uuid;
  v_count integer := 0;
  v_votes uuid[] := array(select s.vote_id from private.suspect_votes(p_at) s);
begin
  -- Of all findings at once, in the order of locks: the profiles of one would be held for the posts of the next.
  perform from public.questions q where q.id in (select v.question_id from public.votes v where v.id = any (v_votes))
  order by q.id for no key update;
  perform from public.answers a where a.id in (select v.answer_id from public.votes v where v.id = any (v_votes))
  order by a.id for no key update;
  perform private.lock_profiles(array(
    select distinct e.account_id from public.votes v
    join public.reputation_events e on e.actor_id = v.voter_id and (e.question_id = v.question_id or e.answer_id = v.answer_id)
    where v.id = any (v_votes)));
  for v_found in
    select s.kind, s.finding, array_agg(s.vote_id) as votes from private.suspect_votes(p_at) s group by 1, 2 order by 1, 2
  loop
    insert into private.vote_findings (kind, found_at) values (v_found.kind, p_at) returning id into v_finding;
    insert into private.dropped_votes (finding_id, voter_id, question_id, answer_id, value, voted_at)
    select v_finding, v.voter_id, v.question_id, v.answer_id, v.value, v.created_at
    from public.votes v where v.id = any (v_found.votes);
    insert into private.vote_finding_members (finding_id, account_id, gave, got)
    select v_finding, x.id, count(*) filter (where x.gives), count(*) filter (where not x.gives)
    from (
      select d.voter_id as id, true as gives from private.dropped_votes d where d.finding_id = v_finding
      union all
      select coalesce(q.author_id, a.author_id), false from private.dropped_votes d
      left join public.questions q on q.id = d.question_id
      left join public.answers a on a.id = d.answer_id
      where d.finding_id = v_finding) x
    where x.id is not null group by x.id;
    perform private.drop_votes(v_found.votes, 'ring');
    perform private.tell_of_finding(v_finding);
    v_count := v_count + 1;
  end loop;
  return v_count;
end
$$;

create or replace function private.rebuild_reputation() returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_account uuid;
  v_kept integer;
  v_summed integer;
  v_replayed integer;
  v_found integer := 0;
begin
  for v_account in select d.account_id from private.reputation_drift() d order by 1 loop
    perform private.lock_profiles(array[v_account]);
    select f.reputation into v_kept from public.forum_profiles f where f.account_id = v_account;
    select 1 + coalesce(sum(e.delta), 0) into v_summed from public.reputation_events e where e.account_id = v_account;
    v_replayed := private.replayed_reputation(v_account);
    if v_kept = v_replayed and v_summed = v_replayed then continue; end if;
    v_found := v_found + 1;
    if v_summed <> v_replayed then
      insert into public.reputation_events (account_id, kind, points, delta)
      values (v_account, 'correction', 0, v_replayed - v_summed);
    end if;
    update public.forum_profiles set reputation = v_replayed where account_id = v_account;
    perform private.audit('correct_reputation', 'account', v_account, null,
      jsonb_build_object('kept', v_kept, 'summed', v_summed, 'replayed', v_replayed));
  end loop;
  return v_found;
end
$$;

create or replace function private.erase_me(p_forum text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_uid uuid := private.uid();
  v_person uuid;
  v_region text;
begin
  if v_uid is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if p_forum is null or p_forum not in ('keep', 'delete') then perform private.refuse('invalid', 'forum'); end if;
  -- Whoever took over an open page or a token has no fresh session: that needs the password.
  if not exists (
    select from auth.sessions s where s.user_id = v_uid
      and s.id = (auth.jwt() ->> 'session_id')::uuid and s.created_at > now() - interval '10 minutes') then
    perform private.refuse('expired', 'session');
  end if;
  -- What staff did must stay accountable: a coordinator ends the role first.
  if exists (select from private.staff_roles r where r.account_id = v_uid and r.revoked_at is null) then
    perform private.refuse('conflict', 'staff');
  end if;
  -- Before any row: the order of an import, which must not meet half a person.
  perform pg_advisory_xact_lock(hashtextextended('jalgas.import_registry', 0));
  perform private.lock_forum('all');
  select a.person_id into v_person from public.accounts a where a.id = v_uid for update;
  select p.region_code into v_region from public.persons p where p.id = v_person for update;

  if p_forum = 'delete' then perform private.erase_forum(v_uid); end if;
  perform private.erase_project_words(v_person, v_uid);
  perform private.erase_survey_words(v_person);
  perform private.erase_traces(v_person, v_uid);
  insert into private.erased_records (key_hash)
  select private.erased_key(p.registry_no) from public.persons p where p.id = v_person
  on conflict do nothing;
  perform private.audit('erase_person', 'account', v_uid, v_region, jsonb_build_object('forum', p_forum));
  delete from public.persons p where p.id = v_person;
  perform private.erase_user(v_uid);
end
$$;

-- By whatever way an account is deleted: its row is locked alone, and every vote, point and word points at it.
create function private.lock_forum_for_gone() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.lock_forum('all');
  return null;
end
$$;
revoke execute on function private.lock_forum_for_gone() from public;
create trigger accounts_lock_forum before delete on public.accounts
for each statement execute function private.lock_forum_for_gone();

create or replace function private.join_tags(p_slug text, p_into text) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_from private.tags;
  v_into private.tags;
begin
  if not private.has_role('coordinator') then perform private.refuse('not_found', 'tag'); end if;
  perform private.lock_forum('all');
  perform from private.tags t where t.slug in (p_slug, private.tag_slug(left(p_into, 200))) order by t.id for update;
  select * into v_from from private.tags t where t.slug = p_slug and t.synonym_of is null;
  if v_from.id is null then perform private.refuse('not_found', 'tag'); end if;
  select c.* into v_into from private.tags t join private.tags c on c.id = coalesce(t.synonym_of, t.id)
  where t.slug = private.tag_slug(left(p_into, 200)) for update of c;
  if v_into.id is null or v_into.id = v_from.id then perform private.refuse('invalid', 'into'); end if;
  delete from private.question_tags k
  where k.tag_id = v_from.id and exists (
    select from private.question_tags o where o.question_id = k.question_id and o.tag_id = v_into.id);
  update private.question_tags k set tag_id = v_into.id where k.tag_id = v_from.id;
  update private.tags t set synonym_of = v_into.id where t.id = v_from.id or t.synonym_of = v_from.id;
  perform private.audit('join_tags', 'tag', v_from.id, null, jsonb_build_object('into', v_into.slug));
  return v_into.slug;
end
$$;

create or replace function private.part_tags(p_slug text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_tag private.tags;
begin
  if not private.has_role('coordinator') then perform private.refuse('not_found', 'tag'); end if;
  perform private.lock_forum('all');
  select * into v_tag from private.tags t where t.slug = p_slug and t.synonym_of is not null for update;
  if v_tag.id is null then perform private.refuse('not_found', 'tag'); end if;
  perform from private.tags t where t.id = v_tag.synonym_of for update;
  update private.question_tags k set tag_id = v_tag.id where k.tag_id = v_tag.synonym_of and k.named_id = v_tag.id;
  update private.tags t set synonym_of = null where t.id = v_tag.id;
  perform private.audit('part_tags', 'tag', v_tag.id);
end
$$;

-- What begins with another row than a post takes the first lock at its door.
create or replace function public.lift_restriction(p_id uuid, p_note text) returns void
language sql volatile set search_path = '' as $$
  select private.lock_forum('one');
  select private.lift_restriction(p_id, p_note)
$$;
create or replace function public.answer_appeal(p_appeal uuid, p_grant boolean, p_answer text) returns void
language sql volatile set search_path = '' as $$
  select private.lock_forum('one');
  select private.answer_appeal(p_appeal, p_grant, p_answer)
$$;
create or replace function public.decide_tags(p_suggestion uuid, p_accept boolean) returns uuid
language sql volatile set search_path = '' as $$
  select private.lock_forum('one');
  select private.decide_tags(p_suggestion, p_accept)
$$;
create or replace function public.clear_vote_finding(p_id uuid, p_reason text) returns integer
language sql volatile set search_path = '' as $$
  select private.lock_forum('many');
  select private.clear_vote_finding(p_id, p_reason)
$$;
create or replace function public.check_reputation() returns integer
language sql volatile set search_path = '' as $$
  select private.lock_forum('many');
  select private.check_reputation()
$$;
create or replace function public.refresh_standing() returns void
language sql volatile set search_path = '' as $$
  select private.lock_forum('many');
  select private.refresh_standing()
$$;
create or replace function public.forget_withdrawn_posts() returns integer
language sql volatile set search_path = '' as $$
  select private.lock_forum('many');
  select private.forget_withdrawn_posts()
$$;
