-- Topics that others suggest, topics that say the same joined, and what of all this is a person's.

create table public.tag_suggestions (
  id uuid primary key default private.uuid_v7(),
  question_id uuid not null references public.questions (id) on delete cascade,
  account_id uuid not null references public.accounts (id) on delete cascade,
  tags text[] not null check (cardinality(tags) between 1 and 5),
  state text not null default 'open' check (state in ('open', 'accepted', 'declined')),
  decided_by uuid references public.accounts (id) on delete set null,
  decided_at timestamptz,
  created_at timestamptz not null default now(),
  check ((state = 'open') = (decided_at is null))
);
create unique index tag_suggestions_open_idx on public.tag_suggestions (question_id, account_id) where state = 'open';
create index tag_suggestions_question_id_idx on public.tag_suggestions (question_id);
create index tag_suggestions_account_id_idx on public.tag_suggestions (account_id, created_at desc);
create index tag_suggestions_decided_by_idx on public.tag_suggestions (decided_by);
alter table public.tag_suggestions enable row level security;
create policy tag_suggestions_read on public.tag_suggestions for select to authenticated
  using (account_id = (select private.uid()));
grant select (id, question_id, tags, state, created_at, decided_at) on public.tag_suggestions to authenticated;
comment on table public.tag_suggestions is 'Topics that somebody would add to another''s question: one open suggestion a person and question, decided by the asker or a reviewer. Written by suggest_tags and decide_tags.';
comment on column public.tag_suggestions.decided_by is 'Never shown: the asker may have asked without a name.';

insert into private.message_purposes (purpose, urgent, topic, path) values ('tags_suggested', false, null, '/questions/{subject}/tags');
insert into private.mail_texts (key, locale, subject, body) values
  ('tags_suggested', 'kk', 'Жалғас: сұрағыңызға тақырып ұсынылды',
    E'Сәлеметсіз бе!\n\nБір түлек «{title}» деген сұрағыңызға тақырып белгісін ұсынды: солай басқалар оны оңай табады. Қосу-қоспауды өзіңіз шешесіз.'),
  ('tags_suggested', 'ru', 'Jalgas: для вашего вопроса предложили тему',
    E'Здравствуйте!\n\nК вашему вопросу «{title}» предложили тему, чтобы его было легче найти. Добавлять ли её, решаете вы.'),
  ('tags_suggested', 'en', 'Jalgas: a topic for your question',
    E'Hello!\n\nSomebody suggests a topic for your question “{title}”, so that others find it. Whether it is added is up to you.');

create function private.tell_of_tags(p_question uuid) returns void
language sql volatile security definer set search_path = '' as $$
  -- In the app only, and once a day: nobody waits for it.
  insert into private.outbox (person_id, channel, to_address, purpose, occasion, locale, subject, body, state)
  select a.person_id, 'email', '', t.key, q.id || ':' || private.today(), a.locale, t.subject, replace(t.body, '{title}', q.title), 'app'
  from public.questions q
  join public.accounts a on a.id = q.author_id and a.person_id is not null
  join private.mail_texts t on t.key = 'tags_suggested' and t.locale = a.locale
  where q.id = p_question
  on conflict do nothing
$$;
comment on function private.tell_of_tags(uuid) is 'Tells the asker that topics were suggested. Granted to nobody.';

create function private.suggest_tags(p_question uuid, p_tags text[]) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := private.require_alumnus();
  v_question public.questions;
  v_new text[];
begin
  select * into v_question from public.questions q where q.id = p_question and q.withdrawn_at is null;
  if v_question.id is null then perform private.refuse('not_found', 'question'); end if;
  if v_question.author_id = v_me then perform private.refuse('forbidden', 'own_post'); end if;
  if not private.forum_may(v_me, 'suggest_tags') then perform private.refuse('forbidden', 'suggest_tags'); end if;
  v_new := private.clean_tags(p_tags);
  v_new := array(
    select n from unnest(v_new) with ordinality x (n, place)
    where not exists (
      select from private.question_tags k join private.tags t on t.id in (k.tag_id, k.named_id)
      where k.question_id = p_question and t.slug = private.tag_slug(n)) order by place);
  if cardinality(v_new) = 0 then perform private.refuse('invalid', 'tags'); end if;
  if cardinality(v_new) + (select count(*) from private.question_tags k where k.question_id = p_question) > 5 then
    perform private.refuse('invalid', 'tags_full');
  end if;
  if (select count(*) from public.tag_suggestions s
      where s.account_id = v_me and s.created_at > now() - interval '1 day') >= 20 then
    perform private.refuse('too_many', 'tag_today');
  end if;
  insert into public.tag_suggestions (question_id, account_id, tags) values (p_question, v_me, v_new)
  on conflict (question_id, account_id) where state = 'open' do update set tags = excluded.tags;
  perform private.tell_of_tags(p_question);
