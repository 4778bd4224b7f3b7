-- Guides: what was answered here, put into steps by those who know, read by a second pair of eyes, and dated.

create table private.guides (
  id uuid primary key default private.uuid_v7(),
  author_id uuid references public.accounts (id) on delete set null,
  direction text not null references public.directions (code) on delete restrict,
  locale text not null check (locale in ('kk', 'ru', 'en')),
  published_id uuid,
  checked_at timestamptz,
  withdrawn_at timestamptz,
  idempotency_key uuid not null,
  created_at timestamptz not null default now(),
  check ((published_id is null) = (checked_at is null)),
  unique (author_id, idempotency_key)
);
create index guides_shelf_idx on private.guides (checked_at desc, id desc) where published_id is not null and withdrawn_at is null;
create index guides_direction_idx on private.guides (direction);
alter table private.guides enable row level security;
comment on table private.guides is 'Guides in steps, made of answers. Only functions reach this table: what is not published is nobody else''s business.';
comment on column private.guides.author_id is 'Who began it; null when the account is gone.';
comment on column private.guides.published_id is 'The version that everybody reads; null before the first one.';
comment on column private.guides.checked_at is 'When a second person last found it right. Twelve months later it counts as out of date.';

create table private.guide_versions (
  id uuid primary key default private.uuid_v7(),
  guide_id uuid not null references private.guides (id) on delete cascade,
  number integer not null check (number >= 1),
  editor_id uuid references public.accounts (id) on delete set null,
  state text not null default 'draft' check (state in ('draft', 'review', 'published')),
  revision integer not null default 1 check (revision >= 1),
  title text not null check (length(title) between 10 and 120),
  intro text not null default '' check (length(intro) <= 5000),
  created_at timestamptz not null default now(),
  unique (guide_id, number),
  unique (guide_id, id)
);
create unique index guide_versions_open_idx on private.guide_versions (guide_id) where state <> 'published';
create index guide_versions_editor_id_idx on private.guide_versions (editor_id, state);
create index guide_versions_waiting_idx on private.guide_versions (created_at) where state = 'review';
alter table private.guide_versions enable row level security;
comment on table private.guide_versions is 'Wordings of a guide: at most one being written or reviewed, the others published once and unchanged since.';
comment on column private.guide_versions.editor_id is 'Who writes it, alone, and therefore does not publish it.';
comment on column private.guide_versions.revision is 'Counts the savings: what is saved, sent or published names the one that was read.';

alter table private.guides add constraint guides_published_fkey
  foreign key (id, published_id) references private.guide_versions (guide_id, id) on delete no action deferrable initially deferred;

create table private.guide_steps (
  version_id uuid not null references private.guide_versions (id) on delete cascade,
  answer_id uuid not null references public.answers (id) on delete cascade,
  position integer not null check (position between 1 and 20),
  answer_revision integer not null,
  heading text not null check (length(heading) <= 120),
  note text not null default '' check (length(note) <= 1000),
  primary key (version_id, answer_id),
  unique (version_id, position)
);
create index guide_steps_answer_id_idx on private.guide_steps (answer_id);
alter table private.guide_steps enable row level security;
comment on table private.guide_steps is 'The steps of a version, each led by an answer, whose words stay its author''s: they are read where they stand.';
comment on column private.guide_steps.answer_revision is 'The wording of the answer that was found right. Another one now means: changed since.';

create table private.guide_events (
  id uuid primary key default private.uuid_v7(),
  guide_id uuid not null references private.guides (id) on delete cascade,
  number integer not null,
  actor_id uuid references public.accounts (id) on delete set null,
  what text not null check (what in ('sent', 'returned', 'published', 'checked', 'withdrawn', 'given_back')),
  note text not null default '' check (length(note) <= 1000),
  created_at timestamptz not null default now()
);
create index guide_events_guide_id_idx on private.guide_events (guide_id, id);
create index guide_events_actor_id_idx on private.guide_events (actor_id);
alter table private.guide_events enable row level security;
comment on table private.guide_events is 'What became of a guide and by whom, appended only; a reviewer''s note says what is missing.';

