-- Short remarks under questions and answers, and whose name stands beside what is written.

alter table public.questions add column is_anonymous boolean not null default false;
comment on column public.questions.is_anonymous is 'Asked without a name: peers are never told who it is, on this question or beside it. Readable by nobody directly.';

create function private.post_author(p_author uuid, q public.questions) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_hidden boolean := q.is_anonymous and p_author is not null and p_author = q.author_id;
begin
  return jsonb_build_object(
    'author', case when not v_hidden then private.forum_author(p_author, q.direction) end,
    'isAnonymous', v_hidden,
    'isAsker', p_author is not null and p_author = q.author_id,
    'isMine', p_author is not null and p_author = private.uid());
end
$$;
comment on function private.post_author(uuid, public.questions) is
  'Who wrote something on a question''s page, as everybody may see it: {author, isAnonymous, isAsker, isMine}. Whoever asked without a name stays so in their own answers and comments there. Granted to nobody.';

create table public.post_comments (
  id uuid primary key default private.uuid_v7(),
  question_id uuid references public.questions (id) on delete cascade,
  answer_id uuid references public.answers (id) on delete cascade,
  post_id uuid not null generated always as (coalesce(answer_id, question_id)) stored,
  author_id uuid references public.accounts (id) on delete set null,
  body text not null check (length(btrim(body)) between 2 and 600),
  locale text not null check (locale in ('kk', 'ru', 'en')),
  idempotency_key uuid not null,
  created_at timestamptz not null default now(),
  check (num_nonnulls(question_id, answer_id) = 1),
  unique (author_id, idempotency_key)
);
alter table public.post_comments enable row level security;
create index post_comments_post_id_idx on public.post_comments (post_id, id);
create index post_comments_question_id_idx on public.post_comments (question_id);
create index post_comments_answer_id_idx on public.post_comments (answer_id);
create index post_comments_author_id_idx on public.post_comments (author_id, created_at desc);
create policy post_comments_read on public.post_comments for select to authenticated
  using (author_id = (select private.uid()));
grant select (id, question_id, answer_id, body, locale, created_at) on public.post_comments to authenticated;
comment on table public.post_comments is 'Short remarks under a question or an answer, plain text. Read by everybody through the page, by their author directly; written by add_comment, removed by delete_comment.';
comment on column public.post_comments.post_id is 'The question or the answer it stands under.';
comment on column public.post_comments.author_id is 'Null when the account is gone. Readable by nobody directly.';
comment on column public.post_comments.locale is 'The language of the page it was written on.';

create function private.post_question(p_post uuid) returns public.questions
language sql stable security definer set search_path = '' as $$
  select q from public.questions q
  where q.id = coalesce((select a.question_id from public.answers a where a.id = p_post), p_post)
$$;
comment on function private.post_question(uuid) is 'The question that a post is, or answers; null for an unknown id. Granted to nobody.';

create function private.shown_comment(c public.post_comments, q public.questions) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('id', c.id, 'body', c.body, 'locale', c.locale, 'createdAt', c.created_at)
    || private.post_author(c.author_id, q)
$$;
comment on function private.shown_comment(public.post_comments, public.questions) is 'A comment as pages show it: {id, body, locale, createdAt} and post_author. Granted to nobody.';

create function private.last_comments(p_post uuid, q public.questions) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return jsonb_build_object(
    'comments', coalesce((
      select jsonb_agg(private.shown_comment(last.c, q) order by last.id)
      from (select w as c, w.id from public.post_comments w where w.post_id = p_post order by w.id desc limit 3) last), '[]'),
    'commentCount', (select count(*) from (select from public.post_comments w where w.post_id = p_post limit 1000) n));
end
$$;
comment on function private.last_comments(uuid, public.questions) is 'The three newest comments of a post, oldest first, and how many there are (counted to 1 000): {comments, commentCount}. Granted to nobody.';

-- Told once a post and day, whoever comments: a lively talk sends no stream of letters. Nothing of it is quoted.
insert into private.message_purposes (purpose, urgent, topic, path, digest) values
  ('post_commented', false, 'answers', '/questions/{subject}', true);
insert into private.mail_texts (key, locale, subject, body) values
  ('post_commented', 'kk', 'Жалғас: жазбаңызға пікір қалдырылды',
    E'Сәлеметсіз бе!\n\nСұрақ-жауап бөліміндегі жазбаңыздың астына бір түлек пікір жазды.{link}'),
  ('post_commented', 'ru', 'Jalgas: вашу запись прокомментировали',
    E'Здравствуйте!\n\nПод вашей записью в разделе «Вопросы и ответы» появился комментарий.{link}'),
  ('post_commented', 'en', 'Jalgas: a comment on your post',
    E'Hello!\n\nSomebody has commented on what you wrote in “Questions and answers”.{link}');

