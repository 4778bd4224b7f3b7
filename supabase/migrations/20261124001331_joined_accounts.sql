-- Two accounts of one person become one, by the person's own hand: whoever knows both passwords is both.
-- What the two had given each other, and what one person gave twice, is taken back with its reason.

alter table public.reputation_events
  drop constraint reputation_events_cause_check,
  add constraint reputation_events_cause_check check (cause in ('undone', 'withdrawn', 'restored', 'account_gone', 'ring', 'merged')),
  drop constraint reputation_events_kind_check,
  add constraint reputation_events_kind_check check (kind in (
    'answer_up', 'question_up', 'answer_accepted', 'accepting', 'answer_down', 'voted_down', 'correction', 'joined'));
comment on column public.reputation_events.cause is 'Why a row takes back or gives back: the other changed their mind (undone), the post is gone (withdrawn) or back (restored), the account that caused it is gone, the votes of a few for one another (ring), two accounts of one person became one (merged). Null where something new happened; rows taken back before causes were written have none either.';

-- What was taken back before the two became one does not return to the one.
create or replace function private.returning_events(p_question uuid, p_answer uuid)
returns table (event_id bigint, account_id uuid, kind text)
language sql stable set search_path = '' as $$
  select distinct f.id, f.account_id, f.kind
  from public.reputation_events r
  join public.reputation_events e on e.id = r.reverses
  join public.reputation_events f on f.id = coalesce(e.restores, e.id)
  where r.question_id = p_question and (p_answer is null or r.answer_id = p_answer) and r.cause = 'withdrawn'
    -- The newest word on it: nothing given back since, nothing taken back for another reason since.
    and not exists (
      select from public.reputation_events n
      where n.restores = f.id and n.id > r.id)
    and (f.answer_id is null or exists (select from public.answers a where a.id = f.answer_id and a.withdrawn_at is null))
    and case when f.kind in ('answer_accepted', 'accepting') then not exists (
        select from public.answers a join public.questions q on q.id = a.question_id
        where a.id = f.answer_id and q.author_id = a.author_id)
      else exists (
        select from public.votes v where v.voter_id = f.actor_id and v.value = case when f.kind like '%down' then -1 else 1 end
          and case f.kind when 'question_up' then v.question_id = f.question_id else v.answer_id = f.answer_id end) end
$$;

-- Records ------------------------------------------------------------------------------------------------

create function private.merge_records(p_survivor uuid, p_merged uuid, p_keep jsonb) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_own public.persons;
  v_merged public.persons;
  v_merge uuid;
begin
  select * into v_own from public.persons p where p.id = p_survivor;
  select * into v_merged from public.persons p where p.id = p_merged;
  insert into private.person_merges (survivor_id, merged_id, merged_no, keep, merged_by)
  values (p_survivor, p_merged, v_merged.registry_no, p_keep, private.uid())
  returning id into v_merge;
  perform private.take_fields(v_merge, v_merged, v_own);
  perform private.absorb_row(v_merge, 'public.persons', to_jsonb(v_merged), to_jsonb(v_own));
  insert into private.registry_aliases (registry_no, person_id) values (v_merged.registry_no, p_survivor);
  insert into private.person_merge_steps (merge_id, relation, act, row_key)
  values (v_merge, 'private.registry_aliases', 'added', jsonb_build_object('registry_no', v_merged.registry_no));
  perform private.remove_row(v_merge, 'public.persons', to_jsonb(v_merged));
  perform private.refresh_directory(array[p_survivor]);
  perform private.audit('merge_persons', 'person', p_survivor, v_own.region_code,
    jsonb_build_object('merged', p_merged, 'merge', v_merge));
  return v_merge;
end
$$;
comment on function private.merge_records(uuid, uuid, jsonb) is 'Makes two locked records one, for functions that decided that they may. Granted to nobody.';

create or replace function private.merge_persons(p_survivor uuid, p_merged uuid, p_keep jsonb) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  -- An import or an erasure under way holds this lock alone; merges hold it together.
  if not pg_try_advisory_xact_lock_shared(hashtextextended('jalgas.import_registry', 0)) then
    perform private.refuse('conflict', 'busy');
  end if;
  -- The order of locks everywhere: accounts, then records.
  perform 1 from public.accounts a where a.person_id in (p_survivor, p_merged) order by a.id for update;
  perform 1 from public.persons p where p.id in (p_survivor, p_merged) order by p.id for update;
  if exists (
    select from private.person_merges m join public.persons p on p.id = m.survivor_id
    where m.undone_at is null and m.merged_id in (p_survivor, p_merged) and m.survivor_id in (p_survivor, p_merged)
      and private.sees_person(p.region_code)) then
    perform private.refuse('used', 'merged');
  end if;
  perform private.may_judge_pair(p_survivor, p_merged);
  perform private.check_choices(p_survivor, p_merged, p_keep);
  if (select count(*) from public.accounts a where a.person_id in (p_survivor, p_merged)) > 1 then
    perform private.refuse('conflict', 'claimed');
  end if;
  return private.merge_records(p_survivor, p_merged, p_keep);
