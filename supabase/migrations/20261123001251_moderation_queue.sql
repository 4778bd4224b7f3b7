-- The queue: who looks after what, who looks at what just now, and what they decided.

create table private.moderator_scopes (
  id uuid primary key default private.uuid_v7(),
  account_id uuid not null references public.accounts (id) on delete cascade,
  region_code text references public.regions (code) on delete restrict,
  locale text check (locale in ('kk', 'ru', 'en')),
  appointed_by uuid references public.accounts (id) on delete set null,
  appointed_at timestamptz not null default now(),
  revoked_at timestamptz
);
alter table private.moderator_scopes enable row level security;
create unique index moderator_scopes_live_idx on private.moderator_scopes (account_id, coalesce(region_code, ''), coalesce(locale, '')) where revoked_at is null;
create index moderator_scopes_region_code_idx on private.moderator_scopes (region_code);
create index moderator_scopes_appointed_by_idx on private.moderator_scopes (appointed_by);
comment on table private.moderator_scopes is 'For which region and language a moderator was appointed; null is any. Whoever holds the role without a row looks after everything.';

create function private.account_moderates(p_account uuid, p_region text, p_locale text) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from private.staff_roles r
    where r.account_id = p_account and r.revoked_at is null and (
      r.role = 'coordinator'
      or r.role = 'officer' and r.region_code = p_region
      or r.role = 'moderator' and (
        not exists (select from private.moderator_scopes s where s.account_id = p_account and s.revoked_at is null)
        or exists (
          select from private.moderator_scopes s
          where s.account_id = p_account and s.revoked_at is null
            and (s.region_code is null or s.region_code = p_region) and (s.locale is null or s.locale = p_locale)))))
$$;
comment on function private.account_moderates(uuid, text, text) is 'As private.moderates, of any account. Granted to nobody.';
create or replace function private.moderates(p_region text, p_locale text) returns boolean
language sql stable security definer set search_path = '' as $$
  select private.account_moderates(private.uid(), p_region, p_locale)
$$;
comment on function private.moderates(text, text) is
  'Whether the caller looks after talk of this region (code, may be null) in this language: coordinators after all, moderators after what they were appointed for, an officer after the own regions. Granted to nobody.';

create function private.judges(p_author uuid, p_region text, p_locale text) returns text
language sql stable security definer set search_path = '' as $$
  select case
    when me.id is null or me.id = p_author then null
    when private.account_moderates(me.id, p_region, p_locale) then 'staff'
    when private.forum_may(me.id, 'moderate') and (private.forum_restriction(me.id)).id is null then 'helper' end
  from (select private.uid() as id offset 0) me
$$;
comment on function private.judges(uuid, text, text) is
  'What the caller is to a post: staff (moderates it), helper (an alumnus of 500 points: keeps or hides, nothing else), or null. Nobody judges their own. Granted to nobody.';

insert into private.message_purposes (purpose, urgent, topic, path, digest) values
  ('post_hidden', false, null, '/questions/posts/{subject}/standing', false),
  ('post_back', false, null, '/questions/posts/{subject}/standing', false);
insert into private.mail_texts (key, locale, subject, body) values
  ('post_hidden', 'kk', 'Жалғас: жазбаңыз жасырылды',
    E'Сәлеметсіз бе!\n\nМодератор жазбаңызды қарап, оны жасыруды ұйғарды. Басқалар оны көрмейді, мәтін өзіңізде сақтаулы. Себебі жазбаның бетінде тұр. Келіспесеңіз, сол жерден шағым жаза аласыз: оны басқа модератор қарайды.{link}'),
  ('post_hidden', 'ru', 'Jalgas: ваша запись скрыта',
    E'Здравствуйте!\n\nМодератор посмотрел вашу запись и скрыл её. Другие её не видят, текст сохранён у вас. Причина указана на странице записи. Если вы не согласны, возразите там же: ответит другой модератор.{link}'),
  ('post_hidden', 'en', 'Jalgas: your post was hidden',
    E'Hello!\n\nA moderator looked at your post and hid it. Others do not see it; you still have the text. The reason is on the page of the post. If you disagree, object there: another moderator will answer.{link}'),
  ('post_back', 'kk', 'Жалғас: жазбаңыз қайта ашылды',
    E'Сәлеметсіз бе!\n\nМодератор жазбаңызды қарап шықты: бәрі дұрыс, оны енді барлығы көреді. Күткеніңізге рақмет.{link}'),
  ('post_back', 'ru', 'Jalgas: ваша запись снова видна',
    E'Здравствуйте!\n\nМодератор посмотрел вашу запись: всё в порядке, теперь её видят все. Спасибо, что подождали.{link}'),
  ('post_back', 'en', 'Jalgas: your post is back',
    E'Hello!\n\nA moderator has looked at your post: all is well, everybody sees it now. Thank you for waiting.{link}');

