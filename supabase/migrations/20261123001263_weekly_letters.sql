-- A letter a week about what one follows, for those who asked for it.

create index message_choices_weekly_idx on private.message_choices (person_id, created_at desc, id desc) where topic = 'weekly';

create table private.weekly_letters (
  account_id uuid not null references public.accounts (id) on delete cascade,
  week date not null check (extract(isodow from week) = 1),
  lines smallint not null default 0 check (lines between 0 and 10),
  created_at timestamptz not null default now(),
  primary key (account_id, week)
);
create index weekly_letters_week_idx on private.weekly_letters (week);
alter table private.weekly_letters enable row level security;
comment on table private.weekly_letters is 'For whom the letter of a week was made, with how many questions in it; 0: there was nothing to say, and none was sent. One a person and week, kept for two months.';
comment on column private.weekly_letters.week is 'The Monday that ended it.';

-- Asked for one by one, so it waits for no digest.
insert into private.message_purposes (purpose, urgent, topic, path) values ('weekly', false, 'weekly', '/me/following');
insert into private.mail_texts (key, locale, subject, body) values
  ('weekly', 'kk', 'Жалғас: өткен аптаның сұрақтары',
    E'Сәлеметсіз бе!\n\nСізге қызық болуы мүмкін сұрақтарды жинадық.\n\n{items}\n\nНені бақылайтыныңыз: {link}'),
  ('weekly', 'ru', 'Jalgas: вопросы прошлой недели',
    E'Здравствуйте!\n\nМы собрали вопросы, которые могут быть вам интересны.\n\n{items}\n\nЗа чем вы следите: {link}'),
  ('weekly', 'en', 'Jalgas: questions of the last week',
    E'Hello!\n\nHere are questions that may be of interest to you.\n\n{items}\n\nWhat you follow: {link}');

create table private.weekly_words (
  part text not null check (part in ('asked', 'answered', 'waiting')),
  locale text not null check (locale in ('kk', 'ru', 'en')),
  heading text not null,
  primary key (part, locale)
);
alter table private.weekly_words enable row level security;
comment on table private.weekly_words is 'The headings within a weekly letter.';
insert into private.weekly_words (part, locale, heading) values
  ('asked', 'kk', 'Сіздің тақырыптарыңыз бойынша жаңа сұрақтар'),
  ('asked', 'ru', 'Новые вопросы по вашим темам'),
  ('asked', 'en', 'New questions on your topics'),
  ('answered', 'kk', 'Сіз бақылайтын адамдар жауап берді'),
  ('answered', 'ru', 'Ответили люди, за которыми вы следите'),
  ('answered', 'en', 'People you follow have answered'),
  ('waiting', 'kk', 'Жауап күтіп тұр, мүмкін сіз білерсіз'),
  ('waiting', 'ru', 'Ждут ответа, возможно, вы знаете'),
  ('waiting', 'en', 'Waiting for an answer that you may know');

create or replace function private.choosable_topics() returns setof text
language sql stable security definer set search_path = '' as $$
  select distinct p.topic from private.message_purposes p where p.topic not in ('followup', 'digest', 'weekly')
$$;
comment on function private.choosable_topics() is 'What can be unsubscribed from and asked for again on /me/notifications; follow-up is a consent, the digest a delivery, the weekly letter is asked for on /me/following. Granted to nobody.';

