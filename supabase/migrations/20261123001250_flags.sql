-- Readers say that a post is out of place; three whose word has weight hide it until a moderator has looked.

alter table public.post_comments
  add column withdrawn_at timestamptz,
  add column withdrawn_for text check (withdrawn_for in ('author', 'moderation', 'flags', 'held')),
  add constraint post_comments_withdrawn check ((withdrawn_at is null) = (withdrawn_for is null));
comment on column public.post_comments.withdrawn_at is 'Since when the comment is gone for everybody but its author; null while it stands.';
comment on column public.post_comments.withdrawn_for is 'As in questions.';
alter table public.questions drop constraint questions_withdrawn_for_check,
  add constraint questions_withdrawn_for_check check (withdrawn_for in ('author', 'moderation', 'flags', 'held'));
alter table public.answers drop constraint answers_withdrawn_for_check,
  add constraint answers_withdrawn_for_check check (withdrawn_for in ('author', 'moderation', 'flags', 'held'));
comment on column public.questions.withdrawn_for is 'Who took the post away: its author, a moderator, or flags of trusted readers until a moderator has looked; held: it waits for a moderator since it was written. Null while it stands.';

create table private.forum_restrictions (
  id uuid primary key default private.uuid_v7(),
  account_id uuid not null references public.accounts (id) on delete cascade,
  kind text not null check (kind in ('mute', 'suspend')),
  reason text not null check (length(reason) between 10 and 500),
  until timestamptz not null,
  case_id uuid,
  region_code text references public.regions (code) on delete restrict,
  locale text not null check (locale in ('kk', 'ru', 'en')),
  created_by uuid references public.accounts (id) on delete set null,
  created_at timestamptz not null default now(),
  lifted_at timestamptz,
  lifted_by uuid references public.accounts (id) on delete set null
);
alter table private.forum_restrictions enable row level security;
create index forum_restrictions_account_id_idx on private.forum_restrictions (account_id, until desc);
create index forum_restrictions_region_code_idx on private.forum_restrictions (region_code);
create index forum_restrictions_created_by_idx on private.forum_restrictions (created_by);
create index forum_restrictions_lifted_by_idx on private.forum_restrictions (lifted_by);
comment on table private.forum_restrictions is 'Who may not write (mute) or not act at all (suspend) in the forum, until when and why. It ends by itself, or is lifted; the row stays.';
comment on column private.forum_restrictions.region_code is 'As of the case it came from: who looks after it.';
comment on column private.forum_restrictions.reason is 'Shown to the person.';

create function private.forum_restriction(p_account uuid) returns private.forum_restrictions
language sql stable security definer set search_path = '' as $$
  select r from private.forum_restrictions r
  where r.account_id = p_account and r.lifted_at is null and r.until > now()
  order by r.kind = 'suspend' desc, r.until desc limit 1
$$;
comment on function private.forum_restriction(uuid) is 'What holds for an account now, the harder one first; null for nearly everybody. Granted to nobody.';

