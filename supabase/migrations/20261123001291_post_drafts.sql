-- What was begun and not sent yet: drafts of questions and answers, kept on the server.

create table public.post_drafts (
  id uuid primary key default private.uuid_v7(),
  account_id uuid not null references public.accounts (id) on delete cascade,
  key uuid not null,
  question_id uuid references public.questions (id) on delete cascade,
  fields jsonb not null check (jsonb_typeof(fields) = 'object' and octet_length(fields::text) <= 60000),
  updated_at timestamptz not null default now(),
  unique (account_id, key)
);
alter table public.post_drafts enable row level security;
create index post_drafts_account_id_idx on public.post_drafts (account_id, updated_at desc);
create index post_drafts_question_id_idx on public.post_drafts (question_id);
create index post_drafts_updated_at_idx on public.post_drafts (updated_at);
create policy post_drafts_read on public.post_drafts for select to authenticated using (account_id = (select private.uid()));
grant select (id, key, question_id, fields, updated_at) on public.post_drafts to authenticated;
comment on table public.post_drafts is 'Questions and answers as they stood in their form when its writer saved them for later; at most 20 an account, 90 days. Seen by their writer alone; written by save_draft, removed by discard_draft and by being posted.';
comment on column public.post_drafts.key is 'The idempotency key of the form: resumed in two places it still posts once.';
comment on column public.post_drafts.question_id is 'The question that is being answered; null while a question is being asked.';
comment on column public.post_drafts.fields is 'The fields of the form by name: texts, or lists of texts.';

create function private.save_draft(p_key uuid, p_question uuid, p_fields jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := private.require_alumnus();
begin
  if p_key is null then perform private.refuse('invalid', 'key'); end if;
  if p_question is not null and (private.post_question(p_question)).id is distinct from p_question then
    perform private.refuse('not_found', 'question');
  end if;
  if p_fields is null or jsonb_typeof(p_fields) <> 'object' or octet_length(p_fields::text) > 60000 then
    perform private.refuse('invalid', 'draft');
  end if;
  -- Saved in one tab after it was sent in another: there is nothing left to keep.
  if exists (select from public.questions q where q.author_id = v_me and q.idempotency_key = p_key)
    or exists (select from public.answers a where a.author_id = v_me and a.idempotency_key = p_key) then
    perform private.refuse('used', 'posted');
  end if;
  -- Counted one after the other.
  perform from public.accounts a where a.id = v_me for no key update;
  if (select count(*) from public.post_drafts d where d.account_id = v_me and d.key <> p_key) >= 20 then
    perform private.refuse('too_many', 'drafts');
  end if;
  insert into public.post_drafts as d (account_id, key, question_id, fields) values (v_me, p_key, p_question, p_fields)
  on conflict (account_id, key) do update set question_id = excluded.question_id, fields = excluded.fields, updated_at = now();
end
$$;
create function public.save_draft(p_key uuid, p_question uuid, p_fields jsonb) returns void
language sql volatile set search_path = '' as $$ select private.save_draft(p_key, p_question, p_fields) $$;
comment on function public.save_draft(uuid, uuid, jsonb) is
  'Keeps the fields of a form under its key, over what was kept before; p_question: the question it answers, null for a question of one''s own. Refuses forbidden: sign_in, record; not_found; invalid: key, draft; used: posted; too_many: drafts.';

create function private.discard_draft(p_key uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  delete from public.post_drafts d where d.account_id = private.uid() and d.key = p_key;
end
$$;
create function public.discard_draft(p_key uuid) returns void
language sql volatile set search_path = '' as $$ select private.discard_draft(p_key) $$;
comment on function public.discard_draft(uuid) is 'Removes one''s own draft; again it does nothing. Refuses forbidden: sign_in.';
grant execute on function private.save_draft(uuid, uuid, jsonb), public.save_draft(uuid, uuid, jsonb),
  private.discard_draft(uuid), public.discard_draft(uuid) to authenticated;

-- By a trigger, so that it does not matter through which door a post comes in.
create function private.end_draft() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from public.post_drafts d where d.account_id = new.author_id and d.key = new.idempotency_key;
  return null;
end
$$;
comment on function private.end_draft() is 'What is posted is no draft any more.';
create trigger questions_end_draft after insert on public.questions for each row execute function private.end_draft();
create trigger answers_end_draft after insert on public.answers for each row execute function private.end_draft();

create function private.my_drafts(p_question uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('key', d.key, 'question', d.question_id,
    'title', coalesce(q.title, d.fields ->> 'title', ''), 'body', left(coalesce(d.fields ->> 'body', ''), 160),
    'updatedAt', d.updated_at) order by d.updated_at desc), '[]')
  from public.post_drafts d left join public.questions q on q.id = d.question_id
  where d.account_id = (select private.uid()) and d.updated_at > now() - interval '90 days'
    and (d.question_id is null or q.withdrawn_at is null) and (p_question is null or d.question_id = p_question)
$$;
comment on function private.my_drafts(uuid) is 'One''s own drafts, all or those that answer one question, newest first: [{key, question, title, body, updatedAt}]; the body is its beginning. Granted to nobody.';

create function private.my_draft(p_key uuid, p_question uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select d.fields || jsonb_build_object('key', d.key)
  from public.post_drafts d
  where d.account_id = (select private.uid()) and d.key = p_key and d.question_id is not distinct from p_question
    and d.updated_at > now() - interval '90 days'
$$;
create function public.my_draft(p_key uuid, p_question uuid default null) returns jsonb
language sql stable set search_path = '' as $$ select private.my_draft(p_key, p_question) $$;
comment on function public.my_draft(uuid, uuid) is 'The fields of one''s own draft with its key, as its form takes them; null where there is none.';
grant execute on function private.my_draft(uuid, uuid), public.my_draft(uuid, uuid) to authenticated;

create function private.forget_old_drafts() returns void
language sql volatile security definer set search_path = '' as $$
  delete from public.post_drafts d where d.updated_at < now() - interval '90 days'
$$;
create function public.forget_old_drafts() returns void
language sql volatile set search_path = '' as $$ select private.forget_old_drafts() $$;
grant execute on function private.forget_old_drafts(), public.forget_old_drafts() to service_role;
comment on function private.forget_old_drafts() is 'Removes drafts that nobody touched for 90 days; for the worker.';
comment on function public.forget_old_drafts() is 'See private.forget_old_drafts; for the worker.';

create function private.own_drafts() returns jsonb
language sql stable security definer set search_path = '' as $$ select jsonb_build_object('drafts', private.my_drafts(null)) $$;
comment on function private.own_drafts() is 'All of one''s own drafts: {drafts}.';
grant execute on function private.own_drafts() to anon, authenticated;
create or replace function public.page_my_posts(p_after uuid default null) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer()) || private.my_posts(p_after) || private.own_drafts()
$$;
comment on function public.page_my_posts(uuid) is 'The page of one''s own posts: {viewer, questions, next, gone, drafts}.';

create function private.export_drafts(p_account uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_strip_nulls(jsonb_build_object('drafts', (
    select jsonb_agg(d.fields || jsonb_build_object('of', q.title, 'updated_at', d.updated_at) order by d.id)
    from public.post_drafts d left join public.questions q on q.id = d.question_id
    where d.account_id = p_account)))
$$;
comment on function private.export_drafts(uuid) is 'What an account began to write: {drafts}; empty where there is nothing. Granted to nobody.';
