-- What waits for a moderator since it was written: a first post with a link, and words of a list.

create table private.held_words (
  id uuid primary key default private.uuid_v7(),
  word text not null check (length(word) between 2 and 60),
  folded text not null check (length(folded) >= 2),
  is_stem boolean not null,
  locale text not null check (locale in ('kk', 'ru')),
  added_by uuid references public.accounts (id) on delete set null,
  created_at timestamptz not null default now(),
  unique (folded, is_stem)
);
alter table private.held_words enable row level security;
create index held_words_added_by_idx on private.held_words (added_by);
comment on table private.held_words is 'Words and phrases that make a post wait for a moderator. They judge nobody: a person looks, and most of such posts may stand.';
comment on column private.held_words.folded is 'In the spelling of private.fold: Kazakh letters, Latin letters and doubled ones make no difference.';
comment on column private.held_words.is_stem is 'Written with * at its end: any ending may follow.';

insert into private.held_words (word, folded, is_stem, locale)
select w.word, private.fold(rtrim(w.word, '*')), w.word like '%*', w.locale
from (
  select unnest(array['блядь', 'бляди', 'блядск*', 'ебать', 'ебан*', 'ебал*', 'заеб*', 'долбоеб*', 'пизд*', 'хуй', 'хуйн*', 'хуев*', 'нахуй', 'пидор*', 'пидар*',
    'мудак*', 'гандон*', 'шлюх*', 'сука', 'суки', 'мразь', 'мрази', 'чмо', 'ублюд*', 'дебил*', 'идиот*', 'урод', 'уроды', 'тварь',
    'быстрый заработок', 'легкий заработок', 'легкие деньги', 'доход без вложений', 'гарантированный доход', 'пассивный доход', 'онлайн казино', 'казино',
    'ставки на спорт', '1xbet', 'займ без отказа', 'кредит без отказа', 'код из смс', 'cvv', 'закиньте деньги', 'переведите на карту', 'интим услуги']) as word, 'ru' as locale
  union all
  select unnest(array['ақымақ*', 'оңбаған*', 'сұмырай*', 'малғұн*', 'нақұрыс*', 'топас', 'топассың', 'қотақ*', 'көтің*', 'көтіңді', 'амыңды', 'шешеңді', 'сігейін', 'сігіл*', 'жәлеп*',
    'жезөкше*', 'қаншық*', 'арамза*', 'жеңіл ақша', 'оңай ақша', 'тез табыс', 'жеңіл табыс', 'салымсыз табыс', 'кепілді табыс', 'онлайн казино',
    'бәс тігу', 'смс код*', 'карта нөмір*', 'ақша аударыңыз', 'картаға аударыңыз', 'кепілсіз несие']), 'kk') w
on conflict do nothing;

create function private.hold_reason(p_author uuid, p_post uuid, p_text text) returns text
language plpgsql stable security definer set search_path = '' as $$
declare
  v_folded text := ' ' || private.fold(p_text) || ' ';
begin
  if exists (select from private.staff_roles r where r.account_id = p_author and r.revoked_at is null and r.role in ('moderator', 'coordinator', 'officer')) then return null; end if;
  if exists (
    select from private.held_words w where strpos(v_folded, ' ' || w.folded || case when w.is_stem then '' else ' ' end) > 0) then return 'words'; end if;
  if p_text ~* '(https?:|www\.|\m(t|wa)\.me/|[a-z0-9]\.(kz|ru|com|org|net|info|biz|top|xyz|site|online|shop|link|click)\M)'
    and not exists (select from public.questions q where q.author_id = p_author and q.id <> p_post and q.withdrawn_at is null)
    and not exists (select from public.answers a where a.author_id = p_author and a.id <> p_post and a.withdrawn_at is null)
    and not exists (select from public.post_comments c where c.author_id = p_author and c.id <> p_post and c.withdrawn_at is null) then return 'link'; end if;
  return null;
