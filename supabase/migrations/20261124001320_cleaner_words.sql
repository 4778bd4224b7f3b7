-- What looked empty, stood in towers or hid in a word in ways that private.clean_text did not know.

create or replace function private.clean_text(p_text text) returns text
language plpgsql immutable parallel safe set search_path = '' as $$
declare
  c_marks constant text := '\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u06d6-\u06dc\u06df-\u06e4\u06e7-\u06ed\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0f71-\u0f84\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u2cef-\u2cf1\u2de0-\u2dff\u302a-\u302f\u3099\u309a\ua66f-\ua672\ua674-\ua67d\ufe0e\ufe0f\ufe20-\ufe2f';
  c_joiners constant text := '\u200c\u200d';
  c_letters constant text := '0-9A-Za-z\u00c0-\u024f\u0400-\u052f';
  v_text text := regexp_replace(regexp_replace(coalesce(p_text, ''),
    '\r\n?|[\u2028\u2029]', E'\n', 'g'), '[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]', ' ', 'g');
begin
  -- Controls; marks that turn text; signs of no width and blank letters; annotations and tags.
  v_text := normalize(regexp_replace(v_text,
    '[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffc\U0001bca0-\U0001bca3\U0001d159\U0001d165-\U0001d17a\U000e0000-\U000e0fff]',
    '', 'g'), nfc);
  -- Joiners belong into emoji and some scripts: none beside our letters, between marks or at an end. Marks
  -- stand on something.
  v_text := regexp_replace(v_text, format('([%1$s])[%1$s]+', c_joiners), '\1', 'g');
  v_text := regexp_replace(v_text,
    format('(^|\s)[%1$s%2$s]+|[%2$s](?=[%1$s%3$s\s]|$)|([%3$s][%1$s]*)[%2$s]', c_marks, c_joiners, c_letters), '\1\2', 'g');
  -- A letter carries an accent or two, not a tower of them.
  v_text := regexp_replace(v_text, format('([%1$s]{3})[%1$s]+', c_marks), '\1', 'g');
  v_text := (select string_agg(rtrim(line, E' \t'), E'\n' order by i) from unnest(string_to_array(v_text, E'\n')) with ordinality as t (line, i));
  return coalesce(btrim(regexp_replace(v_text, '\n{3,}', E'\n\n', 'g'), E' \t\n'), '');
end
$$;