create function private.tell_of_comment(p_comment uuid) returns void
language sql volatile security definer set search_path = '' as $$
  insert into private.outbox (person_id, contact_point_id, channel, to_address, purpose, occasion, locale, subject, body, state)
  select a.person_id, w.contact_point_id, coalesce(w.channel, 'email'), coalesce(w.address, ''), 'post_commented',
    q.id || ':' || c.post_id || ':' || (c.created_at at time zone 'Asia/Almaty')::date, a.locale, t.subject,
    replace(t.body, '{link}', coalesce(E'\n\n' || private.site_url() || '/' || a.locale || '/questions/' || q.id, '')),
    case when w.address is null then 'app' else 'queued' end
  from public.post_comments c
  left join public.answers r on r.id = c.answer_id
  join public.questions q on q.id = coalesce(r.question_id, c.question_id)
  join public.accounts a on a.id = case when c.answer_id is null then q.author_id else r.author_id end
    and a.person_id is not null and a.id is distinct from c.author_id
  join private.mail_texts t on t.key = 'post_commented' and t.locale = a.locale
  left join private.ways w on w.person_id = a.person_id
  where c.id = p_comment
  on conflict do nothing
$$;
comment on function private.tell_of_comment(uuid) is 'Tells the author of the post, unless it was they who commented. Granted to nobody.';

create function private.add_comment(p_key uuid, p_post uuid, p_body text, p_locale text) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_author uuid := private.require_alumnus();
  v_question uuid := (private.post_question(p_post)).id;
  v_body text;
  v_id uuid;
begin
  if v_question is null then perform private.refuse('not_found', 'post'); end if;
  select c.id into v_id from public.post_comments c where c.author_id = v_author and c.idempotency_key = p_key;
  if v_id is not null then return v_id; end if;
  if length(p_body) > 2000 then perform private.refuse('invalid', 'comment'); end if;
  v_body := private.clean_text(p_body);
  if length(v_body) not between 2 and 600 then perform private.refuse('invalid', 'comment'); end if;
  if p_locale is null or p_locale not in ('kk', 'ru', 'en') then perform private.refuse('invalid', 'locale'); end if;
  if (select count(*) from public.post_comments c
      where c.author_id = v_author and c.created_at > now() - interval '1 hour') >= 30 then
    perform private.refuse('too_many', '3600');
  end if;
  insert into public.post_comments (question_id, answer_id, author_id, body, locale, idempotency_key)
  values (case when p_post = v_question then p_post end, case when p_post <> v_question then p_post end,
    v_author, v_body, p_locale, p_key)
  on conflict (author_id, idempotency_key) do nothing returning id into v_id;
  if v_id is null then
    select c.id into v_id from public.post_comments c where c.author_id = v_author and c.idempotency_key = p_key;
  else
    perform private.tell_of_comment(v_id);
  end if;
  return v_id;
end
$$;
create function public.add_comment(p_key uuid, p_post uuid, p_body text, p_locale text) returns uuid
language sql volatile set search_path = '' as $$ select private.add_comment(p_key, p_post, p_body, p_locale) $$;
comment on function public.add_comment(uuid, uuid, text, text) is
  'Comments on a question or an answer; the same key comments once. Returns the comment. At most 30 an hour. Refuses forbidden: sign_in, record; not_found; invalid: comment, locale; too_many.';

create function private.delete_comment(p_comment uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from public.post_comments c where c.id = p_comment and c.author_id = private.require_alumnus();
  if not found then perform private.refuse('not_found', 'comment'); end if;
end
$$;
create function public.delete_comment(p_comment uuid) returns void
language sql volatile set search_path = '' as $$ select private.delete_comment(p_comment) $$;
comment on function public.delete_comment(uuid) is
  'Removes one''s own comment for good. Refuses forbidden: sign_in, record; not_found: not there, or another''s.';
grant execute on function private.add_comment(uuid, uuid, text, text), public.add_comment(uuid, uuid, text, text),
  private.delete_comment(uuid), public.delete_comment(uuid) to authenticated;

create function private.read_comments(p_post uuid, p_after uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  q public.questions := private.post_question(p_post);
  v_page public.post_comments[];
begin
  if q.id is null then return null; end if;
  v_page := array(
    select c from public.post_comments c where c.post_id = p_post and (p_after is null or c.id > p_after)
    order by c.id limit 51);
  return jsonb_build_object(
    'question', jsonb_build_object('id', q.id, 'title', q.title, 'locale', q.locale),
    'post', coalesce(
      (select jsonb_build_object('id', a.id, 'body', a.body, 'locale', a.locale) || private.post_author(a.author_id, q)
       from public.answers a where a.id = p_post),
      jsonb_build_object('id', q.id, 'body', q.body, 'locale', q.locale) || private.post_author(q.author_id, q)),
    'comments', coalesce((
      select jsonb_agg(private.shown_comment(c, q) order by c.id) from unnest(v_page[:50]) c), '[]'),
    'next', case when cardinality(v_page) > 50 then v_page[50].id end);
end
$$;
comment on function private.read_comments(uuid, uuid) is 'A post with its comments after p_after, oldest first, 50 at most: {question, post, comments, next}; null for an unknown post.';
create function public.page_comments(p_post uuid, p_after uuid default null) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer()) || found.page
  from (select private.read_comments(p_post, p_after) as page) found where found.page is not null
$$;
comment on function public.page_comments(uuid, uuid) is 'The page of a post''s comments: {viewer, question, post, comments, next}, or null.';
grant execute on function private.read_comments(uuid, uuid), public.page_comments(uuid, uuid) to anon, authenticated;
