-- The forum: questions, answers, votes, and reputation as an append-only ledger. Also the home page's read.

create table public.forum_profiles (
  account_id uuid primary key references public.accounts (id) on delete cascade,
  reputation integer not null default 1 check (reputation >= 1)
);
alter table public.forum_profiles enable row level security;
create policy forum_profiles_read on public.forum_profiles for select to authenticated
  using (account_id = (select private.uid()));
grant select on public.forum_profiles to authenticated;
comment on table public.forum_profiles is 'Standing of an account in the forum; a row appears with its first act or first points.';
comment on column public.forum_profiles.reputation is '1 + the sum of delta in reputation_events, moved in the same transaction. Never under 1.';

create table public.questions (
  id uuid primary key default private.uuid_v7(),
  author_id uuid references public.accounts (id) on delete set null,
  title text not null check (length(btrim(title)) between 10 and 150),
  body text not null default '' check (length(body) <= 10000),
  direction text not null references public.directions (code) on delete restrict,
  region_code text references public.regions (code) on delete restrict,
  locale text not null check (locale in ('kk', 'ru', 'en')),
  accepted_answer_id uuid,
  answer_count integer not null default 0 check (answer_count >= 0),
  score integer not null default 0,
  idempotency_key uuid not null default private.uuid_v7(),
  created_at timestamptz not null default now(),
  title_key text generated always as (private.fold(title)) stored,
  search tsvector generated always as (to_tsvector('pg_catalog.simple', private.fold(title || ' ' || body))) stored,
  unique (author_id, idempotency_key)
);
create index questions_created_at_idx on public.questions (created_at desc, id desc);
create index questions_direction_idx on public.questions (direction, created_at desc, id desc);
create index questions_unanswered_idx on public.questions (created_at desc, id desc) where answer_count = 0;
create index questions_author_id_idx on public.questions (author_id, created_at desc);
create index questions_region_code_idx on public.questions (region_code);
create index questions_accepted_answer_id_idx on public.questions (accepted_answer_id);
create index questions_title_key_idx on public.questions using gin (title_key extensions.gin_trgm_ops);
create index questions_search_idx on public.questions using gin (search);
alter table public.questions enable row level security;
create policy questions_read on public.questions for select to anon, authenticated using (true);
grant select (id, title, body, direction, region_code, locale, accepted_answer_id, answer_count, score, created_at)
  on public.questions to anon, authenticated;
comment on table public.questions is 'What alumni ask each other. Readable by all; written by ask_question only.';
comment on column public.questions.author_id is 'Null when the account is gone: the knowledge stays, the name does not. Readable by nobody directly.';
comment on column public.questions.region_code is 'The region of the asker''s registry record when the question was asked.';
comment on column public.questions.body is 'Plain text, line breaks kept. Shown escaped.';
comment on column public.questions.search is 'Folded words of title and body, see private.search_words.';
comment on column public.questions.score is 'The sum of votes on the question, moved in the same transaction.';

create table public.answers (
  id uuid primary key default private.uuid_v7(),
  question_id uuid not null references public.questions (id) on delete cascade,
  author_id uuid references public.accounts (id) on delete set null,
  body text not null check (length(btrim(body)) between 2 and 10000),
  locale text not null check (locale in ('kk', 'ru', 'en')),
  score integer not null default 0,
  idempotency_key uuid not null default private.uuid_v7(),
  created_at timestamptz not null default now(),
  unique (author_id, idempotency_key),
  unique (question_id, id)
);
create index answers_question_id_idx on public.answers (question_id, score desc, created_at);
create index answers_author_id_idx on public.answers (author_id, created_at desc);
alter table public.answers enable row level security;
create policy answers_read on public.answers for select to anon, authenticated using (true);
grant select (id, question_id, body, locale, score, created_at) on public.answers to anon, authenticated;
comment on table public.answers is 'Answers to questions. Readable by all; written by post_answer only.';
comment on column public.answers.author_id is 'As in questions: null when the account is gone, readable by nobody directly.';

alter table public.questions add constraint questions_accepted_answer_fkey
  foreign key (id, accepted_answer_id) references public.answers (question_id, id)
  on delete set null (accepted_answer_id);

