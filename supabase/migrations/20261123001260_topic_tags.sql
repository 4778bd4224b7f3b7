-- Topics of questions: words of their own that people file a question under, and find others by.

create table private.tags (
  id uuid primary key default private.uuid_v7(),
  slug text collate "C" not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) between 2 and 60),
  name text not null check (length(name) between 2 and 30),
  locale text not null check (locale in ('kk', 'ru', 'en')),
  synonym_of uuid references private.tags (id) on delete set null check (synonym_of <> id),
  created_by uuid references public.accounts (id) on delete set null,
  created_at timestamptz not null default now()
);
create index tags_synonym_of_idx on private.tags (synonym_of);
create index tags_created_by_idx on private.tags (created_by, created_at desc);
alter table private.tags enable row level security;
comment on table private.tags is 'Topics, made by whoever first used the word. Read through the pages of the forum.';
comment on column private.tags.slug is 'The name in one spelling (private.fold), so that Жем, жем and ЖЕМ are one topic.';
comment on column private.tags.name is 'As it was first written.';
comment on column private.tags.locale is 'The language of the question that it first came with.';
comment on column private.tags.synonym_of is 'The topic that this word says in another language or another way; one step, never a chain.';

create table private.question_tags (
  tag_id uuid not null references private.tags (id) on delete cascade,
  created_at timestamptz not null,
  question_id uuid not null references public.questions (id) on delete cascade,
  named_id uuid not null references private.tags (id) on delete cascade,
  direction text not null references public.directions (code) on delete cascade,
  shown boolean not null,
  primary key (question_id, tag_id)
);
create index question_tags_list_idx on private.question_tags (tag_id, created_at desc, question_id desc) where shown;
create index question_tags_tag_id_idx on private.question_tags (tag_id);
create index question_tags_named_id_idx on private.question_tags (named_id);
create index question_tags_direction_idx on private.question_tags (direction);
alter table private.question_tags enable row level security;
comment on table private.question_tags is 'Which question has which topics; a topic''s questions lie in the order of its page.';
comment on column private.question_tags.named_id is 'The word that was typed: another one than tag_id where it is a synonym, so that joining topics can be taken back.';
comment on column private.question_tags.created_at is 'Of the question, as are direction and shown; kept by triggers.';
comment on column private.question_tags.shown is 'Whether the question stands in lists: false while it is withdrawn.';

create table private.tag_counts (
  tag_id uuid not null references private.tags (id) on delete cascade,
  direction text not null references public.directions (code) on delete cascade,
  questions integer not null,
  primary key (tag_id, direction)
);
create index tag_counts_direction_idx on private.tag_counts (direction, questions desc, tag_id);
alter table private.tag_counts enable row level security;
comment on table private.tag_counts is 'How many shown questions a topic has in a direction, kept by triggers on private.question_tags.';

create function private.count_tags() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- In the order of the topics, so that two writers never wait for one another crosswise.
  if tg_op <> 'INSERT' then
    insert into private.tag_counts as c (tag_id, direction, questions)
    select w.tag_id, w.direction, -count(*) from was w
    where w.shown and exists (select from private.tags t where t.id = w.tag_id) group by 1, 2 order by 1, 2
    on conflict (tag_id, direction) do update set questions = c.questions + excluded.questions;
  end if;
  if tg_op <> 'DELETE' then
    insert into private.tag_counts as c (tag_id, direction, questions)
    select n.tag_id, n.direction, count(*) from now_is n where n.shown group by 1, 2 order by 1, 2
    on conflict (tag_id, direction) do update set questions = c.questions + excluded.questions;
  end if;
  return null;
end
$$;
create trigger question_tags_count_insert after insert on private.question_tags
  referencing new table as now_is for each statement execute function private.count_tags();
create trigger question_tags_count_update after update on private.question_tags
  referencing old table as was new table as now_is for each statement execute function private.count_tags();
create trigger question_tags_count_delete after delete on private.question_tags
  referencing old table as was for each statement execute function private.count_tags();

create function private.stands_in_lists(q public.questions) returns boolean
language sql immutable parallel safe set search_path = '' as $$ select q.withdrawn_at is null $$;
comment on function private.stands_in_lists(public.questions) is 'Whether a question stands in the lists of its topics. Granted to nobody.';

create function private.keep_question_tags() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  update private.question_tags t set created_at = new.created_at, direction = new.direction, shown = private.stands_in_lists(new)
  where t.question_id = new.id;
  return null;
end
$$;
create trigger questions_keep_tags after update of direction, created_at, withdrawn_at on public.questions
  for each row execute function private.keep_question_tags();