end
$$;

-- Votes and points ---------------------------------------------------------------------------------------

create function private.voted_posts(p_account uuid) returns table (post uuid, counts boolean)
language sql stable security definer set search_path = '' as $$
  select v.post, bool_or(v.counts)
  from (
    select coalesce(x.answer_id, x.question_id) as post, true as counts from public.votes x where x.voter_id = p_account
    union all
    select coalesce(d.answer_id, d.question_id), false from private.dropped_votes d where d.voter_id = p_account) v
  group by v.post
$$;
comment on function private.voted_posts(uuid) is 'Posts that an account voted on, and whether the vote counts or was taken back as a ring''s. Granted to nobody.';

create function private.drop_shared_votes(p_spare uuid, p_kept uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_both constant uuid[] := array[p_spare, p_kept];
  v_own constant uuid[] := array(
    select q.id from public.questions q where q.author_id = any (v_both)
    union all select a.id from public.answers a where a.author_id = any (v_both));
  v_spares uuid[];
  v_kepts uuid[];
begin
  -- Of two votes on one post the one that counts stays, else that of the account that stays.
  select coalesce(array_agg(s.post) filter (where k.counts or not s.counts), '{}'),
    coalesce(array_agg(s.post) filter (where s.counts and not k.counts), '{}') into v_spares, v_kepts
  from private.voted_posts(p_spare) s join private.voted_posts(p_kept) k on k.post = s.post;
  perform private.drop_votes(array(
    select v.id from public.votes v
    where v.voter_id = any (v_both) and coalesce(v.answer_id, v.question_id) = any (v_own)
      or v.voter_id = p_spare and coalesce(v.answer_id, v.question_id) = any (v_spares)), 'merged');
  delete from private.dropped_votes d
  where d.voter_id = any (v_both) and coalesce(d.answer_id, d.question_id) = any (v_own)
    or d.voter_id = p_spare and coalesce(d.answer_id, d.question_id) = any (v_spares)
    or d.voter_id = p_kept and coalesce(d.answer_id, d.question_id) = any (v_kepts);
  -- Whatever gives points back later looks for the vote by who gave it: these have none.
  update public.reputation_events e set actor_id = null
  where e.actor_id = any (v_both) and e.kind in ('question_up', 'answer_up', 'answer_down', 'voted_down')
    and (coalesce(e.answer_id, e.question_id) = any (v_own)
      or e.actor_id = p_spare and coalesce(e.answer_id, e.question_id) = any (v_spares)
      or e.actor_id = p_kept and coalesce(e.answer_id, e.question_id) = any (v_kepts));
  -- An answer of one's own that helped stays marked and brings nothing.
  perform private.reverse_events(array(
    select e.id from public.questions q
    join public.answers a on a.id = q.accepted_answer_id and a.author_id = any (v_both) and a.author_id <> q.author_id
    join public.reputation_events e on e.answer_id = a.id and e.kind in ('answer_accepted', 'accepting') and e.reverses is null
    where q.author_id = any (v_both)
      and not exists (select from public.reputation_events r where r.reverses = e.id)), 'merged', now());
end
$$;
comment on function private.drop_shared_votes(uuid, uuid) is 'Takes back what two accounts of one person gave each other, and what both gave the same post. Granted to nobody.';

create function private.join_ledgers(p_kept uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_day record;
  v_event public.reputation_events;
  v_new bigint;
begin
  insert into public.reputation_events (account_id, kind, points, delta)
  select p_kept, 'joined', 0, private.replayed_reputation(p_kept) - 1 - coalesce(sum(e.delta), 0)
  from public.reputation_events e where e.account_id = p_kept;
  update public.forum_profiles f set reputation = private.replayed_reputation(p_kept) where f.account_id = p_kept;
  -- One person gets 200 a day from votes: what two got beyond it goes, the last first.
  for v_day in
    select date_trunc('day', coalesce(e.earned_at, e.created_at) at time zone 'Asia/Almaty') as day
    from public.reputation_events e
    where e.account_id = p_kept and e.reverses is null and e.kind in ('answer_up', 'question_up')
      and not exists (select from public.reputation_events r where r.reverses = e.id)
    group by 1 having sum(e.points) > 200
  loop
    for v_event in
      select e.* from public.reputation_events e
      where e.account_id = p_kept and e.reverses is null and e.kind in ('answer_up', 'question_up') and e.points > 0
        and date_trunc('day', coalesce(e.earned_at, e.created_at) at time zone 'Asia/Almaty') = v_day.day
        and not exists (select from public.reputation_events r where r.reverses = e.id)
      order by coalesce(e.restores, e.id) desc
    loop
      perform private.reverse_reputation(v_event.id, 'merged', now());
      insert into public.reputation_events
        (account_id, kind, points, delta, question_id, answer_id, actor_id, restores, earned_at, cause)
      values (p_kept, v_event.kind,
        least(v_event.points, private.vote_room(p_kept, coalesce(v_event.earned_at, v_event.created_at))), 0,
        v_event.question_id, v_event.answer_id, v_event.actor_id,
        coalesce(v_event.restores, v_event.id), coalesce(v_event.earned_at, v_event.created_at), 'merged')
      returning id into v_new;
      perform private.settle_event(v_new, p_kept);
      exit when (
        select sum(e.points) <= 200 from public.reputation_events e
        where e.account_id = p_kept and e.reverses is null and e.kind in ('answer_up', 'question_up')
          and date_trunc('day', coalesce(e.earned_at, e.created_at) at time zone 'Asia/Almaty') = v_day.day
          and not exists (select from public.reputation_events r where r.reverses = e.id));
    end loop;
  end loop;
end
$$;
comment on function private.join_ledgers(uuid) is 'After the rows of two ledgers became one account''s: the standing is what their replay says, and no day brings more than 200. Granted to nobody.';

-- Everything else ----------------------------------------------------------------------------------------

create function private.join_rows(p_spare uuid, p_kept uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_ref record;
  v_pair record;
begin
  for v_ref in select * from private.references_to('public.accounts') order by relation::text, from_column loop
    -- Keys of forms: two accounts may have sent the same one from the same phone.
    if exists (
      select from pg_catalog.pg_attribute a
      where a.attrelid = v_ref.relation and a.attname = 'idempotency_key' and not a.attisdropped) then
      execute format('update %s t set idempotency_key = gen_random_uuid() where t.%I = $1', v_ref.relation, v_ref.from_column)
      using p_spare;
    end if;
    loop
      select * into v_pair
      from private.colliding_pair(v_ref.relation, v_ref.from_column, v_ref.column_type, p_spare::text, p_kept::text);
      exit when not found;
      execute format('delete from %1$s t using jsonb_populate_record(null::%1$s, $1) k where %2$s',
        v_ref.relation, private.same_key(v_ref.relation)) using v_pair.losing;
    end loop;
    execute format('update %s t set %2$I = $2 where t.%2$I = $1', v_ref.relation, v_ref.from_column) using p_spare, p_kept;
  end loop;
  update private.audit_log l set actor_id = p_kept where l.actor_id = p_spare;
end
$$;
comment on function private.join_rows(uuid, uuid) is
  'Whatever refers to the spare account refers to the kept one, out of the catalogue; of two rows that exclude each other the kept account''s stays. Granted to nobody.';

create function private.drop_own_dealings(p_spare uuid, p_kept uuid) returns void
language sql volatile security definer set search_path = '' as $$
  delete from public.follows f where f.account_id in (p_spare, p_kept) and f.followed_id in (p_spare, p_kept);
  delete from private.question_offers f using public.questions q
  where q.id = f.question_id and f.account_id in (p_spare, p_kept) and q.author_id in (p_spare, p_kept);
  delete from public.answer_marks k using public.answers a
  where a.id = k.answer_id and k.kind = 'worked' and k.account_id in (p_spare, p_kept) and a.author_id in (p_spare, p_kept);
  delete from private.post_flags f using private.moderation_cases c
  where c.id = f.case_id and f.account_id in (p_spare, p_kept) and c.author_id in (p_spare, p_kept);
  delete from public.post_suggestions s
  where s.state = 'open' and s.author_id in (p_spare, p_kept)
    and coalesce((select q.author_id from public.questions q where q.id = s.question_id),
      (select a.author_id from public.answers a where a.id = s.answer_id)) in (p_spare, p_kept);
$$;
comment on function private.drop_own_dealings(uuid, uuid) is 'Nobody follows, is offered, marks, flags or mends their own. Granted to nobody.';

create function private.join_accounts(p_session uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_kept uuid := private.uid();
  v_spare uuid;
  v_email text;
  v_mine uuid;
  v_theirs uuid;
  v_claimed timestamptz;
begin
  if v_kept is null then perform private.refuse('forbidden', 'sign_in'); end if;
  -- Only whoever has just typed the other account's password knows a session that is this young.
  select s.user_id, u.email into v_spare, v_email from auth.sessions s join auth.users u on u.id = s.user_id
  where s.id = p_session and s.created_at > now() - interval '2 minutes';
  if v_spare is null then perform private.refuse('expired', 'session'); end if;
  if v_spare = v_kept then perform private.refuse('conflict', 'same'); end if;
  if exists (select from private.staff_roles r where r.account_id = v_spare and r.revoked_at is null) then
    perform private.refuse('conflict', 'staff');
  end if;
  if not pg_try_advisory_xact_lock_shared(hashtextextended('jalgas.import_registry', 0)) then
    perform private.refuse('conflict', 'busy');
  end if;
  -- Nobody else writes meanwhile: an account goes.
  perform private.lock_forum('all');
  perform from public.accounts a where a.id in (v_spare, v_kept) order by a.id for update;
  -- Two windows that join them the other way round: the first one did it.
  if (select count(*) from public.accounts a where a.id in (v_spare, v_kept)) < 2 then perform private.refuse('expired', 'session'); end if;
  select a.person_id into v_mine from public.accounts a where a.id = v_kept;
  select a.person_id, a.claimed_at into v_theirs, v_claimed from public.accounts a where a.id = v_spare;
  perform from public.persons p where p.id in (v_mine, v_theirs) order by p.id for update;
  delete from auth.sessions s where s.user_id = v_spare;

  perform private.lock_profiles(array[v_spare, v_kept]);
  perform private.drop_shared_votes(v_spare, v_kept);
  perform private.drop_own_dealings(v_spare, v_kept);

  update public.accounts a set person_id = null, claimed_at = null where a.id = v_spare;
  if v_mine is null then
    update public.accounts a set person_id = v_theirs, claimed_at = v_claimed where a.id = v_kept;
  elsif v_theirs is not null then
    perform private.merge_records(v_mine, v_theirs, '{}');
  end if;
  perform private.join_rows(v_spare, v_kept);
  perform private.join_ledgers(v_kept);
  perform private.refresh_experts(array[v_kept], false);
  perform private.audit('join_accounts', 'account', v_kept, null, jsonb_build_object('spare', v_spare));
  if coalesce(v_mine, v_theirs) is not null then
    perform private.queue_mail('accounts_joined', a.locale, v_spare::text, v_email, coalesce(v_mine, v_theirs), null)
    from public.accounts a where a.id = v_kept;
  end if;
  perform private.erase_user(v_spare);
end
$$;
create function public.join_accounts(p_session uuid) returns void
language sql volatile set search_path = '' as $$ select private.join_accounts(p_session) $$;
comment on function public.join_accounts(uuid) is
  'Makes another account part of the signed-in one, for good; p_session: a session of the other that began within two minutes. What both gave each other or the same post is taken back, its record becomes the own one or is merged with it (staff can part the records again), and its address signs in no more. Refuses forbidden: sign_in; expired: session; conflict: same, staff (the other has a role), busy (an import is running).';
grant execute on function private.join_accounts(uuid), public.join_accounts(uuid) to authenticated;

-- Urgent, so that it goes to that very mailbox and not where the kept account reads its messages.
insert into private.message_purposes (purpose, urgent, topic, notice) values ('accounts_joined', true, null, false);
insert into private.mail_texts (key, locale, subject, body) values
  ('accounts_joined', 'kk', 'Жалғас: екі тіркелгіңіз біріктірілді',
    E'Сәлеметсіз бе!\n\nОсы поштамен ашылған тіркелгі екінші тіркелгіңізге қосылды, енді бұл поштамен кіруге болмайды. Сұрақтарыңыз бен жауаптарыңыз орнында тұр.\n\nМұны өзіңіз істемесеңіз, өңірлік үйлестірушіге жазыңыз.{link}'),
  ('accounts_joined', 'ru', 'Jalgas: две ваши учётные записи объединены',
    E'Здравствуйте!\n\nУчётная запись с этим адресом присоединена к другой вашей, входить с этим адресом больше нельзя. Ваши вопросы и ответы остались на месте.\n\nЕсли это сделали не вы, напишите региональному координатору.{link}'),
  ('accounts_joined', 'en', 'Jalgas: your two accounts became one',
    E'Hello!\n\nThe account with this address was joined to your other one; this address signs in no more. Your questions and answers stay where they are.\n\nIf it was not you, please write to the officer of your region.{link}');