create table public.votes (
  id uuid primary key default private.uuid_v7(),
  voter_id uuid references public.accounts (id) on delete set null,
  question_id uuid references public.questions (id) on delete cascade,
  answer_id uuid references public.answers (id) on delete cascade,
  value smallint not null check (value in (-1, 1)),
  created_at timestamptz not null default now(),
  check (num_nonnulls(question_id, answer_id) = 1),
  unique (voter_id, question_id),
  unique (voter_id, answer_id)
);
create index votes_question_id_idx on public.votes (question_id);
create index votes_answer_id_idx on public.votes (answer_id);
alter table public.votes enable row level security;
create policy votes_read on public.votes for select to authenticated
  using (voter_id = (select private.uid()));
grant select on public.votes to authenticated;
comment on table public.votes is 'One vote a person and post; an undone vote is deleted, its history is in the ledger. Seen by the voter alone.';
comment on column public.votes.voter_id is 'Null when the account is gone: the vote counts on without a name.';

create table public.reputation_events (
  id bigint generated always as identity primary key,
  account_id uuid not null references public.accounts (id) on delete cascade,
  kind text not null check (kind in ('answer_up', 'question_up', 'answer_accepted', 'accepting', 'answer_down', 'voted_down')),
  points integer not null,
  delta integer not null,
  question_id uuid references public.questions (id) on delete set null,
  answer_id uuid references public.answers (id) on delete set null,
  actor_id uuid references public.accounts (id) on delete set null,
  reverses bigint unique references public.reputation_events (id) on delete cascade,
  created_at timestamptz not null default now()
);
create index reputation_events_account_id_idx on public.reputation_events (account_id, id);
create index reputation_events_capped_idx on public.reputation_events (account_id, created_at)
  where reverses is null and kind in ('answer_up', 'question_up');
create index reputation_events_question_id_idx on public.reputation_events (question_id);
create index reputation_events_answer_id_idx on public.reputation_events (answer_id);
create index reputation_events_actor_id_idx on public.reputation_events (actor_id);
alter table public.reputation_events enable row level security;
create policy reputation_events_read on public.reputation_events for select to authenticated
  using (account_id = (select private.uid()));
grant select (id, account_id, kind, points, delta, question_id, answer_id, reverses, created_at)
  on public.reputation_events to authenticated;
comment on table public.reputation_events is 'Why a reputation is what it is: appended only, one row a change. Seen by its account, without who caused it.';
comment on column public.reputation_events.points is 'What the rule gives, after the cap of the day. A compensating row carries the opposite.';
comment on column public.reputation_events.delta is 'What it really moved: differs from points where the floor of 1 held. reputation = 1 + sum(delta).';
comment on column public.reputation_events.reverses is 'The row that this one takes back; a row is taken back at most once.';

-- Reputation ---------------------------------------------------------------------------------------

create function private.reputation_points(p_kind text) returns integer
language sql immutable strict parallel safe set search_path = '' as $$
  select case p_kind
    when 'answer_up' then 10 when 'question_up' then 5
    when 'answer_accepted' then 15 when 'accepting' then 2
    when 'answer_down' then -2 when 'voted_down' then -1 end
$$;
comment on function private.reputation_points(text) is 'The tariff of the forum, by kind of event.';

create function private.replayed_reputation(p_account uuid) returns integer
language sql stable set search_path = '' as $$
  select (1 + coalesce(sum(s.points), 0) - least(0, coalesce(min(s.running), 0)))::integer
  from (
    select e.points, sum(e.points) over (order by e.id) as running
    from public.reputation_events e
    where e.account_id = p_account and e.reverses is null
      and not exists (select from public.reputation_events r where r.reverses = e.id)) s
$$;
comment on function private.replayed_reputation(uuid) is
  'The reputation as if events that were taken back had never been: r = max(1, r + points), event after event. Closed form of a walk with a floor: 1 + S_n - min(0, min S_k). So an undo can neither leave points behind nor break the floor.';