create table private.moderation_cases (
  id uuid primary key default private.uuid_v7(),
  question_id uuid references public.questions (id) on delete cascade,
  answer_id uuid references public.answers (id) on delete cascade,
  comment_id uuid references public.post_comments (id) on delete cascade,
  post_id uuid not null generated always as (coalesce(question_id, answer_id, comment_id)) stored,
  kind text not null generated always as (case when question_id is not null then 'question' when answer_id is not null then 'answer' else 'comment' end) stored,
  author_id uuid references public.accounts (id) on delete set null,
  region_code text references public.regions (code) on delete restrict,
  locale text not null check (locale in ('kk', 'ru', 'en')),
  why text not null check (why in ('flags', 'link', 'words')),
  state text not null default 'open' check (state in ('open', 'kept', 'hidden')),
  claimed_by uuid references public.accounts (id) on delete set null,
  claimed_until timestamptz,
  reason text,
  note text check (length(note) <= 500),
  decided_by uuid references public.accounts (id) on delete set null,
  decided_at timestamptz,
  created_at timestamptz not null default now(),
  check (num_nonnulls(question_id, answer_id, comment_id) = 1),
  check ((state = 'open') = (decided_at is null))
);
alter table private.moderation_cases enable row level security;
create unique index moderation_cases_open_idx on private.moderation_cases (post_id) where state = 'open';
create index moderation_cases_queue_idx on private.moderation_cases (created_at, id) where state = 'open';
create index moderation_cases_post_id_idx on private.moderation_cases (post_id, id desc);
create index moderation_cases_question_id_idx on private.moderation_cases (question_id);
create index moderation_cases_answer_id_idx on private.moderation_cases (answer_id);
create index moderation_cases_comment_id_idx on private.moderation_cases (comment_id);
create index moderation_cases_author_id_idx on private.moderation_cases (author_id, id desc);
create index moderation_cases_region_code_idx on private.moderation_cases (region_code);
create index moderation_cases_claimed_by_idx on private.moderation_cases (claimed_by);
create index moderation_cases_decided_by_idx on private.moderation_cases (decided_by);
alter table private.forum_restrictions add foreign key (case_id) references private.moderation_cases (id) on delete set null;
create index forum_restrictions_case_id_idx on private.forum_restrictions (case_id);
comment on table private.moderation_cases is 'A post that somebody has to look at, at most one open case a post: flagged by readers, or held when it was written (link: a first post with a link; words: a word of the list).';
comment on column private.moderation_cases.region_code is 'Of the question; null where it was asked without a name or a region.';
comment on column private.moderation_cases.claimed_by is 'Who looks at it until claimed_until: nobody decides past them.';
comment on column private.moderation_cases.note is 'What the author reads beside the reason.';

create table private.post_flags (
  id uuid primary key default private.uuid_v7(),
  case_id uuid not null references private.moderation_cases (id) on delete cascade,
  post_id uuid not null,
  account_id uuid not null references public.accounts (id) on delete cascade,
  reason text not null check (reason in ('spam', 'rude', 'personal', 'dangerous', 'off_topic', 'other')),
  note text check (length(note) between 2 and 500),
  trusted boolean not null,
  created_at timestamptz not null default now(),
  check (reason <> 'other' or note is not null),
  unique (account_id, post_id)
);
alter table private.post_flags enable row level security;
create index post_flags_case_id_idx on private.post_flags (case_id);
create index post_flags_account_id_idx on private.post_flags (account_id, created_at desc);
comment on table private.post_flags is 'Who said that a post is out of place, once a person and post. Nobody is told who.';

create table private.moderation_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor_id uuid references public.accounts (id) on delete set null,
  act text not null check (act in ('flags_hid', 'held', 'kept', 'hidden', 'restored', 'hidden_again', 'muted', 'suspended', 'lifted',
    'appealed', 'appeal_granted', 'appeal_refused', 'appointed', 'dismissed', 'word_added', 'word_removed', 'revealed')),
  case_id uuid references private.moderation_cases (id) on delete set null,
  subject_id uuid references public.accounts (id) on delete set null,
  region_code text references public.regions (code) on delete restrict,
  locale text check (locale in ('kk', 'ru', 'en')),
  reason text,
  note text
);
alter table private.moderation_log enable row level security;
create index moderation_log_actor_id_idx on private.moderation_log (actor_id, id desc);
create index moderation_log_case_id_idx on private.moderation_log (case_id);
create index moderation_log_subject_id_idx on private.moderation_log (subject_id, id desc);
create index moderation_log_region_code_idx on private.moderation_log (region_code);
comment on table private.moderation_log is 'Who did what, when and why: appended only. Holds no text of a post. actor_id is null where the rules acted by themselves.';

create function private.forget_moderated() returns trigger
language plpgsql volatile set search_path = '' as $$
begin
  new.note := null;
  return new;
end
$$;
comment on function private.forget_moderated() is 'What was noted about somebody goes when they leave; that it happened stays.';
create trigger moderation_cases_forget before update of author_id on private.moderation_cases
  for each row when (new.author_id is null and old.author_id is not null) execute function private.forget_moderated();
create trigger moderation_log_forget before update of subject_id on private.moderation_log
  for each row when (new.subject_id is null and old.subject_id is not null) execute function private.forget_moderated();