end
$$;
create function public.suggest_tags(p_question uuid, p_tags text[]) returns void
language sql volatile set search_path = '' as $$ select private.suggest_tags(p_question, p_tags) $$;
comment on function public.suggest_tags(uuid, text[]) is
  'Suggests topics for another''s question, from 50 points; again it replaces one''s open suggestion. Refuses forbidden: sign_in, record, own_post, suggest_tags; not_found; invalid: tags (none new, too many, no words), tags_full; too_many: tag_today.';

create function private.decides_tags(q public.questions) returns boolean
language sql stable security definer set search_path = '' as $$
  select private.my_person() is not null and q.author_id is not distinct from private.uid()
    or private.forum_may(private.uid(), 'review') or private.moderates(q.region_code, q.locale)
$$;
comment on function private.decides_tags(public.questions) is 'Whether the caller decides on topics that others suggest: the asker, reviewers, moderators. Granted to nobody.';

create function private.decide_tags(p_suggestion uuid, p_accept boolean) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_suggestion public.tag_suggestions;
  v_question public.questions;
  v_names text[];
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  select q.* into v_question from public.questions q
  where q.id = (select s.question_id from public.tag_suggestions s where s.id = p_suggestion) and q.withdrawn_at is null
  for no key update;
  select * into v_suggestion from public.tag_suggestions s where s.id = p_suggestion for update;
  -- Nobody decides on their own suggestion.
  if v_question.id is null or v_suggestion.account_id = private.uid() or not private.decides_tags(v_question) then
    perform private.refuse('not_found', 'suggestion');
  end if;
  -- Two who decide at once: the first word holds.
  if v_suggestion.state <> 'open' then return v_question.id; end if;
  update public.tag_suggestions s set decided_by = private.uid(), decided_at = now(),
    state = case when p_accept then 'accepted' else 'declined' end
  where s.id = p_suggestion;
  if p_accept then
    v_names := array(
      select t.name from private.question_tags k join private.tags t on t.id = k.named_id where k.question_id = v_question.id order by t.slug);
    v_names := (v_names || array(
      select n from unnest(v_suggestion.tags) n where private.tag_slug(n) <> all (select private.tag_slug(o) from unnest(v_names) o)))[:5];
    perform private.file_question(v_question.id, v_names, v_suggestion.account_id);
  end if;
  return v_question.id;
end
$$;
create function public.decide_tags(p_suggestion uuid, p_accept boolean) returns uuid
language sql volatile set search_path = '' as $$ select private.decide_tags(p_suggestion, p_accept) $$;
comment on function public.decide_tags(uuid, boolean) is
  'The asker, a reviewer or a moderator adds suggested topics, up to five in all, or declines them; the first word holds. Returns the question. Refuses forbidden: sign_in; not_found (also what is not theirs to decide, and one''s own suggestion).';
grant execute on function private.suggest_tags(uuid, text[]), public.suggest_tags(uuid, text[]),
  private.decide_tags(uuid, boolean), public.decide_tags(uuid, boolean) to authenticated;

create function private.tagging(q public.questions) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return case
    when private.my_person() is null then null
    when q.author_id is not distinct from private.uid() then 'set'
    when private.forum_may(private.uid(), 'suggest_tags') then 'suggest' end;
end
$$;
comment on function private.tagging(public.questions) is 'What the reader may do about the topics of a question: set, suggest, or null. Granted to nobody.';

create function private.question_topics(q public.questions) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return jsonb_build_object('tags', private.tags_of(q.id), 'tagging', private.tagging(q),
    'tagSuggestions', case when private.uid() is not null and private.decides_tags(q) then (
      select count(*) from public.tag_suggestions s
      where s.question_id = q.id and s.state = 'open' and s.account_id <> private.uid()) else 0 end);
end
$$;
comment on function private.question_topics(public.questions) is 'The topics of a question on its page: {tags, tagging: what the reader may do about them, tagSuggestions: how many wait for the reader''s word}. Granted to nobody.';