create function private.lock_profiles(p_accounts uuid[]) returns void
language plpgsql volatile set search_path = '' as $$
begin
  -- One order for everybody, so that two transactions never wait for each other.
  insert into public.forum_profiles (account_id)
  select distinct a from unnest(p_accounts) a where a is not null order by 1
  on conflict do nothing;
  perform from public.forum_profiles f where f.account_id = any (p_accounts)
  order by f.account_id for no key update;
end
$$;
comment on function private.lock_profiles(uuid[]) is
  'Locks the standings that are about to move. Order of all locks in the forum: question, answer, profiles by id. "No key" locks, because foreign keys of the ledger take key locks on posts.';

create function private.record_reputation(
  p_account uuid, p_kind text, p_question uuid, p_answer uuid, p_actor uuid, p_at timestamptz)
returns void language plpgsql volatile set search_path = '' as $$
declare
  v_points integer := private.reputation_points(p_kind);
  v_delta integer;
  v_day timestamptz := date_trunc('day', p_at at time zone 'Asia/Almaty') at time zone 'Asia/Almaty';
begin
  if p_account is null then return; end if;
  if p_kind in ('answer_up', 'question_up') then
    select least(v_points, greatest(0, 200 - coalesce(sum(e.points), 0))) into v_points
    from public.reputation_events e
    where e.account_id = p_account and e.reverses is null and e.kind in ('answer_up', 'question_up')
      and e.created_at >= v_day and e.created_at < v_day + interval '1 day'
      and not exists (select from public.reputation_events r where r.reverses = e.id);
  end if;
  select greatest(v_points, 1 - f.reputation) into v_delta
  from public.forum_profiles f where f.account_id = p_account;
  insert into public.reputation_events (account_id, kind, points, delta, question_id, answer_id, actor_id, created_at)
  values (p_account, p_kind, v_points, v_delta, p_question, p_answer, p_actor, p_at);
  update public.forum_profiles set reputation = reputation + v_delta where account_id = p_account;
end
$$;
comment on function private.record_reputation(uuid, text, uuid, uuid, uuid, timestamptz) is
  'Appends one event to a profile that the caller has locked. Votes bring at most 200 a day of Asia/Almaty; accepted answers come on top.';

create function private.reverse_reputation(p_event bigint, p_at timestamptz)
returns void language plpgsql volatile set search_path = '' as $$
declare
  v_event public.reputation_events;
  v_new bigint;
  v_delta integer;
begin
  select * into strict v_event from public.reputation_events where id = p_event;
  insert into public.reputation_events (account_id, kind, points, delta, question_id, answer_id, actor_id, reverses, created_at)
  values (v_event.account_id, v_event.kind, -v_event.points, 0, v_event.question_id, v_event.answer_id, v_event.actor_id, p_event, p_at)
  returning id into v_new;
  select private.replayed_reputation(v_event.account_id) - f.reputation into v_delta
  from public.forum_profiles f where f.account_id = v_event.account_id;
  update public.reputation_events set delta = v_delta where id = v_new;
  update public.forum_profiles set reputation = reputation + v_delta where account_id = v_event.account_id;
end
$$;
comment on function private.reverse_reputation(bigint, timestamptz) is
  'Appends the row that takes an event back. Its delta is the opposite of the event''s, unless the floor held in between.';

-- Acts. apply_* take the actor as given (for functions that have checked it, and for seeds); the others ask who is signed in.

create function private.apply_vote(
  p_voter uuid, p_kind text, p_post uuid, p_value integer, p_at timestamptz default now())
returns void language plpgsql volatile set search_path = '' as $$
declare
  v_author uuid;
  v_question uuid;
  v_answer uuid;
  v_old integer;
  v_event bigint;
