-- Who may not write or act for a while, and how one objects. The database holds it, whichever door is tried.

create or replace function private.require_alumnus() returns uuid
language plpgsql stable security definer set search_path = '' as $$
declare
  v_me uuid := private.uid();
begin
  if v_me is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if private.my_person() is null then perform private.refuse('forbidden', 'record'); end if;
  if (private.forum_restriction(v_me)).kind = 'suspend' then perform private.refuse('forbidden', 'suspended'); end if;
  return v_me;
end
$$;
comment on function private.require_alumnus() is 'The signed-in account when it has claimed its registry record and is not suspended; else refuses forbidden: sign_in, record or suspended.';

create function private.keep_voice() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  if (private.forum_restriction(private.uid())).id is not null then perform private.refuse('forbidden', 'muted'); end if;
  return new;
end
$$;
comment on function private.keep_voice() is 'Whoever is muted writes nothing, by no door. Leaving, and taking one''s words along, is never stopped.';
create trigger questions_keep_voice before insert on public.questions for each row execute function private.keep_voice();
create trigger answers_keep_voice before insert on public.answers for each row execute function private.keep_voice();
create trigger post_comments_keep_voice before insert on public.post_comments for each row execute function private.keep_voice();
create trigger answer_marks_keep_voice before insert or update of note on public.answer_marks for each row
  when (new.note is not null) execute function private.keep_voice();
create trigger post_revisions_keep_voice before insert on public.post_revisions for each row execute function private.keep_voice();

-- A suspended person writes to nobody in conversations either.
create or replace function private.writing_until(p_person uuid) returns timestamptz
language sql stable security definer set search_path = '' as $$
  select greatest(
    (select max(x.until) from public.restrictions x
     where x.person_id = p_person and x.what = 'writing' and x.lifted_at is null and x.until > now()),
    (select max(r.until) from private.forum_restrictions r join public.accounts a on a.id = r.account_id
     where a.person_id = p_person and r.kind = 'suspend' and r.lifted_at is null and r.until > now()))
$$;

create table private.appeals (
  id uuid primary key default private.uuid_v7(),
  account_id uuid not null references public.accounts (id) on delete cascade,
  case_id uuid references private.moderation_cases (id) on delete cascade,
  restriction_id uuid references private.forum_restrictions (id) on delete cascade,
  words text not null check (length(words) between 10 and 1000),
  state text not null default 'open' check (state in ('open', 'granted', 'refused')),
  answer text,
  answered_by uuid references public.accounts (id) on delete set null,
  answered_at timestamptz,
  created_at timestamptz not null default now(),
  check (num_nonnulls(case_id, restriction_id) = 1),
  check ((state = 'open') = (answered_at is null))
);
alter table private.appeals enable row level security;
create unique index appeals_open_case_idx on private.appeals (case_id) where state = 'open';
create unique index appeals_open_restriction_idx on private.appeals (restriction_id) where state = 'open';
create index appeals_case_id_idx on private.appeals (case_id, id desc);
create index appeals_restriction_id_idx on private.appeals (restriction_id, id desc);
create index appeals_open_idx on private.appeals (id) where state = 'open';
create index appeals_account_id_idx on private.appeals (account_id, id desc);
create index appeals_answered_by_idx on private.appeals (answered_by);
comment on table private.appeals is 'What somebody says against a verdict on their post or against a restriction: one open at a time. Another moderator answers, where there is another.';

insert into private.message_purposes (purpose, urgent, topic, path, digest) values
  ('forum_muted', false, null, '/me/moderation', false),
  ('forum_suspended', false, null, '/me/moderation', false),
  ('forum_lifted', false, null, '/me/moderation', false),
  ('appeal_answered', false, null, '/me/moderation', false);