create function private.apply_verdict(c private.moderation_cases, p_verdict text) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  if p_verdict = 'hidden' then
    perform private.hide_post(c.kind, c.post_id, 'moderation');
    perform private.tell_moderated('post_hidden', c.author_id, c.post_id || ':' || clock_timestamp(), '/questions/posts/' || c.post_id || '/standing');
  elsif private.show_post(c.kind, c.post_id) then
    perform private.tell_moderated('post_back', c.author_id, c.post_id || ':' || clock_timestamp(), '/questions/posts/' || c.post_id || '/standing');
    -- What waited since it was written was told to nobody yet; whoever was told is not told again.
    if c.kind = 'answer' then perform private.tell_of_answer(c.post_id); end if;
    if c.kind = 'comment' then perform private.tell_of_comment(c.post_id); end if;
  end if;
end
$$;
comment on function private.apply_verdict(private.moderation_cases, text) is 'Makes a verdict (kept, hidden) true for readers, and tells the author. Granted to nobody.';

create function private.lock_case(p_case uuid) returns private.moderation_cases
language plpgsql volatile security definer set search_path = '' as $$
declare
  c private.moderation_cases;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  select * into c from private.moderation_cases x where x.id = p_case;
  if c.id is null or private.judges(c.author_id, c.region_code, c.locale) is null then perform private.refuse('not_found', 'case'); end if;
  perform private.lock_any_post(c.kind, c.post_id);
  select * into c from private.moderation_cases x where x.id = p_case for update;
  if c.id is null then perform private.refuse('not_found', 'case'); end if;
  if c.state = 'open' and c.claimed_until > now() and c.claimed_by is distinct from private.uid() then
    perform private.refuse('conflict', 'claimed');
  end if;
  return c;
end
$$;
comment on function private.lock_case(uuid) is 'A case that the caller may judge, for them alone until the end of the transaction. Refuses forbidden sign_in, not_found, conflict claimed. Granted to nobody.';