begin
  if p_value is null or p_value not in (-1, 0, 1) then perform private.refuse('invalid', 'value'); end if;
  if p_kind = 'question' then
    select q.author_id, q.id into v_author, v_question
    from public.questions q where q.id = p_post for no key update;
  elsif p_kind = 'answer' then
    select a.author_id, a.question_id, a.id into v_author, v_question, v_answer
    from public.answers a where a.id = p_post for no key update;
  else
    perform private.refuse('invalid', 'kind');
  end if;
  if v_question is null then perform private.refuse('not_found', p_kind); end if;
  if v_author = p_voter then perform private.refuse('forbidden', 'own_post'); end if;

  select v.value into v_old from public.votes v
  where v.voter_id = p_voter and (v.answer_id = v_answer or (v_answer is null and v.question_id = v_question));
  v_old := coalesce(v_old, 0);
  if v_old = p_value then return; end if;

  perform private.lock_profiles(array[v_author, p_voter]);
  for v_event in
    select e.id from public.reputation_events e
    where e.question_id = v_question and e.answer_id is not distinct from v_answer
      and e.actor_id = p_voter and e.kind in ('answer_up', 'question_up', 'answer_down', 'voted_down')
      and e.reverses is null
      and not exists (select from public.reputation_events r where r.reverses = e.id)
    order by e.id
  loop
    perform private.reverse_reputation(v_event, p_at);
  end loop;

  delete from public.votes v
  where v.voter_id = p_voter and (v.answer_id = v_answer or (v_answer is null and v.question_id = v_question));
  if p_value <> 0 then
    insert into public.votes (voter_id, question_id, answer_id, value, created_at)
    values (p_voter, case when v_answer is null then v_question end, v_answer, p_value, p_at);
  end if;
  if v_answer is null then
    update public.questions set score = score + p_value - v_old where id = v_question;
  else
    update public.answers set score = score + p_value - v_old where id = v_answer;
  end if;

  if p_value = 1 then
    perform private.record_reputation(v_author, p_kind || '_up', v_question, v_answer, p_voter, p_at);
  elsif p_value = -1 and v_answer is not null then
    perform private.record_reputation(v_author, 'answer_down', v_question, v_answer, p_voter, p_at);
    perform private.record_reputation(p_voter, 'voted_down', v_question, v_answer, p_voter, p_at);
  end if;
end
$$;
comment on function private.apply_vote(uuid, text, uuid, integer, timestamptz) is
  'Sets the voter''s vote on a question or an answer to 1, -1 or 0 (taken back), with score and ledger, in one transaction. The post''s lock makes votes on it follow one another.';

create function private.apply_acceptance(
  p_asker uuid, p_question uuid, p_answer uuid, p_at timestamptz default now())
returns void language plpgsql volatile set search_path = '' as $$
declare
  v_question public.questions;
  v_author uuid;
  v_old_author uuid;
  v_event bigint;
begin
  select * into v_question from public.questions q where q.id = p_question for no key update;
  if not found then perform private.refuse('not_found', 'question'); end if;
  if v_question.author_id is distinct from p_asker then perform private.refuse('forbidden', 'not_asker'); end if;
  if v_question.accepted_answer_id is not distinct from p_answer then return; end if;
  if p_answer is not null then
    select a.author_id into v_author from public.answers a
    where a.id = p_answer and a.question_id = p_question for key share;
    if not found then perform private.refuse('not_found', 'answer'); end if;
  end if;
  select a.author_id into v_old_author from public.answers a where a.id = v_question.accepted_answer_id;

  perform private.lock_profiles(array[p_asker, v_author, v_old_author]);
  for v_event in
    select e.id from public.reputation_events e
    where e.question_id = p_question and e.kind in ('answer_accepted', 'accepting') and e.reverses is null
      and not exists (select from public.reputation_events r where r.reverses = e.id)
    order by e.id
  loop
    perform private.reverse_reputation(v_event, p_at);
  end loop;
  update public.questions set accepted_answer_id = p_answer where id = p_question;
  if p_answer is not null and v_author is distinct from p_asker then
    perform private.record_reputation(v_author, 'answer_accepted', p_question, p_answer, p_asker, p_at);
    perform private.record_reputation(p_asker, 'accepting', p_question, p_answer, p_asker, p_at);
  end if;
end
$$;
comment on function private.apply_acceptance(uuid, uuid, uuid, timestamptz) is
  'Marks the answer that helped, moves the mark, or (answer null) takes it away. One''s own answer may be marked and brings nothing.';

create function private.require_alumnus() returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if private.my_person() is null then perform private.refuse('forbidden', 'record'); end if;
  return private.uid();
