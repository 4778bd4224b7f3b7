-- Whoever is an expert was asked to be a mentor of the trade, and may be one also after the own project ended.

create function private.may_mentor(p_person uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return private.has_running_project(p_person) or exists (
    select from public.accounts a join private.forum_experts e on e.account_id = a.id where a.person_id = p_person);
end
$$;
comment on function private.may_mentor(uuid) is 'Who offers to be asked has a project that goes on, or answers that made them an expert. Granted to nobody.';

create or replace function private.mentor_free_on(p_person uuid) returns date
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select greatest(coalesce(o.paused_until, '2000-01-01'), case
      when private.mentor_taken(p_person) < o.monthly_limit then '2000-01-01'
      else (date_trunc('month', private.today()::timestamp) + interval '1 month')::date end)
    from public.mentor_offers o
    where o.person_id = p_person and not o.paused and private.takes_requests(p_person) and private.may_mentor(p_person)
      and private.is_of_age(p_person));
end
$$;

create or replace function private.save_mentoring(p_directions text[], p_topics text, p_limit integer, p_paused boolean, p_paused_until date) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_me uuid := private.my_person();
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if v_me is null then perform private.refuse('not_found'); end if;
  if not private.may_mentor(v_me) and not exists (select from public.mentor_offers o where o.person_id = v_me) then
    perform private.refuse('conflict', 'no_project');
  end if;
  if coalesce(cardinality(p_directions), 0) not between 1 and 5
    or not p_directions <@ array(select d.code from public.directions d) then perform private.refuse('invalid', 'directions'); end if;
  if length(btrim(p_topics)) > 200 then perform private.refuse('invalid', 'topics'); end if;
  if p_limit is null or p_limit not between 1 and 10 then perform private.refuse('invalid', 'limit'); end if;
  if p_paused_until not between private.today() and private.today() + 366 then perform private.refuse('invalid', 'paused_until'); end if;
  insert into public.mentor_offers as o (person_id, directions, topics, monthly_limit, paused, paused_until)
  values (v_me, p_directions, nullif(btrim(p_topics), ''), p_limit, coalesce(p_paused, false), p_paused_until)
  on conflict (person_id) do update set directions = excluded.directions, topics = excluded.topics,
    monthly_limit = excluded.monthly_limit, paused = excluded.paused, paused_until = excluded.paused_until, updated_at = now();
  perform private.audit('save_mentoring', 'person', v_me, null,
    jsonb_build_object('limit', p_limit, 'paused', coalesce(p_paused, false), 'until', p_paused_until));
end
$$;
comment on function public.save_mentoring(text[], text, integer, boolean, date) is
  'The signed-in person offers to be asked: one to five directions, topics (up to 200 signs), new people a month (1 to 10), and whether and until when they pause. Refuses: forbidden sign_in, not_found (no record), conflict no_project (none goes on, and no expert), invalid (directions, topics, limit, paused_until).';
comment on table public.mentor_offers is 'Who agrees to be asked about a trade. It holds only while a project of theirs goes on or they are an expert; others see it on the profile and in the directory.';

create or replace function private.my_mentoring() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'may', private.may_mentor(me.id),
    'proposed', coalesce((
      select jsonb_agg(e.direction order by e.became_at, e.direction)
      from public.accounts a join private.forum_experts e on e.account_id = a.id
      where a.person_id = me.id and private.is_of_age(me.id)), '[]'),
    'listed', private.is_shown(me.id),
    'takes', private.takes_requests(me.id),
    'offer', (select jsonb_build_object('directions', o.directions, 'topics', o.topics, 'limit', o.monthly_limit,
      'paused', o.paused, 'until', o.paused_until) from public.mentor_offers o where o.person_id = me.id),
    'taken', private.mentor_taken(me.id),
    'freeOn', private.mentor_free_on(me.id),
    'open', coalesce(private.mentor_free_on(me.id) <= private.today(), false),
    'directions', (
      select jsonb_agg(jsonb_build_object('code', d.code, 'kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en) order by d.position)
      from public.directions d))
  from (select private.my_person() as id offset 0) me where me.id is not null
$$;
comment on function public.page_mentoring() is
  'One''s own offer: {viewer, mine: null without a record | {may: whether they may offer at all, proposed: directions whose expert they are, listed, takes, offer: {directions, topics, limit, paused, until} | null, taken: new people this month, freeOn, open: whether there is room now, directions}}.';

create function private.follow_experts() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_persons uuid[];
begin
  select array_agg(distinct m.person_id) into v_persons
  from changed c join public.accounts a on a.id = c.account_id
  join public.mentor_offers m on m.person_id = a.person_id;
  if v_persons is not null then perform private.refresh_directory(v_persons); end if;
  return null;
end
$$;
comment on function private.follow_experts() is 'A mentor''s place in the directory, after becoming an expert or ceasing to be one.';
create trigger forum_experts_follow_insert after insert on private.forum_experts
  referencing new table as changed for each statement execute function private.follow_experts();
create trigger forum_experts_follow_delete after delete on private.forum_experts
  referencing old table as changed for each statement execute function private.follow_experts();