insert into private.mail_texts (key, locale, subject, body) values
  ('forum_muted', 'kk', 'Жалғас: форумда жазу уақытша жабылды',
    E'Сәлеметсіз бе!\n\nМодератор сұрақ-жауап бөлімінде жазу мүмкіндігіңізді біраз уақытқа жапты. Оқуға және дауыс беруге болады. Себебі мен қай күні ашылатыны бетіңізде тұр. Келіспесеңіз, сол жерден шағым жаза аласыз.{link}'),
  ('forum_muted', 'ru', 'Jalgas: писать на форуме пока нельзя',
    E'Здравствуйте!\n\nМодератор на время закрыл вам возможность писать в разделе «Вопросы и ответы». Читать и голосовать можно. Причина и день, когда снова будет можно, указаны на вашей странице. Если вы не согласны, возразите там же.{link}'),
  ('forum_muted', 'en', 'Jalgas: you cannot write in the forum for now',
    E'Hello!\n\nA moderator has closed writing in “Questions and answers” to you for a while. You can read and vote. The reason, and the day it opens again, are on your page. If you disagree, object there.{link}'),
  ('forum_suspended', 'kk', 'Жалғас: форумға қатысуыңыз тоқтатылды',
    E'Сәлеметсіз бе!\n\nМодератор форумға қатысуыңызды біраз уақытқа тоқтатты: жазуға, дауыс беруге және хат жіберуге болмайды. Деректеріңіз бен жобаңыз сол күйі қалады. Себебі мен аяқталатын күні бетіңізде тұр. Келіспесеңіз, сол жерден шағым жаза аласыз.{link}'),
  ('forum_suspended', 'ru', 'Jalgas: ваше участие в форуме приостановлено',
    E'Здравствуйте!\n\nМодератор на время приостановил ваше участие: нельзя писать, голосовать и отправлять сообщения. Ваши данные и проект остались как были. Причина и день окончания указаны на вашей странице. Если вы не согласны, возразите там же.{link}'),
  ('forum_suspended', 'en', 'Jalgas: you are suspended from the forum',
    E'Hello!\n\nA moderator has suspended you from the forum for a while: no writing, voting or sending messages. Your data and your project stay as they were. The reason and the day it ends are on your page. If you disagree, object there.{link}'),
  ('forum_lifted', 'kk', 'Жалғас: форумға қайта қош келдіңіз',
    E'Сәлеметсіз бе!\n\nМодератор шектеуді мерзімінен бұрын алып тастады. Енді бұрынғыдай жаза аласыз.{link}'),
  ('forum_lifted', 'ru', 'Jalgas: ограничение снято',
    E'Здравствуйте!\n\nМодератор снял ограничение раньше срока. Теперь вы снова можете писать, как прежде.{link}'),
  ('forum_lifted', 'en', 'Jalgas: welcome back to the forum',
    E'Hello!\n\nA moderator has lifted the restriction early. You can write again as before.{link}'),
  ('appeal_answered', 'kk', 'Жалғас: шағымыңызға жауап берілді',
    E'Сәлеметсіз бе!\n\nМодератор шешімге қарсы айтқаныңызды қарап, жауап жазды.{link}'),
  ('appeal_answered', 'ru', 'Jalgas: на ваше возражение ответили',
    E'Здравствуйте!\n\nМодератор рассмотрел ваше возражение и написал ответ.{link}'),
  ('appeal_answered', 'en', 'Jalgas: your appeal was answered',
    E'Hello!\n\nA moderator has looked at your appeal and written an answer.{link}');