end
$$;
comment on function private.require_alumnus() is 'The signed-in account when it has claimed its registry record; else refuses forbidden: sign_in or record.';

create function private.cast_vote(p_kind text, p_post uuid, p_value integer) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.apply_vote(private.require_alumnus(), p_kind, p_post, p_value);
  return case when p_kind = 'question' then p_post
    else (select a.question_id from public.answers a where a.id = p_post) end;
end
$$;
create function public.cast_vote(p_kind text, p_post uuid, p_value integer) returns uuid
language sql volatile set search_path = '' as $$ select private.cast_vote(p_kind, p_post, p_value) $$;
comment on function public.cast_vote(text, uuid, integer) is
  'Votes on a question or an answer (p_kind): 1 thanks, -1 not helpful, 0 takes it back. Returns the question. Refuses forbidden: sign_in, record, own_post.';

create function private.accept_answer(p_question uuid, p_answer uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.apply_acceptance(private.require_alumnus(), p_question, p_answer);
end
$$;
create function public.accept_answer(p_question uuid, p_answer uuid) returns void
language sql volatile set search_path = '' as $$ select private.accept_answer(p_question, p_answer) $$;
comment on function public.accept_answer(uuid, uuid) is
  'The asker marks the answer that helped; another one moves the mark, null takes it away. Refuses forbidden: sign_in, record, not_asker.';

create function private.ask_question(p_key uuid, p_direction text, p_title text, p_body text, p_locale text)
returns uuid language plpgsql volatile security definer set search_path = '' as $$
declare
  v_author uuid := private.require_alumnus();
  v_id uuid;
begin
  select q.id into v_id from public.questions q where q.author_id = v_author and q.idempotency_key = p_key;
  if v_id is not null then return v_id; end if;
  if length(btrim(coalesce(p_title, ''))) not between 10 and 150 then perform private.refuse('invalid', 'title'); end if;
  if length(p_body) > 10000 then perform private.refuse('invalid', 'body'); end if;
  if not exists (select from public.directions d where d.code = p_direction) then perform private.refuse('invalid', 'direction'); end if;
  if p_locale is null or p_locale not in ('kk', 'ru', 'en') then perform private.refuse('invalid', 'locale'); end if;
  if (select count(*) from public.questions q
      where q.author_id = v_author and q.created_at > now() - interval '1 hour') >= 10 then
    perform private.refuse('too_many', '3600');
  end if;
  insert into public.questions (author_id, title, body, direction, region_code, locale, idempotency_key)
  select v_author, btrim(p_title), btrim(coalesce(p_body, '')), p_direction, p.region_code, p_locale, p_key
  from public.persons p where p.id = private.my_person()
  on conflict (author_id, idempotency_key) do nothing returning id into v_id;
  if v_id is null then
    select q.id into v_id from public.questions q where q.author_id = v_author and q.idempotency_key = p_key;
  end if;
  return v_id;
end
$$;
create function public.ask_question(p_key uuid, p_direction text, p_title text, p_body text, p_locale text)
returns uuid language sql volatile set search_path = '' as $$
  select private.ask_question(p_key, p_direction, p_title, p_body, p_locale)
$$;
comment on function public.ask_question(uuid, text, text, text, text) is
  'Asks; the same key asks once. Returns the question. At most 10 an hour. Refuses forbidden: sign_in, record; invalid: title, body, direction, locale; too_many.';

create function private.post_answer(p_key uuid, p_question uuid, p_body text, p_locale text)
returns uuid language plpgsql volatile security definer set search_path = '' as $$
declare
  v_author uuid := private.require_alumnus();
  v_id uuid;
begin
  -- The question's lock also keeps the same form, sent twice at once, from counting twice.
  perform from public.questions q where q.id = p_question for no key update;
  if not found then perform private.refuse('not_found', 'question'); end if;
  select a.id into v_id from public.answers a where a.author_id = v_author and a.idempotency_key = p_key;
  if v_id is not null then return v_id; end if;
  if length(btrim(coalesce(p_body, ''))) not between 2 and 10000 then perform private.refuse('invalid', 'body'); end if;
  if p_locale is null or p_locale not in ('kk', 'ru', 'en') then perform private.refuse('invalid', 'locale'); end if;
  if (select count(*) from public.answers a
      where a.author_id = v_author and a.created_at > now() - interval '1 hour') >= 40 then
    perform private.refuse('too_many', '3600');
  end if;
  insert into public.answers (question_id, author_id, body, locale, idempotency_key)
  values (p_question, v_author, btrim(p_body), p_locale, p_key) returning id into v_id;
  update public.questions set answer_count = answer_count + 1 where id = p_question;
  return v_id;
end
$$;
create function public.post_answer(p_key uuid, p_question uuid, p_body text, p_locale text)
returns uuid language sql volatile set search_path = '' as $$
  select private.post_answer(p_key, p_question, p_body, p_locale)
$$;
comment on function public.post_answer(uuid, uuid, text, text) is
  'Answers; the same key answers once. Returns the answer. At most 40 an hour. Refuses forbidden: sign_in, record; not_found; invalid: body, locale; too_many.';

grant execute on function private.cast_vote(text, uuid, integer), public.cast_vote(text, uuid, integer),
  private.accept_answer(uuid, uuid), public.accept_answer(uuid, uuid),
  private.ask_question(uuid, text, text, text, text), public.ask_question(uuid, text, text, text, text),
  private.post_answer(uuid, uuid, text, text), public.post_answer(uuid, uuid, text, text) to authenticated;

-- Reading ------------------------------------------------------------------------------------------

create function private.public_name(p_account uuid) returns text
language sql stable security definer set search_path = '' as $$
  select case
    when p.birth_year >= extract(year from now()) - 18 then n.first
    else coalesce(nullif(btrim(a.display_name), ''), n.first || coalesce(' ' || left(n.family, 1) || '.', '')) end
  from public.accounts a
  left join public.persons p on p.id = a.person_id
  left join lateral (
    select case when w[3] ~ '(вна|вич|ұлы|қызы|улы|кызы)$' then w[2] else w[1] end as first,
      case when w[3] ~ '(вна|вич|ұлы|қызы|улы|кызы)$' then w[1] else w[2] end as family
    from regexp_split_to_array(btrim(coalesce(p.full_name, a.display_name)), '\s+') w) n on true
  where a.id = p_account
$$;
comment on function private.public_name(uuid) is
  'The name under which an account speaks in public: the one it chose, else the first name and the initial of the family name. Who may still be under 18 is shown by the first name alone. Rosters that write family, first and father''s name are recognised by the latter.';

create function private.is_expert(p_account uuid, p_direction text) returns boolean
language sql stable security definer set search_path = '' as $$
  select count(*) >= 3 from (
    select from public.answers a
    join public.questions q on q.id = a.question_id and q.accepted_answer_id = a.id
    where a.author_id = p_account and q.direction = p_direction and q.author_id is distinct from p_account
    limit 3) accepted
$$;
comment on function private.is_expert(uuid, text) is 'Whether three answers of this account in this direction have helped those who asked.';

create function private.forum_author(p_account uuid, p_direction text) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'name', private.public_name(a.id),
    'region', case when r.code is not null then jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en) end,
    'reputation', coalesce(f.reputation, 1),
    'isExpert', private.is_expert(a.id, p_direction))
  from public.accounts a
  left join public.forum_profiles f on f.account_id = a.id
  left join public.persons p on p.id = a.person_id
  left join public.regions r on r.code = p.region_code
  where a.id = p_account
