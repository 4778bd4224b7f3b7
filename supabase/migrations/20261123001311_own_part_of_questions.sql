-- What everybody reads of a question is asked once for all who read it in the same seconds; of the reader
-- alone comes what is theirs: votes, drafts, what they may do. And what such a page asks keeps its plan.

-- Planned once a connection (see 001300) ---------------------------------------------------------------

create or replace function private.my_person() returns uuid
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select a.person_id from public.accounts a where a.id = (select private.uid()));
end
$$;
create or replace function private.forum_needs(p_act text) returns integer
language plpgsql immutable strict parallel safe set search_path = '' as $$
begin
  return case p_act
      when 'vote_up' then 1 when 'comment' then 1
      when 'vote_down' then 50 when 'suggest_tags' then 50
      when 'edit' then 100 when 'review' then 250 when 'moderate' then 500 end;
end
$$;
create or replace function private.forum_may(p_account uuid, p_act text) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select coalesce(greatest(1, (select f.reputation from public.forum_profiles f where f.account_id = p_account))
      >= private.forum_needs(p_act), false)
      and exists (select from public.accounts a where a.id = p_account and a.person_id is not null));
end
$$;
create or replace function private.account_moderates(p_account uuid, p_region text, p_locale text) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select exists (
      select from private.staff_roles r
      where r.account_id = p_account and r.revoked_at is null and (
        r.role = 'coordinator'
        or r.role = 'officer' and r.region_code = p_region
        or r.role = 'moderator' and (
          not exists (select from private.moderator_scopes s where s.account_id = p_account and s.revoked_at is null)
          or exists (
            select from private.moderator_scopes s
            where s.account_id = p_account and s.revoked_at is null
              and (s.region_code is null or s.region_code = p_region) and (s.locale is null or s.locale = p_locale))))));
end
$$;
create or replace function private.moderates(p_region text, p_locale text) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return private.account_moderates(private.uid(), p_region, p_locale);
end
$$;
create or replace function private.decides_tags(q public.questions) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return private.my_person() is not null and q.author_id is not distinct from private.uid()
      or private.forum_may(private.uid(), 'review') or private.moderates(q.region_code, q.locale);
end
$$;
create or replace function private.may_link_questions(q public.questions) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return coalesce(private.forum_may(private.uid(), 'review'), false) or private.moderates(q.region_code, q.locale);
end
$$;
create or replace function private.follow_of(p_question uuid, p_tag uuid, p_account uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select case when private.my_person() is not null then jsonb_build_object('id', (
      select f.id from public.follows f
      where f.account_id = (select private.uid())
        and case when p_question is not null then f.question_id = p_question
          when p_tag is not null then f.tag_id = p_tag else f.followed_id = p_account end)) end);
end
$$;
create or replace function private.question_routing(q public.questions) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select jsonb_build_object('offer', (
      select f.reasons from private.question_offers f
      where f.question_id = q.id and f.account_id = private.uid() and private.is_offer_open(f.id))));
end
$$;
create or replace function private.is_offer_open(p_offer uuid) returns boolean
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select not exists (
      select from private.question_offer_events v where v.offer_id = p_offer and v.what in ('answered', 'passed')));
end
$$;
create or replace function private.forum_restriction(p_account uuid) returns private.forum_restrictions
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select r from private.forum_restrictions r
    where r.account_id = p_account and r.lifted_at is null and r.until > now()
    order by r.kind = 'suspend' desc, r.until desc limit 1);
end
$$;
create or replace function private.my_drafts(p_question uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('key', d.key, 'question', d.question_id,
      'title', coalesce(q.title, d.fields ->> 'title', ''), 'body', left(coalesce(d.fields ->> 'body', ''), 160),
      'updatedAt', d.updated_at) order by d.updated_at desc), '[]')
    from public.post_drafts d left join public.questions q on q.id = d.question_id
    where d.account_id = (select private.uid()) and d.updated_at > now() - interval '90 days'
      and (d.question_id is null or q.withdrawn_at is null) and (p_question is null or d.question_id = p_question));
end
$$;
create or replace function private.post_photo(p_post uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select jsonb_build_object('id', h.id, 'width', h.width, 'height', h.height) from private.photos h where h.question_id = p_post
    union all
    select jsonb_build_object('id', h.id, 'width', h.width, 'height', h.height) from private.photos h where h.answer_id = p_post);
end
$$;
create or replace function private.tag_card(t private.tags) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select jsonb_build_object('slug', t.slug, 'name', t.name, 'locale', t.locale, 'names', coalesce((
      select jsonb_object_agg(s.locale, s.name) from (
        select distinct on (w.locale) w.locale, w.name from private.tags w
        where w.synonym_of = t.id and w.locale <> t.locale order by w.locale, w.id) s), '{}')));
end
$$;

-- What depends on who reads, apart from what does not --------------------------------------------------

create function private.question_tagging(q public.questions) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return jsonb_build_object('tagging', private.tagging(q),
    'tagSuggestions', case when private.uid() is not null and private.decides_tags(q) then (
      select count(*) from public.tag_suggestions s
      where s.question_id = q.id and s.state = 'open' and s.account_id <> private.uid()) else 0 end);
