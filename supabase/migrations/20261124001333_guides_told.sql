-- Whoever wrote a guide is told what the second reader made of it; and the desk says how long guides wait.

insert into private.message_purposes (purpose, urgent, topic, path, digest) values
  ('guide_published', false, 'answers', '/guides/{subject}', true),
  ('guide_returned', false, 'answers', '/guides/{subject}/edit', true);
insert into private.mail_texts (key, locale, subject, body) values
  ('guide_published', 'kk', 'Жалғас: нұсқаулығыңыз жарияланды',
    E'Сәлеметсіз бе!\n\n«{title}» нұсқаулығын екінші оқырман қарап шықты, енді оны барлығы оқи алады. Еңбегіңізге рақмет!{link}'),
  ('guide_published', 'ru', 'Jalgas: ваша инструкция опубликована',
    E'Здравствуйте!\n\nВторой читатель проверил инструкцию «{title}», теперь её видят все. Спасибо за труд!{link}'),
  ('guide_published', 'en', 'Jalgas: your guide is published',
    E'Hello!\n\nA second reader has looked over “{title}”, and everybody can read it now. Thank you for your work!{link}'),
  ('guide_returned', 'kk', 'Жалғас: нұсқаулығыңызды аздап толықтыру керек',
    E'Сәлеметсіз бе!\n\nЕкінші оқырман «{title}» нұсқаулығын қарап, пікірін жазды. Не жетпейтіні нұсқаулықтың бетінде тұр. Толықтырып, қайта жіберсеңіз болғаны.{link}'),
  ('guide_returned', 'ru', 'Jalgas: вашу инструкцию нужно немного дополнить',
    E'Здравствуйте!\n\nВторой читатель посмотрел инструкцию «{title}» и написал, чего не хватает. Его слова на странице инструкции. Дополните её и отправьте снова.{link}'),
  ('guide_returned', 'en', 'Jalgas: your guide needs a little more',
    E'Hello!\n\nA second reader has looked at “{title}” and wrote what is missing; the words stand on its page. Mend it and send it again.{link}');

create function private.tell_of_guide() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into private.outbox (person_id, contact_point_id, channel, to_address, purpose, occasion, locale, subject, body, state)
  select a.person_id, w.contact_point_id, coalesce(w.channel, 'email'), coalesce(w.address, d.address), u.purpose,
    new.guide_id || ':' || new.id, a.locale, t.subject,
    replace(replace(t.body, '{title}', v.title),
      '{link}', coalesce(E'\n\n' || private.site_url() || '/' || a.locale || private.notice_path(u.path, new.guide_id::text), '')),
    case when coalesce(w.address, d.address) = '' then 'app' else 'queued' end
  from private.guide_versions v
  join public.accounts a on a.id = v.editor_id and a.id is distinct from new.actor_id
  join private.message_purposes u on u.purpose = 'guide_' || new.what
  join private.mail_texts t on t.key = u.purpose and t.locale = a.locale
  left join private.ways w on w.person_id = a.person_id
  -- Staff have no record: the address they sign in with is their way.
  cross join lateral (select case when a.person_id is null then coalesce((
    select x.email from auth.users x where x.id = a.id), '') else '' end as address) d
  where v.guide_id = new.guide_id and v.number = new.number
  on conflict do nothing;
  return null;
end
$$;
comment on function private.tell_of_guide() is 'Quotes the writer''s own title, and never what the second reader wrote.';
create trigger guide_events_tell after insert on private.guide_events for each row
  when (new.what in ('published', 'returned')) execute function private.tell_of_guide();

create function private.guide_waits_since(p_guide uuid, p_number integer) returns timestamptz
language sql stable security definer set search_path = '' as $$
  select max(e.created_at) from private.guide_events e
  where e.guide_id = p_guide and e.number = p_number and e.what = 'sent'
$$;
comment on function private.guide_waits_since(uuid, integer) is 'When a version was last sent to a second reader. Granted to nobody.';

create or replace function private.read_guide_desk() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'directions', coalesce((
      select jsonb_agg(jsonb_build_object('code', d.code, 'name', jsonb_build_object('kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en)) order by d.position)
      from public.directions d where private.writes_guides(d.code)), '[]'),
    'mine', coalesce((
      select jsonb_agg(private.guide_card(g, v) || jsonb_build_object('state', v.state,
        'waitsSince', case v.state when 'review' then private.guide_waits_since(g.id, v.number) end) order by v.id desc)
      from private.guide_versions v join private.guides g on g.id = v.guide_id
      where v.editor_id = me.id and v.state <> 'published' and private.writes_guides(g.direction)), '[]'),
    'waiting', coalesce((
      select jsonb_agg(private.guide_card(g, v) || jsonb_build_object('waitsSince', s.since) order by s.since, v.id)
      from (select * from private.guide_versions w where w.state = 'review' order by w.created_at limit 50) v
      join private.guides g on g.id = v.guide_id
      cross join lateral (select private.guide_waits_since(g.id, v.number) as since) s
      where v.editor_id is distinct from me.id and private.reviews_guides(g.direction)), '[]'),
    'stale', coalesce((
      select jsonb_agg(private.guide_card(g, v) order by g.checked_at)
      from private.guides g join private.guide_versions v on v.id = g.published_id
      where g.withdrawn_at is null and (private.writes_guides(g.direction) or private.reviews_guides(g.direction))
        and (g.checked_at < now() - interval '12 months' or exists (
          select from private.guide_steps s join public.answers a on a.id = s.answer_id join public.questions q on q.id = a.question_id
          where s.version_id = v.id and (a.revision <> s.answer_revision or a.withdrawn_at is not null or q.withdrawn_at is not null)))), '[]'))
  from (select private.uid() as id offset 0) me where me.id is not null
$$;
comment on function public.page_guide_desk() is
  'What waits for those who make guides: {viewer, directions: where the caller may write, mine: being written, waiting: for the caller''s eyes, longest first, stale: over a year old, or with a step that changed or went since}; mine and waiting say waitsSince.';
