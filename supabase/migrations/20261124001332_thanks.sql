-- Thanks from the asker: one press beneath the answer, one of a few fixed sentences, told to whoever answered.
-- No words of one's own: what is said to one person needs nobody to look after it.

create table private.answer_thanks (
  answer_id uuid primary key references public.answers (id) on delete cascade,
  account_id uuid not null references public.accounts (id) on delete cascade,
  kind text not null check (kind in ('time', 'worked', 'clear')),
  created_at timestamptz not null default now()
);
create index answer_thanks_account_id_idx on private.answer_thanks (account_id);
alter table private.answer_thanks enable row level security;
comment on table private.answer_thanks is 'That the asker thanked for an answer, and how: for the time, because it worked, because it was clear. Moves no points. Goes with the account of the asker, or with the answer.';

insert into private.message_purposes (purpose, urgent, topic, path, digest) values
  ('answer_thanked', false, 'answers', '/questions/{subject}', true);
insert into private.mail_texts (key, locale, subject, body) values
  ('answer_thanked', 'kk', 'Жалғас: сізге рақмет айтты',
    E'Сәлеметсіз бе!\n\nСұрақ қойған адам жауабыңызға рақмет айтты. Тәжірибеңізбен бөліскеніңіз біреуге дер кезінде көмектесті.{link}'),
  ('answer_thanked', 'ru', 'Jalgas: вам сказали спасибо',
    E'Здравствуйте!\n\nАвтор вопроса благодарит вас за ответ. Ваш опыт помог человеку вовремя.{link}'),
  ('answer_thanked', 'en', 'Jalgas: somebody says thank you',
    E'Hello!\n\nWhoever asked the question thanks you for your answer. What you know helped somebody in time.{link}');

create function private.tell_of_thanks(p_answer uuid) returns void
language sql volatile security definer set search_path = '' as $$
  insert into private.outbox (person_id, contact_point_id, channel, to_address, purpose, occasion, locale, subject, body, state)
  select a.person_id, w.contact_point_id, coalesce(w.channel, 'email'), coalesce(w.address, ''), 'answer_thanked',
    q.id || ':' || r.id, a.locale, t.subject,
    replace(t.body, '{link}', coalesce(E'\n\n' || private.site_url() || '/' || a.locale || '/questions/' || q.id, '')),
    case when w.address is null then 'app' else 'queued' end
  from public.answers r
  join public.questions q on q.id = r.question_id
  join public.accounts a on a.id = r.author_id and a.person_id is not null
  join private.mail_texts t on t.key = 'answer_thanked' and t.locale = a.locale
  left join private.ways w on w.person_id = a.person_id
  -- A block silences both; on a nameless question silence would name the asker.
  where r.id = p_answer and (q.is_anonymous or not private.are_apart(a.id, q.author_id))
  on conflict do nothing
$$;
comment on function private.tell_of_thanks(uuid) is 'Tells whoever answered, once an answer. Granted to nobody.';

create function private.thank_answer(p_answer uuid, p_kind text) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := private.require_alumnus();
  v_answer public.answers;
  v_question public.questions;
begin
  v_question := private.post_question(p_answer);
  select * into v_answer from public.answers a where a.id = p_answer for key share;
  if v_answer.id is null or v_question.id is null then perform private.refuse('not_found', 'answer'); end if;
  if v_question.author_id is distinct from v_me then perform private.refuse('forbidden', 'not_asker'); end if;
  if v_answer.author_id = v_me then perform private.refuse('forbidden', 'own_post'); end if;
  if p_kind not in ('time', 'worked', 'clear') then perform private.refuse('invalid', 'kind'); end if;
  if p_kind is null then
    delete from private.answer_thanks t where t.answer_id = p_answer;
    return v_question.id;
  end if;
  insert into private.answer_thanks as t (answer_id, account_id, kind) values (p_answer, v_me, p_kind)
  on conflict (answer_id) do update set kind = excluded.kind, account_id = excluded.account_id;
  perform private.tell_of_thanks(p_answer);
  return v_question.id;
