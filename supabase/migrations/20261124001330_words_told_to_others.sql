-- A title that is gone is gone from what others were told and sent, too: an offered question, a weekly
-- letter, the heading that a guide took over from it.

create function private.untell_questions(p_questions uuid[]) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- An offer to answer what is not there helps nobody.
  delete from public.notices n using private.question_offers f
  where f.question_id = any (p_questions) and n.account_id = f.account_id
    and n.purpose = 'question_offered' and n.occasion = f.question_id || ':' || f.account_id;
  delete from private.outbox o using private.question_offers f
  where f.question_id = any (p_questions)
    and o.purpose = 'question_offered' and o.occasion = f.question_id || ':' || f.account_id;
  -- Letters are kept for two weeks, and tell of questions of nine weeks.
  update private.outbox o set body = replace(o.body, '• ' || q.title || E'\n', E'• —\n')
  from public.questions q
  where q.id = any (p_questions) and q.created_at > now() - interval '100 days'
    and o.purpose = 'weekly' and o.body like '%/questions/' || q.id || '%';
end
$$;
comment on function private.untell_questions(uuid[]) is
  'Takes the titles of these questions, which still stand there, out of messages to others and their notices. What was delivered is out of reach. Granted to nobody.';

create function private.untell_gone() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.untell_questions(array[old.id]);
  return case when tg_op = 'DELETE' then old else new end;
end
$$;
comment on function private.untell_gone() is 'A question that is removed, or that its author or a moderator took away, is quoted nowhere. Flags, and the wait of a new one, may yet be mistaken.';
create trigger questions_untell before delete on public.questions for each row execute function private.untell_gone();
create trigger questions_untell_withdrawn before update of withdrawn_for on public.questions for each row
  when (new.withdrawn_for in ('author', 'moderation') and new.withdrawn_for is distinct from old.withdrawn_for)
  execute function private.untell_gone();

create function private.retell_title() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  update public.notices n set body = replace(n.body, old.title, new.title) from private.question_offers f
  where f.question_id = new.id and n.account_id = f.account_id
    and n.purpose = 'question_offered' and n.occasion = f.question_id || ':' || f.account_id;
  update private.outbox o set body = replace(o.body, old.title, new.title) from private.question_offers f
  where f.question_id = new.id
    and o.purpose = 'question_offered' and o.occasion = f.question_id || ':' || f.account_id;
  return null;
end
$$;
comment on function private.retell_title() is 'People take out of a title what they should not have told the world: who was offered the question reads the new one.';
create trigger questions_retell after update of title on public.questions for each row
  when (new.title is distinct from old.title) execute function private.retell_title();

create function private.rename_steps_of(p_account uuid) returns void
language sql volatile security definer set search_path = '' as $$
  update private.guide_steps s set heading = case g.locale
    when 'kk' then 'Сұрақты авторы жойды' when 'ru' then 'Автор удалил вопрос' else 'Removed by the author' end
  from public.answers a, public.questions q, private.guide_versions v, private.guides g
  where q.author_id = p_account and a.question_id = q.id and s.answer_id = a.id and s.heading = left(q.title, 120)
    and v.id = s.version_id and g.id = v.guide_id
$$;
comment on function private.rename_steps_of(uuid) is 'Headings that guides took over from the questions of an account, which still stand there. Granted to nobody.';

create or replace function private.erase_forum(p_account uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.erase_collections(p_account);
  perform from public.questions q
  where q.author_id = p_account or q.id in (select w.question_id from public.answers w where w.author_id = p_account)
  order by q.id for no key update;
  perform from public.answers w where w.author_id = p_account order by w.id for no key update;
  perform private.untell_questions(array(select q.id from public.questions q where q.author_id = p_account));
  perform private.rename_steps_of(p_account);
  perform private.reverse_events(array(
    select e from public.answers w, unnest(private.live_events(null, w.id)) e where w.author_id = p_account
    union
    -- Questions go when nobody else answered them.
    select e from public.questions q, unnest(private.live_events(q.id, null)) e
    where q.author_id = p_account
      and not exists (select from public.answers w where w.question_id = q.id and w.author_id is distinct from p_account)),
    'withdrawn', now());
  -- Counted again for the moment, so that removing them can count them off like all others.
  with back as (
    update public.answers w set withdrawn_at = null, withdrawn_for = null where w.author_id = p_account and w.withdrawn_at is not null returning w.question_id),
  more as (select b.question_id, count(*)::integer as n from back b group by 1)
  update public.questions q set answer_count = q.answer_count + m.n from more m where q.id = m.question_id;
  perform private.erase_suggestions(p_account);
  perform private.erase_tags(p_account);
  perform private.erase_forum_words(p_account);
end
$$;
