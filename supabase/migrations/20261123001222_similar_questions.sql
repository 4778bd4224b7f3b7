-- Questions like the one that somebody is about to ask, and what the list shares with it.

create function private.forum_choices(p_typed text[])
returns table (typed text, stem text, weight real, questions bigint)
language sql stable security definer set search_path = '' as $$
  with family as (
    select t.typed, f.* from unnest(p_typed) t (typed) cross join lateral (
      select v.stem, (case when v.stem = t.typed then 1 else 0.8 end)::real, sum(v.questions) from private.forum_vocabulary v
      where v.stem = t.typed collate "C"
        -- Longer ones of the same beginning; the tilde comes after every letter of a folded word.
        or (length(t.typed) >= 4 and v.stem > t.typed collate "C" and v.stem < (t.typed || '~') collate "C" and length(v.stem) <= length(t.typed) + 3)
        or (length(t.typed) >= 5 and v.stem in (left(t.typed, -1) collate "C", left(t.typed, greatest(4, length(t.typed) - 2)) collate "C"))
      group by v.stem order by v.stem <> t.typed, abs(length(v.stem) - length(t.typed)), 3 desc, v.stem limit 8) f (stem, weight, questions)),
  near as (
    select t.typed, n.* from unnest(p_typed) t (typed) cross join lateral (
      select v.stem, 0.7::real, v.questions::bigint from private.forum_vocabulary v
      -- One slip leaves the first or the second half of a word whole.
      where v.in_title and abs(length(v.stem) - length(t.typed)) <= 2
        and (v.stem like left(t.typed, length(t.typed) / 2) || '%' or v.stem like '%' || substr(t.typed, length(t.typed) / 2 + 1))
        and extensions.similarity(t.typed, v.stem) >= 0.27
      order by extensions.similarity(t.typed, v.stem) desc, v.questions desc, v.stem limit 5) n (stem, weight, questions)
    where length(t.typed) >= 4 and not exists (select from family f where f.typed = t.typed))
  select * from family union all select * from near
$$;
comment on function private.forum_choices(text[]) is
  'For each typed word (private.stems) the words of the forum that are meant: the same and those of its family or, where there are none, those that are it but for one slip of the pen. questions: how many have it. Granted to nobody.';

create or replace function private.similar_questions(p_title text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_typed text[] := (private.stems(left(p_title, 200)))[:16];
  v_all double precision := greatest(100, (select c.reltuples from pg_catalog.pg_class c where c.oid = 'private.question_words'::regclass));
begin
  return coalesce((
    with choices as materialized (
      select c.typed, c.stem, c.questions, c.weight, c.weight * ln(1 + v_all / c.questions) as worth from private.forum_choices(v_typed) c),
    -- Rare words lead. Two thousand questions are looked at, then what is so common that it tells little is left out.
    lists as (
      select l.stem from (
        select c.stem, sum(max(c.questions)) over (order by max(c.questions), c.stem rows between unbounded preceding and 1 preceding) as before
        from choices c group by c.stem) l
      where l.before is null or l.before < 1500),
    candidates as materialized (
      select distinct x.question_id from lists l cross join lateral (
        select w.question_id from private.word_questions w where w.stem = l.stem and w.in_title
        order by w.created_at desc, w.question_id desc limit 1000) x),
    matched as (
      select c.question_id, cardinality(s.title) as length, h.typed, max(h.worth) as worth
      from candidates c join private.question_words s on s.question_id = c.question_id
      cross join unnest(s.title) t (stem) join choices h on h.stem = t.stem
      group by 1, 2, 3),
    whole as (
      select sum(coalesce(b.worth, ln(1 + v_all) / 2)) as worth
      from unnest(v_typed) t (typed) left join (select c.typed, max(c.worth / c.weight) as worth from choices c group by 1) b on b.typed = t.typed),
    near as (
      select m.question_id, sum(m.worth) / (w.worth * (1 + 0.04 * greatest(0, m.length - count(*)))) as likeness
      from matched m, whole w group by m.question_id, m.length, w.worth
      having sum(m.worth) >= 0.4 * w.worth
      order by likeness desc, m.question_id limit 5)
    select jsonb_agg(private.question_card(q) order by n.likeness desc, q.id)
    from near n join public.questions q on q.id = n.question_id), '[]');
end
$$;
comment on function private.similar_questions(text) is
  'Up to five questions whose titles share the most telling words with this one, whatever their endings, script or a slip of the pen, as cards. A word tells the more, the fewer questions have it.';
