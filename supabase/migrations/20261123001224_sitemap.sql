-- What search engines may find of the forum.

create function public.page_sitemap() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'questions', coalesce((
    select jsonb_agg(jsonb_build_object('id', q.id, 'locale', q.locale, 'createdAt', q.created_at) order by q.created_at desc, q.id desc)
    from (select n.id, n.locale, n.created_at from public.questions n order by n.created_at desc, n.id desc limit 5000) q), '[]'))
$$;
comment on function public.page_sitemap() is 'The newest 5 000 questions, under the reader''s own rights: {viewer, questions: [{id, locale, createdAt}]}. Older ones are found from page to page of the list.';
grant execute on function public.page_sitemap() to anon, authenticated;
