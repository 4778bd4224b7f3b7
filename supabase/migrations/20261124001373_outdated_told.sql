-- An answer that two people call outdated: its author hears of it, and guides that it leads say so.

insert into private.message_purposes (purpose, urgent, topic, path, digest) values
  ('answer_outdated', false, 'answers', '/questions/{subject}', true);
insert into private.mail_texts (key, locale, subject, body) values
  ('answer_outdated', 'kk', 'Жалғас: жауабыңыз ескірген болуы мүмкін',
    E'Сәлеметсіз бе!\n\nЖауабыңызды бірнеше адам «ескірді» деп белгіледі. Баға, ереже немесе мекенжай өзгерсе, жаңартып қойсаңыз болғаны: оны әлі де оқып жүр.{link}'),
  ('answer_outdated', 'ru', 'Jalgas: ваш ответ мог устареть',
    E'Здравствуйте!\n\nНесколько человек отметили ваш ответ как устаревший. Если изменились цены, правила или адрес, поправьте его: его до сих пор читают.{link}'),
  ('answer_outdated', 'en', 'Jalgas: your answer may be outdated',
    E'Hello!\n\nSome people called your answer outdated. If prices, rules or an address have changed, please mend it: it is still being read.{link}');

create function private.tell_of_outdated() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  if (private.marks_of(new.answer_id) ->> 'outdated')::integer = 0 then return null; end if;
  insert into private.outbox (person_id, contact_point_id, channel, to_address, purpose, occasion, locale, subject, body, state)
  select a.person_id, w.contact_point_id, coalesce(w.channel, 'email'), coalesce(w.address, ''), 'answer_outdated',
    r.question_id || ':' || r.id, a.locale, t.subject,
    replace(t.body, '{link}', coalesce(E'\n\n' || private.site_url() || '/' || a.locale || '/questions/' || r.question_id, '')),
    case when w.address is null then 'app' else 'queued' end
  from public.answers r
  join public.accounts a on a.id = r.author_id and a.person_id is not null
  join private.mail_texts t on t.key = 'answer_outdated' and t.locale = a.locale
  left join private.ways w on w.person_id = a.person_id
  where r.id = new.answer_id
  on conflict do nothing;
  return null;
end
$$;
comment on function private.tell_of_outdated() is 'Tells whoever answered, once an answer, without a name and without what was noted.';
create trigger answer_marks_tell_outdated after insert on public.answer_marks for each row
  when (new.kind = 'outdated') execute function private.tell_of_outdated();

create or replace function private.guide_steps_of(p_version uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('heading', s.heading, 'note', s.note, 'answer', s.answer_id,
      'isGone', a.withdrawn_at is not null or q.withdrawn_at is not null,
      'isChanged', a.revision <> s.answer_revision)
    || case when a.withdrawn_at is null and q.withdrawn_at is null then private.post_author(a.author_id, q) || jsonb_build_object(
      'body', a.body, 'locale', a.locale, 'outdated', private.marks_of(a.id) -> 'outdated',
      'question', jsonb_build_object('id', q.id, 'title', q.title, 'locale', q.locale)) else '{}' end
    order by s.position), '[]')
  from private.guide_steps s join public.answers a on a.id = s.answer_id join public.questions q on q.id = a.question_id
  where s.version_id = p_version
$$;
comment on function private.guide_steps_of(uuid) is
  'The steps of a version: [{heading, note, answer, isGone, isChanged, and while the answer stands: body, locale, outdated, question, post_author}]. isChanged: other words than those that were found right; outdated: how many call the answer so, see private.marks_of. Granted to nobody.';

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
          where s.version_id = v.id and (a.revision <> s.answer_revision or a.withdrawn_at is not null or q.withdrawn_at is not null
            or (private.marks_of(a.id) ->> 'outdated')::integer > 0)))), '[]'))
  from (select private.uid() as id offset 0) me where me.id is not null
$$;
comment on function public.page_guide_desk() is
  'What waits for those who make guides: {viewer, directions: where the caller may write, mine: being written, waiting: for the caller''s eyes, longest first, stale: over a year old, or with a step that changed, went, or is called outdated since}; mine and waiting say waitsSince.';
