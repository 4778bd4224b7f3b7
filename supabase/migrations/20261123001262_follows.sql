-- Following a question, a topic or a person: nobody is told who follows them, and it is ended by a tap.

create table public.follows (
  id uuid primary key default private.uuid_v7(),
  account_id uuid not null references public.accounts (id) on delete cascade,
  question_id uuid references public.questions (id) on delete cascade,
  tag_id uuid references private.tags (id) on delete cascade,
  followed_id uuid references public.accounts (id) on delete cascade check (followed_id <> account_id),
  created_at timestamptz not null default now(),
  check (num_nonnulls(question_id, tag_id, followed_id) = 1),
  unique (account_id, question_id),
  unique (account_id, tag_id),
  unique (account_id, followed_id)
);
create index follows_question_id_idx on public.follows (question_id) where question_id is not null;
create index follows_tag_id_idx on public.follows (tag_id) where tag_id is not null;
create index follows_followed_id_idx on public.follows (followed_id) where followed_id is not null;
alter table public.follows enable row level security;
create policy follows_read on public.follows for select to authenticated using (account_id = (select private.uid()));
grant select (id, question_id, created_at) on public.follows to authenticated;
comment on table public.follows is 'What an account follows, 200 at most; seen by that account alone. Written by follow and unfollow. A row says nothing of what its reader may see: that is asked whenever something is told.';
comment on column public.follows.followed_id is 'The account of the person, so that it stays the same one when records are merged.';