-- Search -------------------------------------------------------------------------------------------------

create or replace function private.refresh_question_words(p_questions uuid[]) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- Whoever changes the same question waits here, and then reads what the other wrote.
  perform from private.question_words w where w.question_id = any(p_questions) order by w.question_id for update;
  delete from private.question_words w
  where w.question_id = any(p_questions)
    and not exists (select from public.questions q where q.id = w.question_id and q.withdrawn_at is null);
  insert into private.question_words as w (question_id, created_at, direction, locale, title, words)
  select q.id, q.created_at, q.direction, q.locale, private.stems(q.title),
    private.stems(concat_ws(' ', q.title, q.body,
      (select string_agg(t.name, ' ') from private.question_tags k join private.tags t on t.id = k.named_id where k.question_id = q.id),
      (select string_agg(a.body, ' ') from public.answers a where a.question_id = q.id and a.withdrawn_at is null)))
  from public.questions q where q.id = any(p_questions) and q.withdrawn_at is null
  order by q.id
  on conflict (question_id) do update set
    created_at = excluded.created_at, direction = excluded.direction, locale = excluded.locale,
    title = excluded.title, words = excluded.words
  where (w.created_at, w.direction, w.locale, w.title, w.words)
    is distinct from (excluded.created_at, excluded.direction, excluded.locale, excluded.title, excluded.words);
end
$$;
comment on column private.question_words.words is 'Those of the title, the text, the topics and all answers.';
create trigger question_tags_words_insert after insert on private.question_tags
  referencing new table as changed for each statement execute function private.follow_questions();
create trigger question_tags_words_delete after delete on private.question_tags
  referencing old table as changed for each statement execute function private.follow_questions();

-- Filing -------------------------------------------------------------------------------------------------

create function private.tag_slug(p_name text) returns text
language sql immutable strict parallel safe set search_path = '' as $$ select replace(private.fold(p_name), ' ', '-') $$;
comment on function private.tag_slug(text) is 'The address of a topic: its name in one spelling.';

create function private.clean_tags(p_tags text[]) returns text[]
language plpgsql stable security definer set search_path = '' as $$
declare
  v_names text[];
begin
  -- By length first: cleaning a book costs time.
  if cardinality(p_tags) > 50 or exists (select from unnest(p_tags) t where length(t) > 200) then
    perform private.refuse('invalid', 'tags');
  end if;
  v_names := array(
    select d.name from (
      select distinct on (private.tag_slug(c.name)) c.name, c.place
      from (select normalize(private.clean_line(t), nfc) as name, place from unnest(p_tags) with ordinality x (t, place)) c
      where c.name <> '' order by private.tag_slug(c.name), c.place) d
    order by d.place);
  -- Letters of the three languages: what looks alike in other alphabets would pass for them.
  if cardinality(v_names) > 5 or exists (
    select from unnest(v_names) n
    where length(n) not between 2 and 30 or length(private.tag_slug(n)) < 2
      or n !~ '^[0-9A-Za-z\u00c0-\u024f\u0400-\u04ff][0-9A-Za-z\u00c0-\u024f\u0400-\u04ff .+-]*$')
  then
    perform private.refuse('invalid', 'tags');
  end if;
  return v_names;
end
$$;
comment on function private.clean_tags(text[]) is
  'Names of topics as they are kept: nothing invisible, none twice in any spelling, in their order. Refuses invalid: tags beyond 5, and names that are not 2 to 30 letters, digits, blanks or . + -. Granted to nobody.';

