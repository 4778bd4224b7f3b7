-- Every night the ledger is replayed and every standing compared with it. There must be nothing to find;
-- what is found is corrected with a row of the ledger and of the audit log, and told.

create table private.reputation_checks (
  night date primary key,
  entries bigint,
  drifted integer,
  scores_drifted integer,
  checked_at timestamptz not null default clock_timestamp(),
  took interval
);
alter table private.reputation_checks enable row level security;
comment on table private.reputation_checks is 'One row a night (the day in Kazakhstan): how many entries were replayed, and how many standings and scores were not what they had to be. Zero, or somebody has to look.';

create function private.reputation_drift()
returns table (account_id uuid, kept integer, summed integer, replayed integer)
language sql stable set search_path = '' set work_mem = '128MB' as $$
  select d.account_id, f.reputation, d.summed, d.replayed
  from (
    select w.account_id, (1 + sum(w.delta))::integer as summed,
      (1 + coalesce(sum(w.points), 0) - least(0, coalesce(min(w.running), 0)))::integer as replayed
    from (
      select l.account_id, l.delta, l.points, sum(l.points) over (partition by l.account_id order by l.place) as running
      from (
        -- What was taken back counts with its effect and not in the replay.
        select e.account_id, e.delta, coalesce(e.restores, e.id) as place,
          case when e.reverses is null and r.reverses is null then e.points end as points
        from public.reputation_events e
        left join public.reputation_events r on r.reverses = e.id) l) w
    group by w.account_id
    union all
    select f.account_id, 1, 1 from public.forum_profiles f
    where not exists (select from public.reputation_events e where e.account_id = f.account_id)) d
  left join public.forum_profiles f on f.account_id = d.account_id
  where f.reputation is distinct from d.replayed or d.summed <> d.replayed
$$;
comment on function private.reputation_drift() is
  'Standings that are not what the ledger says: kept, the sum of the ledger''s effects, and its replay as in private.replayed_reputation, for all accounts in one pass and one snapshot. Granted to nobody.';

create function private.score_drift() returns table (what text, post_id uuid, kept integer, counted integer)
language sql stable set search_path = '' set work_mem = '64MB' as $$
  select 'answer score', a.id, a.score, coalesce(v.n, 0)
  from public.answers a
  left join (select x.answer_id, sum(x.value)::integer as n from public.votes x where x.answer_id is not null group by 1) v on v.answer_id = a.id
  where a.score <> coalesce(v.n, 0)
  union all
  select 'question score', q.id, q.score, coalesce(v.n, 0)
  from public.questions q
  left join (select x.question_id, sum(x.value)::integer as n from public.votes x where x.question_id is not null group by 1) v on v.question_id = q.id
  where q.score <> coalesce(v.n, 0)
  union all
  select 'answer count', q.id, q.answer_count, coalesce(c.n, 0)
  from public.questions q
  left join (select x.question_id, count(*)::integer as n from public.answers x where x.withdrawn_at is null group by 1) c on c.question_id = q.id
  where q.answer_count <> coalesce(c.n, 0)
$$;
comment on function private.score_drift() is 'Scores and counts of posts that are not what they count. Granted to nobody.';

create function private.rebuild_reputation() returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_account uuid;
  v_kept integer;
  v_summed integer;
  v_replayed integer;
  v_found integer := 0;
begin
  for v_account in select d.account_id from private.reputation_drift() d loop
    perform private.lock_profiles(array[v_account]);
    select f.reputation into v_kept from public.forum_profiles f where f.account_id = v_account;
    select 1 + coalesce(sum(e.delta), 0) into v_summed from public.reputation_events e where e.account_id = v_account;
    v_replayed := private.replayed_reputation(v_account);
    if v_kept = v_replayed and v_summed = v_replayed then continue; end if;
    v_found := v_found + 1;
    if v_summed <> v_replayed then
      insert into public.reputation_events (account_id, kind, points, delta)
      values (v_account, 'correction', 0, v_replayed - v_summed);
    end if;
    update public.forum_profiles set reputation = v_replayed where account_id = v_account;
    perform private.audit('correct_reputation', 'account', v_account, null,
      jsonb_build_object('kept', v_kept, 'summed', v_summed, 'replayed', v_replayed));
  end loop;
  return v_found;
end
$$;
comment on function private.rebuild_reputation() is
  'Makes every standing what a replay of the ledger says and returns how many were not; each leaves a row in the audit log and, where the ledger''s own effects did not add up, a correction in the ledger. Granted to nobody.';

insert into private.message_purposes (purpose, urgent, topic, path) values ('reputation_drift', false, null, '/staff');
insert into private.mail_texts (key, locale, subject, body) values
  ('reputation_drift', 'kk', 'Жалғас: бедел есебінде айырма табылды',
    E'Сәлеметсіз бе!\n\nТүнгі тексеру форумдағы есептің дұрыс еместігін көрсетті. Айырма саны: {code}. Бедел түзетілді, әр түзету журналға жазылды. Себебін жүйе әкімшісімен бірге анықтаңыз.{link}'),
  ('reputation_drift', 'ru', 'Jalgas: в подсчёте репутации нашлось расхождение',
    E'Здравствуйте!\n\nНочная проверка форума нашла расхождения. Их число: {code}. Репутация исправлена, каждое исправление записано в журнал. Выясните причину вместе с администратором системы.{link}'),
  ('reputation_drift', 'en', 'Jalgas: reputation did not add up',
    E'Hello!\n\nTonight''s check of the forum found numbers that do not add up: {code}. Reputation was corrected, and each correction stands in the audit log. Please find out why, together with whoever runs the system.{link}');

create function private.check_reputation() returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_night date := private.today();
  v_began timestamptz := clock_timestamp();
  v_drifted integer;
  v_scores integer;
begin
  if extract(hour from now() at time zone 'Asia/Almaty') < 3 then return null; end if;
  insert into private.reputation_checks (night) values (v_night) on conflict do nothing;
  if not found then return null; end if;
  v_drifted := private.rebuild_reputation();
  select count(*) into v_scores from private.score_drift();
  update private.reputation_checks set entries = (select count(*) from public.reputation_events),
    drifted = v_drifted, scores_drifted = v_scores, checked_at = clock_timestamp(), took = clock_timestamp() - v_began
  where night = v_night;
  if v_drifted + v_scores > 0 then
    perform private.queue_mail('reputation_drift', a.locale, v_night || ':' || a.id, u.email, a.person_id, null, (v_drifted + v_scores)::text)
    from public.accounts a join auth.users u on u.id = a.id
    where exists (
      select from private.staff_roles r
      where r.account_id = a.id and r.role in ('coordinator', 'moderator') and r.revoked_at is null);
  end if;
  return v_drifted + v_scores;
end
$$;
grant execute on function private.check_reputation() to service_role;
create function public.check_reputation() returns integer
language sql volatile set search_path = '' as $$ select private.check_reputation() $$;
comment on function public.check_reputation() is
  'For the worker, at any hour: once a night, after three o''clock in Kazakhstan, replays the ledger and counts the scores. Returns how much did not add up, or null when it was not time or is done. Coordinators and moderators are told of anything but zero.';
grant execute on function public.check_reputation() to service_role;
