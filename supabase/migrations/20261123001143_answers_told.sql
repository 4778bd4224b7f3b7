-- Whoever asked a question is told that it was answered.

insert into private.message_purposes (purpose, urgent, topic, path, digest) values
  ('question_answered', false, 'answers', '/questions/{subject}', true);
insert into private.mail_texts (key, locale, subject, body) values
  ('question_answered', 'kk', 'Жалғас: сұрағыңызға жауап келді',
    E'Сәлеметсіз бе!\n\n«{title}» деген сұрағыңызға бір түлек жауап жазды.{link}'),
  ('question_answered', 'ru', 'Jalgas: на ваш вопрос ответили',
    E'Здравствуйте!\n\nНа ваш вопрос «{title}» написали ответ.{link}'),
  ('question_answered', 'en', 'Jalgas: your question was answered',
    E'Hello!\n\nSomebody has answered your question “{title}”.{link}');

create function private.tell_of_answer(p_answer uuid) returns void
language sql volatile security definer set search_path = '' as $$
  insert into private.outbox (person_id, contact_point_id, channel, to_address, purpose, occasion, locale, subject, body, state)
  select a.person_id, w.contact_point_id, coalesce(w.channel, 'email'), coalesce(w.address, ''), 'question_answered',
    q.id || ':' || r.id, a.locale, t.subject,
    replace(replace(t.body,
      '{link}', coalesce(E'\n\n' || s.value || '/' || a.locale || '/questions/' || q.id, '')),
      '{title}', q.title),
    case when w.address is null then 'app' else 'queued' end
  from public.answers r
  join public.questions q on q.id = r.question_id and q.author_id is distinct from r.author_id
  join public.accounts a on a.id = q.author_id and a.person_id is not null
  join private.mail_texts t on t.key = 'question_answered' and t.locale = a.locale
  left join private.ways w on w.person_id = a.person_id
  left join private.settings s on s.key = 'site_url'
  where r.id = p_answer
  on conflict do nothing
$$;
comment on function private.tell_of_answer(uuid) is 'Tells the author of the question, unless they answered themselves. Quotes their own title and nothing of the answer: what others write is never mailed. Granted to nobody.';

create or replace function private.post_answer(p_key uuid, p_question uuid, p_body text, p_locale text)
returns uuid language plpgsql volatile security definer set search_path = '' as $$
declare
  v_author uuid := private.require_alumnus();
  v_id uuid;
begin
  -- The question's lock also keeps the same form, sent twice at once, from counting twice.
  perform from public.questions q where q.id = p_question for no key update;
  if not found then perform private.refuse('not_found', 'question'); end if;
  select a.id into v_id from public.answers a where a.author_id = v_author and a.idempotency_key = p_key;
  if v_id is not null then return v_id; end if;
  if length(btrim(coalesce(p_body, ''))) not between 2 and 10000 then perform private.refuse('invalid', 'body'); end if;
  if p_locale is null or p_locale not in ('kk', 'ru', 'en') then perform private.refuse('invalid', 'locale'); end if;
  if (select count(*) from public.answers a
      where a.author_id = v_author and a.created_at > now() - interval '1 hour') >= 40 then
    perform private.refuse('too_many', '3600');
  end if;
  insert into public.answers (question_id, author_id, body, locale, idempotency_key)
  values (p_question, v_author, btrim(p_body), p_locale, p_key) returning id into v_id;
  update public.questions set answer_count = answer_count + 1 where id = p_question;
  perform private.tell_of_answer(v_id);
  return v_id;
end
$$;
