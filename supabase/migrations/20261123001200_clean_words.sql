-- Nothing invisible in what people write: the page cleans it, and so does the database, whoever calls it.

create function private.clean_text(p_text text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select coalesce(btrim(regexp_replace(string_agg(rtrim(line, E' \t\u00a0'), E'\n' order by i), '\n{3,}', E'\n\n', 'g'), E' \t\n\u00a0'), '')
  from unnest(string_to_array(
    regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
      coalesce(p_text, ''), '\r\n?', E'\n', 'g'),
      -- Controls; marks that turn text; signs of no width and blank letters; annotations and tags.
      '[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]', '', 'g'),
      -- The joiners of emoji and of some scripts: one between two letters, none at an end.
      '([\u200c\u200d])[\u200c\u200d]+', '\1', 'g'),
      '(^|\s)[\u200c\u200d]|[\u200c\u200d](?=\s|$)', '\1', 'g'),
      -- A letter carries an accent or two, not a tower of them.
      '([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{3})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+', '\1', 'g'),
    E'\n')) with ordinality as t (line, i)
$$;
comment on function private.clean_text(text) is
  'A text as it is kept: one kind of line break, nothing invisible or turned, at most one empty line. The same as cleanText() of the forum, for whoever calls the API by hand.';

create function private.clean_line(p_text text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select btrim(regexp_replace(private.clean_text(p_text), '\s+', ' ', 'g'))
$$;
comment on function private.clean_line(text) is 'As clean_text, on one line: a title.';

comment on column public.questions.body is 'Markdown without HTML, shown through an allowlist; plain texts keep their line breaks.';
comment on column public.answers.body is 'As the body of a question.';

create or replace function private.ask_question(p_key uuid, p_direction text, p_title text, p_body text, p_locale text)
returns uuid language plpgsql volatile security definer set search_path = '' as $$
declare
  v_author uuid := private.require_alumnus();
  v_title text;
  v_body text;
  v_id uuid;
begin
  select q.id into v_id from public.questions q where q.author_id = v_author and q.idempotency_key = p_key;
  if v_id is not null then return v_id; end if;
  -- By length first: cleaning a book costs time.
  if length(p_title) > 1000 then perform private.refuse('invalid', 'title'); end if;
  if length(p_body) > 20000 then perform private.refuse('invalid', 'body'); end if;
  v_title := private.clean_line(p_title);
  v_body := private.clean_text(p_body);
  if length(v_title) not between 10 and 150 then perform private.refuse('invalid', 'title'); end if;
  if length(v_body) > 10000 then perform private.refuse('invalid', 'body'); end if;
  if not exists (select from public.directions d where d.code = p_direction) then perform private.refuse('invalid', 'direction'); end if;
  if p_locale is null or p_locale not in ('kk', 'ru', 'en') then perform private.refuse('invalid', 'locale'); end if;
  if (select count(*) from public.questions q
      where q.author_id = v_author and q.created_at > now() - interval '1 hour') >= 10 then
    perform private.refuse('too_many', '3600');
  end if;
  insert into public.questions (author_id, title, body, direction, region_code, locale, idempotency_key)
  select v_author, v_title, v_body, p_direction, p.region_code, p_locale, p_key
  from public.persons p where p.id = private.my_person()
  on conflict (author_id, idempotency_key) do nothing returning id into v_id;
  if v_id is null then
    select q.id into v_id from public.questions q where q.author_id = v_author and q.idempotency_key = p_key;
  end if;
  return v_id;
end
$$;

create or replace function private.post_answer(p_key uuid, p_question uuid, p_body text, p_locale text)
returns uuid language plpgsql volatile security definer set search_path = '' as $$
declare
  v_author uuid := private.require_alumnus();
  v_body text;
  v_id uuid;
begin
  -- The question's lock also keeps the same form, sent twice at once, from counting twice.
  perform from public.questions q where q.id = p_question for no key update;
  if not found then perform private.refuse('not_found', 'question'); end if;
  select a.id into v_id from public.answers a where a.author_id = v_author and a.idempotency_key = p_key;
  if v_id is not null then return v_id; end if;
  if length(p_body) > 20000 then perform private.refuse('invalid', 'body'); end if;
  v_body := private.clean_text(p_body);
  if length(v_body) not between 2 and 10000 then perform private.refuse('invalid', 'body'); end if;
  if p_locale is null or p_locale not in ('kk', 'ru', 'en') then perform private.refuse('invalid', 'locale'); end if;
  if (select count(*) from public.answers a
      where a.author_id = v_author and a.created_at > now() - interval '1 hour') >= 40 then
    perform private.refuse('too_many', '3600');
  end if;
  insert into public.answers (question_id, author_id, body, locale, idempotency_key)
  values (p_question, v_author, v_body, p_locale, p_key) returning id into v_id;
  update public.questions set answer_count = answer_count + 1 where id = p_question;
  perform private.tell_of_answer(v_id);
  return v_id;
end
$$;
