-- What people do with the questions that were offered to them: read why, open, answer, pass, and set a limit.

create function private.is_offer_open(p_offer uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select not exists (
    select from private.question_offer_events v where v.offer_id = p_offer and v.what in ('answered', 'passed'))
$$;
comment on function private.is_offer_open(uuid) is 'Whether an offer was neither answered nor passed on. Granted to nobody.';

create function private.my_offers() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'offers', coalesce((
      select jsonb_agg(private.question_card(q) || jsonb_build_object('why', f.reasons, 'offeredAt', f.created_at)
        order by f.created_at desc, f.id desc)
      from (
        select w.id, w.question_id, w.reasons, w.created_at from private.question_offers w
        where w.account_id = a.id and w.created_at > now() - interval '30 days' and private.is_offer_open(w.id)
        order by w.created_at desc limit 20) f
      join public.questions q on q.id = f.question_id
        and q.withdrawn_at is null and q.accepted_answer_id is null), '[]'),
    'answered', (
      select count(*) from private.question_offers w
      join private.question_offer_events v on v.offer_id = w.id and v.what = 'answered' where w.account_id = a.id),
    'weekly', case when private.has_stopped(a.person_id, 'questions') then 0 else coalesce(l.weekly, 2) end,
    'pausedUntil', case when l.paused_until > private.today() then l.paused_until end,
    'left', case when private.has_stopped(a.person_id, 'questions') or l.paused_until > private.today() then 0
      else greatest(0, coalesce(l.weekly, 2) - (
        select count(*) from private.question_offers w
        where w.account_id = a.id and w.week = date_trunc('week', private.today())::date)) end)
  from public.accounts a left join private.routing_limits l on l.account_id = a.id
  where a.id = private.uid() and a.person_id is not null
$$;
grant execute on function private.my_offers() to anon, authenticated;

create function public.page_offers() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'mine', private.my_offers())
$$;
comment on function public.page_offers() is
  'Questions that wait for the signed-in person: {viewer, mine: null without a record | {offers: [question card with why and offeredAt] of 30 days, newest first, 20 at most; without those that are solved, answered, passed or gone; answered: how many they answered so far; weekly, pausedUntil, left: how many more may come this week}}.';
grant execute on function public.page_offers() to anon, authenticated;

create function private.follow_offer(p_question uuid, p_what text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_offer uuid;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  select f.id into v_offer from private.question_offers f where f.question_id = p_question and f.account_id = private.uid();
  if v_offer is null then perform private.refuse('not_found', 'offer'); end if;
  insert into private.question_offer_events (offer_id, what) values (v_offer, p_what) on conflict do nothing;
end
$$;
comment on function private.follow_offer(uuid, text) is 'Notes what became of one''s own offer; again it does nothing. Granted to nobody.';

create function private.open_offer(p_question uuid) returns void
language sql volatile security definer set search_path = '' as $$ select private.follow_offer(p_question, 'opened') $$;
create function private.pass_offer(p_question uuid) returns void
language sql volatile security definer set search_path = '' as $$ select private.follow_offer(p_question, 'passed') $$;
create function public.open_offer(p_question uuid) returns void
language sql volatile set search_path = '' as $$ select private.open_offer(p_question) $$;
create function public.pass_offer(p_question uuid) returns void
language sql volatile set search_path = '' as $$ select private.pass_offer(p_question) $$;
comment on function public.open_offer(uuid) is 'Notes that the signed-in person opened a question that was offered to them. Refuses forbidden: sign_in; not_found.';
comment on function public.pass_offer(uuid) is 'The signed-in person leaves an offered question to others; nobody is told. Refuses forbidden: sign_in; not_found.';

create function private.save_offer_limits(p_weekly integer, p_paused_until date) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := private.require_alumnus();
  v_person uuid := private.my_person();
begin
  if p_weekly is null or p_weekly not between 0 and 2 then perform private.refuse('invalid', 'weekly'); end if;
  if p_paused_until not between private.today() and private.today() + 366 then perform private.refuse('invalid', 'paused_until'); end if;
  insert into private.routing_limits as l (account_id, weekly, paused_until) values (v_me, p_weekly, p_paused_until)
  on conflict (account_id) do update set weekly = excluded.weekly, paused_until = excluded.paused_until, updated_at = now();
  -- Whoever once unsubscribed and now asks for questions wants to hear of them.
  if p_weekly > 0 and private.has_stopped(v_person, 'questions') then
    insert into private.message_choices (person_id, topic, wanted) values (v_person, 'questions', true);
  end if;
end
$$;
create function public.save_offer_limits(p_weekly integer, p_paused_until date) returns void
language sql volatile set search_path = '' as $$ select private.save_offer_limits(p_weekly, p_paused_until) $$;
comment on function public.save_offer_limits(integer, date) is
  'How many questions a week the signed-in person wants to be offered (0 to 2), and a day until which none (null: no pause). Refuses forbidden: sign_in or record; invalid: weekly, paused_until (not between today and a year from now).';

grant execute on function private.open_offer(uuid), private.pass_offer(uuid), private.save_offer_limits(integer, date),
  public.open_offer(uuid), public.pass_offer(uuid), public.save_offer_limits(integer, date) to authenticated;

-- On the question's own page, to the person whom it was offered to.

create function private.question_routing(q public.questions) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('offer', (
    select f.reasons from private.question_offers f
    where f.question_id = q.id and f.account_id = private.uid() and private.is_offer_open(f.id)))
$$;
comment on function private.question_routing(public.questions) is 'Why this question was offered to the reader, while they neither answered nor passed: {offer}; null for everybody else. Granted to nobody.';