-- Who may ----------------------------------------------------------------------------------------------

create function private.writes_guides(p_direction text) returns boolean
language sql stable security definer set search_path = '' as $$
  select private.is_staff() or private.has_role('moderator')
    or (private.my_person() is not null and private.is_expert((select private.uid()), p_direction))
$$;
comment on function private.writes_guides(text) is 'Whether the caller makes guides in this direction: its experts and staff. Granted to nobody.';

create function private.reviews_guides(p_direction text) returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce(private.forum_may((select private.uid()), 'review'), false)
    or private.has_role('moderator') or private.has_role('coordinator')
    or (private.my_person() is not null and private.is_expert((select private.uid()), p_direction))
$$;
comment on function private.reviews_guides(text) is 'Whether the caller looks over guides of others in this direction: from a reputation of 250, its experts, moderators and coordinators. Granted to nobody.';

create function private.keeps_guides() returns boolean
language sql stable security definer set search_path = '' as $$
  select private.has_role('moderator') or private.has_role('coordinator')
$$;
comment on function private.keeps_guides() is 'Whether the caller takes guides away and gives them back. Granted to nobody.';

create function private.fits_guide(a public.answers, q public.questions, p_direction text) returns boolean
language sql stable set search_path = '' as $$
  select a.withdrawn_at is null and q.withdrawn_at is null and q.direction = p_direction
    and (q.accepted_answer_id = a.id or a.score >= 3)
$$;
comment on function private.fits_guide(public.answers, public.questions, text) is
  'Whether an answer may lead a step: of this direction, and it helped the asker or three people more than it did not. Granted to nobody.';

-- Writing ----------------------------------------------------------------------------------------------

create function private.require_guide(p_guide uuid) returns private.guides
language plpgsql volatile security definer set search_path = '' as $$
declare
  g private.guides;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  select * into g from private.guides x where x.id = p_guide for update;
  if g.id is null then perform private.refuse('not_found', 'guide'); end if;
  return g;
end
$$;
comment on function private.require_guide(uuid) is 'Locks a guide, so that of two who act at once the second sees what the first did. Granted to nobody.';

create function private.my_open_version(g private.guides, p_base integer) returns private.guide_versions
language plpgsql volatile security definer set search_path = '' as $$
declare
  v private.guide_versions;
begin
  select * into v from private.guide_versions x
  where x.guide_id = g.id and x.state <> 'published' and x.editor_id = (select private.uid());
  if v.id is null or not private.writes_guides(g.direction) then perform private.refuse('not_found', 'guide'); end if;
  if v.revision is distinct from p_base then perform private.refuse('conflict', 'revision'); end if;
  return v;
end
$$;
comment on function private.my_open_version(private.guides, integer) is 'The version of a guide that the caller is writing, at the revision that was read. Granted to nobody.';

create function private.clean_guide_title(p_title text) returns text
language plpgsql volatile set search_path = '' as $$
declare
  v_title text;
begin
  if length(p_title) > 1000 then perform private.refuse('invalid', 'title'); end if;
  v_title := private.clean_line(p_title);
  if length(v_title) not between 10 and 120 then perform private.refuse('invalid', 'title'); end if;
  return v_title;
end
$$;

create function private.start_guide(p_key uuid, p_direction text, p_locale text, p_title text) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := private.uid();
  v_title text := private.clean_guide_title(p_title);
  v_id uuid;
