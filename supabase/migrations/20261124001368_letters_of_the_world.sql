-- A title may be written in any letters: who came home from China quotes Chinese. What it must not be is empty to
-- look at, so signs alone are none, and what shows as a blank goes before that. The letters are told by their
-- numbers, because what a class of them holds depends on the locale of the database.

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
    '[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffc\U00013430-\U00013442\U00016fe4\U0001bca0-\U0001bca3\U0001d159\U0001d165-\U0001d17a\U000e0000-\U000e0fff]',
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

create function private.has_letter(p_text text) returns boolean
language sql immutable parallel safe set search_path = '' as $$
  select p_text ~ ('[0-9A-Za-z\u00aa\u00b2\u00b3\u00b5\u00b9\u00ba\u00bc-\u00be\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02c1\u02c6-\u02d1\u02e0-\u02e4\u02ec\u02ee'
    || '\u0370-\u0374\u0376-\u037d\u037f\u0386\u0388-\u03f5\u03f7-\u0481\u048a-\u05f2\u0620-\u06d5\u06e5-\u06ff\u0710-\u088f\u08a0-\u08c9\u0904-\u115e\u1161-\u167f\u1681-\u17b3\u17d7-\u17f9\u1810-\u1ffc'
    || '\u2070-\u2079\u207f-\u2089\u2090-\u209c\u2102-\u214e\u2150-\u2189\u2460-\u24ff\u2776-\u2793\u2c00-\u2dde\u2e2f'
    || '\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303c\u3041-\u3096\u309d-\u30fa\u30fc-\u3163\u3165-\u318e\u3192-\u3195\u31a0-\u31bf\u31f0-\u33ff\u3400-\u4dbf\u4e00-\ud7fb\uf900-\ufdfb\ufe70-\ufefc\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\uff66-\uff9f\uffa1-\uffdc'
    || '\U00010000-\U000110bc\U000110be-\U000110cc\U000110ce-\U0001342f\U00013443-\U00016fe3\U00016fe5-\U0001bc99\U0001ccf0-\U0001ccf9\U0001d2c0-\U0001d378\U0001d400-\U0001d7ff\U0001df00-\U0001eeff\U0001f100-\U0001f10c\U0001fbf0-\U0001fbf9\U00020000-\U0003347f]')
$$;
comment on function private.has_letter(text) is 'Whether there is a letter or a number of any script to be read in a text that private.clean_text cleaned. Granted to nobody.';

create or replace function private.clean_line(p_text text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select case when private.has_letter(line) then line else '' end from (select private.clean_words(p_text) as line) one
$$;
comment on function private.clean_line(text) is 'As clean_words, and empty where no letter or number of any script is to be read: a title.';
