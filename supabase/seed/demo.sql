insert into private.settings (key, value) values ('demo', '1');
insert into auth.users (id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
select ('00000000-0000-7000-8000-00000000000' || n)::uuid, 'authenticated', 'authenticated', e, '$2b$10$qnEPsl5Y1.GfCrwGnoNH0urHvRAk2U9DT9FguCByFVEZnWjaBj8h.', now(), '{"provider":"email","providers":["email"]}', '{}', now(), now()
from unnest(array['graduate@demo.kz','expert@demo.kz','officer@demo.kz','officer2@demo.kz','coordinator@demo.kz','partner@demo.kz','ombudsman@demo.kz']) with ordinality t(e, n);
insert into auth.identities (id, provider_id, user_id, provider, identity_data, created_at, updated_at)
select gen_random_uuid(), id::text, id, 'email', jsonb_build_object('sub', id, 'email', email, 'email_verified', true), now(), now() from auth.users;
insert into public.persons (id, registry_no, full_name, gender, birth_year, region_code, district, settlement, locale) values
 ('00000000-0000-7000-8000-000000000101','ZP-2019-0001','Айгүл Қасымова','female',1998,'KZ-61','Кентау','village','kk'),
 ('00000000-0000-7000-8000-000000000102','ZP-2018-0002','Ерлан Сәбитов','male',1994,'KZ-23','Мақат','village','kk'),
 ('00000000-0000-7000-8000-000000000103','ZP-2019-0003','Гүлназ Омар','female',1999,'KZ-61','Кентау','village','kk'),
 ('00000000-0000-7000-8000-000000000104','ZP-2018-0004','Андрей Ким','male',1995,'KZ-55','Ақсу','town','ru');
insert into public.subprojects (id, registry_no, title, direction, round, region_code, grant_tenge) values
 ('00000000-0000-7000-8000-000000000201','ZS-2019-01','«Ине мен жіп» тігін шеберханасы','sewing',2019,'KZ-61',1000000),
 ('00000000-0000-7000-8000-000000000202','ZS-2018-02','Құс фермасы','poultry',2018,'KZ-23',950000),
 ('00000000-0000-7000-8000-000000000203','ZS-2018-03','Ремонт велосипедов','repair',2018,'KZ-55',800000);
insert into public.participations (person_id, round, role, subproject_id) values
 ('00000000-0000-7000-8000-000000000101',2019,'leader','00000000-0000-7000-8000-000000000201'),
 ('00000000-0000-7000-8000-000000000103',2019,'member','00000000-0000-7000-8000-000000000201'),
 ('00000000-0000-7000-8000-000000000102',2018,'leader','00000000-0000-7000-8000-000000000202'),
 ('00000000-0000-7000-8000-000000000104',2018,'leader','00000000-0000-7000-8000-000000000203');
insert into public.consents (person_id, purpose, granted, text_version, locale, method)
 select id, p, true, '2026-11', locale, 'web' from public.persons cross join unnest(array['terms','followup','referrals']) p;
insert into public.contact_points (person_id, kind, value, value_key, source, state) values
 ('00000000-0000-7000-8000-000000000101','email','graduate@demo.kz','graduate@demo.kz','registry','confirmed'),
 ('00000000-0000-7000-8000-000000000103','email','gulnaz@demo.kz','gulnaz@demo.kz','registry','new'),
 ('00000000-0000-7000-8000-000000000102','email','expert@demo.kz','expert@demo.kz','registry','confirmed');
update public.accounts set person_id='00000000-0000-7000-8000-000000000101', claimed_at=now() where id='00000000-0000-7000-8000-000000000001';
update public.accounts set person_id='00000000-0000-7000-8000-000000000102', claimed_at=now() where id='00000000-0000-7000-8000-000000000002';
update public.accounts set display_name='Ақерке Сейіт' where id='00000000-0000-7000-8000-000000000003';
update public.accounts set display_name='Ольга Петренко' where id='00000000-0000-7000-8000-000000000004';
update public.accounts set display_name='Дина Ахметова' where id='00000000-0000-7000-8000-000000000005';
update public.accounts set display_name='Бастау Бизнес' where id='00000000-0000-7000-8000-000000000006';
update public.accounts set display_name='Омбудсмен' where id='00000000-0000-7000-8000-000000000007';
insert into private.staff_roles (account_id, role, region_code) values
 ('00000000-0000-7000-8000-000000000003','officer','KZ-61'),
 ('00000000-0000-7000-8000-000000000004','officer','KZ-55'),
 ('00000000-0000-7000-8000-000000000005','coordinator',null),
 ('00000000-0000-7000-8000-000000000007','ombudsman',null);
