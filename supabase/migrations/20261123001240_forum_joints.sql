-- Why a post is gone, who looks after which talk, and where the rooms of the forum add to a question's page.

alter table public.questions add column withdrawn_for text check (withdrawn_for in ('author', 'moderation', 'flags'));
alter table public.answers add column withdrawn_for text check (withdrawn_for in ('author', 'moderation', 'flags'));
comment on column public.questions.withdrawn_for is 'Who took the post away: its author, a moderator, or flags of trusted readers until a moderator has looked. Null while it stands.';
comment on column public.answers.withdrawn_for is 'As in questions.';
update public.questions set withdrawn_for = 'moderation' where withdrawn_at is not null;
update public.answers set withdrawn_for = 'moderation' where withdrawn_at is not null;
alter table public.questions add constraint questions_withdrawn check ((withdrawn_at is null) = (withdrawn_for is null));
alter table public.answers add constraint answers_withdrawn check ((withdrawn_at is null) = (withdrawn_for is null));

drop function private.withdraw_post(text, uuid, timestamptz);
create function private.withdraw_post(p_kind text, p_id uuid, p_for text, p_at timestamptz default now()) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_question uuid := private.lock_post(p_kind, p_id);
begin
  if p_kind = 'question' then
    update public.questions set withdrawn_at = p_at, withdrawn_for = p_for where id = p_id and withdrawn_at is null;
    if not found then return; end if;
    perform private.reverse_events(private.live_events(p_id, null), 'withdrawn', p_at);
  else
    update public.answers set withdrawn_at = p_at, withdrawn_for = p_for where id = p_id and withdrawn_at is null;
    if not found then return; end if;
    update public.questions set answer_count = answer_count - 1, accepted_answer_id = nullif(accepted_answer_id, p_id)
    where id = v_question;
    perform private.reverse_events(private.live_events(v_question, p_id), 'withdrawn', p_at);
  end if;
end
$$;
revoke execute on function private.withdraw_post(text, uuid, text, timestamptz) from public;
comment on function private.withdraw_post(text, uuid, text, timestamptz) is
  'Takes a question (with its answers) or an answer away from readers (p_for: author, moderation, flags) and what it brought back from everybody; votes stay for its return. Again it does nothing: the first reason stays. Refuses not_found. For use inside functions that decide who may. Granted to nobody.';

create or replace function private.restore_post(p_kind text, p_id uuid, p_at timestamptz default now()) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_question uuid := private.lock_post(p_kind, p_id);
  v_answer uuid := case p_kind when 'answer' then p_id end;
  v_event bigint;
begin
  if p_kind = 'question' then
    update public.questions set withdrawn_at = null, withdrawn_for = null where id = p_id and withdrawn_at is not null;
    if not found then return; end if;
  else
    update public.answers set withdrawn_at = null, withdrawn_for = null where id = p_id and withdrawn_at is not null;
    if not found then return; end if;
    update public.questions q set answer_count = q.answer_count + 1,
      accepted_answer_id = coalesce(q.accepted_answer_id, (
        select p_id from private.returning_events(v_question, p_id) r where r.kind = 'answer_accepted' limit 1))
    where q.id = v_question;
  end if;
  -- An answer that returns under a question that is gone brings its points when that returns.
  if exists (select from public.questions q where q.id = v_question and q.withdrawn_at is not null) then return; end if;
  perform private.lock_profiles(array(select r.account_id from private.returning_events(v_question, v_answer) r));
  for v_event in
    select r.event_id from private.returning_events(v_question, v_answer) r
    join public.reputation_events f on f.id = r.event_id
    join public.questions q on q.id = v_question
    where r.kind not in ('answer_accepted', 'accepting') or q.accepted_answer_id = f.answer_id
    order by 1
  loop
    perform private.restore_reputation(v_event, p_at);
  end loop;
end
$$;

create function private.moderates(p_region text, p_locale text) returns boolean
language sql stable security definer set search_path = '' as $$
  select private.has_role('moderator') or private.has_role('coordinator')
    or private.has_role('officer') and coalesce(p_region in (select private.my_regions()), false)
$$;
comment on function private.moderates(text, text) is
  'Whether the caller looks after talk of this region (code, may be null) in this language: moderators and coordinators after all, an officer after the own regions. Granted to nobody.';

create function private.question_extras(q public.questions) returns jsonb
language sql stable security definer set search_path = '' as $$ select '{}'::jsonb $$;
create function private.answer_extras(a public.answers, q public.questions) returns jsonb
language sql stable security definer set search_path = '' as $$ select '{}'::jsonb $$;
comment on function private.question_extras(public.questions) is 'What the rooms of the forum add to a question on its page, one private function a room, joined by ||. Granted to nobody.';
comment on function private.answer_extras(public.answers, public.questions) is 'As private.question_extras, of an answer. Granted to nobody.';

create or replace function private.read_question(p_id uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select private.question_card(q) || private.post_parts(q.id, q.author_id, q.edited_at, q) || private.question_extras(q) || jsonb_build_object(
    'body', q.body,
    'myVote', coalesce((select v.value from public.votes v where v.voter_id = me.id and v.question_id = q.id), 0),
    'answers', coalesce((
      select jsonb_agg(private.post_parts(a.id, a.author_id, a.edited_at, q) || private.answer_extras(a, q) || jsonb_build_object(
        'id', a.id, 'body', a.body, 'locale', a.locale, 'score', a.score, 'createdAt', a.created_at,
        'isAccepted', a.id = q.accepted_answer_id, 'marks', private.marks_of(a.id),
        'myVote', coalesce((select v.value from public.votes v where v.voter_id = me.id and v.answer_id = a.id), 0))
        order by (a.id = q.accepted_answer_id) desc nulls last, a.score desc, a.created_at, a.id)
      from (select w.id from public.answers w where w.question_id = q.id and w.withdrawn_at is null
            order by (w.id = q.accepted_answer_id) desc nulls last, w.score desc, w.created_at, w.id limit 200) shown
      join public.answers a on a.id = shown.id), '[]'))
  from public.questions q, (select private.uid() as id) me
  where q.id = p_id and q.withdrawn_at is null
$$;

create or replace function private.erase_forum(p_account uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform from public.questions q
  where q.author_id = p_account or q.id in (select w.question_id from public.answers w where w.author_id = p_account)
  order by q.id for no key update;
  perform from public.answers w where w.author_id = p_account order by w.id for no key update;
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
  perform private.erase_forum_words(p_account);
end
$$;