$$;
comment on function private.forum_author(uuid, text) is 'How an author appears beside a text: {name, region, reputation, isExpert}; null when the account is gone.';

create function private.question_card(q public.questions) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'id', q.id, 'title', q.title, 'locale', q.locale, 'createdAt', q.created_at,
    'answerCount', q.answer_count, 'isAccepted', q.accepted_answer_id is not null, 'score', q.score,
    'direction', (select jsonb_build_object('kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en)
      from public.directions d where d.code = q.direction),
    'region', (select jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en)
      from public.regions r where r.code = q.region_code))
$$;
comment on function private.question_card(public.questions) is 'A question as lists show it.';

create function private.search_words(p_text text) returns tsquery
language sql immutable parallel safe set search_path = '' as $$
  select to_tsquery('pg_catalog.simple', string_agg(
    left(w, case when length(w) >= 7 then length(w) - 3 when length(w) >= 5 then length(w) - 1 else length(w) end) || ':*',
    ' & ' order by i))
  from (
    select w, i from unnest(string_to_array(private.fold(left(p_text, 200)), ' ')) with ordinality t(w, i)
    where w <> '' order by i limit 8) words
$$;
comment on function private.search_words(text) is
  'A search in folded letters: every word by its beginning, the ends cut, because Kazakh and Russian words change at the end. Null when nothing is left to search.';