end
$$;
comment on function private.hold_reason(uuid, uuid, text) is 'Why a text has to wait: words (of the list), link (in the first post of somebody), or null. Staff wait for nobody. Granted to nobody.';

create function private.hold_for_review() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_text text := case tg_table_name when 'questions' then concat_ws(E'\n', to_jsonb(new) ->> 'title', new.body) else new.body end;
begin
  -- Only what people write themselves: seeds and imports were read before.
  if private.uid() is distinct from new.author_id or new.withdrawn_at is not null then return new; end if;
  if private.hold_reason(new.author_id, new.id, v_text) is not null then
    new.withdrawn_at := now();
    new.withdrawn_for := 'held';
  end if;
  return new;
end
$$;
comment on function private.hold_for_review() is 'A text that has to wait is nobody''s but its author''s from its first moment.';
create trigger questions_hold before insert on public.questions for each row when (new.author_id is not null) execute function private.hold_for_review();
create trigger answers_hold before insert on public.answers for each row when (new.author_id is not null) execute function private.hold_for_review();
create trigger post_comments_hold before insert on public.post_comments for each row when (new.author_id is not null) execute function private.hold_for_review();

create function private.refuse_on_withdrawn() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  if private.uid() is not null and exists (select from public.questions q where q.id = new.question_id and q.withdrawn_at is not null) then
    perform private.refuse('not_found', 'question');
  end if;
  return new;
end
$$;
comment on function private.refuse_on_withdrawn() is 'Nobody answers what nobody sees.';
create trigger answers_need_question before insert on public.answers for each row execute function private.refuse_on_withdrawn();

