-- Whoever may not write now is told before writing, and not after.

create function private.my_silence() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_me uuid := private.uid();
begin
  if v_me is null then return '{}'; end if;
  return coalesce((
    select jsonb_build_object('silence', jsonb_build_object('kind', r.kind, 'until', r.until))
    from private.forum_restriction(v_me) r where r.id is not null), '{}');
end
$$;
comment on function private.my_silence() is 'The restriction of the forum that holds for the reader now: {silence: {kind, until}}, or {}.';
grant execute on function private.my_silence() to anon, authenticated;

create or replace function public.page_ask() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'directions', private.forum_directions(), 'tags', private.frequent_tags())
    || private.own_drafts() || private.my_silence()
$$;
comment on function public.page_ask() is 'The form for a question: {viewer, directions, tags, drafts, silence?}.';

create or replace function public.page_comments(p_post uuid, p_after uuid default null) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer()) || private.my_silence() || found.page
  from (select private.read_comments(p_post, p_after) as page offset 0) found where found.page is not null
$$;
comment on function public.page_comments(uuid, uuid) is 'The page of a post''s comments: {viewer, question, post, comments, next, waiting, silence?}, or null.';
