-- Asking without a name: peers never learn who, those who keep order only for a reason that stays in the log.

drop function public.ask_question(uuid, text, text, text, text);
drop function private.ask_question(uuid, text, text, text, text);
create function private.ask_question(
  p_key uuid, p_direction text, p_title text, p_body text, p_locale text, p_anonymous boolean)
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
  insert into public.questions (author_id, title, body, direction, region_code, locale, is_anonymous, idempotency_key)
  -- Region and direction together may be one person.
  select v_author, v_title, v_body, p_direction, case when p_anonymous is not true then p.region_code end, p_locale,
    coalesce(p_anonymous, false), p_key
  from public.persons p where p.id = private.my_person()
  on conflict (author_id, idempotency_key) do nothing returning id into v_id;
  if v_id is null then
    select q.id into v_id from public.questions q where q.author_id = v_author and q.idempotency_key = p_key;
  end if;
  return v_id;
end
$$;
create function public.ask_question(
  p_key uuid, p_direction text, p_title text, p_body text, p_locale text, p_anonymous boolean default false)
returns uuid language sql volatile set search_path = '' as $$
  select private.ask_question(p_key, p_direction, p_title, p_body, p_locale, p_anonymous)
$$;
comment on function public.ask_question(uuid, text, text, text, text, boolean) is
  'Asks; the same key asks once. Returns the question. p_anonymous: peers see neither name nor region. At most 10 an hour. Refuses forbidden: sign_in, record; invalid: title, body, direction, locale; too_many.';

create function private.reveal_asker(p_question uuid, p_reason text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_question public.questions;
  v_reason text := private.clean_line(left(p_reason, 1000));
  v_person public.persons;
begin
  select * into v_question from public.questions q where q.id = p_question;
  select p.* into v_person from public.accounts a join public.persons p on p.id = a.person_id where a.id = v_question.author_id;
  -- An officer answers for the people of the own region; whoever may not look is told nothing.
  if v_person.id is null or not v_question.is_anonymous
    or not (private.has_role('moderator') or private.has_role('coordinator')
      or private.has_role('officer') and coalesce(v_person.region_code in (select private.my_regions()), false)) then
    perform private.refuse('not_found', 'question');
  end if;
  if length(v_reason) not between 10 and 300 then perform private.refuse('invalid', 'reason'); end if;
  perform private.audit('reveal_asker', 'person', v_person.id, v_person.region_code,
    jsonb_build_object('question', p_question, 'reason', v_reason));
  return jsonb_build_object('name', private.public_name(v_question.author_id), 'person', v_person.id);
end
$$;
create function public.reveal_asker(p_question uuid, p_reason text) returns jsonb
language sql volatile set search_path = '' as $$ select private.reveal_asker(p_question, p_reason) $$;
comment on function public.reveal_asker(uuid, text) is
  'Who asked without a name: {name, person}, for moderators, coordinators and the officer of the region, with a reason of 10 to 300 characters that is written into the audit log. Refuses not_found to everybody else; invalid: reason.';
grant execute on function private.ask_question(uuid, text, text, text, text, boolean), public.ask_question(uuid, text, text, text, text, boolean),
  private.reveal_asker(uuid, text), public.reveal_asker(uuid, text) to authenticated;