create function private.queue_held(p_post uuid, p_why text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  p record;
begin
  select * into p from private.any_post(p_post);
  perform private.log_moderation('held', private.open_case(p_post, p_why), p.post_author, (p.question).region_code, p.locale, p_why, null);
end
$$;
comment on function private.queue_held(uuid, text) is 'A text that waits joins the queue. Granted to nobody.';

create function private.queue_new() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform private.queue_held(new.id, private.hold_reason(new.author_id, new.id,
    case tg_table_name when 'questions' then concat_ws(E'\n', to_jsonb(new) ->> 'title', new.body) else new.body end));
  return null;
end
$$;
create trigger questions_queue_held after insert on public.questions for each row when (new.withdrawn_for = 'held') execute function private.queue_new();
create trigger answers_queue_held after insert on public.answers for each row when (new.withdrawn_for = 'held') execute function private.queue_new();
create trigger post_comments_queue_held after insert on public.post_comments for each row when (new.withdrawn_for = 'held') execute function private.queue_new();

create function private.hush_held() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
declare
  p record;
begin
  select * into p from private.any_post(new.id);
  if p.id is null then return null; end if;
  if tg_table_name = 'answers' then
    update public.questions q set answer_count = (
      select count(*) from public.answers a where a.question_id = q.id and a.withdrawn_at is null)
    where q.id = (p.question).id;
  end if;
  -- Whom it would have been told to hears of it when a moderator lets it stand.
  delete from public.notices n using private.outbox o
  where n.outbox_id = o.id and o.created_at = now() and o.purpose in ('question_answered', 'post_commented') and o.occasion like (p.question).id || ':%';
  delete from private.outbox o
  where o.created_at = now() and o.purpose in ('question_answered', 'post_commented') and o.occasion like (p.question).id || ':%';
  return null;
end
$$;
comment on function private.hush_held() is 'At the end of the transaction: a text that waits is counted nowhere and told to nobody, whatever its way in did after writing it.';
create constraint trigger answers_hush_held after insert on public.answers deferrable initially deferred
  for each row when (new.withdrawn_for = 'held') execute function private.hush_held();
create constraint trigger post_comments_hush_held after insert on public.post_comments deferrable initially deferred
  for each row when (new.withdrawn_for = 'held') execute function private.hush_held();

create function private.hold_edited() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_kind text := case tg_table_name when 'questions' then 'question' else 'answer' end;
  v_text text := case tg_table_name when 'questions' then concat_ws(E'\n', to_jsonb(new) ->> 'title', new.body) else new.body end;
  v_why text;
begin
  if private.uid() is null then return null; end if;
  v_why := private.hold_reason(private.uid(), new.id, v_text);
  if v_why is null then return null; end if;
  perform private.hide_post(v_kind, new.id, 'held');
  perform private.queue_held(new.id, v_why);
  return null;
end
$$;
create trigger questions_hold_edited after update of title, body on public.questions for each row
  when (new.revision > old.revision and new.withdrawn_at is null) execute function private.hold_edited();
create trigger answers_hold_edited after update of body on public.answers for each row
  when (new.revision > old.revision and new.withdrawn_at is null) execute function private.hold_edited();

-- A reader's own that others do not see: few, and looked for on every page of a question.
create index questions_withdrawn_idx on public.questions (author_id, id desc) where withdrawn_for is not null;
create index answers_withdrawn_idx on public.answers (author_id, id desc) where withdrawn_for is not null;
create index post_comments_withdrawn_idx on public.post_comments (author_id, id desc) where withdrawn_for is not null;

-- The list -----------------------------------------------------------------------------------------

create function private.add_held_word(p_word text, p_locale text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_word text := lower(private.clean_line(left(p_word, 500)));
  v_folded text := private.fold(rtrim(v_word, '* '));
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if not private.has_role('coordinator') then perform private.refuse('not_found'); end if;
  -- Two letters with any ending would hold half of what is written.
  if length(v_word) not between 2 and 60 or length(v_folded) < (case when v_word like '%*' then 3 else 2 end) then perform private.refuse('invalid', 'word'); end if;
  if p_locale is null or p_locale not in ('kk', 'ru') then perform private.refuse('invalid', 'locale'); end if;
  insert into private.held_words (word, folded, is_stem, locale, added_by)
  values (v_word, v_folded, v_word like '%*', p_locale, private.uid()) on conflict (folded, is_stem) do nothing;
  if found then perform private.log_moderation('word_added', null, null, null, p_locale, null, v_word); end if;
end
$$;
create function public.add_held_word(p_word text, p_locale text) returns void
language sql volatile set search_path = '' as $$ select private.add_held_word(p_word, p_locale) $$;
comment on function public.add_held_word(text, text) is 'A coordinator adds a word or a phrase (with * at the end: any ending) to the list; again it does nothing. Refuses forbidden sign_in; not_found; invalid word, locale.';

create function private.remove_held_word(p_id uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  w private.held_words;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if private.has_role('coordinator') then delete from private.held_words x where x.id = p_id returning * into w; end if;
  if w.id is null then perform private.refuse('not_found'); end if;
  perform private.log_moderation('word_removed', null, null, null, w.locale, null, w.word);
end
$$;
create function public.remove_held_word(p_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.remove_held_word(p_id) $$;
comment on function public.remove_held_word(uuid) is 'A coordinator takes a word off the list. Refuses forbidden sign_in; not_found.';

create function private.list_held_words() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('words', coalesce((
    select jsonb_agg(jsonb_build_object('id', w.id, 'word', w.word, 'locale', w.locale) order by w.locale, w.word) from private.held_words w), '[]'))
  where private.has_role('coordinator')
$$;
create function public.page_held_words() returns jsonb
language sql stable set search_path = '' as $$
  select case when private.viewer() is null then '{"viewer": null}'::jsonb
    when found.page is not null then jsonb_build_object('viewer', private.viewer()) || found.page end
  from (select private.list_held_words() as page offset 0) found
$$;
comment on function public.page_held_words() is 'The list of words, for coordinators: {viewer, words: [{id, word, locale}]}.';
grant execute on function private.add_held_word(text, text), public.add_held_word(text, text),
  private.remove_held_word(uuid), public.remove_held_word(uuid) to authenticated;
grant execute on function private.list_held_words(), public.page_held_words() to anon, authenticated;