create function private.keep_log() returns trigger
language plpgsql volatile set search_path = '' as $$
begin
  -- An account or a case that is gone leaves its row without it; nothing else ever changes.
  if tg_op = 'DELETE' or (new.id, new.at, new.act, new.region_code, new.locale, new.reason)
      is distinct from (old.id, old.at, old.act, old.region_code, old.locale, old.reason)
    or coalesce(new.note, old.note) is distinct from old.note or coalesce(new.actor_id, old.actor_id) is distinct from old.actor_id
    or coalesce(new.subject_id, old.subject_id) is distinct from old.subject_id
    or coalesce(new.case_id, old.case_id) is distinct from old.case_id then
    raise exception 'moderation_log is appended only';
  end if;
  return new;
end
$$;
create trigger moderation_log_kept before update or delete on private.moderation_log for each row execute function private.keep_log();
comment on function private.keep_log() is 'Not even the owner rewrites the log by mistake.';

create function private.log_moderation(p_act text, p_case uuid, p_subject uuid, p_region text, p_locale text, p_reason text, p_note text) returns void
language sql volatile security definer set search_path = '' as $$
  insert into private.moderation_log (actor_id, act, case_id, subject_id, region_code, locale, reason, note)
  values (case when p_act not in ('flags_hid', 'held') then private.uid() end, p_act, p_case, p_subject, p_region, p_locale, p_reason, p_note)
$$;
comment on function private.log_moderation(text, uuid, uuid, text, text, text, text) is 'Appends to the log in the name of the signed-in account. Granted to nobody.';

-- Any post by its id, with the question that it stands under.
create function private.any_post(p_post uuid)
returns table (kind text, id uuid, post_author uuid, locale text, body text, created_at timestamptz, withdrawn_for text, stands boolean, question public.questions)
language sql stable security definer set search_path = '' as $$
  select 'question', q.id, q.author_id, q.locale, q.body, q.created_at, q.withdrawn_for, q.withdrawn_at is null, q
  from public.questions q where q.id = p_post
  union all
  select 'answer', a.id, a.author_id, a.locale, a.body, a.created_at, a.withdrawn_for, num_nonnulls(a.withdrawn_at, q.withdrawn_at) = 0, q
  from public.answers a join public.questions q on q.id = a.question_id where a.id = p_post
  union all
  select 'comment', c.id, c.author_id, c.locale, c.body, c.created_at, c.withdrawn_for, num_nonnulls(c.withdrawn_at, a.withdrawn_at, q.withdrawn_at) = 0, q
  from public.post_comments c
  left join public.answers a on a.id = c.answer_id
  join public.questions q on q.id = coalesce(a.question_id, c.question_id) where c.id = p_post
$$;
comment on function private.any_post(uuid) is 'A question, an answer or a comment; stands: neither it nor what it stands under was withdrawn. Granted to nobody.';

create function private.lock_any_post(p_kind text, p_id uuid) returns void
language plpgsql volatile set search_path = '' as $$
begin
  if p_kind <> 'comment' then perform private.lock_post(p_kind, p_id); return; end if;
  perform from public.post_comments c where c.id = p_id for no key update;
  if not found then perform private.refuse('not_found', 'post'); end if;
end
$$;
comment on function private.lock_any_post(text, uuid) is 'The post before its case: the order of locks. Refuses not_found. Granted to nobody.';

create function private.hide_post(p_kind text, p_id uuid, p_for text) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.lock_any_post(p_kind, p_id);
  -- What its author took away stays the author's; what flags or the check at the door took away becomes the moderator's.
  if p_kind = 'question' then
    update public.questions q set withdrawn_for = p_for where q.id = p_id and q.withdrawn_for in ('flags', 'held');
  elsif p_kind = 'answer' then
    update public.answers a set withdrawn_for = p_for where a.id = p_id and a.withdrawn_for in ('flags', 'held');
  else
    update public.post_comments c set withdrawn_for = p_for, withdrawn_at = coalesce(c.withdrawn_at, now())
    where c.id = p_id and (c.withdrawn_for is null or c.withdrawn_for in ('flags', 'held'));
    return;
  end if;
  if not found then perform private.withdraw_post(p_kind, p_id, p_for); end if;
end
$$;
comment on function private.hide_post(text, uuid, text) is 'Takes any post away from readers (p_for: moderation, flags, held). Again it does nothing. Granted to nobody.';