create function private.clean_words(p_text text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select btrim(regexp_replace(private.clean_text(p_text), '\s+', ' ', 'g'))
$$;
comment on function private.clean_words(text) is 'As clean_text, on one line: a name, in any script. Granted to nobody.';

create or replace function private.clean_line(p_text text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select case when line ~ '[0-9A-Za-z\u00c0-\u024f\u0400-\u0481\u048a-\u052f\u0620-\u064a\u066e-\u06d3\u06fa-\u06fc]' then line else '' end
  from (select private.clean_words(p_text) as line) one
$$;
comment on function private.clean_line(text) is 'As clean_words, and empty where no letter that search knows and no digit is to be read: a title.';

-- A topic of signs alone is told to be none, and not left out.
create or replace function private.clean_tags(p_tags text[]) returns text[]
language plpgsql stable security definer set search_path = '' as $$
declare
  v_names text[];
begin
  -- By length first: cleaning a book costs time.
  if cardinality(p_tags) > 50 or exists (select from unnest(p_tags) t where length(t) > 200) then
    perform private.refuse('invalid', 'tags');
  end if;
  v_names := array(
    select d.name from (
      select distinct on (private.tag_slug(c.name)) c.name, c.place
      from (select normalize(private.clean_words(t), nfc) as name, place from unnest(p_tags) with ordinality x (t, place)) c
      where c.name <> '' order by private.tag_slug(c.name), c.place) d
    order by d.place);
  -- Letters of the three languages: what looks alike in other alphabets would pass for them.
  if cardinality(v_names) > 5 or exists (
    select from unnest(v_names) n
    where length(n) not between 2 and 30 or length(private.tag_slug(n)) < 2
      or n !~ '^[0-9A-Za-z\u00c0-\u024f\u0400-\u04ff][0-9A-Za-z\u00c0-\u024f\u0400-\u04ff .+-]*$')
  then
    perform private.refuse('invalid', 'tags');
  end if;
  return v_names;
end
$$;

-- Words of the list are found under accents too.
create or replace function private.hold_reason(p_author uuid, p_post uuid, p_text text) returns text
language plpgsql stable security definer set search_path = '' as $$
declare
  -- An accent on a letter hides no word.
  v_folded text := ' ' || private.fold(regexp_replace(p_text, '[\u0300-\u036f\u0483-\u0489]', '', 'g')) || ' ';
begin
  if exists (select from private.staff_roles r where r.account_id = p_author and r.revoked_at is null and r.role in ('moderator', 'coordinator', 'officer')) then return null; end if;
  if exists (
    select from private.held_words w where strpos(v_folded, ' ' || w.folded || case when w.is_stem then '' else ' ' end) > 0) then return 'words'; end if;
  if p_text ~* '(https?:|www\.|\m(t|wa)\.me/|[a-z0-9]\.(kz|ru|com|org|net|info|biz|top|xyz|site|online|shop|link|click)\M)'
    and not exists (select from public.questions q where q.author_id = p_author and q.id <> p_post and q.withdrawn_at is null)
    and not exists (select from public.answers a where a.author_id = p_author and a.id <> p_post and a.withdrawn_at is null)
    and not exists (select from public.post_comments c where c.author_id = p_author and c.id <> p_post and c.withdrawn_at is null) then return 'link'; end if;
  return null;
end
$$;

-- A name can be read, and is the registry's: no page offers another, and whoever wrote one by hand stood
-- in the forum as "Moderator".
revoke update (display_name) on public.accounts from authenticated;
create or replace function private.correct_my_record(p_fields jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_person uuid := private.my_person();
  v_fields jsonb;
  v_region text;
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if v_person is null then perform private.refuse('not_found'); end if;
  select jsonb_object_agg(f.name, nullif(private.clean_words(left(p_fields ->> f.name, 1000)), '')) into v_fields
  from unnest(array['full_name', 'gender', 'birth_year', 'region', 'district', 'settlement']) f (name);
  if v_fields ->> 'full_name' is null or length(v_fields ->> 'full_name') > 200 then perform private.refuse('invalid', 'full_name'); end if;
  if coalesce(v_fields ->> 'gender', 'female') not in ('female', 'male') then perform private.refuse('invalid', 'gender'); end if;
  if coalesce(v_fields ->> 'birth_year', '1950') !~ '^(19[5-9]\d|200\d|201[0-5])$' then perform private.refuse('invalid', 'birth_year'); end if;
  if v_fields ->> 'region' is null or not exists (select from public.regions r where r.code = v_fields ->> 'region') then
    perform private.refuse('invalid', 'region');
  end if;
  if length(v_fields ->> 'district') > 120 then perform private.refuse('invalid', 'district'); end if;
  if coalesce(v_fields ->> 'settlement', 'city') not in ('village', 'town', 'city') then perform private.refuse('invalid', 'settlement'); end if;

  -- A roster that is being written must not fill what is emptied here.
  perform pg_advisory_xact_lock_shared(hashtextextended('jalgas.import_registry', 0));
  select p.region_code into v_region from public.persons p where p.id = v_person for update;
  if (select count(*) from public.person_words w
      where w.person_id = v_person and w.account_id = private.uid() and w.created_at > now() - interval '1 day') >= 60 then
    perform private.refuse('too_many', '86400');
  end if;
  perform private.write_record(v_person, v_fields, 'person');
  perform private.audit('correct_record', 'person', v_person, v_region);
end
$$;
