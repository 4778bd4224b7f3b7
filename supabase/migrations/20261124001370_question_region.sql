-- Which region a question is about is its asker's choice: the own one, another, or none.

drop function public.ask_question(uuid, text, text, text, text, boolean, text, integer, integer, text[]);
drop function private.ask_question(uuid, text, text, text, text, boolean);

create function private.ask_question(
  p_key uuid, p_direction text, p_title text, p_body text, p_locale text, p_anonymous boolean, p_region text)
returns uuid language plpgsql volatile security definer set search_path = '' as $$
declare
  v_author uuid := private.require_alumnus();
  v_title text;
  v_body text;
  v_id uuid;
begin
  select q.id into v_id from public.questions q where q.author_id = v_author and q.idempotency_key = p_key;
  if v_id is not null then return v_id; end if;
  -- By length first: cleaning a book costs time.
  if length(p_title) > 1000 then perform private.refuse('invalid', 'title'); end if;
  if length(p_body) > 20000 then perform private.refuse('invalid', 'body'); end if;
  v_title := private.clean_line(p_title);
  v_body := private.clean_text(p_body);
  if length(v_title) not between 10 and 150 then perform private.refuse('invalid', 'title'); end if;
  if length(v_body) > 10000 then perform private.refuse('invalid', 'body'); end if;
  if not exists (select from public.directions d where d.code = p_direction) then perform private.refuse('invalid', 'direction'); end if;
  if p_locale is null or p_locale not in ('kk', 'ru', 'en') then perform private.refuse('invalid', 'locale'); end if;
  if p_region <> '' and not exists (select from public.regions r where r.code = p_region) then perform private.refuse('invalid', 'region'); end if;
  if (select count(*) from public.questions q
      where q.author_id = v_author and q.created_at > now() - interval '1 hour') >= 10 then
    perform private.refuse('too_many', '3600');
  end if;
  insert into public.questions (author_id, title, body, direction, region_code, locale, is_anonymous, idempotency_key)
  -- Region and direction together may be one person.
  select v_author, v_title, v_body, p_direction,
    case when p_anonymous is not true then nullif(coalesce(p_region, p.region_code), '') end, p_locale, coalesce(p_anonymous, false), p_key
  from public.persons p where p.id = private.my_person()
  on conflict (author_id, idempotency_key) do nothing returning id into v_id;
  if v_id is null then
    select q.id into v_id from public.questions q where q.author_id = v_author and q.idempotency_key = p_key;
  end if;
  return v_id;
end
$$;
grant execute on function private.ask_question(uuid, text, text, text, text, boolean, text) to authenticated;
comment on column public.questions.region_code is 'The region that the asker says it is about, at first that of the registry record; null where none was chosen or asked without a name.';

create function public.ask_question(
  p_key uuid, p_direction text, p_title text, p_body text, p_locale text, p_anonymous boolean default false,
  p_photo text default null, p_width integer default null, p_height integer default null, p_tags text[] default null,
  p_region text default null)
returns uuid language plpgsql volatile set search_path = '' as $$
declare
  v_id uuid := private.ask_question(p_key, p_direction, p_title, p_body, p_locale, p_anonymous, p_region);
begin
  perform private.attach_photo(v_id, p_photo, p_width, p_height);
  if cardinality(p_tags) > 0 then perform private.set_question_tags(v_id, p_tags); end if;
  return v_id;
end
$$;
comment on function public.ask_question(uuid, text, text, text, text, boolean, text, integer, integer, text[], text) is
  'Asks; the same key asks once. Returns the question. p_anonymous: peers see neither name nor region; p_photo: base64 of a WebP; p_tags: up to 5 topics; p_region: its code, empty for none, null for that of the asker''s record. At most 10 an hour. Refuses forbidden: sign_in, record; invalid: title, body, direction, locale, region, tags; too_many, too_many: tag_today.';
grant execute on function public.ask_question(uuid, text, text, text, text, boolean, text, integer, integer, text[], text) to authenticated;

create function private.own_region() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('region', p.region_code) from public.persons p where p.id = (select private.my_person())
$$;
comment on function private.own_region() is 'The region of the caller''s record: {region}; null without a record.';
grant execute on function private.own_region() to anon, authenticated;

create or replace function public.page_ask() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'directions', private.forum_directions(), 'tags', private.frequent_tags(),
      'regions', private.region_options())
    || coalesce(private.own_region(), '{}') || private.own_drafts() || private.my_silence()
$$;
comment on function public.page_ask() is 'The form for a question: {viewer, directions, tags, regions, region?: of one''s own record, drafts, silence?}.';