create function private.restrict_author(p_case uuid, p_kind text, p_days integer, p_reason text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  c private.moderation_cases;
  v_reason text;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  select * into c from private.moderation_cases x where x.id = p_case;
  if c.id is null or private.judges(c.author_id, c.region_code, c.locale) is distinct from 'staff' then perform private.refuse('not_found', 'case'); end if;
  -- One restriction after the other; an account that is gone needs none.
  perform from public.accounts a where a.id = c.author_id for no key update;
  if not found then perform private.refuse('conflict', 'gone'); end if;
  if exists (select from private.staff_roles r where r.account_id = c.author_id and r.revoked_at is null and r.role in ('moderator', 'coordinator', 'officer')) then
    perform private.refuse('conflict', 'staff');
  end if;
  if p_kind is null or p_kind not in ('mute', 'suspend') then perform private.refuse('invalid', 'kind'); end if;
  if p_days is null or p_days not in (1, 7, 30, 90) then perform private.refuse('invalid', 'days'); end if;
  if length(p_reason) > 2000 then perform private.refuse('invalid', 'why'); end if;
  v_reason := private.clean_text(p_reason);
  if length(v_reason) not between 10 and 500 then perform private.refuse('invalid', 'why'); end if;
  if exists (select from private.forum_restrictions r where r.account_id = c.author_id and r.kind = p_kind and r.lifted_at is null and r.until > now()) then
    perform private.refuse('conflict', 'active');
  end if;
  insert into private.forum_restrictions (account_id, kind, reason, until, case_id, region_code, locale, created_by)
  values (c.author_id, p_kind, v_reason, now() + make_interval(days => p_days), c.id, c.region_code, c.locale, private.uid());
  perform private.log_moderation(case p_kind when 'mute' then 'muted' else 'suspended' end, c.id, c.author_id, c.region_code, c.locale, p_days::text, v_reason);
  perform private.tell_moderated(case p_kind when 'mute' then 'forum_muted' else 'forum_suspended' end, c.author_id, c.id || ':' || clock_timestamp(), '/me/moderation');
end
$$;
create function public.restrict_author(p_case uuid, p_kind text, p_days integer, p_reason text) returns void
language sql volatile set search_path = '' as $$ select private.restrict_author(p_case, p_kind, p_days, p_reason) $$;
comment on function public.restrict_author(uuid, text, integer, text) is
  'Staff of a case keep its author from writing (mute) or from acting (suspend) for 1, 7, 30 or 90 days, with a reason of 10 to 500 signs that the person reads. Also of somebody who asked without a name, who stays unnamed. Refuses forbidden sign_in; not_found; conflict gone, staff, active; invalid kind, days, why.';

create function private.lift_restriction(p_id uuid, p_note text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  r private.forum_restrictions;
  v_note text := private.clean_text(left(p_note, 2000));
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  select * into r from private.forum_restrictions x where x.id = p_id for update;
  if r.id is null or r.account_id = private.uid() or not private.moderates(r.region_code, r.locale) then perform private.refuse('not_found', 'restriction'); end if;
  if r.lifted_at is not null or r.until <= now() then perform private.refuse('used', 'over'); end if;
  if length(v_note) not between 10 and 500 then perform private.refuse('invalid', 'note'); end if;
  update private.forum_restrictions x set lifted_at = now(), lifted_by = private.uid() where x.id = p_id;
  perform private.log_moderation('lifted', r.case_id, r.account_id, r.region_code, r.locale, null, v_note);
  perform private.tell_moderated('forum_lifted', r.account_id, r.id || ':', '/me/moderation');
end
$$;
create function public.lift_restriction(p_id uuid, p_note text) returns void
language sql volatile set search_path = '' as $$ select private.lift_restriction(p_id, p_note) $$;
comment on function public.lift_restriction(uuid, text) is 'Ends a restriction early, with a note of 10 to 500 signs. Refuses forbidden sign_in; not_found; used (over already); invalid note.';

create function private.appeal(p_case uuid, p_restriction uuid, p_words text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := private.uid();
  v_words text;
  c private.moderation_cases;
  r private.forum_restrictions;
begin
  if v_me is null then perform private.refuse('forbidden', 'sign_in'); end if;
  -- One after the other, so that the same form sent twice is one appeal.
  perform from public.accounts a where a.id = v_me for no key update;
  if num_nonnulls(p_case, p_restriction) <> 1 then perform private.refuse('not_found'); end if;
  select * into c from private.moderation_cases x where x.id = p_case and x.author_id = v_me;
  select * into r from private.forum_restrictions x where x.id = p_restriction and x.account_id = v_me;
  if c.id is null and r.id is null then perform private.refuse('not_found'); end if;
  if (c.id is not null and coalesce((select p.withdrawn_for from private.any_post(c.post_id) p), '') not in ('flags', 'moderation'))
    or c.state = 'kept' or r.lifted_at is not null or r.until <= now() then perform private.refuse('conflict', 'over'); end if;
  if length(p_words) > 5000 then perform private.refuse('invalid', 'words'); end if;
  v_words := private.clean_text(p_words);
  if length(v_words) not between 10 and 1000 then perform private.refuse('invalid', 'words'); end if;
  if exists (select from private.appeals a where a.state = 'open' and (a.case_id = p_case or a.restriction_id = p_restriction)) then perform private.refuse('conflict', 'open'); end if;
  if (select count(*) from private.appeals a where a.account_id = v_me and a.created_at > now() - interval '24 hours') >= 5 then
    perform private.refuse('too_many', 'appeal_today');
  end if;
  insert into private.appeals (account_id, case_id, restriction_id, words) values (v_me, p_case, p_restriction, v_words);
  perform private.log_moderation('appealed', coalesce(c.id, r.case_id), v_me, coalesce(c.region_code, r.region_code), coalesce(c.locale, r.locale), null, null);
end
$$;
create function public.appeal(p_case uuid, p_restriction uuid, p_words text) returns void
language sql volatile set search_path = '' as $$ select private.appeal(p_case, p_restriction, p_words) $$;
comment on function public.appeal(uuid, uuid, text) is
  'Objects to what hides one''s own post (p_case) or to a restriction of oneself (p_restriction), in 10 to 1 000 signs; open also to whoever is suspended. Refuses forbidden sign_in; not_found; conflict open (one waits already), over (nothing to object to); invalid words; too_many appeal_today.';

create function private.settle_appeals() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
declare
  a private.appeals;
begin
  update private.appeals x set state = case new.state when 'kept' then 'granted' else 'refused' end,
    answer = new.note, answered_by = new.decided_by, answered_at = now()
  where x.case_id = new.id and x.state = 'open' returning * into a;
  if a.id is not null then
    perform private.log_moderation('appeal_' || a.state, new.id, a.account_id, new.region_code, new.locale, null, a.answer);
    perform private.tell_moderated('appeal_answered', a.account_id, a.id || ':', '/me/moderation');
  end if;
  return null;
end
$$;
comment on function private.settle_appeals() is 'A verdict answers what its author said before it.';
create trigger moderation_cases_settle after update of decided_at on private.moderation_cases for each row
  when (new.decided_at is not null) execute function private.settle_appeals();

create function private.answered_by_other(p_actor uuid, p_subject uuid, p_region text, p_locale text) returns boolean
language sql stable security definer set search_path = '' as $$
  select private.uid() is not distinct from p_actor and exists (
    select from private.staff_roles r
    where r.revoked_at is null and r.account_id not in (p_actor, p_subject) and private.account_moderates(r.account_id, p_region, p_locale))
$$;
comment on function private.answered_by_other(uuid, uuid, text, text) is 'Whether the caller acted themselves and somebody else could answer. Granted to nobody.';

create function private.answer_appeal(p_appeal uuid, p_grant boolean, p_answer text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  a private.appeals;
  c private.moderation_cases;
  r private.forum_restrictions;
  v_answer text := private.clean_text(left(p_answer, 2000));
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  select * into a from private.appeals x where x.id = p_appeal;
  if a.case_id is not null then
    c := private.lock_case(a.case_id);
    if private.judges(c.author_id, c.region_code, c.locale) <> 'staff' then perform private.refuse('not_found', 'appeal'); end if;
  else
    select * into r from private.forum_restrictions x where x.id = a.restriction_id for update;
    if r.id is null or r.account_id = private.uid() or not private.moderates(r.region_code, r.locale) then perform private.refuse('not_found', 'appeal'); end if;
  end if;
  select * into a from private.appeals x where x.id = p_appeal for update;
  if a.state <> 'open' then perform private.refuse('used', a.state); end if;
  -- Of a post that nobody has judged yet, the verdict is the answer.
  if c.state = 'open' then perform private.refuse('conflict', 'undecided'); end if;
  if private.answered_by_other(coalesce(c.decided_by, r.created_by), a.account_id, coalesce(c.region_code, r.region_code), coalesce(c.locale, r.locale)) then
    perform private.refuse('forbidden', 'own_act');
  end if;
  if p_grant is null then perform private.refuse('invalid', 'grant'); end if;
  if length(v_answer) not between 10 and 500 then perform private.refuse('invalid', 'answer'); end if;
  if c.id is not null and p_grant then
    update private.moderation_cases x set state = 'kept', reason = null, note = v_answer, decided_by = private.uid(), decided_at = now()
    where x.id = c.id returning * into c;
    perform private.apply_verdict(c, 'kept');
    return;
  end if;
  update private.appeals x set state = case when p_grant then 'granted' else 'refused' end, answer = v_answer, answered_by = private.uid(), answered_at = now()
  where x.id = a.id returning * into a;
  if p_grant then update private.forum_restrictions x set lifted_at = now(), lifted_by = private.uid() where x.id = r.id; end if;
  perform private.log_moderation('appeal_' || a.state, coalesce(c.id, r.case_id), a.account_id, coalesce(c.region_code, r.region_code), coalesce(c.locale, r.locale), null, v_answer);
  perform private.tell_moderated('appeal_answered', a.account_id, a.id || ':', '/me/moderation');
end
$$;
create function public.answer_appeal(p_appeal uuid, p_grant boolean, p_answer text) returns void
language sql volatile set search_path = '' as $$ select private.answer_appeal(p_appeal, p_grant, p_answer) $$;
comment on function public.answer_appeal(uuid, boolean, text) is
  'Answers an appeal, once, in 10 to 500 signs that the person reads; granted, the post is back or the restriction lifted. Not by whoever acted, where somebody else can. Refuses forbidden sign_in, own_act; not_found; used; conflict undecided, claimed; invalid grant, answer.';
grant execute on function private.restrict_author(uuid, text, integer, text), public.restrict_author(uuid, text, integer, text),
  private.lift_restriction(uuid, text), public.lift_restriction(uuid, text),
  private.appeal(uuid, uuid, text), public.appeal(uuid, uuid, text),
  private.answer_appeal(uuid, boolean, text), public.answer_appeal(uuid, boolean, text) to authenticated;

-- Reading ------------------------------------------------------------------------------------------

create function private.restricted_name(r private.forum_restrictions) returns text
language sql stable security definer set search_path = '' as $$
  select case when coalesce((
      select (p.question).is_anonymous and (p.question).author_id = r.account_id
      from private.moderation_cases c cross join private.any_post(c.post_id) p where c.id = r.case_id), r.case_id is null) then null
    else private.public_name(r.account_id) end
$$;
comment on function private.restricted_name(private.forum_restrictions) is 'The name of whom a restriction holds; null where the post behind it was asked without one, or is gone. Granted to nobody.';

create function private.list_restricted() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'restrictions', coalesce((
      select jsonb_agg(jsonb_build_object('id', r.id, 'kind', r.kind, 'reason', r.reason, 'until', r.until, 'createdAt', r.created_at,
        'name', private.restricted_name(r), 'case', r.case_id, 'by', private.account_name(r.created_by)) order by r.until)
      from private.forum_restrictions r
      where r.lifted_at is null and r.until > now() and r.account_id <> private.uid() and private.moderates(r.region_code, r.locale)), '[]'),
    'appeals', coalesce((
      select jsonb_agg(jsonb_build_object('id', a.id, 'words', a.words, 'createdAt', a.created_at,
        'what', coalesce(r.kind, 'post'), 'case', coalesce(c.id, r.case_id), 'reason', coalesce(r.reason, c.note), 'verdict', c.reason,
        'isMine', private.answered_by_other(coalesce(c.decided_by, r.created_by), a.account_id, coalesce(c.region_code, r.region_code), coalesce(c.locale, r.locale)))
        order by a.id)
      from private.appeals a
      left join private.moderation_cases c on c.id = a.case_id
      left join private.forum_restrictions r on r.id = a.restriction_id
      where a.state = 'open' and coalesce(c.state, '') <> 'open' and a.account_id <> private.uid()
        and private.moderates(coalesce(c.region_code, r.region_code), coalesce(c.locale, r.locale))), '[]'))
  where private.is_moderator() = 'staff'
$$;
create function public.page_restrictions() returns jsonb
language sql stable set search_path = '' as $$
  select case when private.viewer() is null then '{"viewer": null}'::jsonb
    when found.page is not null then jsonb_build_object('viewer', private.viewer()) || found.page end
  from (select private.list_restricted() as page offset 0) found
$$;
comment on function public.page_restrictions() is 'Who is muted or suspended now, and which appeals wait, in one''s own field: {viewer, restrictions, appeals}; null for whoever is no staff.';

create function private.last_appeal(p_case uuid, p_restriction uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('words', a.words, 'state', a.state, 'answer', a.answer, 'createdAt', a.created_at)
  from private.appeals a where a.case_id = p_case or a.restriction_id = p_restriction order by a.id desc limit 1
$$;
comment on function private.last_appeal(uuid, uuid) is 'The newest appeal against a verdict or a restriction, or null. Granted to nobody.';

create function private.read_own_post(p_post uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('id', p.id, 'kind', p.kind, 'body', p.body, 'locale', p.locale, 'createdAt', p.created_at, 'stands', p.stands,
    'withdrawnFor', p.withdrawn_for, 'photo', private.post_photo(p.id),
    'question', jsonb_build_object('id', (p.question).id, 'title', (p.question).title, 'locale', (p.question).locale),
    'case', (
      select jsonb_build_object('id', c.id, 'why', c.why, 'state', c.state, 'note', c.note,
        'reasons', case c.state when 'hidden' then jsonb_build_array(c.reason)
          else (select coalesce(jsonb_agg(distinct f.reason), '[]') from private.post_flags f where f.case_id = c.id) end,
        'appeal', private.last_appeal(c.id, null))
      from private.moderation_cases c where c.post_id = p.id order by c.id desc limit 1))
  from private.any_post(p_post) p where p.post_author = (select private.uid())
$$;
create function public.page_own_post(p_post uuid) returns jsonb
language sql stable set search_path = '' as $$
  select case when private.viewer() is null then '{"viewer": null}'::jsonb
    when found.post is not null then jsonb_build_object('viewer', private.viewer(), 'post', found.post) end
  from (select private.read_own_post(p_post) as post offset 0) found
$$;
comment on function public.page_own_post(uuid) is 'How one''s own post stands: {viewer, post: {id, kind, body, locale, createdAt, stands, withdrawnFor, photo, question, case}}; null for everybody but its author.';

create function private.my_moderation() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'role', private.is_moderator(),
    'restrictions', coalesce((
      select jsonb_agg(jsonb_build_object('id', r.id, 'kind', r.kind, 'reason', r.reason, 'until', r.until, 'createdAt', r.created_at,
        'isOver', r.lifted_at is not null or r.until <= now(), 'liftedAt', r.lifted_at, 'appeal', private.last_appeal(null, r.id)) order by r.id desc)
      from private.forum_restrictions r where r.account_id = me.id), '[]'),
    'posts', coalesce((
      select jsonb_agg(jsonb_build_object('id', w.id, 'kind', p.kind, 'title', (p.question).title, 'text', left(p.body, 140), 'locale', p.locale,
        'withdrawnFor', p.withdrawn_for, 'createdAt', p.created_at,
        'appeal', (select private.last_appeal(c.id, null) ->> 'state' from private.moderation_cases c where c.post_id = w.id order by c.id desc limit 1)) order by w.id desc)
      from (
        select q.id from public.questions q where q.author_id = me.id and q.withdrawn_for in ('held', 'flags', 'moderation')
        union all
        select a.id from public.answers a where a.author_id = me.id and a.withdrawn_for in ('held', 'flags', 'moderation')
        union all
        select c.id from public.post_comments c where c.author_id = me.id and c.withdrawn_for in ('held', 'flags', 'moderation')
        order by 1 desc limit 50) w cross join private.any_post(w.id) p), '[]'))
  from (select private.uid() as id offset 0) me where me.id is not null
$$;
create function public.page_my_moderation() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer()) || coalesce(private.my_moderation(), '{}')
$$;
comment on function public.page_my_moderation() is 'What holds for the signed-in person, and which of their posts others do not see: {viewer, role: what they do in the queue, restrictions, posts}.';
grant execute on function private.list_restricted(), public.page_restrictions(), private.read_own_post(uuid), public.page_own_post(uuid),
  private.my_moderation(), public.page_my_moderation() to anon, authenticated;
