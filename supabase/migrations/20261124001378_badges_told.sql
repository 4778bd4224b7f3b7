-- Who is given a badge hears of it, once, with what it is for.

insert into private.message_purposes (purpose, urgent, topic, path, digest)
select 'badge_' || b, false, 'answers', '/me/reputation', true from unnest(array['first_kazakh', 'village', 'ten_accepted', 'year_alive']) b;
insert into private.mail_texts (key, locale, subject, body) values
  ('badge_first_kazakh', 'kk', 'Жалғас: сізге жаңа белгі берілді',
    E'Сәлеметсіз бе!\n\nҚазақша жауабыңыз адамға көмектесті. Сізге «Қазақша алғашқы пайдалы жауап» белгісі берілді. Қазақша жазған сайын өз тілінде іздейтін жастарға жол ашылады.{link}'),
  ('badge_first_kazakh', 'ru', 'Jalgas: у вас новый значок',
    E'Здравствуйте!\n\nВаш ответ на казахском помог человеку. У вас новый значок: «Первый полезный ответ на казахском». Благодаря таким ответам люди находят помощь на родном языке.{link}'),
  ('badge_first_kazakh', 'en', 'Jalgas: you have a new badge',
    E'Hello!\n\nYour answer in Kazakh helped somebody. You have a new badge: “First helpful answer in Kazakh”. Answers like it let people find help in their own language.{link}'),
  ('badge_village', 'kk', 'Жалғас: сізге жаңа белгі берілді',
    E'Сәлеметсіз бе!\n\nЖауабыңыз ауылда тұратын адамға көмектесті. Сізге «Ауылдағы адамға көмектесті» белгісі берілді. Ол жақта кеңес сұрайтын адам аз, сондықтан сөзіңіздің орны бөлек.{link}'),
  ('badge_village', 'ru', 'Jalgas: у вас новый значок',
    E'Здравствуйте!\n\nВаш ответ помог человеку из села. У вас новый значок: «Помощь человеку из села». В селе мало у кого спросить совета, поэтому ваши слова особенно важны.{link}'),
  ('badge_village', 'en', 'Jalgas: you have a new badge',
    E'Hello!\n\nYour answer helped somebody in a village. You have a new badge: “Helped somebody in a village”. There are few people to ask there, so your word counts.{link}'),
  ('badge_ten_accepted', 'kk', 'Жалғас: сізге жаңа белгі берілді',
    E'Сәлеметсіз бе!\n\nБір іс бойынша он жауабыңыз сұрақ иелеріне көмектесті. Сізге жаңа белгі берілді. Тәжірибеңізбен бөліскеніңізге рақмет.{link}'),
  ('badge_ten_accepted', 'ru', 'Jalgas: у вас новый значок',
    E'Здравствуйте!\n\nДесять ваших ответов по одному делу помогли тем, кто спрашивал. У вас новый значок. Спасибо, что делитесь опытом.{link}'),
  ('badge_ten_accepted', 'en', 'Jalgas: you have a new badge',
    E'Hello!\n\nTen of your answers in one trade helped those who asked. You have a new badge. Thank you for sharing what you know.{link}'),
  ('badge_year_alive', 'kk', 'Жалғас: сізге жаңа белгі берілді',
    E'Сәлеметсіз бе!\n\nЖобаңыз бір жылдан бері жұмыс істеп келеді, әрі осы істегі жауабыңыз басқаларға көмектесті. Сізге «Жобасын бір жыл бойы жүргізіп, тәжірибесімен бөлісті» белгісі берілді.{link}'),
  ('badge_year_alive', 'ru', 'Jalgas: у вас новый значок',
    E'Здравствуйте!\n\nВаш проект работает больше года, и ваш ответ по этому делу помог другим. У вас новый значок: «Проект живёт больше года, и опытом поделились».{link}'),
  ('badge_year_alive', 'en', 'Jalgas: you have a new badge',
    E'Hello!\n\nYour project has been going for over a year, and your answer in its trade helped others. You have a new badge for keeping it alive and sharing how.{link}');