end
$$;
create function public.thank_answer(p_answer uuid, p_kind text) returns uuid
language sql volatile set search_path = '' as $$ select private.thank_answer(p_answer, p_kind) $$;
comment on function public.thank_answer(uuid, text) is
  'The asker thanks for an answer (p_kind: time, worked, clear), in other words, or takes it back (null); returns the question. The first time it is told. Refuses forbidden: sign_in, record, suspended, not_asker, own_post; not_found; invalid: kind.';
grant execute on function private.thank_answer(uuid, text), public.thank_answer(uuid, text) to authenticated;

create function private.answer_thanked(a public.answers) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return jsonb_build_object('thanks', (select t.kind from private.answer_thanks t where t.answer_id = a.id));
end
$$;
comment on function private.answer_thanked(public.answers) is 'How the asker thanked for an answer: {thanks}, null where they did not. Granted to nobody.';
create or replace function private.answer_extras(a public.answers, q public.questions) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return private.answer_guides(a) || private.answer_thanked(a);
end
$$;

create function private.export_thanks(p_account uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_strip_nulls(jsonb_build_object('thanks', (
    select jsonb_agg(jsonb_build_object('title', q.title,
      case when t.account_id = p_account then 'thanked' else 'was_thanked' end, t.kind, 'created_at', t.created_at) order by t.created_at, t.answer_id)
    from private.answer_thanks t
    join public.answers a on a.id = t.answer_id
    join public.questions q on q.id = a.question_id
    where p_account in (t.account_id, a.author_id))))
$$;
comment on function private.export_thanks(uuid) is 'Thanks that an account gave and received: {thanks}, if any. Granted to nobody.';

create or replace function private.export_writing(p_account uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'comments', (
      select jsonb_agg(jsonb_build_object('title', (private.post_question(c.post_id)).title, 'body', c.body,
        'locale', c.locale, 'created_at', c.created_at) order by c.id)
      from public.post_comments c where c.author_id = p_account),
    'marks', (
      select jsonb_agg(jsonb_build_object('title', (private.post_question(k.answer_id)).title, 'kind', k.kind,
        'note', k.note, 'created_at', k.created_at) order by k.id)
      from public.answer_marks k where k.account_id = p_account),
    'edits', (
      select jsonb_agg(jsonb_build_object('title', coalesce(r.title, (private.post_question(r.post_id)).title),
        'body', r.body, 'created_at', r.created_at) order by r.id)
      from public.post_revisions r where r.editor_id = p_account))
    || private.export_moderation(p_account) || private.export_tags(p_account) || private.export_follows(p_account)
    || private.export_weekly(p_account) || private.export_routing(p_account) || private.export_collections(p_account)
    || private.export_duplicates(p_account) || private.export_drafts(p_account) || private.export_suggestions(p_account)
    || private.export_thanks(p_account)
$$;

-- Whose two accounts became one does not thank themselves.
create or replace function private.drop_own_dealings(p_spare uuid, p_kept uuid) returns void
language sql volatile security definer set search_path = '' as $$
  delete from public.follows f where f.account_id in (p_spare, p_kept) and f.followed_id in (p_spare, p_kept);
  delete from private.question_offers f using public.questions q
  where q.id = f.question_id and f.account_id in (p_spare, p_kept) and q.author_id in (p_spare, p_kept);
  delete from public.answer_marks k using public.answers a
  where a.id = k.answer_id and k.kind = 'worked' and k.account_id in (p_spare, p_kept) and a.author_id in (p_spare, p_kept);
  delete from private.answer_thanks t using public.answers a
  where a.id = t.answer_id and t.account_id in (p_spare, p_kept) and a.author_id in (p_spare, p_kept);
  delete from private.post_flags f using private.moderation_cases c
  where c.id = f.case_id and f.account_id in (p_spare, p_kept) and c.author_id in (p_spare, p_kept);
  delete from public.post_suggestions s
  where s.state = 'open' and s.author_id in (p_spare, p_kept)
    and coalesce((select q.author_id from public.questions q where q.id = s.question_id),
      (select a.author_id from public.answers a where a.id = s.answer_id)) in (p_spare, p_kept);
$$;
