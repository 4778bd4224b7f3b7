-- What a tile of the map has room for. The whole name stands beside it for a reader's ear and in the table.

alter table public.regions
  add column short_kk text check (length(short_kk) between 2 and 6),
  add column short_ru text check (length(short_ru) between 2 and 6),
  add column short_en text check (length(short_en) between 2 and 6);

update public.regions r set (short_kk, short_ru, short_en) = (s.kk, s.ru, s.en)
from (values
  ('KZ-10', 'Абай', 'Абай', 'Abai'),
  ('KZ-11', 'Ақмол', 'Акмол', 'Akmol'),
  ('KZ-15', 'Ақтөб', 'Актюб', 'Aktob'),
  ('KZ-19', 'Алм.о', 'Алм.о', 'Alm.r'),
  ('KZ-23', 'Атыр', 'Атыр', 'Atyr'),
  ('KZ-27', 'БҚО', 'ЗКО', 'West'),
  ('KZ-31', 'Жамб', 'Жамб', 'Zhamb'),
  ('KZ-33', 'Жетіс', 'Жетіс', 'Zhet'),
  ('KZ-35', 'Қарағ', 'Караг', 'Karag'),
  ('KZ-39', 'Қост', 'Кост', 'Kost'),
  ('KZ-43', 'Қызыл', 'Кызыл', 'Kyzyl'),
  ('KZ-47', 'Маңғ', 'Манг', 'Mang'),
  ('KZ-55', 'Павл', 'Павл', 'Pavl'),
  ('KZ-59', 'СҚО', 'СКО', 'North'),
  ('KZ-61', 'Түрк', 'Турк', 'Turk'),
  ('KZ-62', 'Ұлыт', 'Ұлыт', 'Ulyt'),
  ('KZ-63', 'ШҚО', 'ВКО', 'East'),
  ('KZ-71', 'Астан', 'Астан', 'Astan'),
  ('KZ-75', 'Алм.қ', 'Алм.г', 'Alm.c'),
  ('KZ-79', 'Шымк', 'Шымк', 'Shymk')
) s (code, kk, ru, en) where s.code = r.code;

alter table public.regions
  alter column short_kk set not null, alter column short_ru set not null, alter column short_en set not null,
  add unique (short_kk), add unique (short_ru), add unique (short_en);
comment on column public.regions.short_kk is 'The name as a tile of the map shows it, unlike every other: up to six letters.';

create or replace function private.directory_map() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_agg(jsonb_build_object('code', r.code, 'kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en,
    'short', jsonb_build_object('kk', r.short_kk, 'ru', r.short_ru, 'en', r.short_en),
    'row', r.tile_row, 'column', r.tile_column,
    'people', case when coalesce(c.people, 0) = 0 then 0 when c.people >= 5 then c.people end) order by r.tile_row, r.tile_column)
  from public.regions r left join private.directory_regions c on c.region_code = r.code
$$;
comment on function private.directory_map() is 'How many people of the directory show each region: [{code, kk, ru, en, short, row, column, people}]; people is null for one to four. Granted to nobody.';
