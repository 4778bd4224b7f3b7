-- What the forum is searched by, laid out as the people's lists are: a word's questions in the order of
-- the page, read from the index alone, so that a search costs the same among a thousand and a million.

create table private.question_words (
  -- No foreign key: triggers take the row away with the question, as they make and change it.
  question_id uuid primary key,
  created_at timestamptz not null,
  direction text not null,
  locale text not null,
  title text[] not null,
  words text[] not null
);
alter table private.question_words enable row level security;
comment on table private.question_words is 'The words of a question, without their endings, kept by private.refresh_question_words.';
comment on column private.question_words.title is 'Those of the title.';
comment on column private.question_words.words is 'Those of the title, the text and all answers.';

create table private.word_questions (
  stem text collate "C" not null,
  in_title boolean not null,
  created_at timestamptz not null,
  question_id uuid not null,
  primary key (stem, in_title, created_at, question_id)
);
alter table private.word_questions enable row level security;
comment on table private.word_questions is 'Which questions have a word, in their title or only elsewhere, by time; kept by a trigger on private.question_words.';

create table private.forum_vocabulary (
  stem text collate "C" not null,
  in_title boolean not null,
  questions integer not null check (questions >= 0),
  primary key (stem, in_title)
);
alter table private.forum_vocabulary enable row level security;
comment on table private.forum_vocabulary is 'The words of the forum and how many questions have each. Slips of the pen and other endings are looked for among these and not among questions. A word goes with its last question.';
create index forum_vocabulary_trigrams_idx on private.forum_vocabulary using gin (stem extensions.gin_trgm_ops) where in_title;

create function private.follow_forum_vocabulary() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- In the order of the words, so that two writers never wait for one another crosswise.
  if tg_op = 'INSERT' then
    insert into private.forum_vocabulary as v (stem, in_title, questions)
    select n.stem, n.in_title, count(*) from now_is n group by 1, 2 order by 1, 2
    on conflict (stem, in_title) do update set questions = v.questions + excluded.questions;
  else
    perform from private.forum_vocabulary v
    where (v.stem, v.in_title) in (select o.stem, o.in_title from was o) order by v.stem, v.in_title for update;
    update private.forum_vocabulary v set questions = v.questions - o.n
    from (select w.stem, w.in_title, count(*) as n from was w group by 1, 2) o
    where v.stem = o.stem and v.in_title = o.in_title;
    delete from private.forum_vocabulary v
    where v.questions = 0 and (v.stem, v.in_title) in (select o.stem, o.in_title from was o);
  end if;
  return null;
end
$$;
create trigger word_questions_vocabulary_insert after insert on private.word_questions
  referencing new table as now_is for each statement execute function private.follow_forum_vocabulary();
create trigger word_questions_vocabulary_delete after delete on private.word_questions
  referencing old table as was for each statement execute function private.follow_forum_vocabulary();

create function private.follow_question_words() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- Planned anew each time: a plan that was kept from a statement of one row takes hours for ten thousand.
  if tg_op <> 'INSERT' then
    execute format($sql$
      delete from private.word_questions x
      using (
        select w.stem, w.stem = any(o.title) as in_title, o.created_at, o.question_id from was o, unnest(o.words) w (stem)
        %s) gone
      where x.stem = gone.stem and x.in_title = gone.in_title and x.created_at = gone.created_at and x.question_id = gone.question_id
    $sql$, case tg_op when 'UPDATE' then
      'except select w.stem, w.stem = any(n.title), n.created_at, n.question_id from now_is n, unnest(n.words) w (stem)' end);
  end if;
  if tg_op <> 'DELETE' then
    execute format($sql$
      insert into private.word_questions (stem, in_title, created_at, question_id)
      select w.stem, w.stem = any(n.title), n.created_at, n.question_id from now_is n, unnest(n.words) w (stem)
      %s
    $sql$, case tg_op when 'UPDATE' then
      'except select w.stem, w.stem = any(o.title), o.created_at, o.question_id from was o, unnest(o.words) w (stem)' end);
  end if;
  return null;
end
$$;
create trigger question_words_follow_insert after insert on private.question_words
  referencing new table as now_is for each statement execute function private.follow_question_words();
create trigger question_words_follow_update after update on private.question_words
  referencing old table as was new table as now_is for each statement execute function private.follow_question_words();
create trigger question_words_follow_delete after delete on private.question_words
  referencing old table as was for each statement execute function private.follow_question_words();

create function private.refresh_question_words(p_questions uuid[]) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- Whoever changes the same question waits here, and then reads what the other wrote.
  perform from private.question_words w where w.question_id = any(p_questions) order by w.question_id for update;
  delete from private.question_words w
  where w.question_id = any(p_questions) and not exists (select from public.questions q where q.id = w.question_id);
  insert into private.question_words as w (question_id, created_at, direction, locale, title, words)
  select q.id, q.created_at, q.direction, q.locale, private.stems(q.title),
    private.stems(concat_ws(' ', q.title, q.body,
      (select string_agg(a.body, ' ') from public.answers a where a.question_id = q.id)))
  from public.questions q where q.id = any(p_questions)
  order by q.id
  on conflict (question_id) do update set
    created_at = excluded.created_at, direction = excluded.direction, locale = excluded.locale,
    title = excluded.title, words = excluded.words
  where (w.created_at, w.direction, w.locale, w.title, w.words)
    is distinct from (excluded.created_at, excluded.direction, excluded.locale, excluded.title, excluded.words);
end
$$;
comment on function private.refresh_question_words(uuid[]) is 'Makes the search know of these questions and their answers what holds now. Granted to nobody.';

create function private.follow_questions() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.refresh_question_words(case tg_table_name
    when 'questions' then array(select (to_jsonb(c) ->> 'id')::uuid from changed c)
    else array(select distinct (to_jsonb(c) ->> 'question_id')::uuid from changed c) end);
  return null;
end
$$;
create function private.follow_question() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.refresh_question_words(array[case tg_table_name
    when 'questions' then new.id else (to_jsonb(new) ->> 'question_id')::uuid end]);
  return null;
end
$$;
create trigger questions_words_insert after insert on public.questions
  referencing new table as changed for each statement execute function private.follow_questions();
create trigger questions_words_delete after delete on public.questions
  referencing old table as changed for each statement execute function private.follow_questions();
create trigger answers_words_insert after insert on public.answers
  referencing new table as changed for each statement execute function private.follow_questions();
create trigger answers_words_delete after delete on public.answers
  referencing old table as changed for each statement execute function private.follow_questions();
-- By row, because only so a vote, which moves the score, can be told from an edit before anything runs.
create trigger questions_words_update after update of title, body, direction, locale, created_at on public.questions
  for each row execute function private.follow_question();
create trigger answers_words_update after update of body on public.answers
  for each row execute function private.follow_question();

select private.refresh_question_words(array(select q.id from public.questions q));
