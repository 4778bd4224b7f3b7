-- Kazakhs from abroad write their names in the Arabic script too. Its letters stay as they are: before,
-- such a name folded to nothing and nobody could find it.

create or replace function private.fold(source text) returns text
language sql immutable strict parallel safe set search_path = '' as $$
  select btrim(regexp_replace(regexp_replace(regexp_replace(
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(translate(source, 'әғқңөұүһіабвгдезийклмнопрстуфхыэёäğñöüūıáéíóúӘҒҚҢӨҰҮҺІАБВГДЕЗИЙКЛМНОПРСТУФХЫЭЁÄĞÑÖÜŪÁÉÍÓÚABCDEFGHIJKLMNOPQRSTUVWXYZqwyьъЬЪʼ''’`', 'agknouuhiabvgdeziiklmnoprstufhieeagnouuiaeiouagknouuhiabvgdeziiklmnoprstufhieeagnouuaeiouabcdefghijklmnopkrstuvvxizkvi'), 'щ', 'sh'), 'Щ', 'sh'), 'ш', 'sh'), 'Ш', 'sh'), 'ч', 'ch'), 'Ч', 'ch'), 'ц', 'ts'), 'Ц', 'ts'), 'ж', 'j'), 'Ж', 'j'), 'ю', 'iu'), 'Ю', 'iu'), 'я', 'ia'), 'Я', 'ia'), 'ş', 'sh'), 'Ş', 'sh'), 'ç', 'ch'), 'Ç', 'ch'), 'zh', 'j'), 'dj', 'j'), 'kh', 'h'), 'gh', 'g'), 'x', 'ks'),
    '[^a-z0-9ء-يٮ-ۓە]+', ' ', 'g'), '\mie', 'e', 'g'), '([a-z])\1+', '\1', 'g'))
$$;

update public.persons p set full_name = p.full_name where p.full_name ~ '[ء-ە]';
select private.refresh_directory(array(
  select e.person_id from private.directory_entries e join public.persons p on p.id = e.person_id where p.full_name ~ '[ء-ە]'));
