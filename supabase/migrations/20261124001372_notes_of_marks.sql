-- What people write beside posts is looked after as well: notes to "this is outdated", and names of topics.

create function private.keep_small_words_clean() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_new jsonb := to_jsonb(new);
  v_by uuid := coalesce(v_new ->> 'account_id', v_new ->> 'created_by')::uuid;
begin
  if private.uid() is distinct from v_by then return new; end if;
  if private.hold_reason(v_by, private.uuid_v7(), coalesce(v_new ->> 'note', v_new ->> 'name')) is not null then
    perform private.refuse('invalid', case tg_table_name when 'tags' then 'tags_words' else 'note_words' end);
  end if;
  return new;
end
$$;
comment on function private.keep_small_words_clean() is
  'Words that have no case of their own cannot wait for a moderator: what would make a post wait is refused in them. Refuses invalid: tags_words, note_words.';
create trigger answer_marks_keep_clean before insert or update of note on public.answer_marks for each row
  when (new.note is not null and new.account_id is not null) execute function private.keep_small_words_clean();
create trigger tags_keep_clean before insert on private.tags for each row
  when (new.created_by is not null) execute function private.keep_small_words_clean();

alter table public.answers add column notes_hidden_at timestamptz;
comment on column public.answers.notes_hidden_at is 'Since when moderators hide what was noted about it being outdated; the marks count on.';