begin
  if v_me is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if not coalesce(private.writes_guides(p_direction), false) then perform private.refuse('forbidden', 'expert'); end if;
  if not exists (select from public.directions d where d.code = p_direction) then perform private.refuse('invalid', 'direction'); end if;
  if p_locale is null or p_locale not in ('kk', 'ru', 'en') then perform private.refuse('invalid', 'locale'); end if;
  if p_key is null then perform private.refuse('invalid', 'key'); end if;
  select g.id into v_id from private.guides g where g.author_id = v_me and g.idempotency_key = p_key;
  if v_id is not null then return v_id; end if;
  if (select count(*) from private.guide_versions v where v.editor_id = v_me and v.state <> 'published') >= 10 then
    perform private.refuse('too_many', 'drafts');
  end if;
  insert into private.guides (author_id, direction, locale, idempotency_key) values (v_me, p_direction, p_locale, p_key)
  on conflict (author_id, idempotency_key) do nothing returning id into v_id;
  if v_id is null then return (select g.id from private.guides g where g.author_id = v_me and g.idempotency_key = p_key); end if;
  insert into private.guide_versions (guide_id, number, editor_id, title) values (v_id, 1, v_me, v_title);
  return v_id;
end
$$;
create function public.start_guide(p_key uuid, p_direction text, p_locale text, p_title text) returns uuid
language sql volatile set search_path = '' as $$ select private.start_guide(p_key, p_direction, p_locale, p_title) $$;
comment on function public.start_guide(uuid, text, text, text) is
  'Begins a guide as a draft, once a key; returns it. For experts of the direction and staff, ten drafts at most. Refuses forbidden: sign_in, expert; invalid: title, direction, locale, key; too_many: drafts.';

create function private.edit_guide(p_guide uuid) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  g private.guides := private.require_guide(p_guide);
  v_me uuid := private.uid();
  v_open private.guide_versions;
  v_new uuid;
begin
  if g.withdrawn_at is not null or not private.writes_guides(g.direction) then perform private.refuse('not_found', 'guide'); end if;
  select * into v_open from private.guide_versions v where v.guide_id = g.id and v.state <> 'published';
  if v_open.editor_id = v_me then return g.id; end if;
  if v_open.id is not null then perform private.refuse('conflict', 'open'); end if;
  insert into private.guide_versions (guide_id, number, editor_id, title, intro)
  select g.id, (select max(n.number) + 1 from private.guide_versions n where n.guide_id = g.id), v_me, v.title, v.intro
  from private.guide_versions v where v.id = g.published_id returning id into v_new;
  insert into private.guide_steps (version_id, answer_id, position, answer_revision, heading, note)
  select v_new, s.answer_id, s.position, s.answer_revision, s.heading, s.note
  from private.guide_steps s where s.version_id = g.published_id;
  return g.id;
end
$$;
create function public.edit_guide(p_guide uuid) returns uuid
language sql volatile set search_path = '' as $$ select private.edit_guide(p_guide) $$;
comment on function public.edit_guide(uuid) is
  'Opens the next version of a published guide for the caller; readers keep the published one. Refuses forbidden: sign_in; not_found; conflict: open, when somebody else is at it.';

create function private.typed_steps(p_steps jsonb) returns table (answer_id uuid, "position" integer, heading text, note text)
language plpgsql stable set search_path = '' as $$
begin
  -- By length first: cleaning a book costs time.
  if coalesce(jsonb_typeof(p_steps), '') <> 'array' or length(p_steps::text) > 60000 then perform private.refuse('invalid', 'steps'); end if;
  if jsonb_array_length(p_steps) > 20 then perform private.refuse('invalid', 'steps'); end if;
  return query
    select (s.step ->> 'answer')::uuid, s.place::integer, private.clean_line(s.step ->> 'heading'), private.clean_text(s.step ->> 'note')
    from jsonb_array_elements(p_steps) with ordinality s (step, place);
exception when invalid_text_representation then
  perform private.refuse('invalid', 'steps');
end
$$;
comment on function private.typed_steps(jsonb) is 'Steps as a form sends them, [{answer, heading, note}] in their order, cleaned. Refuses invalid: steps. Granted to nobody.';

create function private.save_guide(p_guide uuid, p_base integer, p_title text, p_intro text, p_steps jsonb) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  g private.guides := private.require_guide(p_guide);
  v private.guide_versions := private.my_open_version(g, p_base);
  v_title text := private.clean_guide_title(p_title);
  v_intro text;
  v_kept uuid[] := array(select s.answer_id from private.guide_steps s where s.version_id = v.id);
  v_was jsonb;