create function private.list_questions(p_q text, p_direction text, p_unanswered boolean, p_after uuid, p_limit integer)
returns jsonb language plpgsql stable security definer set search_path = '' as $$
declare
  v_words tsquery := private.search_words(p_q);
  v_found boolean := v_words is not null;
  v_rows jsonb;
begin
  if nullif(btrim(p_q), '') is not null and not v_found then
    return jsonb_build_object('questions', '[]'::jsonb, 'next', null);
  end if;
  -- Composed of fixed parts, so that each case gets its own plan. What a search found is gathered
  -- first: else a rare word would make the planner walk the whole index by date.
  execute
    case when v_found then 'with found as materialized (
        select f.id, f.created_at, f.direction, f.answer_count from public.questions f
        where f.search @@ $1 or f.title_key operator(extensions.%>) $2) ' else '' end
    || 'select jsonb_agg(private.question_card(q) order by q.created_at desc, q.id desc)
        from (select s.id from ' || case when v_found then 'found' else 'public.questions' end || ' s where true'
    || case when p_direction is not null then ' and s.direction = $3' else '' end
    || case when p_unanswered then ' and s.answer_count = 0' else '' end
    || case when p_after is not null then
        ' and (s.created_at, s.id) < (select c.created_at, c.id from public.questions c where c.id = $4)' else '' end
    || ' order by s.created_at desc, s.id desc limit $5) page join public.questions q on q.id = page.id'
  into v_rows using v_words, private.fold(left(p_q, 200)), p_direction, p_after, p_limit + 1;
  return jsonb_build_object(
    'questions', coalesce(
      (select jsonb_agg(r order by i) from jsonb_array_elements(v_rows) with ordinality t(r, i) where i <= p_limit), '[]'),
    'next', case when jsonb_array_length(v_rows) > p_limit then v_rows -> (p_limit - 1) -> 'id' end);
end
$$;
comment on function private.list_questions(text, text, boolean, uuid, integer) is
  'Questions, newest first: {questions: [card], next}. next is the id to continue after, or null. Repeats no row level policy because every question is public: whoever hides some adds the condition here.';

create function private.similar_questions(p_title text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_key text := private.fold(left(p_title, 200));
begin
  return coalesce((
    select jsonb_agg(private.question_card(q) order by near.likeness desc, q.id)
    from (
      select c.id, extensions.similarity(c.title_key, v_key) as likeness
      from public.questions c where c.title_key operator(extensions.%) v_key
      order by 2 desc, 1 limit 5) near
    join public.questions q on q.id = near.id), '[]');
end
$$;
comment on function private.similar_questions(text) is 'Up to five questions whose titles are likest, in folded spelling, as cards.';

create function private.forum_directions() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_agg(jsonb_build_object('code', d.code, 'name',
    jsonb_build_object('kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en)) order by d.position)
  from public.directions d
$$;
comment on function private.forum_directions() is 'The shelves of the forum: [{code, name}] in their order.';

create function public.page_questions(
  p_q text default null, p_direction text default null, p_unanswered boolean default false, p_after uuid default null)
returns jsonb language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'directions', private.forum_directions())
    || private.list_questions(p_q, p_direction, coalesce(p_unanswered, false), p_after, 20)
$$;
comment on function public.page_questions(text, text, boolean, uuid) is
  'The list of questions, 20 a page: {viewer, directions, questions, next}.';

create function public.page_ask() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'directions', private.forum_directions())
$$;
comment on function public.page_ask() is 'The form for a question: {viewer, directions}.';

create function public.similar_questions(p_title text) returns jsonb
language sql stable set search_path = '' as $$ select private.similar_questions(p_title) $$;
comment on function public.similar_questions(text) is 'Cards of up to five questions with a similar title.';

create function private.read_question(p_id uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select private.question_card(q) || jsonb_build_object(
    'body', q.body,
    'author', private.forum_author(q.author_id, q.direction),
    'isMine', q.author_id is not null and q.author_id = me.id,
    'myVote', coalesce((select v.value from public.votes v where v.voter_id = me.id and v.question_id = q.id), 0),
    'answers', coalesce((
      select jsonb_agg(jsonb_build_object(
        'id', a.id, 'body', a.body, 'locale', a.locale, 'score', a.score, 'createdAt', a.created_at,
        'author', private.forum_author(a.author_id, q.direction),
        'isAccepted', a.id = q.accepted_answer_id,
        'isMine', a.author_id is not null and a.author_id = me.id,
        'myVote', coalesce((select v.value from public.votes v where v.voter_id = me.id and v.answer_id = a.id), 0))
        order by (a.id = q.accepted_answer_id) desc nulls last, a.score desc, a.created_at, a.id)
      from (select * from public.answers w where w.question_id = q.id
            order by (w.id = q.accepted_answer_id) desc nulls last, w.score desc, w.created_at, w.id limit 200) a), '[]'))
  from public.questions q, (select private.uid() as id) me
  where q.id = p_id
$$;
comment on function private.read_question(uuid) is 'A question with its answers (the accepted first, then by score) and what the signed-in account has to do with them.';

create function public.page_question(p_id uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'question', found.question)
  from (select private.read_question(p_id) as question) found where found.question is not null
$$;
comment on function public.page_question(uuid) is 'A question''s page: {viewer, question}, or null.';

create function private.home_programmes() returns jsonb
language sql stable security definer set search_path = '' as $$ select '[]'::jsonb $$;
comment on function private.home_programmes() is
  'Up to three open programmes for the home page: [{slug, name, organization, deadline}], names in three languages. Empty until programmes exist.';

create function private.home_numbers() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'alumni', nullif(least(n.alumni, 20000), least(n.alumni, 4)),
    'continuing', nullif(least(n.continuing, 20000), least(n.continuing, 4)),
    'answered', nullif(least(n.answered, 20000), least(n.answered, 4)))
  from (
    select
      (select count(*) from (select from public.persons limit 20000) p) as alumni,
      (select count(*) from (select from public.subprojects s where s.state = 'continuing' limit 20000) s) as continuing,
      (select count(*) from (select from public.questions q where q.accepted_answer_id is not null limit 20000) q) as answered) n
$$;
comment on function private.home_numbers() is
  'Alumni in the registry, projects that continue, questions with an answer that helped. Counted up to 20 000 so that the cost stays; null under 5.';
create index subprojects_continuing_idx on public.subprojects (id) where state = 'continuing';
create index questions_accepted_idx on public.questions (id) where accepted_answer_id is not null;

create function private.home_project() returns text
language sql stable security definer set search_path = '' as $$
  select s.title from public.participations p join public.subprojects s on s.id = p.subproject_id
  where p.person_id = private.my_person() order by p.round desc limit 1
$$;
comment on function private.home_project() is 'Title of the signed-in person''s newest project, or null.';

create function public.page_home() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object(
    'viewer', private.viewer(),
    'project', private.home_project(),
    'numbers', private.home_numbers(),
    'programmes', private.home_programmes(),
    'questions', private.list_questions(null, null, false, null, 5) -> 'questions')
$$;
comment on function public.page_home() is 'The home page: {viewer, project, numbers, programmes, questions}.';

grant execute on function
  private.list_questions(text, text, boolean, uuid, integer), public.page_questions(text, text, boolean, uuid),
  private.forum_directions(), public.page_ask(),
  private.similar_questions(text), public.similar_questions(text),
  private.read_question(uuid), public.page_question(uuid),
  private.home_programmes(), private.home_numbers(), private.home_project(), public.page_home()
  to anon, authenticated;