create function private.wants_weekly(p_person uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select coalesce((
    select c.wanted from private.message_choices c
    where c.person_id = p_person and c.topic = 'weekly' order by c.created_at desc, c.id desc limit 1), false)
$$;
comment on function private.wants_weekly(uuid) is 'Whether the newest word of a person on the weekly letter is yes; no word is no. Granted to nobody.';

create function private.choose_weekly(p_wanted boolean) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_person uuid;
begin
  perform private.require_alumnus();
  v_person := private.my_person();
  -- One at a time: two taps leave one word.
  perform from public.persons p where p.id = v_person for update;
  if p_wanted is null then perform private.refuse('invalid', 'wanted'); end if;
  if private.wants_weekly(v_person) <> p_wanted then
    insert into private.message_choices (person_id, topic, wanted) values (v_person, 'weekly', p_wanted);
  end if;
end
$$;
create function public.choose_weekly(p_wanted boolean) returns void
language sql volatile set search_path = '' as $$ select private.choose_weekly(p_wanted) $$;
comment on function public.choose_weekly(boolean) is 'Asks for the weekly letter about what one follows, or for no more of them. Refuses forbidden: sign_in, record; invalid: wanted.';
grant execute on function private.choose_weekly(boolean), public.choose_weekly(boolean) to authenticated;

create function private.helped_directions(p_account uuid) returns text[]
language sql stable security definer set search_path = '' as $$
  select array(
    select unnest(f.directions) from public.accounts a join public.profiles f on f.person_id = a.person_id where a.id = p_account
    union select unnest(o.directions) from public.accounts a join public.mentor_offers o on o.person_id = a.person_id where a.id = p_account
    union select e.direction from private.forum_experts e where e.account_id = p_account
    union select s.direction from public.accounts a
      join public.participations p on p.person_id = a.person_id
      join public.subprojects s on s.id = p.subproject_id and s.direction is not null where a.id = p_account)
$$;
comment on function private.helped_directions(uuid) is 'The directions that somebody knows: of the profile, the mentor''s offer, answers and projects. Granted to nobody.';

create function private.shelf(p_directions text[], p_from timestamptz, p_to timestamptz, p_unanswered boolean) returns setof uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  -- Each shelf from the newest end of its own index.
  if p_unanswered then
    return query
      select x.id from unnest(p_directions) d cross join unnest(array['kk', 'ru', 'en']) l cross join lateral (
        select q.id from public.questions q
        where q.direction = d and q.locale = l and q.answer_count = 0 and q.withdrawn_at is null and q.created_at >= p_from and q.created_at < p_to
        order by q.created_at desc, q.id desc limit 10) x;
  else
    return query
      select x.id from unnest(p_directions) d cross join unnest(array['kk', 'ru', 'en']) l cross join lateral (
        select q.id from public.questions q
        where q.direction = d and q.locale = l and q.withdrawn_at is null and q.created_at >= p_from and q.created_at < p_to
        order by q.created_at desc, q.id desc limit 10) x;
  end if;
end
$$;
comment on function private.shelf(text[], timestamptz, timestamptz, boolean) is 'The ten newest questions of each direction and language within a time, or of those without an answer. Granted to nobody.';

create function private.weekly_lines(p_account uuid, p_from timestamptz, p_to timestamptz)
returns table (part text, place bigint, question_id uuid, title text)
language plpgsql stable security definer set search_path = '' as $$
declare
  v_directions text[] := private.helped_directions(p_account);
begin
  return query
  with near as materialized (
    select k.question_id as id, true as tagged
    from public.follows f
    join private.tags t on t.id = f.tag_id
    cross join lateral (
      select w.question_id from private.question_tags w
      where w.tag_id = coalesce(t.synonym_of, t.id) and w.shown and w.created_at >= p_from and w.created_at < p_to
      order by w.created_at desc, w.question_id desc limit 10) k
    where f.account_id = p_account
    union all
    select s, false from private.shelf(v_directions, p_from, p_to, false) s
  ), asked as materialized (
    select 'asked' as part, row_number() over (order by bool_or(n.tagged) desc, q.created_at desc, q.id) as place, q.id, q.title
    from near n join public.questions q on q.id = n.id
    where q.author_id is distinct from p_account and (q.is_anonymous or not private.are_apart(p_account, q.author_id))
    group by q.id, q.title, q.created_at order by 2 limit 4
  ), answered as materialized (
    select 'answered' as part, row_number() over (order by max(r.created_at) desc, q.id) as place, q.id, q.title
    from public.follows f
    join public.accounts a on a.id = f.followed_id and private.may_follow(a.person_id, p_account) and not private.are_apart(p_account, a.id)
    cross join lateral (
      select w.question_id, w.created_at from public.answers w
      where w.author_id = a.id and w.withdrawn_at is null and w.created_at >= p_from and w.created_at < p_to
      order by w.created_at desc limit 10) r
    join public.questions q on q.id = r.question_id and q.withdrawn_at is null
    where f.account_id = p_account and q.author_id is distinct from p_account
      -- Whoever asked without a name stays nameless in the own answers there.
      and not (q.is_anonymous and q.author_id = a.id)
      and not exists (select from asked s where s.id = q.id)
    group by q.id, q.title order by 2 limit 3
  ), waiting as (
    select 'waiting' as part, row_number() over (order by q.created_at desc, q.id) as place, q.id, q.title
    from private.shelf(v_directions, p_from - interval '60 days', p_from, true) s join public.questions q on q.id = s
    where q.author_id is distinct from p_account and (q.is_anonymous or not private.are_apart(p_account, q.author_id))
    order by 2 limit 3)
  select * from asked union all select * from answered union all select * from waiting;
end
$$;
comment on function private.weekly_lines(uuid, timestamptz, timestamptz) is
  'What the letter of a week tells somebody, ten questions at most: 4 new ones of followed topics and known directions (asked), 3 that followed people answered (answered), 3 older ones without an answer (waiting). Nothing of theirs, of people apart from them, nor what would tell who asked without a name. Granted to nobody.';

create function private.weekly_text(p_account uuid, p_from timestamptz, p_to timestamptz, p_origin text, p_locale text)
returns table (lines bigint, body text)
language sql stable security definer set search_path = '' as $$
  select sum(parts.n)::bigint, string_agg(parts.words, E'\n\n' order by parts.part)
  from (
    select l.part, count(*) as n, t.heading || E'\n\n' || string_agg(
      '• ' || l.title || E'\n' || p_origin || '/' || p_locale || '/questions/' || l.question_id, E'\n\n' order by l.place) as words
    from private.weekly_lines(p_account, p_from, p_to) l
    join private.weekly_words t on t.part = l.part and t.locale = p_locale
    group by l.part, t.heading) parts
$$;
comment on function private.weekly_text(uuid, timestamptz, timestamptz, text, text) is 'The questions of a weekly letter in words; null where there are none. Granted to nobody.';

create function private.queue_weekly(p_origin text, p_week timestamptz, p_limit integer) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_week date := (p_week at time zone 'Asia/Almaty')::date;
  v_account public.accounts;
  v_lines bigint;
  v_items text;
  v_seen integer := 0;
begin
  if coalesce(p_origin, '') !~ '^https?://[A-Za-z0-9.:\[\]-]+$' then perform private.refuse('invalid', 'origin'); end if;
  -- Titles are others' words: letters that went out are not kept.
  delete from private.outbox o where o.id in (
    select w.id from private.outbox w
    where w.purpose = 'weekly' and w.created_at < p_week - interval '14 days' and w.state not in ('queued', 'sending') limit 1000);
  delete from private.weekly_letters l where l.week < v_week - 60;
  for v_account in
    select a.*
    from (
      select distinct on (c.person_id) c.person_id, c.wanted, c.created_at from private.message_choices c
      where c.topic = 'weekly' order by c.person_id, c.created_at desc, c.id desc) w
    join public.accounts a on a.person_id = w.person_id
    where w.wanted and w.created_at < p_week
      and not exists (select from private.weekly_letters l where l.account_id = a.id and l.week = v_week)
    order by a.id limit least(p_limit, 200) for no key update of a skip locked
  loop
    v_seen := v_seen + 1;
    insert into private.weekly_letters (account_id, week) values (v_account.id, v_week) on conflict do nothing;
    -- Another worker was quicker.
    continue when not found;
    select t.lines, t.body into v_lines, v_items
    from private.weekly_text(v_account.id, p_week - interval '7 days', p_week, p_origin, v_account.locale) t;
    continue when v_items is null;
    update private.weekly_letters l set lines = v_lines where l.account_id = v_account.id and l.week = v_week;
    insert into private.outbox (person_id, contact_point_id, channel, to_address, purpose, occasion, locale, subject, body, state)
    select v_account.person_id, w.contact_point_id, coalesce(w.channel, 'email'), coalesce(w.address, ''), 'weekly',
      v_account.id || ':' || v_week, v_account.locale, t.subject,
      replace(replace(t.body, '{link}', p_origin || '/' || v_account.locale || '/me/following'), '{items}', v_items),
      case when w.address is null then 'app' else 'queued' end
    from private.mail_texts t left join private.ways w on w.person_id = v_account.person_id
    where t.key = 'weekly' and t.locale = v_account.locale
    on conflict do nothing;
  end loop;
  return v_seen;
end
$$;
create function public.queue_weekly(p_origin text, p_week timestamptz, p_limit integer) returns integer
language sql volatile set search_path = '' as $$ select private.queue_weekly(p_origin, p_week, p_limit) $$;
comment on function public.queue_weekly(text, timestamptz, integer) is
  'For the worker: the letters of the week that ended at p_week (Monday morning), for whoever had asked for them by then; one a person and week, none where there is nothing to say. Returns how many people were looked at; 0 when done.';
grant execute on function private.queue_weekly(text, timestamptz, integer), public.queue_weekly(text, timestamptz, integer) to service_role;

create function private.my_weekly() returns boolean
language sql stable security definer set search_path = '' as $$ select private.wants_weekly(private.my_person()) $$;
grant execute on function private.my_weekly() to anon, authenticated;
create or replace function public.page_following() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'weekly', private.my_weekly()) || private.my_follows()
$$;
comment on function public.page_following() is 'The page of what I follow: {viewer, weekly: whether I asked for the weekly letter} and private.my_follows.';

create function private.export_weekly(p_account uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_strip_nulls(jsonb_build_object('weekly_letters', (
    select jsonb_agg(jsonb_build_object('week', l.week, 'lines', l.lines, 'created_at', l.created_at) order by l.week)
    from private.weekly_letters l where l.account_id = p_account)))
$$;
comment on function private.export_weekly(uuid) is 'The weekly letters of an account: {weekly_letters}, if any. Granted to nobody.';

-- What a wrong account followed and asked for in the person's name holds no longer.
create function private.forget_wrong_follows() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from public.follows f where f.account_id = new.account_id;
  if private.wants_weekly(new.person_id) and exists (
    select from private.message_choices c
    where c.person_id = new.person_id and c.topic = 'weekly' and c.wanted and c.created_at >= new.claimed_at)
  then
    insert into private.message_choices (person_id, topic, wanted) values (new.person_id, 'weekly', false);
  end if;
  return null;
end
$$;
create trigger undone_claims_forget_follows after insert on private.undone_claims
  for each row execute function private.forget_wrong_follows();