create function private.may_follow(p_person uuid, p_viewer uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select private.may_talk(p_person) and coalesce(private.visible_profile(p_person, p_viewer) ? 'name', false)
$$;
comment on function private.may_follow(uuid, uuid) is 'Whether this account sees this person, who is of age and shown. Granted to nobody.';

create function private.are_apart(p_account uuid, p_other uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from public.accounts a, public.accounts o
    join public.contact_blocks b on true
    where a.id = p_account and o.id = p_other
      and (b.blocker_id = a.person_id and b.blocked_id = o.person_id or b.blocker_id = o.person_id and b.blocked_id = a.person_id))
$$;
comment on function private.are_apart(uuid, uuid) is 'Whether one of two accounts has blocked the other. Granted to nobody.';

create function private.follow(p_kind text, p_target text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := private.require_alumnus();
  v_id uuid;
begin
  -- One at a time, so that many at once cannot pass the limit.
  perform from public.accounts a where a.id = v_me for no key update;
  if p_kind in ('question', 'person') and p_target !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
    perform private.refuse('not_found', p_kind);
  end if;
  case p_kind
    when 'question' then
      select q.id into v_id from public.questions q where q.id = p_target::uuid and q.withdrawn_at is null;
    when 'tag' then
      select coalesce(t.synonym_of, t.id) into v_id from private.tags t where t.slug = p_target;
    when 'person' then
      select a.id into v_id from public.accounts a
      where a.person_id = p_target::uuid and a.id <> v_me and private.may_follow(a.person_id, v_me);
    else perform private.refuse('invalid', 'kind');
  end case;
  if v_id is null then perform private.refuse('not_found', p_kind); end if;
  if exists (select from public.follows f where f.account_id = v_me and v_id in (f.question_id, f.tag_id, f.followed_id)) then return; end if;
  if (select count(*) from public.follows f where f.account_id = v_me) >= 200 then perform private.refuse('too_many', 'follows'); end if;
  insert into public.follows (account_id, question_id, tag_id, followed_id)
  values (v_me, case p_kind when 'question' then v_id end, case p_kind when 'tag' then v_id end, case p_kind when 'person' then v_id end);
end
$$;
create function public.follow(p_kind text, p_target text) returns void
language sql volatile set search_path = '' as $$ select private.follow(p_kind, p_target) $$;
comment on function public.follow(text, text) is
  'Follows a question (its id), a topic (tag: its address) or a person (the id of their record); again is the same. At most 200 in all. Refuses forbidden: sign_in, record; not_found (also a person whom the caller does not see, and oneself); invalid: kind; too_many: follows.';

create function private.unfollow(p_follow uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  delete from public.follows f where f.account_id = private.uid() and (p_follow is null or f.id = p_follow);
end
$$;
create function public.unfollow(p_follow uuid default null) returns void
language sql volatile set search_path = '' as $$ select private.unfollow(p_follow) $$;
comment on function public.unfollow(uuid) is 'Ends one of my follows, or all of them (null). What is none of mine is nothing to end. Refuses forbidden: sign_in.';
grant execute on function private.follow(text, text), public.follow(text, text),
  private.unfollow(uuid), public.unfollow(uuid) to authenticated;

create function private.end_follows_of_blocked() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- Only the own one: whoever is blocked must not see it by a follow that vanished.
  delete from public.follows f using public.accounts me, public.accounts other
  where me.person_id = new.blocker_id and other.person_id = new.blocked_id and f.account_id = me.id and f.followed_id = other.id;
  return null;
end
$$;
create trigger contact_blocks_end_follows after insert on public.contact_blocks
  for each row execute function private.end_follows_of_blocked();

-- Telling ------------------------------------------------------------------------------------------------

insert into private.message_purposes (purpose, urgent, topic, path) values
  ('followed_answered', false, null, '/questions/{subject}'), ('followed_accepted', false, null, '/questions/{subject}');
-- No title of the question: it is another's, and what is told stays for half a year.
insert into private.mail_texts (key, locale, subject, body) values
  ('followed_answered', 'kk', 'Жалғас: бақылап отырған сұраққа жауап келді', E'Сәлеметсіз бе!\n\nСіз бақылап отырған сұраққа жаңа жауап жазылды.'),
  ('followed_answered', 'ru', 'Jalgas: новый ответ на вопрос, за которым вы следите', E'Здравствуйте!\n\nНа вопрос, за которым вы следите, написали новый ответ.'),
  ('followed_answered', 'en', 'Jalgas: a new answer to a question you follow', E'Hello!\n\nThere is a new answer to a question that you follow.'),
  ('followed_accepted', 'kk', 'Жалғас: бақылап отырған сұрақтың иесіне бір жауап көмектесті', E'Сәлеметсіз бе!\n\nСіз бақылап отырған сұрақтың иесі өзіне көмектескен жауапты белгіледі.'),
  ('followed_accepted', 'ru', 'Jalgas: в вопросе, за которым вы следите, отмечен ответ', E'Здравствуйте!\n\nАвтор вопроса, за которым вы следите, отметил ответ, который помог.'),
  ('followed_accepted', 'en', 'Jalgas: an answer helped, in a question you follow', E'Hello!\n\nThe asker of a question that you follow has marked the answer that helped.');

create function private.tell_followers(p_purpose text, p_answer uuid) returns void
language sql volatile security definer set search_path = '' as $$
  -- In the app only. The asker and the author of the answer know by other ways.
  insert into private.outbox (person_id, channel, to_address, purpose, occasion, locale, subject, body, state)
  select a.person_id, 'email', '', t.key, q.id || ':' || r.id || ':' || a.id, a.locale, t.subject, t.body, 'app'
  from public.answers r
  join public.questions q on q.id = r.question_id and q.withdrawn_at is null
  join public.follows f on f.question_id = q.id
  join public.accounts a on a.id = f.account_id and a.person_id is not null
  join private.mail_texts t on t.key = p_purpose and t.locale = a.locale
  where r.id = p_answer and r.withdrawn_at is null
    and a.id is distinct from q.author_id and a.id is distinct from r.author_id
    -- Of a nameless asker's own answer all are told: who is not would know whose it is.
    and (q.is_anonymous and r.author_id = q.author_id or not private.are_apart(a.id, r.author_id))
  order by a.id
  on conflict do nothing
$$;
comment on function private.tell_followers(text, uuid) is 'Tells those who follow a question of an answer (followed_answered), or that it helped (followed_accepted): once each. Granted to nobody.';

create function private.tell_followers_of_answer() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.tell_followers('followed_answered', new.id);
  return null;
end
$$;
-- At the end of the transaction: an answer that is held back at once is not told.
create constraint trigger answers_tell_followers after insert or update of withdrawn_at on public.answers
  deferrable initially deferred for each row when (new.withdrawn_at is null) execute function private.tell_followers_of_answer();

create function private.tell_followers_of_help() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.tell_followers('followed_accepted', new.accepted_answer_id);
  return null;
end
$$;
create constraint trigger questions_tell_followers after update of accepted_answer_id on public.questions
  deferrable initially deferred for each row
  when (new.accepted_answer_id is not null and new.accepted_answer_id is distinct from old.accepted_answer_id)
  execute function private.tell_followers_of_help();

-- Reading ------------------------------------------------------------------------------------------------

create function private.follow_of(p_question uuid, p_tag uuid, p_account uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select case when private.my_person() is not null then jsonb_build_object('id', (
    select f.id from public.follows f
    where f.account_id = (select private.uid())
      and case when p_question is not null then f.question_id = p_question
        when p_tag is not null then f.tag_id = p_tag else f.followed_id = p_account end)) end
$$;
comment on function private.follow_of(uuid, uuid, uuid) is 'The reader''s follow of a question, a topic or an account: {id: null when there is none}; null for whoever cannot follow. Granted to nobody.';

create function private.question_follow(q public.questions) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  -- The asker is told of answers anyway.
  return jsonb_build_object('follow', case when q.author_id is distinct from private.uid() then private.follow_of(q.id, null, null) end);
end
$$;
comment on function private.question_follow(public.questions) is 'On a question''s page: {follow: private.follow_of}. Granted to nobody.';

create function private.tag_follow(p_slug text) returns jsonb
language sql stable security definer set search_path = '' as $$
  select private.follow_of(null, t.id, null) from private.tags t where t.slug = p_slug
$$;
create or replace function public.page_tag(p_slug text, p_after uuid default null) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'follow', private.tag_follow(found.page -> 'tag' ->> 'slug')) || found.page
  from (select private.read_tag(p_slug, p_after) as page offset 0) found where found.page is not null
$$;
comment on function public.page_tag(text, uuid) is 'The page of a topic: {viewer, follow: private.follow_of} and private.read_tag, or null.';

create function private.person_follow(p_person uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select private.follow_of(null, null, a.id) from public.accounts a
  where a.person_id = p_person and a.id <> private.uid() and private.may_follow(a.person_id, private.uid())
$$;
comment on function private.person_follow(uuid) is 'Whether the reader follows this person: private.follow_of; null where they cannot.';
create or replace function public.page_profile(p_person uuid) returns jsonb
language sql volatile set search_path = '' as $$
  select case when v.viewer is null then '{"viewer": null}' when x.person is not null then
    jsonb_build_object('viewer', v.viewer, 'person', x.person, 'ways', private.ways_to((x.person ->> 'id')::uuid),
      'follow', private.person_follow((x.person ->> 'id')::uuid)) end
  from (select private.viewer() as viewer offset 0) v, (select private.read_listed_profile(p_person) as person offset 0) x
$$;
comment on function public.page_profile(uuid) is
  'A profile as the viewer may see it, and how they may write there: {viewer, person, ways (private.ways_to), follow (private.person_follow)}. Of a merged record it is the survivor''s. Null for whoever is not there for them. Refuses too_many.';

create or replace function private.forum_person(p_account uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select jsonb_build_object('name', private.public_name(a.id),
      'region', case when r.code is not null then jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en) end,
      -- Profiles are for alumni, and for those who are shown.
      'person', case when private.my_person() is not null and private.is_shown(p.id) then p.id end,
      'follow', private.person_follow(p.id))
    from public.accounts a
    left join public.persons p on p.id = a.person_id
    left join public.regions r on r.code = p.region_code
    where a.id = p_account);
end
$$;
comment on function private.forum_person(uuid) is 'Somebody in a list of the forum: {name, region, person: the profile, where the reader may open it, follow: private.person_follow}. Granted to nobody.';

create function private.my_follows() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'questions', coalesce(jsonb_agg(jsonb_build_object('follow', f.id) || coalesce((
      select jsonb_build_object('id', q.id, 'title', q.title, 'locale', q.locale) from public.questions q
      where q.id = f.question_id and q.withdrawn_at is null), '{}') order by f.id desc) filter (where f.question_id is not null), '[]'),
    'tags', coalesce(jsonb_agg(jsonb_build_object('follow', f.id) || (
      select private.tag_card(c) from private.tags t join private.tags c on c.id = coalesce(t.synonym_of, t.id)
      where t.id = f.tag_id) order by f.id desc) filter (where f.tag_id is not null), '[]'),
    'people', coalesce(jsonb_agg(jsonb_build_object('follow', f.id) || coalesce((
      select jsonb_build_object('id', a.person_id, 'name', private.visible_profile(a.person_id, f.account_id) -> 'name')
      from public.accounts a where a.id = f.followed_id and private.may_follow(a.person_id, f.account_id)), '{}')
      order by f.id desc) filter (where f.followed_id is not null), '[]'))
  from public.follows f where f.account_id = (select private.uid())
$$;
comment on function private.my_follows() is
  'What the reader follows, newest first: {questions: [{follow, id, title, locale}], tags: [{follow} and card], people: [{follow, id, name}]}. A question or a person that is not to be seen any more has its follow alone.';
create function public.page_following() returns jsonb
language sql stable set search_path = '' as $$ select jsonb_build_object('viewer', private.viewer()) || private.my_follows() $$;
comment on function public.page_following() is 'The page of what I follow: {viewer} and private.my_follows.';
grant execute on function private.my_follows(), public.page_following(), private.tag_follow(text), private.person_follow(uuid) to anon, authenticated;

create function private.export_follows(p_account uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_strip_nulls(jsonb_build_object('follows', (
    select jsonb_agg(jsonb_build_object('title', q.title, 'topic', t.name,
      'name', (
        select private.public_name(a.id) from public.accounts a where a.id = f.followed_id and private.may_follow(a.person_id, p_account)), 'created_at', f.created_at) order by f.id)
    from public.follows f
    left join public.questions q on q.id = f.question_id and q.withdrawn_at is null
    left join private.tags t on t.id = f.tag_id
    where f.account_id = p_account)))
$$;
comment on function private.export_follows(uuid) is 'What an account follows: {follows}, if anything. Granted to nobody.';