create function private.tell_of_badge(b private.forum_badges) returns void
language sql volatile security definer set search_path = '' as $$
  insert into private.outbox (person_id, contact_point_id, channel, to_address, purpose, occasion, locale, subject, body, state)
  select a.person_id, w.contact_point_id, coalesce(w.channel, 'email'), coalesce(w.address, ''), t.key,
    a.id || ':' || b.direction, a.locale, t.subject,
    replace(t.body, '{link}', coalesce(E'\n\n' || private.site_url() || '/' || a.locale || '/me/reputation', '')),
    case when w.address is null then 'app' else 'queued' end
  from public.accounts a
  join private.mail_texts t on t.key = 'badge_' || b.badge and t.locale = a.locale
  left join private.ways w on w.person_id = a.person_id
  where a.id = b.account_id and a.person_id is not null
  on conflict do nothing
$$;
comment on function private.tell_of_badge(private.forum_badges) is 'Tells whoever was given a badge, once. Granted to nobody.';

drop function private.award_badges();
create function private.award_badges(p_tell boolean) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_given integer := 0;
  v_new private.forum_badges;
begin
  for v_new in
    with helped as (
      -- What helped: marked by the one who asked, or thanked for by two people.
      select a.author_id as account_id, a.id, a.locale, a.created_at, q.id as question_id, q.direction, q.author_id as asker_id,
        coalesce(q.accepted_answer_id = a.id and q.author_id <> a.author_id, false) as marked
      from public.answers a join public.questions q on q.id = a.question_id
      where a.author_id is not null and a.withdrawn_at is null and q.withdrawn_at is null
        and (a.score >= 2 or (q.accepted_answer_id = a.id and q.author_id <> a.author_id))
    ), earned as (
      (select distinct on (h.account_id) h.account_id, 'first_kazakh' as badge, '' as direction, h.question_id
       from helped h where h.locale = 'kk' order by h.account_id, h.created_at, h.id)
      union all
      (select distinct on (h.account_id) h.account_id, 'village', '', h.question_id
       from helped h
       join public.accounts asker on asker.id = h.asker_id and asker.id <> h.account_id
       join public.persons p on p.id = asker.person_id and p.settlement = 'village'
       order by h.account_id, h.created_at, h.id)
      union all
      select h.account_id, 'ten_accepted', h.direction, null
      from helped h where h.marked group by h.account_id, h.direction having count(*) >= 10
      union all
      (select distinct on (h.account_id) h.account_id, 'year_alive', '', h.question_id
       from helped h
       join public.accounts a on a.id = h.account_id
       join public.participations t on t.person_id = a.person_id
       join public.subprojects s on s.id = t.subproject_id and s.state = 'continuing' and s.direction = h.direction
       where exists (
         select from public.status_updates early
         where early.subproject_id = s.id and early.withdrawn_at is null and early.created_at < now() - interval '1 year')
       order by h.account_id, h.created_at, h.id))
    insert into private.forum_badges (account_id, badge, direction, question_id)
    select e.account_id, e.badge, e.direction, e.question_id from earned e order by 1, 2, 3
    on conflict do nothing returning *
  loop
    v_given := v_given + 1;
    if p_tell then perform private.tell_of_badge(v_new); end if;
  end loop;
  return v_given;
end
$$;
comment on function private.award_badges(boolean) is 'Gives the badges that were earned and not given yet, to all at once, and with p_tell says so; what was given stays. Returns how many. Granted to nobody.';

create or replace function private.refresh_standing(p_tell boolean default true) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_month date := date_trunc('month', private.today())::date;
begin
  perform private.refresh_experts(array(
    select a.author_id from public.answers a where a.author_id is not null group by a.author_id having count(*) >= 3
    union select e.account_id from private.forum_experts e), p_tell);
  perform private.count_leaders(v_month);
  perform private.count_leaders((v_month - interval '1 month')::date);
  perform private.award_badges(p_tell);
end
$$;
