-- The words of the forum without their endings, for a search that finds «тауықтарыма» by «тауық».

create function private.stem(p_word text) returns text
language plpgsql immutable strict parallel safe set search_path = '' as $$
declare
  v_stem text := p_word;
  v_before text;
begin
  if length(v_stem) < 4 or v_stem ~ '[0-9]' then return v_stem; end if;
  -- Russian -ица, -ец: else its letters ц and а would pass for the Kazakh -са.
  if v_stem ~ '^.{2,}(i|e|ia)ts([aiueo]|ei|em|am|ami|ah|ev)?$' then return regexp_replace(v_stem, 'ts[a-z]*$', 'ts'); end if;
  -- Endings of both languages, because nobody says in which one a word is. Kazakh words carry several.
  for i in 1..5 loop
    v_before := v_stem;
    v_stem := regexp_replace(v_stem, '^(.{3,}?)([ldt][ae]r|[ndt]in|[nls]i|(?<![^aeou]i)[dt]i|g[ae]|[dt][ae]|[dtn][ae]n|[mbp]en|nd[ae]|s?in[ae]|[dt][ae]gi'
      || '|im|in|i?miz|i?niz|[ldt]ik|siz|shi|[gk][ae]n|[mbp][ae]i|[mbp][ae]g[ae]n|[mbp][ae]di|[mbp]?[ae]idi|[mbp]?[ae]im|[mbp]?[ae]i?min|[mbp]?[ae]isiz|ip|s[ae]|[ae]tin'
      || '|[aeiou]|i[aeu]|[oe]v|[oeai]m|iam|i?ami|imi|i?ah|ih|[oe]i|[oe]g[oe]|[oe]mu|aia|iaia|[oei]e|uiu|iuiu|iia|iiu|[aeiu]t|i[au]t|[aei]l|[aei]l[aio]|[aeiu]?tsia|sia|sh|[ei]sh|[ei]te|[ae]ni[eiau]|osti?'
      || '|n(aia|oe|ogo|omu|oi|ih|im|uiu)|[oe]k)$', '\1');
    -- Russian -ка by its consonant (сетка, сеток) and the Kazakh dative after one (кәсіпке) go alike.
    v_stem := regexp_replace(v_stem, '^(.{2,}[bcdgjlmnprstvzh])k([aeiu]|oi|am|ami|ah|ov)?$', '\1');
    -- тауық and тауығы, кәсіп and кәсібі.
    v_stem := case right(v_stem, 1) when 'g' then left(v_stem, -1) || 'k' when 'b' then left(v_stem, -1) || 'p' else v_stem end;
    exit when v_stem = v_before;
  end loop;
  return v_stem;
end
$$;
comment on function private.stem(text) is
  'A word as private.fold writes it, without its endings: тауықтарыма and тауық are one, as are субсидию and субсидияны. Light: it knows endings and no words, and may cut too much, in the question and in what is looked for alike. Three letters remain.';

create function private.stems(p_text text) returns text[]
language sql immutable strict parallel safe set search_path = '' as $$
  select coalesce(array_agg(distinct private.stem(w)), '{}')
  from (select distinct w from string_to_table(private.fold(p_text), ' ') w where length(w) between 2 and 40) words
$$;
comment on function private.stems(text) is 'The different words of a text, without their endings.';