create function private.make_tags(p_names text[], p_locale text, p_by uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_new integer;
begin
  insert into private.tags (slug, name, locale, created_by)
  select private.tag_slug(n), n, p_locale, p_by from unnest(p_names) n order by 1
  on conflict (slug) do nothing;
  get diagnostics v_new = row_count;
  if v_new > 0 and (
    select count(*) from (
      select from private.tags t
      where t.created_by = p_by and t.created_at >= private.today()::timestamp at time zone 'Asia/Almaty' limit 40) x)
    > (case when private.forum_may(p_by, 'suggest_tags') then 20 else 5 end)
  then
    perform private.refuse('too_many', 'tag_today');
  end if;
end
$$;
comment on function private.make_tags(text[], text, uuid) is
  'Makes topics that nobody has used yet: five a day for newcomers, twenty from 50 points. Refuses too_many: tag_today. Granted to nobody.';

create function private.file_question(p_question uuid, p_names text[], p_by uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_question public.questions;
begin
  select * into v_question from public.questions q where q.id = p_question for no key update;
  perform private.make_tags(p_names, v_question.locale, p_by);
  -- Nobody joins these topics to others meanwhile.
  perform from private.tags t where t.slug = any (select private.tag_slug(n) from unnest(p_names) n) order by t.id for share;
  delete from private.question_tags k
  where k.question_id = p_question and not exists (
    select from private.tags t
    where t.slug = any (select private.tag_slug(n) from unnest(p_names) n) and coalesce(t.synonym_of, t.id) = k.tag_id);
  insert into private.question_tags (tag_id, created_at, question_id, named_id, direction, shown)
  select distinct on (coalesce(t.synonym_of, t.id)) coalesce(t.synonym_of, t.id), v_question.created_at, p_question, t.id,
    v_question.direction, private.stands_in_lists(v_question)
  from private.tags t where t.slug = any (select private.tag_slug(n) from unnest(p_names) n)
  order by coalesce(t.synonym_of, t.id), t.id
  on conflict (question_id, tag_id) do nothing;
end
$$;
comment on function private.file_question(uuid, text[], uuid) is 'Gives a question these topics, cleaned ones, and no others; new ones are made in the name of p_by. Granted to nobody.';

create function private.set_question_tags(p_question uuid, p_tags text[]) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := private.require_alumnus();
begin
  if not exists (select from public.questions q where q.id = p_question and q.author_id = v_me) then
    perform private.refuse('not_found', 'question');
  end if;
  perform private.file_question(p_question, private.clean_tags(p_tags), v_me);
end
$$;
create function public.set_question_tags(p_question uuid, p_tags text[]) returns void
language sql volatile set search_path = '' as $$ select private.set_question_tags(p_question, p_tags) $$;
comment on function public.set_question_tags(uuid, text[]) is
  'The topics of one''s own question, up to 5. Refuses forbidden: sign_in, record; not_found; invalid: tags; too_many: tag_today.';
grant execute on function private.set_question_tags(uuid, text[]), public.set_question_tags(uuid, text[]) to authenticated;

drop function public.ask_question(uuid, text, text, text, text, boolean, text, integer, integer);
create function public.ask_question(
  p_key uuid, p_direction text, p_title text, p_body text, p_locale text, p_anonymous boolean default false,
  p_photo text default null, p_width integer default null, p_height integer default null, p_tags text[] default null)
returns uuid language plpgsql volatile set search_path = '' as $$
declare
  v_id uuid := private.ask_question(p_key, p_direction, p_title, p_body, p_locale, p_anonymous);
begin
  perform private.attach_photo(v_id, p_photo, p_width, p_height);
  if cardinality(p_tags) > 0 then perform private.set_question_tags(v_id, p_tags); end if;
  return v_id;
end
$$;
comment on function public.ask_question(uuid, text, text, text, text, boolean, text, integer, integer, text[]) is
  'Asks; the same key asks once. Returns the question. p_anonymous: peers see neither name nor region; p_photo: base64 of a WebP; p_tags: up to 5 topics. At most 10 an hour. Refuses forbidden: sign_in, record; invalid: title, body, direction, locale, tags; too_many, too_many: tag_today.';
grant execute on function public.ask_question(uuid, text, text, text, text, boolean, text, integer, integer, text[]) to authenticated;

-- Reading ------------------------------------------------------------------------------------------------

create function private.tag_card(t private.tags) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('slug', t.slug, 'name', t.name, 'locale', t.locale, 'names', coalesce((
    select jsonb_object_agg(s.locale, s.name) from (
      select distinct on (w.locale) w.locale, w.name from private.tags w
      where w.synonym_of = t.id and w.locale <> t.locale order by w.locale, w.id) s), '{}'))
$$;
comment on function private.tag_card(private.tags) is 'A topic as pages show it: {slug, name, locale, names: {other language: its oldest synonym in it}}. Granted to nobody.';

create function private.tags_of(p_question uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return coalesce((
    select jsonb_agg(private.tag_card(t) order by t.slug)
    from private.question_tags k join private.tags t on t.id = k.tag_id where k.question_id = p_question), '[]');
end
$$;
comment on function private.tags_of(uuid) is 'The topics of a question. Granted to nobody.';

create function private.frequent_tags() returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_object_agg(d.code, f.names), '{}')
  from public.directions d
  cross join lateral (
    select jsonb_agg(t.name order by c.questions desc, t.slug) as names
    from (select c.tag_id, c.questions from private.tag_counts c
      where c.direction = d.code and c.questions > 0 order by c.questions desc, c.tag_id limit 30) c
    join private.tags t on t.id = c.tag_id) f
  where f.names is not null
$$;
comment on function private.frequent_tags() is 'The thirty most used topics of each direction that has any: {direction: [name]}.';
grant execute on function private.frequent_tags() to anon, authenticated;

create or replace function public.page_ask() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'directions', private.forum_directions(), 'tags', private.frequent_tags())
$$;
comment on function public.page_ask() is 'The form for a question: {viewer, directions, tags: private.frequent_tags}.';

create function private.list_tags() returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'code', d.code, 'name', jsonb_build_object('kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en), 'tags', f.tags) order by d.position), '[]')
  from public.directions d
  cross join lateral (
    select jsonb_agg(private.tag_card(t) || jsonb_build_object('questions', c.questions) order by c.questions desc, t.slug) as tags
    from (select c.tag_id, c.questions from private.tag_counts c
      where c.direction = d.code and c.questions > 0 order by c.questions desc, c.tag_id limit 30) c
    join private.tags t on t.id = c.tag_id) f
  where f.tags is not null
$$;
comment on function private.list_tags() is 'The most used topics by direction, thirty of each: [{code, name, tags: [card with questions]}].';
create function public.page_tags() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'directions', private.list_tags())
$$;
comment on function public.page_tags() is 'The topics of the forum: {viewer, directions}, see private.list_tags.';

create function private.read_tag(p_slug text, p_after uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_tag private.tags;
  v_count bigint;
  v_at timestamptz;
  v_ids uuid[];
begin
  select t.* into v_tag from private.tags s join private.tags t on t.id = coalesce(s.synonym_of, s.id) where s.slug = p_slug;
  if v_tag.id is null then return null; end if;
  select sum(c.questions) into v_count from private.tag_counts c where c.tag_id = v_tag.id;
  -- A word that nobody uses any more is no page.
  if coalesce(v_count, 0) = 0 then return null; end if;
  select q.created_at into v_at from public.questions q where q.id = p_after;
  -- Two statements, for one with an "or" would not read the list from its place.
  if v_at is null then
    v_ids := array(
      select k.question_id from private.question_tags k where k.tag_id = v_tag.id and k.shown
      order by k.created_at desc, k.question_id desc limit 21);
  else
    v_ids := array(
      select k.question_id from private.question_tags k where k.tag_id = v_tag.id and k.shown
        and (k.created_at, k.question_id) < (v_at, p_after)
      order by k.created_at desc, k.question_id desc limit 21);
  end if;
  return jsonb_build_object(
    'tag', private.tag_card(v_tag), 'count', v_count,
    'synonyms', coalesce((
      select jsonb_agg(jsonb_build_object('slug', s.slug, 'name', s.name, 'locale', s.locale) order by s.slug)
      from private.tags s where s.synonym_of = v_tag.id), '[]'),
    'questions', coalesce((
      select jsonb_agg(private.question_card(q) order by l.place)
      from unnest(v_ids[:20]) with ordinality l (id, place) join public.questions q on q.id = l.id), '[]'),
    'next', case when cardinality(v_ids) > 20 then v_ids[20] end);
end
$$;
comment on function private.read_tag(text, uuid) is
  'A topic with its questions, newest first, 20 after p_after: {tag, count, synonyms, questions, next}. The address of a synonym gives the topic it belongs to; null where no question has it.';
create function public.page_tag(p_slug text, p_after uuid default null) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer()) || found.page
  from (select private.read_tag(p_slug, p_after) as page offset 0) found where found.page is not null
$$;
comment on function public.page_tag(text, uuid) is 'The page of a topic: {viewer} and private.read_tag, or null.';

create function private.sitemap_tags() returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(distinct t.slug), '[]')
  from public.directions d
  cross join lateral (
    select c.tag_id from private.tag_counts c where c.direction = d.code and c.questions > 0
    order by c.questions desc, c.tag_id limit 100) c
  join private.tags t on t.id = c.tag_id
$$;
create function public.page_tag_sitemap() returns jsonb
language sql stable set search_path = '' as $$ select jsonb_build_object('viewer', private.viewer(), 'tags', private.sitemap_tags()) $$;
comment on function public.page_tag_sitemap() is 'Addresses of the most used topics, a hundred a direction: {viewer, tags: [slug]}.';
grant execute on function
  private.list_tags(), public.page_tags(), private.read_tag(text, uuid), public.page_tag(text, uuid),
  private.sitemap_tags(), public.page_tag_sitemap() to anon, authenticated;