begin
  if length(p_intro) > 20000 then perform private.refuse('invalid', 'intro'); end if;
  v_intro := private.clean_text(p_intro);
  if length(v_intro) > 5000 then perform private.refuse('invalid', 'intro'); end if;
  if exists (select from private.typed_steps(p_steps) t where length(t.heading) > 120 or length(t.note) > 1000) then
    perform private.refuse('invalid', 'steps');
  end if;
  -- What leads a step already may have lost its mark since; it is for the editor to say whether it stays.
  if exists (
    select from private.typed_steps(p_steps) t
    where t.answer_id is null or not t.answer_id = any (v_kept) and not exists (
      select from public.answers a join public.questions q on q.id = a.question_id
      where a.id = t.answer_id and private.fits_guide(a, q, g.direction))) then
    perform private.refuse('invalid', 'answer');
  end if;
  -- A step keeps the wording that was found right, so that a change since is still seen.
  v_was := (select jsonb_object_agg(s.answer_id, s.answer_revision) from private.guide_steps s where s.version_id = v.id);
  delete from private.guide_steps s where s.version_id = v.id;
  insert into private.guide_steps (version_id, answer_id, position, answer_revision, heading, note)
  select v.id, a.id, row_number() over (order by t.position), coalesce((v_was ->> a.id::text)::integer, a.revision),
    coalesce(nullif(t.heading, ''), left(q.title, 120)), t.note
  from private.typed_steps(p_steps) t
  join public.answers a on a.id = t.answer_id join public.questions q on q.id = a.question_id
  -- Twice the same answer is one step, where it came first.
  where not exists (select from private.typed_steps(p_steps) e where e.answer_id = t.answer_id and e.position < t.position);
  update private.guide_versions x set title = v_title, intro = v_intro, state = 'draft', revision = x.revision + 1 where x.id = v.id;
  return v.revision + 1;
end
$$;
create function public.save_guide(p_guide uuid, p_base integer, p_title text, p_intro text, p_steps jsonb) returns integer
language sql volatile set search_path = '' as $$ select private.save_guide(p_guide, p_base, p_title, p_intro, p_steps) $$;
comment on function public.save_guide(uuid, integer, text, text, jsonb) is
  'Keeps the caller''s version: p_steps are [{answer, heading, note}] in their order, twenty at most; a heading left empty is the question''s title. A version that was sent is a draft again. Returns the new revision. Refuses forbidden: sign_in; not_found; conflict: revision; invalid: title, intro, steps, answer.';

create function private.send_guide(p_guide uuid, p_base integer) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  g private.guides := private.require_guide(p_guide);
  v private.guide_versions := private.my_open_version(g, p_base);
begin
  if v.state = 'review' then return; end if;
  if length(v.intro) < 20 then perform private.refuse('invalid', 'intro'); end if;
  if (select count(*) from private.guide_steps s where s.version_id = v.id) < 2 then perform private.refuse('invalid', 'few_steps'); end if;
  update private.guide_versions x set state = 'review' where x.id = v.id;
  insert into private.guide_events (guide_id, number, actor_id, what) values (g.id, v.number, v.editor_id, 'sent');
end
$$;
create function public.send_guide(p_guide uuid, p_base integer) returns void
language sql volatile set search_path = '' as $$ select private.send_guide(p_guide, p_base) $$;
comment on function public.send_guide(uuid, integer) is
  'Lays the caller''s version before others. Refuses forbidden: sign_in; not_found; conflict: revision; invalid: intro (20 letters at least), few_steps (two at least).';