create function private.read_question_tags(p_question uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  q public.questions;
begin
  select * into q from public.questions w where w.id = p_question and w.withdrawn_at is null;
  if q.id is null then return null; end if;
  return jsonb_build_object(
    'question', jsonb_build_object('id', q.id, 'title', q.title, 'locale', q.locale),
    'tags', private.tags_of(q.id),
    'typed', coalesce((
      select string_agg(t.name, ', ' order by t.slug) from private.question_tags k join private.tags t on t.id = k.named_id where k.question_id = q.id), ''),
    'tagging', private.tagging(q),
    'frequent', coalesce(private.frequent_tags() -> q.direction, '[]'),
    'suggestions', case when private.uid() is not null and private.decides_tags(q) then coalesce((
      select jsonb_agg(jsonb_build_object('id', s.id, 'tags', to_jsonb(s.tags)) order by s.id)
      from (select * from public.tag_suggestions w
        where w.question_id = q.id and w.state = 'open' and w.account_id <> private.uid() order by w.id limit 20) s), '[]') else '[]' end,
    'mine', (
      select string_agg(n, ', ') from public.tag_suggestions s, unnest(s.tags) n
      where s.question_id = q.id and s.account_id = private.uid() and s.state = 'open'));
end
$$;
comment on function private.read_question_tags(uuid) is
  'The page of a question''s topics: {question, tags, typed: as a field holds them, tagging, frequent, suggestions that wait for the reader''s word, mine: the reader''s own open suggestion}; null for an unknown question.';
create function public.page_question_tags(p_question uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer()) || found.page
  from (select private.read_question_tags(p_question) as page offset 0) found where found.page is not null
$$;
comment on function public.page_question_tags(uuid) is 'The page of a question''s topics: {viewer} and private.read_question_tags, or null.';
grant execute on function private.read_question_tags(uuid), public.page_question_tags(uuid) to anon, authenticated;

-- Synonyms -----------------------------------------------------------------------------------------------

create function private.join_tags(p_slug text, p_into text) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_from private.tags;
  v_into private.tags;
begin
  if not private.has_role('coordinator') then perform private.refuse('not_found', 'tag'); end if;
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
create function public.join_tags(p_slug text, p_into text) returns text
language sql volatile set search_path = '' as $$ select private.join_tags(p_slug, p_into) $$;
comment on function public.join_tags(text, text) is
  'A coordinator says that a topic (address) is the same as another (address or name): its questions stand there, its page leads there. Returns the other''s address. Refuses not_found: no such topic, one that is joined already, or not a coordinator; invalid: into.';

create function private.part_tags(p_slug text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_tag private.tags;
begin
  if not private.has_role('coordinator') then perform private.refuse('not_found', 'tag'); end if;
  select * into v_tag from private.tags t where t.slug = p_slug and t.synonym_of is not null for update;
  if v_tag.id is null then perform private.refuse('not_found', 'tag'); end if;
  perform from private.tags t where t.id = v_tag.synonym_of for update;
  update private.question_tags k set tag_id = v_tag.id where k.tag_id = v_tag.synonym_of and k.named_id = v_tag.id;
  update private.tags t set synonym_of = null where t.id = v_tag.id;
  perform private.audit('part_tags', 'tag', v_tag.id);
end
$$;
create function public.part_tags(p_slug text) returns void
language sql volatile set search_path = '' as $$ select private.part_tags(p_slug) $$;
comment on function public.part_tags(text) is 'A coordinator takes a synonym apart again: the questions that were given this word are its own. Refuses not_found.';
grant execute on function private.join_tags(text, text), public.join_tags(text, text), private.part_tags(text), public.part_tags(text) to authenticated;

-- Whose it is --------------------------------------------------------------------------------------------

create function private.export_tags(p_account uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_strip_nulls(jsonb_build_object(
    'topics', (
      select jsonb_agg(jsonb_build_object('name', t.name, 'created_at', t.created_at) order by t.id)
      from private.tags t where t.created_by = p_account),
    'question_topics', (
      select jsonb_agg(jsonb_build_object('title', q.title, 'topics', (
        select jsonb_agg(t.name order by t.slug) from private.question_tags k join private.tags t on t.id = k.named_id
        where k.question_id = q.id)) order by q.id)
      from public.questions q
      where q.author_id = p_account and exists (select from private.question_tags k where k.question_id = q.id)),
    'suggested_topics', (
      select jsonb_agg(jsonb_build_object('title', (private.post_question(s.question_id)).title, 'topics', to_jsonb(s.tags),
        'state', s.state, 'created_at', s.created_at) order by s.id)
      from public.tag_suggestions s where s.account_id = p_account)))
$$;
comment on function private.export_tags(uuid) is 'What an account did about topics: {topics, question_topics, suggested_topics}, what there is of it. Granted to nobody.';

create function private.erase_tags(p_account uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from private.question_tags k using public.questions q where q.id = k.question_id and q.author_id = p_account;
  -- A word of one's own that nobody else uses goes along.
  delete from private.tags t
  where t.created_by = p_account and not exists (select from private.question_tags k where t.id in (k.tag_id, k.named_id))
    and not exists (select from private.tags s where s.synonym_of = t.id);
end
$$;
comment on function private.erase_tags(uuid) is 'What somebody who leaves with their words takes of topics. Granted to nobody.';
