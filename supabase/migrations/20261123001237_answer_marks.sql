-- What became of an advice: it worked for others too, or it no longer holds.

create table public.answer_marks (
  id uuid primary key default private.uuid_v7(),
  answer_id uuid not null references public.answers (id) on delete cascade,
  account_id uuid references public.accounts (id) on delete set null,
  kind text not null check (kind in ('worked', 'outdated')),
  note text check (note is null or (length(btrim(note)) between 2 and 300 and kind = 'outdated')),
  created_at timestamptz not null default now(),
  unique (account_id, answer_id, kind)
);
alter table public.answer_marks enable row level security;
create index answer_marks_answer_id_idx on public.answer_marks (answer_id, kind, id desc);
create index answer_marks_account_id_idx on public.answer_marks (account_id, created_at desc);
create policy answer_marks_read on public.answer_marks for select to authenticated
  using (account_id = (select private.uid()));
grant select (id, answer_id, kind, note, created_at) on public.answer_marks to authenticated;
comment on table public.answer_marks is '"This worked for me too" and "this is outdated", once a person, answer and kind. Moves no reputation. Counted for everybody on the page; rows are seen by their own account alone.';
comment on column public.answer_marks.account_id is 'Null when the account is gone: the mark counts on without a name.';
comment on column public.answer_marks.note is 'What has changed, for an outdated answer.';

create function private.forget_note() returns trigger
language plpgsql volatile set search_path = '' as $$
begin
  new.note := null;
  return new;
end
$$;
comment on function private.forget_note() is 'Who leaves takes the words along; the mark is counted on.';
create trigger answer_marks_forget before update of account_id on public.answer_marks
  for each row when (new.account_id is null) execute function private.forget_note();

create function private.marks_of(p_answer uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_outdated integer := (
    select count(*) from (select from public.answer_marks k where k.answer_id = p_answer and k.kind = 'outdated' limit 1000) n);
begin
  return jsonb_build_object(
    'worked', (select count(*) from (select from public.answer_marks k where k.answer_id = p_answer and k.kind = 'worked' limit 1000) n),
    -- One voice may err, or mean harm.
    'outdated', case when v_outdated >= 2 then v_outdated else 0 end,
    'notes', case when v_outdated >= 2 then coalesce((
      select jsonb_agg(n.note) from (
        select k.note from public.answer_marks k
        where k.answer_id = p_answer and k.kind = 'outdated' and k.note is not null order by k.id desc limit 3) n), '[]') else '[]' end,
    'mine', coalesce((
      select jsonb_agg(k.kind) from public.answer_marks k
      where k.answer_id = p_answer and k.account_id = (select private.uid())), '[]'));
end
$$;
comment on function private.marks_of(uuid) is
  'What became of an answer: {worked, outdated, notes, mine}, counted to 1 000. outdated is 0 and notes are empty until two people say so. Granted to nobody.';

create function private.mark_answer(p_answer uuid, p_kind text, p_on boolean, p_note text) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := private.require_alumnus();
  v_answer public.answers;
  v_note text := nullif(private.clean_text(left(p_note, 2000)), '');
begin
  select * into v_answer from public.answers a where a.id = p_answer;
  if v_answer.id is null or (private.post_question(p_answer)).id is null then perform private.refuse('not_found', 'answer'); end if;
  if p_kind is null or p_kind not in ('worked', 'outdated') or p_on is null then perform private.refuse('invalid', 'kind'); end if;
  if not p_on then
    delete from public.answer_marks k where k.answer_id = p_answer and k.account_id = v_me and k.kind = p_kind;
    return v_answer.question_id;
  end if;
  if p_kind = 'worked' and v_answer.author_id = v_me then perform private.refuse('forbidden', 'own_post'); end if;
  if length(v_note) not between 2 and 300 then perform private.refuse('invalid', 'note'); end if;
  if (select count(*) from public.answer_marks k
      where k.account_id = v_me and k.created_at > now() - interval '1 hour') >= 60 then
    perform private.refuse('too_many', '3600');
  end if;
  insert into public.answer_marks (answer_id, account_id, kind, note)
  values (p_answer, v_me, p_kind, case when p_kind = 'outdated' then v_note end)
  on conflict (account_id, answer_id, kind) do update set note = excluded.note;
  return v_answer.question_id;
end
$$;
create function public.mark_answer(p_answer uuid, p_kind text, p_on boolean, p_note text default null) returns uuid
language sql volatile set search_path = '' as $$ select private.mark_answer(p_answer, p_kind, p_on, p_note) $$;
comment on function public.mark_answer(uuid, text, boolean, text) is
  'Says that an answer worked for oneself too, or is outdated (p_kind: worked, outdated; p_note: what changed), or takes that back. Returns the question. At most 60 an hour. Refuses forbidden: sign_in, record, own_post; not_found; invalid: kind, note; too_many.';
grant execute on function private.mark_answer(uuid, text, boolean, text), public.mark_answer(uuid, text, boolean, text) to authenticated;
