-- Where drafts and suggestions join the pages of the forum, the download of one's data and its erasure.

create or replace function public.page_my_posts(p_after uuid default null) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer()) || private.my_posts(p_after) || private.own_drafts() || private.my_suggestions()
$$;
comment on function public.page_my_posts(uuid) is 'The page of one''s own posts: {viewer, questions, next, gone, drafts, toJudge, suggested}.';

