-- A photo beside a question or an answer: of the plant, the seam, the paper that cannot be told in words.

alter table private.photos
  add column question_id uuid references public.questions (id) on delete cascade,
  add column answer_id uuid references public.answers (id) on delete cascade;
alter table private.photos
  drop constraint photos_owner_check,
  add constraint photos_owner_check check (num_nonnulls(subproject_id, person_id, question_id, answer_id) = 1);
create unique index photos_question_id_idx on private.photos (question_id);
create unique index photos_answer_id_idx on private.photos (answer_id);
comment on column private.photos.question_id is 'The question it belongs to, which everybody may read; one photo a post.';
comment on column private.photos.answer_id is 'As question_id.';

create or replace function private.post_question(p_post uuid) returns public.questions
language sql stable security definer set search_path = '' as $$
  select q from public.questions q
  where q.id = coalesce((select a.question_id from public.answers a where a.id = p_post), p_post) and q.withdrawn_at is null
    and not exists (select from public.answers a where a.id = p_post and a.withdrawn_at is not null)
$$;
comment on function private.post_question(uuid) is 'The question that a post is, or answers; null for an unknown id, and for a post that is gone. Granted to nobody.';

create or replace function private.read_photo(p_id uuid) returns text
language sql stable security definer set search_path = '' as $$
  select encode(f.webp, 'base64') from private.photos f
  where f.id = p_id and (
    (private.post_question(coalesce(f.answer_id, f.question_id))).id is not null
    or private.sees_subproject(f.subproject_id)
    or f.person_id is not null and exists (
      select from public.profiles w where w.person_id = f.person_id and w.photo_id = f.id
        and private.visible_profile(f.person_id, private.uid()) ? 'photo'))
$$;
comment on function public.read_photo(uuid) is
  'A photo as base64 of its WebP: of a question or an answer for everybody, else for whoever may read its subproject or see the portrait on its profile; null for all others.';

create function private.post_photo(p_post uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('id', h.id, 'width', h.width, 'height', h.height) from private.photos h where h.question_id = p_post
  union all
  select jsonb_build_object('id', h.id, 'width', h.width, 'height', h.height) from private.photos h where h.answer_id = p_post
$$;
comment on function private.post_photo(uuid) is 'The photo of a question or an answer: {id, width, height}, or null.';
grant execute on function private.post_photo(uuid) to anon, authenticated;

create function private.attach_photo(p_post uuid, p_photo text, p_width integer, p_height integer) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  if p_photo is null then return; end if;
  -- The same form sent twice brings its photo twice: the first one stays.
  insert into private.photos (question_id, answer_id, account_id, webp, width, height)
  select q.id, null, q.author_id, decode(p_photo, 'base64'), p_width, p_height
  from public.questions q where q.id = p_post and q.author_id = private.uid()
  union all
  select null, a.id, a.author_id, decode(p_photo, 'base64'), p_width, p_height
  from public.answers a where a.id = p_post and a.author_id = private.uid()
  on conflict do nothing;
end
$$;
comment on function private.attach_photo(uuid, text, integer, integer) is 'Puts a photo (base64 of a WebP) beside one''s own post that has none. Reached through ask_question and post_answer, in their transaction.';
grant execute on function private.attach_photo(uuid, text, integer, integer) to authenticated;

drop function public.ask_question(uuid, text, text, text, text, boolean);
create function public.ask_question(
  p_key uuid, p_direction text, p_title text, p_body text, p_locale text, p_anonymous boolean default false,
  p_photo text default null, p_width integer default null, p_height integer default null)
returns uuid language plpgsql volatile set search_path = '' as $$
declare
  v_id uuid := private.ask_question(p_key, p_direction, p_title, p_body, p_locale, p_anonymous);
begin
  perform private.attach_photo(v_id, p_photo, p_width, p_height);
  return v_id;
end
$$;
comment on function public.ask_question(uuid, text, text, text, text, boolean, text, integer, integer) is
  'Asks; the same key asks once. Returns the question. p_anonymous: peers see neither name nor region; p_photo: base64 of a WebP. At most 10 an hour. Refuses forbidden: sign_in, record; invalid: title, body, direction, locale; too_many.';

drop function public.post_answer(uuid, uuid, text, text);
create function public.post_answer(
  p_key uuid, p_question uuid, p_body text, p_locale text,
  p_photo text default null, p_width integer default null, p_height integer default null)
returns uuid language plpgsql volatile set search_path = '' as $$
declare
  v_id uuid := private.post_answer(p_key, p_question, p_body, p_locale);
begin
  perform private.attach_photo(v_id, p_photo, p_width, p_height);
  return v_id;
end
$$;
comment on function public.post_answer(uuid, uuid, text, text, text, integer, integer) is
  'Answers; the same key answers once. Returns the answer. p_photo: base64 of a WebP. At most 40 an hour. Refuses forbidden: sign_in, record; not_found; invalid: body, locale; too_many.';

create function private.drop_post_photo(p_post uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from private.photos h
  where (h.question_id = p_post or h.answer_id = p_post) and h.account_id = private.require_alumnus();
  if not found then perform private.refuse('not_found', 'photo'); end if;
end
$$;
create function public.drop_post_photo(p_post uuid) returns void
language sql volatile set search_path = '' as $$ select private.drop_post_photo(p_post) $$;
comment on function public.drop_post_photo(uuid) is 'Removes the photo of one''s own post for good. Refuses forbidden: sign_in, record; not_found.';
grant execute on function
  public.ask_question(uuid, text, text, text, text, boolean, text, integer, integer),
  public.post_answer(uuid, uuid, text, text, text, integer, integer),
  private.drop_post_photo(uuid), public.drop_post_photo(uuid) to authenticated;
