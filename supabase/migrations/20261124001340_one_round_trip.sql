-- Two pages that asked the database twice ask once.

create or replace function public.page_sitemap() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'guides', private.guide_addresses(), 'tags', private.sitemap_tags(),
    'questions', coalesce((
      select jsonb_agg(jsonb_build_object('id', q.id, 'locale', q.locale, 'createdAt', q.created_at) order by q.created_at desc, q.id desc)
      from (select n.id, n.locale, n.created_at from public.questions n order by n.created_at desc, n.id desc limit 5000) q), '[]'))
$$;
comment on function public.page_sitemap() is
  'What search engines are told of: the newest 5 000 questions, under the reader''s own rights, the guides, and the most used topics, a hundred a direction: {viewer, questions: [{id, locale, createdAt}], guides: [{id, locale}], tags: [slug]}. Older questions are found from page to page of the list.';
drop function public.page_tag_sitemap();

create function private.topics_to_edit(p_post uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'typed', coalesce((
      select string_agg(t.name, ', ' order by t.slug)
      from private.question_tags k join private.tags t on t.id = k.named_id where k.question_id = q.id), ''),
    'frequent', coalesce(private.frequent_tags() -> q.direction, '[]'))
  from public.questions q
  where q.id = p_post and q.author_id = (select private.uid()) and q.withdrawn_at is null
$$;
comment on function private.topics_to_edit(uuid) is
  'The topics of one''s own question in the form that changes it: {typed: as a field holds them, frequent: what it offers}; null for all else.';
grant execute on function private.topics_to_edit(uuid) to anon, authenticated;

create or replace function public.page_edit_post(p_post uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'post', private.read_edit(p_post),
    'photo', private.post_photo(p_post), 'topics', private.topics_to_edit(p_post))
$$;
comment on function public.page_edit_post(uuid) is
  'The form for an edit: {viewer, post, photo, topics: of a question, else null}; post is null for everybody but its author.';