create or replace function private.marks_of(p_answer uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_outdated integer := (
    select count(*) from (select from public.answer_marks k where k.answer_id = p_answer and k.kind = 'outdated' limit 1000) n);
begin
  return jsonb_build_object(
    'worked', (select count(*) from (select from public.answer_marks k where k.answer_id = p_answer and k.kind = 'worked' limit 1000) n),
    -- One voice may err, or mean harm.
    'outdated', case when v_outdated >= 2 then v_outdated else 0 end,
    'notes', case when v_outdated >= 2 and (select a.notes_hidden_at is null from public.answers a where a.id = p_answer) then coalesce((
      select jsonb_agg(n.note) from (
        select k.note from public.answer_marks k
        where k.answer_id = p_answer and k.kind = 'outdated' and k.note is not null order by k.id desc limit 3) n), '[]') else '[]' end,
    'mine', coalesce((
      select jsonb_agg(k.kind) from public.answer_marks k
      where k.answer_id = p_answer and k.account_id = (select private.uid())), '[]'));
end
$$;
comment on function private.marks_of(uuid) is
  'What became of an answer: {worked, outdated, notes, mine}, counted to 1 000. outdated is 0 and notes are empty until two people say so; notes are empty, too, while moderators hide them. Granted to nobody.';

alter table private.moderation_log drop constraint moderation_log_act_check;
alter table private.moderation_log add constraint moderation_log_act_check check (act in (
  'flags_hid', 'held', 'kept', 'hidden', 'restored', 'hidden_again', 'muted', 'suspended', 'lifted', 'appealed', 'appeal_granted',
  'appeal_refused', 'appointed', 'dismissed', 'word_added', 'word_removed', 'revealed', 'notes_hidden', 'notes_shown'));

create function private.noted_question(p_answer uuid) returns public.questions
language plpgsql stable security definer set search_path = '' as $$
declare
  q public.questions := private.post_question(p_answer);
begin
  -- Nobody judges what is said of their own answer.
  if q.id is null or not private.moderates(q.region_code, q.locale)
    or not exists (select from public.answers a where a.id = p_answer and a.author_id is distinct from private.uid()) then return null; end if;
  return q;
end
$$;
comment on function private.noted_question(uuid) is 'The question of an answer whose notes the caller looks after; null for all others. Granted to nobody.';

create function private.read_answer_notes(p_answer uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  q public.questions := private.noted_question(p_answer);
begin
  if q.id is null then return null; end if;
  return (
    select jsonb_build_object('question', jsonb_build_object('id', q.id, 'title', q.title, 'locale', q.locale), 'hidden', a.notes_hidden_at is not null,
      'notes', coalesce((
        select jsonb_agg(k.note order by k.id desc) from public.answer_marks k
        where k.answer_id = a.id and k.kind = 'outdated' and k.note is not null), '[]'))
    from public.answers a where a.id = p_answer);
end
$$;
create function public.page_answer_notes(p_answer uuid) returns jsonb
language sql stable set search_path = '' as $$
  select case when private.viewer() is null then '{"viewer": null}'::jsonb
    when found.page is not null then jsonb_build_object('viewer', private.viewer()) || found.page end
  from (select private.read_answer_notes(p_answer) as page offset 0) found
$$;
comment on function public.page_answer_notes(uuid) is 'What was noted about an answer being outdated, for whoever looks after it: {viewer, question, hidden, notes}; null for all others.';
grant execute on function private.read_answer_notes(uuid), public.page_answer_notes(uuid) to anon, authenticated;

create function private.hide_answer_notes(p_answer uuid, p_hide boolean, p_note text) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  q public.questions := private.noted_question(p_answer);
  v_note text := private.clean_text(left(p_note, 2000));
begin
  if q.id is null then perform private.refuse('not_found', 'answer'); end if;
  if coalesce(length(v_note), 0) not between 10 and 500 then perform private.refuse('invalid', 'why'); end if;
  perform private.lock_post('answer', p_answer);
  update public.answers a set notes_hidden_at = case when p_hide then now() end
  where a.id = p_answer and (a.notes_hidden_at is not null) is distinct from p_hide;
  if found then
    perform private.log_moderation(case when p_hide then 'notes_hidden' else 'notes_shown' end,
      (select c.id from private.moderation_cases c where c.post_id = p_answer order by c.id desc limit 1), null, q.region_code, q.locale, null, v_note);
  end if;
  return q.id;
end
$$;
create function public.hide_answer_notes(p_answer uuid, p_hide boolean, p_note text) returns uuid
language sql volatile set search_path = '' as $$ select private.hide_answer_notes(p_answer, p_hide, p_note) $$;
comment on function public.hide_answer_notes(uuid, boolean, text) is
  'Hides what was noted about an answer being outdated, or shows it again, with a reason of 10 to 500 characters that stays in the log; returns the question. Refuses not_found to whoever does not look after it; invalid: why.';
grant execute on function private.hide_answer_notes(uuid, boolean, text), public.hide_answer_notes(uuid, boolean, text) to authenticated;

create or replace function private.question_moderation(q public.questions) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_me uuid := private.uid();
begin
  if v_me is null then return '{}'; end if;
  return jsonb_strip_nulls(jsonb_build_object(
    'silence', (select jsonb_build_object('kind', r.kind, 'until', r.until) from private.forum_restriction(v_me) r where r.id is not null),
    'mayReveal', case when q.is_anonymous and q.author_id <> v_me and private.may_reveal(q) then true end,
    'looksAfter', case when private.moderates(q.region_code, q.locale) then true end,
    -- What the reader wrote here and others do not see.
    'waiting', (
      select jsonb_agg(jsonb_build_object('id', p.id, 'kind', p.kind, 'body', p.body, 'locale', p.locale, 'withdrawnFor', p.withdrawn_for) order by p.id)
      from (
        select a.id from public.answers a where a.question_id = q.id and a.author_id = v_me and a.withdrawn_for <> 'author'
        union all
        select c.id from public.post_comments c
        where c.author_id = v_me and c.withdrawn_for <> 'author'
          and (c.question_id = q.id or c.answer_id in (select a.id from public.answers a where a.question_id = q.id))) w
      cross join private.any_post(w.id) p)));
end
$$;
comment on function private.question_moderation(public.questions) is 'What moderation adds to a question for the signed-in reader: {silence?, mayReveal?, looksAfter?, waiting?}; nothing for visitors. Granted to nobody.';
