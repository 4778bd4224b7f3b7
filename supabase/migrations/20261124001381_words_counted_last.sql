-- Each statement counted its words in their order; a transaction of several statements did not: of a return and a deletion
-- of posts at the same instant, each could hold a word that the other waited for. All words of a transaction are now counted at its
-- end, in one order.

-- Written and taken away by the same transaction, so a crash has nothing to lose here.
create unlogged table private.forum_vocabulary_changes (
  id bigint generated always as identity primary key,
  transaction xid8 not null default pg_current_xact_id(),
  stems text[] not null,
  in_title boolean[] not null,
  questions integer[] not null
);
alter table private.forum_vocabulary_changes enable row level security;
comment on table private.forum_vocabulary_changes is 'What a transaction has yet to count into private.forum_vocabulary: a row for each of its statements, of words, their places and how many questions more (or less) have them. Empty once it is through.';
create index forum_vocabulary_changes_transaction_idx on private.forum_vocabulary_changes (transaction);

create or replace function private.follow_forum_vocabulary() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  if tg_op = 'INSERT' then
    insert into private.forum_vocabulary_changes (stems, in_title, questions)
    select array_agg(w.stem), array_agg(w.in_title), array_agg(w.n)
    from (select n.stem, n.in_title, count(*)::integer as n from now_is n group by 1, 2) w having count(*) > 0;
  else
    insert into private.forum_vocabulary_changes (stems, in_title, questions)
    select array_agg(w.stem), array_agg(w.in_title), array_agg(-w.n)
    from (select o.stem, o.in_title, count(*)::integer as n from was o group by 1, 2) w having count(*) > 0;
  end if;
  return null;
end
$$;

create function private.count_forum_words() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_stems text[];
  v_in_title boolean[];
  v_questions integer[];
begin
  with gone as (
    delete from private.forum_vocabulary_changes c where c.transaction = pg_current_xact_id()
    returning c.stems, c.in_title, c.questions),
  counted as (
    select w.stem collate "C" as stem, w.in_title, sum(w.questions)::integer as questions
    from gone g cross join unnest(g.stems, g.in_title, g.questions) w (stem, in_title, questions)
    group by 1, 2 having sum(w.questions) <> 0)
  select array_agg(c.stem order by c.stem, c.in_title), array_agg(c.in_title order by c.stem, c.in_title),
    array_agg(c.questions order by c.stem, c.in_title)
  into v_stems, v_in_title, v_questions from counted c;
  -- The first of a transaction's rows has counted those of the others.
  if v_stems is null then return null; end if;

  -- Known words and new ones in one go, so that two writers never wait for one another crosswise; those that
  -- become fewer are only held.
  insert into private.forum_vocabulary as v (stem, in_title, questions)
  select w.stem, w.in_title, greatest(w.questions, 0)
  from unnest(v_stems, v_in_title, v_questions) with ordinality w (stem, in_title, questions, place) order by w.place
  on conflict (stem, in_title) do update set questions = v.questions + excluded.questions where excluded.questions > 0;
  update private.forum_vocabulary v set questions = v.questions + w.questions
  from unnest(v_stems, v_in_title, v_questions) w (stem, in_title, questions)
  where w.questions < 0 and v.stem = w.stem and v.in_title = w.in_title;
  delete from private.forum_vocabulary v
  using unnest(v_stems, v_in_title, v_questions) w (stem, in_title, questions)
  where w.questions < 0 and v.stem = w.stem and v.in_title = w.in_title and v.questions = 0;
  return null;
end
$$;
comment on function private.count_forum_words() is 'At the end of the transaction: counts all its words into private.forum_vocabulary, in the order of the words. A word goes with its last question.';
create constraint trigger forum_vocabulary_changes_count after insert on private.forum_vocabulary_changes
  deferrable initially deferred for each row execute function private.count_forum_words();