create function private.drop_guide(p_guide uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  g private.guides := private.require_guide(p_guide);
begin
  delete from private.guide_versions v where v.guide_id = g.id and v.state <> 'published'
    and (v.editor_id = (select private.uid()) or private.keeps_guides());
  if not found then perform private.refuse('not_found', 'guide'); end if;
  delete from private.guides x where x.id = g.id and x.published_id is null;
end
$$;
create function public.drop_guide(p_guide uuid) returns void
language sql volatile set search_path = '' as $$ select private.drop_guide(p_guide) $$;
comment on function public.drop_guide(uuid) is
  'Throws away the version that is being written, and the guide with it when none was published. By its editor, a moderator or a coordinator. Refuses forbidden: sign_in; not_found.';

-- The second pair of eyes --------------------------------------------------------------------------------

create function private.review_guide(p_guide uuid, p_base integer, p_publish boolean, p_note text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  g private.guides := private.require_guide(p_guide);
  v private.guide_versions;
  v_note text;
begin
  if not private.reviews_guides(g.direction) then perform private.refuse('not_found', 'guide'); end if;
  select * into v from private.guide_versions x where x.guide_id = g.id and x.state = 'review';
  if v.id is null or v.revision is distinct from p_base then perform private.refuse('conflict', 'reviewed'); end if;
  if v.editor_id = (select private.uid()) then perform private.refuse('forbidden', 'own_guide'); end if;
  if length(p_note) > 4000 then perform private.refuse('invalid', 'note'); end if;
  v_note := private.clean_text(p_note);
  if length(v_note) > 1000 or not coalesce(p_publish, false) and length(v_note) < 5 then perform private.refuse('invalid', 'note'); end if;
  if coalesce(p_publish, false) then
    if (select count(*) from private.guide_steps s join public.answers a on a.id = s.answer_id join public.questions q on q.id = a.question_id
        where s.version_id = v.id and a.withdrawn_at is null and q.withdrawn_at is null) < 2 then
      perform private.refuse('conflict', 'few_steps');
    end if;
    update private.guide_versions x set state = 'published' where x.id = v.id;
    perform private.settle_guide(g.id, v.id);
  else
    update private.guide_versions x set state = 'draft' where x.id = v.id;
  end if;
  insert into private.guide_events (guide_id, number, actor_id, what, note)
  values (g.id, v.number, private.uid(), case when p_publish then 'published' else 'returned' end, v_note);
end
$$;

create function private.settle_guide(p_guide uuid, p_version uuid) returns void
language sql volatile security definer set search_path = '' as $$
  update private.guide_steps s set answer_revision = a.revision from public.answers a where a.id = s.answer_id and s.version_id = p_version;
  update private.guides g set published_id = p_version, checked_at = now() where g.id = p_guide;
$$;
comment on function private.settle_guide(uuid, uuid) is 'A second person found this version right as it reads now. Granted to nobody.';

create function public.review_guide(p_guide uuid, p_base integer, p_publish boolean, p_note text) returns void
language sql volatile set search_path = '' as $$ select private.review_guide(p_guide, p_base, p_publish, p_note) $$;
comment on function public.review_guide(uuid, integer, boolean, text) is
  'Publishes a version that was sent, or returns it with a note. By a reviewer who did not write it, at the revision that was read. Refuses forbidden: sign_in, own_guide; not_found; conflict: reviewed (somebody was first, or it was changed), few_steps; invalid: note.';

create function private.check_guide(p_guide uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  g private.guides := private.require_guide(p_guide);
  v private.guide_versions;
begin
  select * into v from private.guide_versions x where x.id = g.published_id;
  if v.id is null or g.withdrawn_at is not null or not private.reviews_guides(g.direction) then perform private.refuse('not_found', 'guide'); end if;
  if v.editor_id = (select private.uid()) then perform private.refuse('forbidden', 'own_guide'); end if;
  perform private.settle_guide(g.id, v.id);
  insert into private.guide_events (guide_id, number, actor_id, what) values (g.id, v.number, private.uid(), 'checked');
end
$$;
create function public.check_guide(p_guide uuid) returns void
language sql volatile set search_path = '' as $$ select private.check_guide(p_guide) $$;
comment on function public.check_guide(uuid) is
  'Says that a published guide still holds, with its answers as they read today; its twelve months begin anew. By a reviewer who did not write it. Refuses forbidden: sign_in, own_guide; not_found.';

create function private.withdraw_guide(p_guide uuid, p_away boolean) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  g private.guides := private.require_guide(p_guide);
begin
  if g.published_id is null or not private.keeps_guides() then perform private.refuse('not_found', 'guide'); end if;
  if p_away is null or p_away = (g.withdrawn_at is not null) then return; end if;
  update private.guides x set withdrawn_at = case when p_away then now() end where x.id = g.id;
  insert into private.guide_events (guide_id, number, actor_id, what)
  select g.id, v.number, private.uid(), case when p_away then 'withdrawn' else 'given_back' end
  from private.guide_versions v where v.id = g.published_id;
  perform private.audit(case when p_away then 'withdraw_guide' else 'give_guide_back' end, 'guide', g.id);
end
$$;
create function public.withdraw_guide(p_guide uuid, p_away boolean) returns void
language sql volatile set search_path = '' as $$ select private.withdraw_guide(p_guide, p_away) $$;
comment on function public.withdraw_guide(uuid, boolean) is 'Takes a published guide away from readers, or gives it back. By moderators and coordinators. Refuses forbidden: sign_in; not_found.';

grant execute on function
  private.start_guide(uuid, text, text, text), public.start_guide(uuid, text, text, text),
  private.edit_guide(uuid), public.edit_guide(uuid),
  private.save_guide(uuid, integer, text, text, jsonb), public.save_guide(uuid, integer, text, text, jsonb),
  private.send_guide(uuid, integer), public.send_guide(uuid, integer),
  private.drop_guide(uuid), public.drop_guide(uuid),
  private.review_guide(uuid, integer, boolean, text), public.review_guide(uuid, integer, boolean, text),
  private.check_guide(uuid), public.check_guide(uuid),
  private.withdraw_guide(uuid, boolean), public.withdraw_guide(uuid, boolean) to authenticated;

-- Leaving ------------------------------------------------------------------------------------------------

create function private.drop_drafts_of_gone() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from private.guide_versions v where v.editor_id = old.id and v.state <> 'published';
  delete from private.guides g where g.author_id = old.id and g.published_id is null;
  return old;
end
$$;
comment on function private.drop_drafts_of_gone() is 'What nobody else has read goes with its author.';
create trigger accounts_drop_drafts before delete on public.accounts for each row execute function private.drop_drafts_of_gone();

create function private.erase_collections(p_account uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  update private.guide_events e set note = '' where e.actor_id = p_account;
  update private.guides g set published_id = (
      select v.id from private.guide_versions v
      where v.guide_id = g.id and v.state = 'published' and v.editor_id is distinct from p_account order by v.number desc limit 1)
  where g.author_id is distinct from p_account
    and g.published_id in (select v.id from private.guide_versions v where v.editor_id = p_account);
  delete from private.guides g where g.author_id = p_account;
  delete from private.guide_versions v where v.editor_id = p_account;
end
$$;
comment on function private.erase_collections(uuid) is
  'Takes an account''s words out of the guides: its own guides go, in those of others the version before it is read again. The answers stay with their questions. Granted to nobody.';

create function private.export_collections(p_account uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_strip_nulls(jsonb_build_object(
    'guides', (
      select jsonb_agg(jsonb_build_object('title', v.title, 'intro', v.intro, 'locale', g.locale, 'direction', g.direction,
        'version', v.number, 'state', v.state, 'created_at', v.created_at,
        'steps', (select jsonb_agg(jsonb_build_object('heading', s.heading, 'note', s.note) order by s.position)
          from private.guide_steps s where s.version_id = v.id)) order by v.id)
      from private.guide_versions v join private.guides g on g.id = v.guide_id where v.editor_id = p_account),
    'guide_acts', (
      select jsonb_agg(jsonb_build_object('what', e.what, 'note', e.note, 'version', e.number, 'created_at', e.created_at) order by e.id)
      from private.guide_events e where e.actor_id = p_account)))
$$;
comment on function private.export_collections(uuid) is 'What an account wrote and decided in guides: {guides, guide_acts}. Granted to nobody.';