create function private.claim_case(p_case uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  c private.moderation_cases := private.lock_case(p_case);
begin
  if c.state <> 'open' then perform private.refuse('used', c.state); end if;
  update private.moderation_cases x set claimed_by = private.uid(), claimed_until = now() + interval '15 minutes' where x.id = p_case;
end
$$;
create function public.claim_case(p_case uuid) returns void
language sql volatile set search_path = '' as $$ select private.claim_case(p_case) $$;
comment on function public.claim_case(uuid) is
  'Takes a case for 15 minutes, or longer when it is one''s own. Refuses forbidden sign_in; not_found; conflict claimed (somebody else looks at it); used (decided).';

create function private.decide_case(p_case uuid, p_verdict text, p_reason text, p_note text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  c private.moderation_cases := private.lock_case(p_case);
  v_note text;
begin
  if c.state <> 'open' then perform private.refuse('used', c.state); end if;
  if p_verdict is null or p_verdict not in ('kept', 'hidden') then perform private.refuse('invalid', 'verdict'); end if;
  if p_verdict = 'hidden' and (p_reason is null or p_reason not in ('spam', 'rude', 'personal', 'dangerous', 'off_topic', 'other')) then
    perform private.refuse('invalid', 'reason');
  end if;
  if length(p_note) > 2000 then perform private.refuse('invalid', 'note'); end if;
  v_note := nullif(private.clean_text(p_note), '');
  if length(v_note) > 500 or p_verdict = 'hidden' and p_reason = 'other' and v_note is null then perform private.refuse('invalid', 'note'); end if;
  update private.moderation_cases x set state = p_verdict, reason = case p_verdict when 'hidden' then p_reason end, note = v_note,
    decided_by = private.uid(), decided_at = now(), claimed_by = null, claimed_until = null
  where x.id = p_case returning * into c;
  perform private.apply_verdict(c, p_verdict);
  perform private.log_moderation(p_verdict, c.id, c.author_id, c.region_code, c.locale, c.reason, v_note);
end
$$;
create function public.decide_case(p_case uuid, p_verdict text, p_reason text default null, p_note text default null) returns void
language sql volatile set search_path = '' as $$ select private.decide_case(p_case, p_verdict, p_reason, p_note) $$;
comment on function public.decide_case(uuid, text, text, text) is
  'A verdict on a post, once: kept, or hidden with a reason (spam, rude, personal, dangerous, off_topic, other with a note of up to 500 signs, which the author reads). Tells the author. Refuses forbidden sign_in; not_found; used (the verdict that holds); conflict claimed; invalid verdict, reason, note.';

create function private.reverse_case(p_case uuid, p_note text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  c private.moderation_cases := private.lock_case(p_case);
  v_note text := private.clean_text(left(p_note, 2000));
begin
  -- Alumni who help do not overrule each other, nor staff.
  if private.judges(c.author_id, c.region_code, c.locale) <> 'staff' then perform private.refuse('not_found', 'case'); end if;
  if c.state = 'open' then perform private.refuse('conflict', 'open'); end if;
  if exists (select from private.moderation_cases x where x.post_id = c.post_id and x.id > c.id) then perform private.refuse('conflict', 'newer'); end if;
  if length(v_note) not between 10 and 500 then perform private.refuse('invalid', 'note'); end if;
  update private.moderation_cases x set state = case c.state when 'kept' then 'hidden' else 'kept' end,
    reason = case c.state when 'kept' then coalesce(c.reason, 'other') end, note = v_note, decided_by = private.uid(), decided_at = now()
  where x.id = p_case returning * into c;
  perform private.apply_verdict(c, c.state);
  perform private.log_moderation(case c.state when 'kept' then 'restored' else 'hidden_again' end, c.id, c.author_id, c.region_code, c.locale, c.reason, v_note);
end
$$;
create function public.reverse_case(p_case uuid, p_note text) returns void
language sql volatile set search_path = '' as $$ select private.reverse_case(p_case, p_note) $$;
comment on function public.reverse_case(uuid, text) is
  'Turns a verdict into its opposite, with a note of 10 to 500 signs; for staff of the post. Refuses forbidden sign_in; not_found; conflict open, newer (another case of the post came after); invalid note.';
grant execute on function private.claim_case(uuid), public.claim_case(uuid),
  private.decide_case(uuid, text, text, text), public.decide_case(uuid, text, text, text),
  private.reverse_case(uuid, text), public.reverse_case(uuid, text) to authenticated;

-- Reading ------------------------------------------------------------------------------------------

create function private.is_moderator() returns text
language sql stable security definer set search_path = '' as $$
  select case
    when exists (select from private.staff_roles r where r.account_id = me.id and r.revoked_at is null and r.role in ('moderator', 'coordinator', 'officer')) then 'staff'
    when private.forum_may(me.id, 'moderate') and (private.forum_restriction(me.id)).id is null then 'helper' end
  from (select private.uid() as id offset 0) me
$$;
comment on function private.is_moderator() is 'Whether the caller looks after any post: staff, helper, or null. Granted to nobody.';

create function private.case_card(c private.moderation_cases) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'id', c.id, 'post', c.post_id, 'kind', c.kind, 'why', c.why, 'state', c.state, 'locale', c.locale, 'createdAt', c.created_at,
    'region', (select jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en) from public.regions r where r.code = c.region_code),
    'title', (p.question).title, 'text', left(p.body, 200), 'isHidden', p.withdrawn_for is not null,
    'flags', (select count(*) from private.post_flags f where f.case_id = c.id),
    'claim', case when c.claimed_until > now() then case when c.claimed_by = private.uid() then 'mine' else 'taken' end end,
    'claimedUntil', case when c.claimed_until > now() then c.claimed_until end)
  from private.any_post(c.post_id) p
$$;
comment on function private.case_card(private.moderation_cases) is 'A case as lists show it: without any name. Granted to nobody.';

create function private.list_cases(p_region text, p_locale text, p_state text, p_after uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  with page as (
    select c, row_number() over (order by case when coalesce(p_state, 'open') = 'open' then c.id end, c.id desc) as n
    from private.moderation_cases c
    where case coalesce(p_state, 'open') when 'open' then c.state = 'open' else c.state <> 'open' end
      and (p_region is null or c.region_code = p_region) and (p_locale is null or c.locale = p_locale)
      and (p_after is null or case coalesce(p_state, 'open') when 'open' then c.id > p_after else c.id < p_after end)
      and private.judges(c.author_id, c.region_code, c.locale) is not null
      -- Whatever its author took away needs nobody's eyes.
      and coalesce((select p.withdrawn_for from private.any_post(c.post_id) p), '') <> 'author'
    order by n limit 21)
  select jsonb_build_object(
    'cases', coalesce((select jsonb_agg(private.case_card(p.c) order by p.n) from page p where p.n <= 20), '[]'),
    'next', case when (select count(*) from page) > 20 then (select (p.c).id from page p where p.n = 20) end)
$$;
comment on function private.list_cases(text, text, text, uuid) is 'Cases that the caller may judge: open ones from the oldest, else decided ones from the newest, 20 a page: {cases, next}. Granted to nobody.';

create function private.read_queue(p_region text, p_locale text, p_state text, p_after uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_role text := private.is_moderator();
begin
  if v_role is null then return null; end if;
  return private.list_cases(p_region, p_locale, p_state, p_after) || jsonb_build_object('role', v_role,
    'regions', (select jsonb_agg(jsonb_build_object('code', r.code, 'name', jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en)) order by r.code) from public.regions r));
end
$$;
create function public.page_moderation(p_region text default null, p_locale text default null, p_state text default null, p_after uuid default null) returns jsonb
language sql stable set search_path = '' as $$
  select case when private.viewer() is null then '{"viewer": null}'::jsonb
    when found.queue is not null then jsonb_build_object('viewer', private.viewer()) || found.queue end
  from (select private.read_queue(p_region, p_locale, p_state, p_after) as queue offset 0) found
$$;
comment on function public.page_moderation(text, text, text, uuid) is
  'The queue for whoever looks after posts: {viewer, role: staff | helper, cases, next, regions}; null for everybody else. p_state: open (from the oldest) | done.';

create function private.read_case(p_case uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  c private.moderation_cases;
  p record;
  v_role text;
begin
  select * into c from private.moderation_cases x where x.id = p_case;
  v_role := private.judges(c.author_id, c.region_code, c.locale);
  if c.id is null or v_role is null then return null; end if;
  select * into p from private.any_post(c.post_id);
  return private.case_card(c) || jsonb_build_object(
    'role', v_role, 'text', p.body, 'question', (p.question).id, 'photo', private.post_photo(c.post_id),
    'writtenAt', p.created_at, 'reason', c.reason, 'note', c.note, 'decidedAt', c.decided_at,
    'decidedBy', case when c.decided_by = private.uid() then 'me' when c.decided_by is not null then 'other' end,
    -- Those who asked without a name stay without one; only their question says who it is, for a reason that is kept.
    'author', private.post_author(p.post_author, p.question) -> 'author' -> 'name',
    'isAnonymous', private.post_author(p.post_author, p.question) -> 'isAnonymous',
    'isNewest', not exists (select from private.moderation_cases x where x.post_id = c.post_id and x.id > c.id),
    'flagList', coalesce((
      select jsonb_agg(jsonb_build_object('reason', f.reason, 'note', f.note, 'trusted', f.trusted, 'at', f.created_at) order by f.id)
      from private.post_flags f where f.case_id = c.id), '[]'),
    'log', coalesce((
      select jsonb_agg(jsonb_build_object('at', l.at, 'act', l.act, 'reason', l.reason, 'note', l.note,
        -- Whoever appeals may have asked without a name.
        'who', case when v_role = 'staff' and l.act <> 'appealed' then private.account_name(l.actor_id) end) order by l.id)
      from private.moderation_log l where l.case_id = c.id), '[]'));
end
$$;
create function public.page_case(p_case uuid) returns jsonb
language sql stable set search_path = '' as $$
  select case when private.viewer() is null then '{"viewer": null}'::jsonb
    when found.case is not null then jsonb_build_object('viewer', private.viewer(), 'case', found.case) end
  from (select private.read_case(p_case) as "case") found
$$;
comment on function public.page_case(uuid) is 'A case with its post, what was said about it and what was done: {viewer, case}; never who flagged, nor who asked without a name. Null where it is not theirs.';
grant execute on function private.read_queue(text, text, text, uuid), public.page_moderation(text, text, text, uuid),
  private.read_case(uuid), public.page_case(uuid) to anon, authenticated;

-- A photo that waits is seen by its author and by those who judge it.
create or replace function private.read_photo(p_id uuid) returns text
language sql stable security definer set search_path = '' as $$
  select encode(f.webp, 'base64') from private.photos f
  where f.id = p_id and (
    (private.post_question(coalesce(f.answer_id, f.question_id))).id is not null
    or private.sees_subproject(f.subproject_id)
    or f.person_id is not null and exists (
      select from public.profiles w where w.person_id = f.person_id and w.photo_id = f.id
        and private.visible_profile(f.person_id, private.uid()) ? 'photo')
    or num_nonnulls(f.answer_id, f.question_id) > 0 and private.uid() is not null and (
      f.account_id = private.uid()
      or exists (select from private.moderation_cases c where c.post_id = coalesce(f.answer_id, f.question_id)
        and private.judges(c.author_id, c.region_code, c.locale) is not null)))
$$;

-- The log ------------------------------------------------------------------------------------------

create function private.read_moderation_log(p_act text, p_region text, p_locale text, p_who uuid, p_after bigint) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_me uuid := private.uid();
  v_rows jsonb;
begin
  if private.is_moderator() is distinct from 'staff' then return null; end if;
  select jsonb_agg(x.row order by x.id desc) into v_rows from (
    select l.id, jsonb_build_object('id', l.id, 'at', l.at, 'act', l.act, 'reason', l.reason, 'note', l.note, 'locale', l.locale,
      'case', l.case_id, 'kind', c.kind, -- Whoever appeals may have asked without a name: the act says who it was, and no more.
      'who', case when l.act <> 'appealed' then private.account_name(l.actor_id) end,
      'whoId', case when l.act <> 'appealed' then l.actor_id end,
      'region', (select jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en) from public.regions r where r.code = l.region_code),
      -- A name only where the act itself is about a person, and never of somebody who asked without one.
      'whom', case when l.act in ('appointed', 'dismissed')
        or l.act in ('muted', 'suspended', 'lifted') and not ((p.question).is_anonymous and (p.question).author_id = l.subject_id)
        then private.public_name(l.subject_id) end) as row
    from private.moderation_log l left join private.moderation_cases c on c.id = l.case_id
    left join lateral private.any_post(c.post_id) p on true
    where (p_after is null or l.id < p_after) and (p_act is null or l.act = p_act) and (p_region is null or l.region_code = p_region)
      and (p_locale is null or l.locale = p_locale) and (p_who is null or l.actor_id = p_who and l.act <> 'appealed')
      and (l.actor_id = v_me or private.account_moderates(v_me, l.region_code, l.locale))
    order by l.id desc limit 31) x;
  return jsonb_build_object(
    'entries', coalesce((select jsonb_agg(r order by i) from jsonb_array_elements(v_rows) with ordinality t(r, i) where i <= 30), '[]'),
    'next', case when jsonb_array_length(v_rows) > 30 then (v_rows -> 29 ->> 'id')::bigint end,
    'regions', (select jsonb_agg(jsonb_build_object('code', r.code, 'name', jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en)) order by r.code) from public.regions r));
end
$$;
create function public.page_moderation_log(
  p_act text default null, p_region text default null, p_locale text default null, p_who uuid default null, p_after bigint default null) returns jsonb
language sql stable set search_path = '' as $$
  select case when private.viewer() is null then '{"viewer": null}'::jsonb
    when found.log is not null then jsonb_build_object('viewer', private.viewer()) || found.log end
  from (select private.read_moderation_log(p_act, p_region, p_locale, p_who, p_after) as log offset 0) found
$$;
comment on function public.page_moderation_log(text, text, text, uuid, bigint) is 'What was done in one''s own field, newest first, 30 a page: {viewer, entries, next, regions}; null for whoever is no staff.';
grant execute on function private.read_moderation_log(text, text, text, uuid, bigint), public.page_moderation_log(text, text, text, uuid, bigint) to anon, authenticated;

-- Appointing ---------------------------------------------------------------------------------------

create function private.appoint_moderator(p_email text, p_region text, p_locale text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_account uuid;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if not private.has_role('coordinator') then perform private.refuse('not_found'); end if;
  select a.id into v_account from auth.users u join public.accounts a on a.id = u.id where u.email = lower(btrim(left(p_email, 320)));
  if v_account is null then perform private.refuse('invalid', 'email'); end if;
  if p_region is not null and not exists (select from public.regions r where r.code = p_region) then perform private.refuse('invalid', 'region'); end if;
  if p_locale is not null and p_locale not in ('kk', 'ru', 'en') then perform private.refuse('invalid', 'locale'); end if;
  insert into private.moderator_scopes (account_id, region_code, locale, appointed_by) values (v_account, p_region, p_locale, private.uid())
  on conflict (account_id, coalesce(region_code, ''), coalesce(locale, '')) where revoked_at is null do nothing;
  if not found then return; end if;
  insert into private.staff_roles (account_id, role, granted_by) values (v_account, 'moderator', private.uid()) on conflict do nothing;
  perform private.audit('appoint_moderator', 'account', v_account, p_region, jsonb_build_object('locale', p_locale));
  perform private.log_moderation('appointed', null, v_account, p_region, p_locale, null, null);
end
$$;
create function public.appoint_moderator(p_email text, p_region text default null, p_locale text default null) returns void
language sql volatile set search_path = '' as $$ select private.appoint_moderator(p_email, p_region, p_locale) $$;
comment on function public.appoint_moderator(text, text, text) is
  'A coordinator appoints an account, by its e-mail, for a region and a language (null is any); again it does nothing. Refuses forbidden sign_in; not_found; invalid: email (no account), region, locale.';

create function private.dismiss_moderator(p_account uuid, p_scope uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  s private.moderator_scopes;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if not private.has_role('coordinator') then perform private.refuse('not_found'); end if;
  update private.moderator_scopes x set revoked_at = now() where x.id = p_scope and x.account_id = p_account and x.revoked_at is null returning * into s;
  if s.id is null and (p_scope is not null or not exists (
    select from private.staff_roles r where r.account_id = p_account and r.role = 'moderator' and r.revoked_at is null)) then
    perform private.refuse('not_found');
  end if;
  -- Without any row a moderator would look after everything: with the last one the role ends.
  if not exists (select from private.moderator_scopes x where x.account_id = p_account and x.revoked_at is null) then
    update private.staff_roles r set revoked_at = now() where r.account_id = p_account and r.role = 'moderator' and r.revoked_at is null;
  end if;
  perform private.audit('dismiss_moderator', 'account', p_account, s.region_code, jsonb_build_object('locale', s.locale));
  perform private.log_moderation('dismissed', null, p_account, s.region_code, s.locale, null, null);
end
$$;
create function public.dismiss_moderator(p_account uuid, p_scope uuid default null) returns void
language sql volatile set search_path = '' as $$ select private.dismiss_moderator(p_account, p_scope) $$;
comment on function public.dismiss_moderator(uuid, uuid) is
  'A coordinator ends one appointment of a moderator; with the last one, or where there was none, the role. Refuses forbidden sign_in; not_found.';

create function private.list_moderators() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'moderators', coalesce((
      select jsonb_agg(jsonb_build_object('id', r.account_id, 'name', coalesce(nullif(private.account_name(r.account_id), ''), private.public_name(r.account_id), ''),
        'scopes', coalesce((
          select jsonb_agg(jsonb_build_object('id', s.id, 'locale', s.locale,
            'region', (select jsonb_build_object('kk', g.name_kk, 'ru', g.name_ru, 'en', g.name_en) from public.regions g where g.code = s.region_code)) order by s.id)
          from private.moderator_scopes s where s.account_id = r.account_id and s.revoked_at is null), '[]')) order by r.granted_at, r.id)
      from private.staff_roles r where r.role = 'moderator' and r.revoked_at is null), '[]'),
    'regions', (select jsonb_agg(jsonb_build_object('code', r.code, 'name', jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en)) order by r.code) from public.regions r))
  where private.has_role('coordinator')
$$;
create function public.page_moderators() returns jsonb
language sql stable set search_path = '' as $$
  select case when private.viewer() is null then '{"viewer": null}'::jsonb
    when found.page is not null then jsonb_build_object('viewer', private.viewer()) || found.page end
  from (select private.list_moderators() as page offset 0) found
$$;
comment on function public.page_moderators() is 'Who moderates what, for coordinators: {viewer, moderators: [{id, name, scopes}], regions}.';
grant execute on function private.appoint_moderator(text, text, text), public.appoint_moderator(text, text, text),
  private.dismiss_moderator(uuid, uuid), public.dismiss_moderator(uuid, uuid) to authenticated;
grant execute on function private.list_moderators(), public.page_moderators() to anon, authenticated;
