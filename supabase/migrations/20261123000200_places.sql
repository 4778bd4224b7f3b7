-- Regions of Kazakhstan (ISO 3166-2:KZ, in force since 2022-06-08) and directions of subprojects.

create table public.regions (
  code text primary key check (code ~ '^KZ-[0-9]{2}$'),
  slug text not null unique,
  name_kk text not null,
  name_ru text not null,
  name_en text not null,
  tile_row smallint not null,
  tile_column smallint not null
);
alter table public.regions enable row level security;
create policy regions_read on public.regions for select to anon, authenticated using (true);
grant select on public.regions to anon, authenticated, service_role;
comment on table public.regions is 'The 17 regions and 3 cities; tile_row and tile_column place each on the tile-grid map.';

insert into public.regions (code, slug, name_kk, name_ru, name_en, tile_row, tile_column) values
  ('KZ-10', 'abai', 'Абай облысы', 'область Абай', 'Abai Region', 2, 5),
  ('KZ-11', 'akmola', 'Ақмола облысы', 'Акмолинская область', 'Akmola Region', 1, 3),
  ('KZ-15', 'aktobe', 'Ақтөбе облысы', 'Актюбинская область', 'Aktobe Region', 1, 1),
  ('KZ-19', 'almaty-region', 'Алматы облысы', 'Алматинская область', 'Almaty Region', 3, 5),
  ('KZ-23', 'atyrau', 'Атырау облысы', 'Атырауская область', 'Atyrau Region', 2, 0),
  ('KZ-27', 'west-kazakhstan', 'Батыс Қазақстан облысы', 'Западно-Казахстанская область', 'West Kazakhstan Region', 1, 0),
  ('KZ-31', 'zhambyl', 'Жамбыл облысы', 'Жамбылская область', 'Zhambyl Region', 3, 4),
  ('KZ-33', 'zhetisu', 'Жетісу облысы', 'область Жетісу', 'Zhetisu Region', 3, 6),
  ('KZ-35', 'karaganda', 'Қарағанды облысы', 'Карагандинская область', 'Karaganda Region', 2, 4),
  ('KZ-39', 'kostanay', 'Қостанай облысы', 'Костанайская область', 'Kostanay Region', 1, 2),
  ('KZ-43', 'kyzylorda', 'Қызылорда облысы', 'Кызылординская область', 'Kyzylorda Region', 3, 2),
  ('KZ-47', 'mangystau', 'Маңғыстау облысы', 'Мангистауская область', 'Mangystau Region', 3, 0),
  ('KZ-55', 'pavlodar', 'Павлодар облысы', 'Павлодарская область', 'Pavlodar Region', 0, 5),
  ('KZ-59', 'north-kazakhstan', 'Солтүстік Қазақстан облысы', 'Северо-Казахстанская область', 'North Kazakhstan Region', 0, 3),
  ('KZ-61', 'turkistan', 'Түркістан облысы', 'Туркестанская область', 'Turkistan Region', 3, 3),
  ('KZ-62', 'ulytau', 'Ұлытау облысы', 'область Ұлытау', 'Ulytau Region', 2, 3),
  ('KZ-63', 'east-kazakhstan', 'Шығыс Қазақстан облысы', 'Восточно-Казахстанская область', 'East Kazakhstan Region', 2, 6),
  ('KZ-71', 'astana', 'Астана қаласы', 'город Астана', 'Astana City', 1, 4),
  ('KZ-75', 'almaty-city', 'Алматы қаласы', 'город Алматы', 'Almaty City', 4, 5),
  ('KZ-79', 'shymkent', 'Шымкент қаласы', 'город Шымкент', 'Shymkent City', 4, 3);

create table public.legacy_regions (
  name text not null,
  region_code text not null references public.regions (code) on delete restrict,
  is_split boolean not null,
  primary key (name, region_code)
);
create index legacy_regions_region_code_idx on public.legacy_regions (region_code);
alter table public.legacy_regions enable row level security;
create policy legacy_regions_read on public.legacy_regions for select to anon, authenticated using (true);
grant select on public.legacy_regions to anon, authenticated, service_role;
comment on table public.legacy_regions is 'Region names of before 2018-2022 and what became of each. A split name leaves the region unknown until a district is known.';

insert into public.legacy_regions (name, region_code, is_split) values
  ('Алматинская обл.', 'KZ-19', true),
  ('Алматинская обл.', 'KZ-33', true),
  ('Карагандинская обл.', 'KZ-35', true),
  ('Карагандинская обл.', 'KZ-62', true),
  ('Павлодарская обл.', 'KZ-55', false),
  ('ЮКО', 'KZ-61', true),
  ('ЮКО', 'KZ-79', true),
  ('Актюбинская обл.', 'KZ-15', false),
  ('ВКО', 'KZ-63', true),
  ('ВКО', 'KZ-10', true),
  ('Жамбылская обл.', 'KZ-31', false),
  ('СКО', 'KZ-59', false),
  ('Костанайская обл.', 'KZ-39', false),
  ('Кызылординская обл.', 'KZ-43', false),
  ('Акмолинская обл.', 'KZ-11', false),
  ('Атырауская обл.', 'KZ-23', false),
  ('г. Алматы', 'KZ-75', false),
  ('г. Астана', 'KZ-71', false),
  ('ЗКО', 'KZ-27', false),
  ('Мангистауская обл.', 'KZ-47', false);

create table public.directions (
  code text primary key check (code ~ '^[a-z]+$'),
  name_kk text not null,
  name_ru text not null,
  name_en text not null,
  position smallint not null unique
);
alter table public.directions enable row level security;
create policy directions_read on public.directions for select to anon, authenticated using (true);
grant select on public.directions to anon, authenticated, service_role;
comment on table public.directions is 'Directions of subprojects; also the shelves of the forum and the trades of experts.';

insert into public.directions (code, name_kk, name_ru, name_en, position) values
  ('sewing', 'Тігін ісі', 'Швейное дело', 'Sewing', 1),
  ('crafts', 'Қолөнер', 'Ремёсла', 'Crafts', 2),
  ('poultry', 'Құс шаруашылығы', 'Птицеводство', 'Poultry', 3),
  ('livestock', 'Мал шаруашылығы', 'Животноводство', 'Livestock', 4),
  ('greenhouse', 'Көкөніс пен жылыжай', 'Овощи и теплицы', 'Vegetables and greenhouses', 5),
  ('food', 'Тағам және наубайхана', 'Еда и выпечка', 'Food and baking', 6),
  ('beauty', 'Сұлулық қызметтері', 'Услуги красоты', 'Beauty services', 7),
  ('education', 'Оқыту және курстар', 'Обучение и курсы', 'Teaching and courses', 8),
  ('sport', 'Спорт', 'Спорт', 'Sport', 9),
  ('repair', 'Жөндеу және құрылыс', 'Ремонт и строительство', 'Repair and building', 10),
  ('it', 'IT және дизайн', 'IT и дизайн', 'IT and design', 11),
  ('media', 'Фото, видео, медиа', 'Фото, видео, медиа', 'Photo, video, media', 12),
  ('events', 'Мереке мен мәдениет', 'Праздники и культура', 'Events and culture', 13),
  ('ecology', 'Экология', 'Экология', 'Ecology', 14),
  ('aid', 'Әлеуметтік көмек', 'Социальная помощь', 'Social help', 15),
  ('other', 'Басқа', 'Другое', 'Other', 16);