end
$$;
comment on function private.question_tagging(public.questions) is 'What the reader may do with a question''s topics: {tagging, tagSuggestions}. Granted to nobody.';

create or replace function private.question_topics(q public.questions) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return jsonb_build_object('tags', private.tags_of(q.id)) || private.question_tagging(q);
end
$$;

create function private.question_linking(q public.questions) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_may boolean := private.uid() is not null and private.may_link_questions(q);
begin
  return jsonb_build_object('mayLink', v_may, 'proposed', v_may and exists (select from private.open_duplicates(q.id)));
end
$$;
comment on function private.question_linking(public.questions) is 'Whether the reader may say that a question was asked before, and somebody did: {mayLink, proposed}. Granted to nobody.';

create or replace function private.question_duplicates(q public.questions) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return private.question_linking(q) || jsonb_build_object(
    'duplicateOf', case when q.merged_into is not null then (
      select k.id from public.questions k where k.id = private.kept_question(q.id) and k.withdrawn_at is null) end,
    -- Few questions are repeated: those that are not pay one look into an index.
    'alsoAsked', case when not exists (select from public.questions r where r.merged_into = q.id) then '[]' else coalesce((
      select jsonb_agg(jsonb_build_object('id', r.id, 'title', r.title, 'body', r.body, 'locale', r.locale, 'answers', coalesce((
        select jsonb_agg(private.post_parts(a.id, a.author_id, a.edited_at, r) || private.answer_extras(a, r) || jsonb_build_object(
          'id', a.id, 'body', a.body, 'locale', a.locale, 'score', a.score, 'createdAt', a.created_at,
          'isAccepted', a.id is not distinct from r.accepted_answer_id, 'marks', private.marks_of(a.id),
          'myVote', coalesce((select v.value from public.votes v where v.voter_id = private.uid() and v.answer_id = a.id), 0))
          order by (a.id = r.accepted_answer_id) desc nulls last, a.score desc, a.created_at, a.id)
        from (select w.id from public.answers w where w.question_id = r.id and w.withdrawn_at is null
              order by (w.id = r.accepted_answer_id) desc nulls last, w.score desc, w.created_at, w.id limit 50) shown
        join public.answers a on a.id = shown.id), '[]')) order by r.created_at, r.id)
      from private.repeats_of(q.id) r), '[]') end);
end
$$;

create function private.read_my_part(p_id uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_me uuid := private.uid();
  q public.questions;
  v_questions uuid[];
  v_answers uuid[];
begin
  select w.* into q from public.questions w where w.id = p_id and w.withdrawn_at is null;
  if q.id is null then return null; end if;
  if v_me is null then return jsonb_build_object('mine', null); end if;
  v_questions := array[q.id];
  if exists (select from public.questions r where r.merged_into = q.id) then
    v_questions := v_questions || array(select r.id from private.repeats_of(q.id) r);
  end if;
  v_answers := array(select a.id from public.answers a where a.question_id = any (v_questions) and a.withdrawn_at is null);
  return jsonb_build_object('mine', jsonb_build_object(
    'question', private.question_moderation(q) || private.question_tagging(q) || private.question_follow(q)
      || private.question_routing(q) || private.question_linking(q) || private.question_writing(q),
    'posts', coalesce((
      select jsonb_agg(x.id) from (
        select a.id from public.answers a where a.id = any (v_answers) and a.author_id = v_me
        union all
        select q.id where q.author_id = v_me
        union all
        select last.id from unnest(q.id || v_answers) p (id)
        cross join lateral (
          select c.id, c.author_id from public.post_comments c where c.post_id = p.id and c.withdrawn_at is null order by c.id desc limit 3) last
        where last.author_id = v_me) x), '[]'),
    'votes', coalesce((
      select jsonb_object_agg(coalesce(v.answer_id, v.question_id), v.value) from (
        select w.* from public.votes w where w.voter_id = v_me and w.question_id = q.id
        union all
        select w.* from public.votes w where w.voter_id = v_me and w.answer_id = any (v_answers)) v), '{}'),
    'marks', coalesce((
      select jsonb_object_agg(k.answer_id, k.kinds) from (
        select w.answer_id, jsonb_agg(w.kind) as kinds from public.answer_marks w
        where w.account_id = v_me and w.answer_id = any (v_answers) group by w.answer_id) k), '{}')));
end
$$;
comment on function private.read_my_part(uuid) is 'Of a question''s page what is the reader''s own: {mine: {question: what differs in the question, posts: ids of own posts, votes: {post: value}, marks: {answer: kinds}}}; mine is null for visitors, all of it null when there is no such question. Laid over what a visitor reads it is what read_question gives the reader. Granted to nobody.';

create function public.page_my_question(p_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  return (
    select found.part || jsonb_build_object('viewer', private.viewer())
    from (select private.read_my_part(p_id) as part offset 0) found where found.part is not null);
end
$$;
comment on function public.page_my_question(uuid) is 'What lies over a question''s page for one reader: {viewer, mine}, or null.';
grant execute on function private.read_my_part(uuid), public.page_my_question(uuid) to anon, authenticated;