create function private.show_post(p_kind text, p_id uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.lock_any_post(p_kind, p_id);
  if coalesce((select p.withdrawn_for from private.any_post(p_id) p), 'author') = 'author' then return false; end if;
  if p_kind = 'comment' then
    update public.post_comments c set withdrawn_at = null, withdrawn_for = null where c.id = p_id;
  else
    perform private.restore_post(p_kind, p_id);
  end if;
  return true;
end
$$;
comment on function private.show_post(text, uuid) is 'Gives any post back to readers, except one that its author took away; whether it did. Granted to nobody.';

-- Purposes: each leads to a page that says why and what can be done; the letter itself quotes nothing.
insert into private.message_purposes (purpose, urgent, topic, path, digest) values
  ('post_flagged', false, null, '/questions/posts/{subject}/standing', false);
insert into private.mail_texts (key, locale, subject, body) values
  ('post_flagged', 'kk', 'Жалғас: жазбаңыз уақытша жасырылды',
    E'Сәлеметсіз бе!\n\nБірнеше оқырман жазбаңыз туралы белгі берді, сондықтан модератор қарап шыққанша ол басқаларға көрінбейді. Мәтініңіз сақтаулы. Себебін көруге, мәтінді түзетуге және пікіріңізді айтуға болады.{link}'),
  ('post_flagged', 'ru', 'Jalgas: ваша запись пока скрыта',
    E'Здравствуйте!\n\nНесколько читателей пожаловались на вашу запись, поэтому другие её не видят, пока не посмотрит модератор. Текст сохранён. Вы можете узнать причину, поправить текст и возразить.{link}'),
  ('post_flagged', 'en', 'Jalgas: your post is hidden for now',
    E'Hello!\n\nSeveral readers flagged your post, so others do not see it until a moderator has looked. Your text is kept. You can see why, mend the text, and object.{link}');

create function private.tell_moderated(p_purpose text, p_account uuid, p_occasion text, p_path text) returns void
language sql volatile security definer set search_path = '' as $$
  insert into private.outbox (person_id, contact_point_id, channel, to_address, purpose, occasion, locale, subject, body, state)
  select a.person_id, w.contact_point_id, coalesce(w.channel, 'email'), coalesce(w.address, ''), p_purpose, p_occasion, a.locale, t.subject,
    replace(t.body, '{link}', coalesce(E'\n\n' || private.site_url() || '/' || a.locale || p_path, '')),
    case when w.address is null then 'app' else 'queued' end
  from public.accounts a
  join private.mail_texts t on t.key = p_purpose and t.locale = a.locale
  left join private.ways w on w.person_id = a.person_id
  where a.id = p_account and a.person_id is not null
  on conflict do nothing
$$;
comment on function private.tell_moderated(text, uuid, text, text) is 'One fixed message to whom a decision concerns, by their chosen way and in the app. Granted to nobody.';

create function private.open_case(p_post uuid, p_why text) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_case uuid;
begin
  insert into private.moderation_cases (question_id, answer_id, comment_id, author_id, region_code, locale, why)
  select case p.kind when 'question' then p.id end, case p.kind when 'answer' then p.id end, case p.kind when 'comment' then p.id end,
    p.post_author, (p.question).region_code, p.locale, p_why
  from private.any_post(p_post) p
  on conflict (post_id) where state = 'open' do nothing returning id into v_case;
  return coalesce(v_case, (select c.id from private.moderation_cases c where c.post_id = p_post and c.state = 'open'));
end
$$;
comment on function private.open_case(uuid, text) is 'The open case of a post, opened where there is none. Granted to nobody.';

create function private.is_trusted_flagger(p_account uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select (private.forum_restriction(p_account)).id is null and (
    private.forum_may(p_account, 'review')
    or exists (select from private.forum_experts e where e.account_id = p_account)
    or exists (select from private.staff_roles r where r.account_id = p_account and r.revoked_at is null
      and r.role in ('moderator', 'coordinator', 'officer')))
$$;
comment on function private.is_trusted_flagger(uuid) is 'Whose flags together hide a post: 250 points, experts, staff; not whoever is muted. Granted to nobody.';

create function private.flag_post(p_post uuid, p_reason text, p_note text) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  -- Who moderates may have no record of their own in the registry.
  v_me uuid := case when private.uid() is not null and (private.has_role('moderator') or private.is_staff())
    then private.uid() else private.require_alumnus() end;
  v_post record;
  v_note text;
  v_case uuid;
begin
  select * into v_post from private.any_post(p_post);
  if v_post.id is null then perform private.refuse('not_found', 'post'); end if;
  perform private.lock_any_post(v_post.kind, p_post);
  select * into v_post from private.any_post(p_post);
  if v_post.stands is not true then perform private.refuse('not_found', 'post'); end if;
  if v_post.post_author = v_me then perform private.refuse('forbidden', 'own_post'); end if;
  if p_reason is null or p_reason not in ('spam', 'rude', 'personal', 'dangerous', 'off_topic', 'other') then
    perform private.refuse('invalid', 'reason');
  end if;
  if length(p_note) > 2000 then perform private.refuse('invalid', 'note'); end if;
  v_note := nullif(private.clean_text(p_note), '');
  if length(v_note) not between 2 and 500 or p_reason = 'other' and v_note is null then perform private.refuse('invalid', 'note'); end if;
  if exists (select from private.post_flags f where f.account_id = v_me and f.post_id = p_post) then return (v_post.question).id; end if;
  v_case := private.open_case(p_post, 'flags');
  insert into private.post_flags (case_id, post_id, account_id, reason, note, trusted)
  values (v_case, p_post, v_me, p_reason, v_note, private.is_trusted_flagger(v_me));
  if (select count(*) from private.post_flags f where f.case_id = v_case and f.trusted) >= 3 then
    perform private.hide_post(v_post.kind, p_post, 'flags');
    perform private.log_moderation('flags_hid', v_case, v_post.post_author, (v_post.question).region_code, v_post.locale, null, null);
    perform private.tell_moderated('post_flagged', v_post.post_author, p_post || ':' || v_case, '/questions/posts/' || p_post || '/standing');
  end if;
  return (v_post.question).id;
end
$$;
create function public.flag_post(p_post uuid, p_reason text, p_note text default null) returns uuid
language sql volatile set search_path = '' as $$ select private.flag_post(p_post, p_reason, p_note) $$;
comment on function public.flag_post(uuid, text, text) is
  'Says that a question, an answer or a comment is out of place: spam, rude, personal, dangerous, off_topic, other (with a note). Once a person and post. Three trusted flags hide it until a moderator has looked. Returns the question. Refuses forbidden: sign_in, record, suspended, own_post; not_found; invalid: reason, note; too_many: flag_today.';
grant execute on function private.flag_post(uuid, text, text), public.flag_post(uuid, text, text) to authenticated;

create function private.read_flag_page(p_post uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('id', p.id, 'kind', p.kind, 'body', p.body, 'locale', p.locale,
    'question', jsonb_build_object('id', (p.question).id, 'title', (p.question).title, 'locale', (p.question).locale),
    'isMine', coalesce(p.post_author = me.id, false), 'mayFlag', private.my_person() is not null or private.is_staff() or private.has_role('moderator'),
    'isFlagged', exists (select from private.post_flags f where f.account_id = me.id and f.post_id = p.id))
  from private.any_post(p_post) p, (select private.uid() as id offset 0) me where p.stands
$$;
comment on function private.read_flag_page(uuid) is 'A post that stands, before it is flagged: {id, kind, body, locale, question, isMine, mayFlag, isFlagged}; null for all others.';
create function public.page_flag(p_post uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'post', found.post)
  from (select private.read_flag_page(p_post) as post offset 0) found where found.post is not null
$$;
comment on function public.page_flag(uuid) is 'The form for a flag: {viewer, post}, or null.';
grant execute on function private.read_flag_page(uuid), public.page_flag(uuid) to anon, authenticated;

-- Comments that are withdrawn stand on no page.
create or replace function private.last_comments(p_post uuid, q public.questions) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return jsonb_build_object(
    'comments', coalesce((
      select jsonb_agg(private.shown_comment(last.c, q) order by last.id)
      from (select w as c, w.id from public.post_comments w where w.post_id = p_post and w.withdrawn_at is null order by w.id desc limit 3) last), '[]'),
    'commentCount', (select count(*) from (
      select from public.post_comments w where w.post_id = p_post and w.withdrawn_at is null limit 1000) n));
end
$$;
