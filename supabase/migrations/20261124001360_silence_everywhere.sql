-- Whoever is muted writes nothing by any door: corrections of others' posts, topics and guides are words, too.
-- And whoever may not use a form is told so in its place.

create trigger post_suggestions_keep_voice before insert on public.post_suggestions for each row execute function private.keep_voice();
create trigger post_suggestions_keep_refusal before update of decline_reason on public.post_suggestions for each row
  when (new.decline_reason is not null) execute function private.keep_voice();
create trigger tag_suggestions_keep_voice before insert on public.tag_suggestions for each row execute function private.keep_voice();
create trigger guide_versions_keep_voice before insert or update of title, intro, state on private.guide_versions for each row
  execute function private.keep_voice();
create trigger guide_events_keep_voice before insert on private.guide_events for each row execute function private.keep_voice();

create or replace function public.page_edit_post(p_post uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'post', private.read_edit(p_post),
    'photo', private.post_photo(p_post), 'topics', private.topics_to_edit(p_post)) || private.my_silence()
$$;
comment on function public.page_edit_post(uuid) is
  'The form for an edit: {viewer, post, photo, topics: of a question, else null, silence?}; post is null for everybody but its author.';

create or replace function public.page_suggest(p_post uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer()) || private.my_silence() || coalesce(private.read_suggest(p_post), '{"post": null}')
$$;
comment on function public.page_suggest(uuid) is
  'The form in which one mends somebody else''s post: {viewer, post, act, silence?}; post is null where there is nothing to mend.';

create or replace function public.page_flag(p_post uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'post', found.post) || private.my_silence()
  from (select private.read_flag_page(p_post) as post offset 0) found where found.post is not null
$$;
comment on function public.page_flag(uuid) is 'The form for a flag: {viewer, post, silence?}, or null.';

create or replace function public.page_question_tags(p_question uuid) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer()) || private.my_silence() || found.page
  from (select private.read_question_tags(p_question) as page offset 0) found where found.page is not null
$$;
comment on function public.page_question_tags(uuid) is 'The page of a question''s topics: {viewer, silence?} and private.read_question_tags, or null.';
