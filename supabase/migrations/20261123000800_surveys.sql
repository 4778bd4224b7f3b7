-- Follow-up waves: questionnaires, who was asked, how each ended, and what was answered.

create function private.is_staff() returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from private.staff_roles r
    where r.account_id = (select private.uid()) and r.role in ('officer', 'coordinator') and r.revoked_at is null)
$$;
comment on function private.is_staff() is 'Whether the signed-in account is a regional officer or a coordinator.';
grant execute on function private.is_staff() to anon, authenticated;

create table public.forms (
  id uuid primary key default private.uuid_v7(),
  code text not null check (code ~ '^[a-z0-9-]{1,40}$'),
  version smallint not null check (version > 0),
  title_kk text not null,
  title_ru text not null,
  title_en text not null,
  definition jsonb not null check (jsonb_typeof(definition -> 'survey') = 'array'),
  created_at timestamptz not null default now(),
  unique (code, version)
);
alter table public.forms enable row level security;
create policy forms_read on public.forms for select to authenticated using ((select private.is_staff()));
grant select on public.forms to authenticated;
comment on table public.forms is 'Questionnaires. A version that was sent never changes: a mended one is a new version.';
comment on column public.forms.definition is
  'In the terms of XLSForm: {survey: [{type, name, label: {kk, ru, en}, required?, relevant?}], choices: {list: [{name, label}]}}. Types: select_one LIST, select_multiple LIST, text. relevant is "${name} = ''value''".';

create table public.waves (
  id uuid primary key default private.uuid_v7(),
  title text not null check (length(title) between 1 and 120),
  form_id uuid not null references public.forms (id) on delete restrict,
  kind text not null check (kind in ('live', 'imported')),
  audience jsonb not null default '{}',
  opens_at timestamptz not null default now(),
  closes_at timestamptz not null,
  created_by uuid references public.accounts (id) on delete set null,
  idempotency_key uuid not null unique default private.uuid_v7(),
  file_hash text unique check (file_hash ~ '^[0-9a-f]{64}$'),
  created_at timestamptz not null default now(),
  check (closes_at >= opens_at),
  check (kind = 'imported' or file_hash is null)
);
create index waves_form_id_idx on public.waves (form_id);
create index waves_created_by_idx on public.waves (created_by);
create index waves_newest_idx on public.waves (created_at desc, id desc);
alter table public.waves enable row level security;
create policy waves_read on public.waves for select to authenticated using ((select private.is_staff()));
grant select (id, title, form_id, kind, audience, opens_at, closes_at, created_by, created_at) on public.waves to authenticated;
comment on table public.waves is 'One round of asking. Whether it is planned, open or closed follows from opens_at and closes_at (private.wave_state).';
comment on column public.waves.audience is 'Whom it was sent to: {regions, rounds, directions, states}; an empty or absent list means all.';
comment on column public.waves.file_hash is 'SHA-256 of the rows of an imported file: the same file is never imported twice.';

create table public.wave_members (
  id uuid primary key default private.uuid_v7(),
  wave_id uuid not null references public.waves (id) on delete cascade,
  person_id uuid not null references public.persons (id) on delete cascade,
  token_hash bytea unique check (length(token_hash) = 32),
  outbox_id uuid unique references private.outbox (id) on delete set null,
  disposition text not null default '3.11' check (disposition ~ '^[1-4]\.[0-9]{1,3}$'),
  round smallint,
  region_code text references public.regions (code) on delete restrict,
  legacy_region text,
  gender text check (gender in ('female', 'male')),
  role text check (role in ('leader', 'member')),
  vulnerable boolean,
  neet boolean,
  queued_at timestamptz,
  opened_at timestamptz,
  responded_at timestamptz,
  unique (wave_id, person_id)
);
create index wave_members_person_id_idx on public.wave_members (person_id);
create index wave_members_region_code_idx on public.wave_members (region_code, wave_id);
create index wave_members_pending_idx on public.wave_members (wave_id, id) where responded_at is null;
alter table public.wave_members enable row level security;
create policy wave_members_read on public.wave_members for select to authenticated
  using ((select private.has_role('coordinator')) or region_code in (select private.my_regions()));
grant select (id, wave_id, person_id, disposition, round, region_code, legacy_region, gender, role, queued_at, opened_at, responded_at)
  on public.wave_members to authenticated;
comment on table public.wave_members is 'Who was asked in a wave. round to neet are frozen at sending, so that a later change in the registry does not change old results.';
comment on column public.wave_members.token_hash is 'SHA-256 of the personal link''s token; the token itself stands only in the message.';
comment on column public.wave_members.disposition is 'AAPOR final disposition code: 1.1 complete, 2.20 not reached (the address is another person''s), 3.11 not sent yet, 3.19 sent and nothing came back, 3.30 could not be delivered.';
comment on column public.wave_members.vulnerable is 'With neet, granted to nobody: only tables for coordinators are made from it. Null means unknown, never no.';
comment on column public.wave_members.opened_at is 'First opening of the link. May be a mail scanner, so it never counts as contact.';

create table public.responses (
  id uuid primary key default private.uuid_v7(),
  member_id uuid not null unique references public.wave_members (id) on delete cascade,
  answers jsonb not null check (jsonb_typeof(answers) = 'object'),
  locale text check (locale in ('kk', 'ru', 'en')),
  idempotency_key uuid not null default private.uuid_v7(),
  submitted_at timestamptz not null default now()
);
alter table public.responses enable row level security;
create policy responses_read on public.responses for select to authenticated
  using ((select private.has_role('coordinator')));
grant select on public.responses to authenticated;
comment on table public.responses is 'One response a member. Officers see tables of their region, never a single answer: in a village everybody knows everybody.';
comment on column public.responses.answers is 'Answers by the names of the form: q22_continuing yes|no, q23_basis paid|free|both, q24_other_business none|active|closed, q21_sought_funding yes|no, q31_programme code, stop_reason, needs [..], comment. An absent name is a missing answer, never a no.';

insert into public.forms (code, version, title_kk, title_ru, title_en, definition) values
('followup-short', 1, 'Жобаңыз қалай?', 'Как ваш проект?', 'How is your project?', $form$
{
  "survey": [
    {"type": "select_one who", "name": "who", "required": true,
      "label": {"kk": "Бұл сіз бе?", "ru": "Это вы?", "en": "Is this you?"}},
    {"type": "select_one continuing", "name": "q22_continuing", "required": true, "relevant": "${who} = 'me'",
      "label": {"kk": "Жобаңыз қазір жұмыс істеп тұр ма?", "ru": "Ваш проект сейчас работает?", "en": "Is your project still going?"}},
    {"type": "select_one basis", "name": "q23_basis", "required": true, "relevant": "${q22_continuing} = 'yes'",
      "label": {"kk": "Қызметіңіз ақылы ма, тегін бе?", "ru": "Вы работаете платно или бесплатно?", "en": "Do people pay for what you do?"}},
    {"type": "select_one stop_reason", "name": "stop_reason", "relevant": "${q22_continuing} = 'no'",
      "label": {"kk": "Неге тоқтады?", "ru": "Почему остановился?", "en": "Why did it stop?"}},
    {"type": "select_one other_business", "name": "q24_other_business", "required": true, "relevant": "${who} = 'me'",
      "label": {"kk": "Басқа іс бастап көрдіңіз бе?", "ru": "Вы начинали другое дело?", "en": "Did you start another business?"}},
    {"type": "select_multiple needs", "name": "needs", "relevant": "${who} = 'me'",
      "label": {"kk": "Қазір не көмектесер еді?", "ru": "Что помогло бы сейчас?", "en": "What would help now?"}},
    {"type": "text", "name": "comment", "relevant": "${who} = 'me'",
      "label": {"kk": "Тағы не айтқыңыз келеді?", "ru": "Что ещё хотите сказать?", "en": "Anything else you want to say?"}}
  ],
  "choices": {
    "who": [
      {"name": "me", "label": {"kk": "Иә, бұл мен", "ru": "Да, это я", "en": "Yes, that is me"}},
      {"name": "other", "label": {"kk": "Жоқ, мен басқа адаммын", "ru": "Нет, я другой человек", "en": "No, I am someone else"}}
    ],
    "continuing": [
      {"name": "yes", "label": {"kk": "Иә, жалғасып жатыр", "ru": "Да, продолжается", "en": "Yes, it is going on"}},
      {"name": "no", "label": {"kk": "Жоқ, қазір тоқтап тұр", "ru": "Нет, сейчас не работает", "en": "No, it is not running now"}}
    ],
    "basis": [
      {"name": "paid", "label": {"kk": "Ақылы", "ru": "Платно", "en": "Yes, they pay"}},
      {"name": "free", "label": {"kk": "Тегін", "ru": "Бесплатно", "en": "No, it is free"}},
      {"name": "both", "label": {"kk": "Ақылысы да, тегіні де бар", "ru": "И платно, и бесплатно", "en": "Some pay, for some it is free"}}
    ],
    "stop_reason": [
      {"name": "money", "label": {"kk": "Ақша жетпеді", "ru": "Не хватило денег", "en": "Not enough money"}},
      {"name": "premises", "label": {"kk": "Орын табылмады", "ru": "Не было помещения", "en": "No premises"}},
      {"name": "customers", "label": {"kk": "Клиент аз болды", "ru": "Мало клиентов", "en": "Too few customers"}},
      {"name": "knowledge", "label": {"kk": "Білім жетпеді", "ru": "Не хватило знаний", "en": "Not enough knowledge"}},
      {"name": "team", "label": {"kk": "Команда тарап кетті", "ru": "Команда разошлась", "en": "The team broke up"}},
      {"name": "family", "label": {"kk": "Отбасы жағдайы", "ru": "Семейные обстоятельства", "en": "Family"}},
      {"name": "job_or_study", "label": {"kk": "Жұмыс не оқу", "ru": "Работа или учёба", "en": "A job or studies"}},
      {"name": "season", "label": {"kk": "Маусымын күтіп тұр", "ru": "Ждём сезона", "en": "Waiting for the season"}},
      {"name": "other", "label": {"kk": "Басқа себеп", "ru": "Другая причина", "en": "Another reason"}}
    ],
    "other_business": [
      {"name": "none", "label": {"kk": "Жоқ", "ru": "Нет", "en": "No"}},
      {"name": "active", "label": {"kk": "Иә, ол жұмыс істеп тұр", "ru": "Да, и оно работает", "en": "Yes, and it is running"}},
      {"name": "closed", "label": {"kk": "Иә, бірақ ол жабылды", "ru": "Да, но оно закрылось", "en": "Yes, but it closed"}}
    ],
    "needs": [
      {"name": "money", "label": {"kk": "Ақша", "ru": "Деньги", "en": "Money"}},
      {"name": "premises", "label": {"kk": "Орын", "ru": "Помещение", "en": "Premises"}},
      {"name": "equipment", "label": {"kk": "Жабдық", "ru": "Оборудование", "en": "Equipment"}},
      {"name": "customers", "label": {"kk": "Клиенттер", "ru": "Клиенты", "en": "Customers"}},
      {"name": "knowledge", "label": {"kk": "Білім", "ru": "Знания", "en": "Knowledge"}},
      {"name": "mentor", "label": {"kk": "Тәлімгер", "ru": "Ментор", "en": "A mentor"}},
      {"name": "papers", "label": {"kk": "Құжаттар", "ru": "Документы", "en": "Papers"}}
    ]
  }
}
$form$),
('zhas-2021', 1, 'Zhas Project түлектерінің сауалнамасы, 2021', 'Опрос выпускников Zhas Project, 2021', 'Survey of Zhas Project alumni, 2021', $form$
{
  "survey": [
    {"type": "select_one yes_no", "name": "q21_sought_funding",
      "label": {"kk": "Басқа қаржыландыру іздедіңіз бе?", "ru": "Искали другое финансирование?", "en": "Did you look for other funding?"}},
    {"type": "select_one yes_no", "name": "q22_continuing",
      "label": {"kk": "Жобаңыз жалғасып жатыр ма?", "ru": "Ваш проект продолжается?", "en": "Is your project still going?"}},
    {"type": "select_one basis", "name": "q23_basis", "relevant": "${q22_continuing} = 'yes'",
      "label": {"kk": "Қызметіңіз ақылы ма, тегін бе?", "ru": "Платно или бесплатно?", "en": "Paid or free?"}},
    {"type": "select_one other_business", "name": "q24_other_business",
      "label": {"kk": "Басқа бизнес бастадыңыз ба?", "ru": "Начинали другой бизнес?", "en": "Did you start another business?"}},
    {"type": "text", "name": "q31_programme",
      "label": {"kk": "Қай бағдарламаға қатыстыңыз (коды)?", "ru": "В какой программе участвовали (код)?", "en": "Which programme did you join (code)?"}}
  ],
  "choices": {
    "yes_no": [
      {"name": "yes", "label": {"kk": "Иә", "ru": "Да", "en": "Yes"}},
      {"name": "no", "label": {"kk": "Жоқ", "ru": "Нет", "en": "No"}}
    ],
    "basis": [
      {"name": "paid", "label": {"kk": "Ақылы", "ru": "Платно", "en": "Paid"}},
      {"name": "free", "label": {"kk": "Тегін", "ru": "Бесплатно", "en": "Free"}},
      {"name": "both", "label": {"kk": "Екеуі де", "ru": "И так, и так", "en": "Both"}}
    ],
    "other_business": [
      {"name": "none", "label": {"kk": "Жоқ", "ru": "Нет", "en": "None"}},
      {"name": "active", "label": {"kk": "Иә, жұмыс істейді", "ru": "Да, работает", "en": "Yes, running"}},
      {"name": "closed", "label": {"kk": "Иә, жабылды", "ru": "Да, закрыт", "en": "Yes, closed"}}
    ]
  }
}
$form$);

create function private.wave_state(p_opens timestamptz, p_closes timestamptz) returns text
language sql stable set search_path = '' as $$
  select case when now() >= p_closes then 'closed' when now() < p_opens then 'planned' else 'open' end
$$;
grant execute on function private.wave_state(timestamptz, timestamptz) to anon, authenticated;

create function private.form_title(f public.forms) returns jsonb
language sql immutable set search_path = '' as $$
  select jsonb_build_object('kk', f.title_kk, 'ru', f.title_ru, 'en', f.title_en)
$$;
grant execute on function private.form_title(public.forms) to anon, authenticated;

-- Sending -----------------------------------------------------------------------------------------

create table private.message_templates (
  purpose text not null,
  locale text not null check (locale in ('kk', 'ru', 'en')),
  subject text not null,
  body text not null,
  primary key (purpose, locale)
);
comment on table private.message_templates is 'Texts of messages. {name}, {link} and {closes} are filled in when a message is queued.';
insert into private.message_templates (purpose, locale, subject, body) values
('wave_invitation', 'kk', 'Жобаңыз қалай? Екі минуттық сауалнама', $t$Сәлеметсіз бе, {name}!

Zhas Project аяқталғаннан бері ісіңіз қалай жүріп жатыр? Бірнеше сұраққа жауап беріңізші: екі минуттай ғана уақыт кетеді, тіркелудің қажеті жоқ.

{link}

Сілтеме тек сізге арналған, оны басқа ешкімге жібермеңіз. Соңғы күні: {closes}.

Жауабыңыз арқылы кімге қандай көмек керегін білеміз. Жауап беру өз еркіңізде.

Жалғас$t$),
('wave_invitation', 'ru', 'Как ваш проект? Опрос на две минуты', $t$Здравствуйте, {name}!

Как идут дела после Zhas Project? Ответьте, пожалуйста, на несколько вопросов: это займёт около двух минут, регистрироваться не нужно.

{link}

Ссылка только для вас, никому её не пересылайте. Она работает до {closes}.

По ответам мы видим, кому и какая помощь нужна. Отвечать или нет, решаете вы.

Jalgas$t$),
('wave_invitation', 'en', 'How is your project? Two minutes of questions', $t$Hello {name},

How have things been since Zhas Project? Please answer a few questions: it takes about two minutes, and you need no account.

{link}

The link is yours alone, please do not forward it. It works until {closes}.

Your answers show us who needs which help. Whether you answer is up to you.

Jalgas$t$);

create function private.text_list(p_list jsonb) returns text[]
language sql immutable set search_path = '' as $$
  select nullif(array(select jsonb_array_elements_text(coalesce(p_list, '[]'))), '{}')
$$;
comment on function private.text_list(jsonb) is 'A JSON list of strings as an array; null for an absent or empty one, which means no restriction.';

create function private.wave_audience(p_audience jsonb)
returns table (
  person_id uuid, name text, locale text, region_code text, legacy_region text, gender text,
  round smallint, role text, consents boolean, contact_point_id uuid, email text)
language sql stable security definer set search_path = '' as $$
  with wanted as (
    select private.text_list(p_audience -> 'regions') as regions,
           private.text_list(p_audience -> 'rounds') as rounds,
           private.text_list(p_audience -> 'directions') as directions,
           private.text_list(p_audience -> 'states') as states)
  select p.id, coalesce(p.full_name, p.registry_no), p.locale, p.region_code, p.legacy_region, p.gender,
         took.round, took.role, coalesce(word.granted, false), point.id, point.value_key
  from wanted w
  cross join public.persons p
  left join lateral (
    select t.round, t.role
    from public.participations t left join public.subprojects s on s.id = t.subproject_id
    where t.person_id = p.id
      and (w.rounds is null or t.round::text = any (w.rounds))
      and (w.directions is null or s.direction = any (w.directions))
      and (w.states is null or coalesce(s.state, 'unknown') = any (w.states))
    order by t.round desc limit 1) took on true
  left join lateral (
    select c.granted from public.consents c
    where c.person_id = p.id and c.purpose = 'followup'
    order by c.created_at desc, c.id desc limit 1) word on true
  left join lateral (
    select c.id, c.value_key from public.contact_points c
    where c.person_id = p.id and c.kind = 'email' and c.state in ('new', 'confirmed')
    order by c.state = 'confirmed' desc, c.created_at desc limit 1) point on true
  where (w.regions is null or p.region_code = any (w.regions))
    and (took.round is not null or coalesce(w.rounds, w.directions, w.states) is null)
$$;
comment on function private.wave_audience(jsonb) is
  'People matched by {regions, rounds, directions, states}, with their newest matching participation, whether they agreed to follow-up, and the e-mail that would be used. For use inside definer functions only.';

create function private.count_audience(p_audience jsonb) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'matched', count(*),
    'consented', count(*) filter (where a.consents),
    'reachable', count(*) filter (where a.consents and a.email is not null))
  from private.wave_audience(p_audience) a
  where private.has_role('coordinator')
$$;
comment on function private.count_audience(jsonb) is 'How many people match, how many of them agreed to follow-up, how many of those have an e-mail. Zeros for anyone but coordinators.';
grant execute on function private.count_audience(jsonb) to authenticated;

create function private.send_wave(p_key uuid, p_wave jsonb, p_origin text) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_wave public.waves;
  v_title text := btrim(coalesce(p_wave ->> 'title', ''));
  v_opens timestamptz := coalesce((p_wave ->> 'opensAt')::timestamptz, now());
  v_closes timestamptz := (p_wave ->> 'closesAt')::timestamptz;
  v_form uuid;
  v_sent integer;
begin
  if not private.has_role('coordinator') then perform private.refuse('forbidden'); end if;
  select * into v_wave from public.waves w where w.idempotency_key = p_key and w.created_by = private.uid();
  if found then return v_wave.id; end if;

  if p_key is null then perform private.refuse('invalid', 'key'); end if;
  if length(v_title) not between 1 and 120 then perform private.refuse('invalid', 'title'); end if;
  if v_closes is null or v_closes <= greatest(now(), v_opens) then perform private.refuse('invalid', 'closes'); end if;
  if coalesce(p_origin, '') !~ '^https?://[A-Za-z0-9.:\[\]-]+$' then perform private.refuse('invalid', 'origin'); end if;
  select f.id into v_form from public.forms f
  where f.code = p_wave ->> 'form' order by f.version desc limit 1;
  if not found then perform private.refuse('invalid', 'form'); end if;

  insert into public.waves as w (title, form_id, kind, audience, opens_at, closes_at, created_by, idempotency_key)
  values (v_title, v_form, 'live', coalesce(p_wave -> 'audience', '{}'), v_opens, v_closes, private.uid(), p_key)
  on conflict (idempotency_key) do nothing returning * into v_wave;
  if not found then perform private.refuse('conflict', 'key'); end if;

  -- The token leaves this statement only inside the message; what is stored is its hash.
  with invited as materialized (
    select a.*, private.uuid_v7() as outbox_id,
      encode(substring(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) from 1 for 16), 'hex') as token
    from private.wave_audience(v_wave.audience) a
    where a.consents and a.email is not null
  ), queued as (
    insert into private.outbox
      (id, person_id, contact_point_id, channel, to_address, purpose, occasion, locale, subject, body, next_attempt_at)
    select i.outbox_id, i.person_id, i.contact_point_id, 'email', i.email, 'wave_invitation',
      v_wave.id || ':' || i.person_id, i.locale, t.subject,
      replace(replace(replace(t.body,
        '{link}', p_origin || '/' || i.locale || '/s/' || i.token),
        '{closes}', to_char(v_closes at time zone 'Asia/Almaty', 'DD.MM.YYYY')),
        '{name}', i.name),
      v_opens
    from invited i
    join private.message_templates t on t.purpose = 'wave_invitation' and t.locale = i.locale
  )
  insert into public.wave_members
    (wave_id, person_id, token_hash, outbox_id, round, region_code, legacy_region, gender, role, vulnerable, neet, queued_at)
  select v_wave.id, i.person_id, sha256(convert_to(i.token, 'UTF8')), i.outbox_id, i.round, i.region_code,
    i.legacy_region, i.gender, i.role, f.vulnerable, f.neet_at_start, now()
  from invited i left join public.person_flags f on f.person_id = i.person_id;
  get diagnostics v_sent = row_count;
  if v_sent = 0 then perform private.refuse('invalid', 'audience'); end if;

  perform private.audit('send_wave', 'wave', v_wave.id, null, jsonb_build_object('members', v_sent));
  return v_wave.id;
end
$$;
comment on function private.send_wave(uuid, jsonb, text) is
  'Makes a wave out of {title, form, audience, opensAt, closesAt}, its members with personal tokens of 128 bits, and their invitations, at once. The same key twice gives the same wave. Refuses: forbidden, invalid (title, closes, form, origin, audience = nobody to reach), conflict.';
grant execute on function private.send_wave(uuid, jsonb, text) to authenticated;

create function public.send_wave(p_key uuid, p_wave jsonb, p_origin text) returns uuid
language sql volatile set search_path = '' as $$ select private.send_wave(p_key, p_wave, p_origin) $$;
comment on function public.send_wave(uuid, jsonb, text) is 'The API''s door to private.send_wave, which says what it takes and refuses.';
grant execute on function public.send_wave(uuid, jsonb, text) to authenticated;

create function private.follow_invitation() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  update public.wave_members m set
    disposition = case new.state when 'failed' then '3.30' else '3.19' end
  where m.outbox_id = new.id and m.disposition in ('3.11', '3.19', '3.30');
  return null;
end
$$;
comment on function private.follow_invitation() is 'What became of the message is what is known of the member, until they answer.';
create trigger invitations_followed after update of state on private.outbox
  for each row when (new.purpose = 'wave_invitation' and new.state in ('sent', 'failed', 'uncertain'))
  execute function private.follow_invitation();

-- Answering ---------------------------------------------------------------------------------------

create function private.clean_answers(p_definition jsonb, p_answers jsonb) returns jsonb
language plpgsql stable set search_path = '' as $$
declare
  v_clean jsonb := '{}';
  v_question jsonb;
  v_answer jsonb;
  v_rule text[];
  v_choices jsonb;
  v_good boolean;
begin
  if jsonb_typeof(p_answers) is distinct from 'object' then perform private.refuse('invalid', 'answers'); end if;
  for v_question in select jsonb_array_elements(p_definition -> 'survey') loop
    if v_question ? 'relevant' then
      v_rule := regexp_match(v_question ->> 'relevant', '^\$\{([a-z0-9_]+)\} = ''([^'']*)''$');
      if v_rule is null or v_clean ->> v_rule[1] is distinct from v_rule[2] then continue; end if;
    end if;
    v_answer := p_answers -> (v_question ->> 'name');
    if v_answer is null or v_answer in ('null', '""', '[]') then
      if (v_question ->> 'required')::boolean then perform private.refuse('invalid', v_question ->> 'name'); end if;
      continue;
    end if;
    v_choices := p_definition -> 'choices' -> split_part(v_question ->> 'type', ' ', 2);
    v_good := case split_part(v_question ->> 'type', ' ', 1)
      when 'select_one' then jsonb_typeof(v_answer) = 'string'
        and v_choices @> jsonb_build_array(jsonb_build_object('name', v_answer))
      when 'select_multiple' then case when jsonb_typeof(v_answer) = 'array' then (
        select coalesce(bool_and(v_choices @> jsonb_build_array(jsonb_build_object('name', e))), true)
          and count(*) = count(distinct e)
        from jsonb_array_elements(v_answer) e) else false end
      else jsonb_typeof(v_answer) = 'string' and length(v_answer #>> '{}') <= 1000 end;
    if not v_good then perform private.refuse('invalid', v_question ->> 'name'); end if;
    v_clean := v_clean || jsonb_build_object(v_question ->> 'name', v_answer);
  end loop;
  return v_clean;
end
$$;
comment on function private.clean_answers(jsonb, jsonb) is
  'The answers that a form asks for, each within its choices; what is not asked or not relevant is dropped. Refuses invalid with the name of the first question at fault.';

create function private.record_survey_status(p_person uuid, p_round smallint, p_answers jsonb, p_key uuid) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_subproject uuid;
  -- A project that waits for its season is paused, not stopped.
  v_state text := case
    when p_answers ->> 'q22_continuing' = 'yes' then 'continuing'
    when p_answers ->> 'stop_reason' = 'season' then 'paused'
    when p_answers ->> 'q22_continuing' = 'no' then 'stopped' end;
  v_basis text := case when v_state = 'continuing' then p_answers ->> 'q23_basis' end;
  v_needs text[] := array(select jsonb_array_elements_text(coalesce(p_answers -> 'needs', '[]')));
begin
  select t.subproject_id into v_subproject from public.participations t
  where t.person_id = p_person and t.subproject_id is not null
  order by t.round is not distinct from p_round desc, t.round desc limit 1;
  if v_subproject is null or v_state is null or (v_state = 'continuing' and v_basis is null) then return; end if;
  -- The team's entries wait for one another here, as in private.record_status_update.
  perform from public.subprojects s where s.id = v_subproject for update;
  insert into public.status_updates
    (subproject_id, person_id, state, basis, stop_reason, something_new, needs, source, idempotency_key, created_at)
  values (v_subproject, p_person, v_state, v_basis,
    case when v_state = 'stopped' then p_answers ->> 'stop_reason' end,
    coalesce(p_answers ->> 'q24_other_business' in ('active', 'closed'), false),
    v_needs, 'survey', p_key, clock_timestamp())
  on conflict (subproject_id, idempotency_key) do nothing;
  perform private.follow_newest_update(v_subproject);
end
$$;
comment on function private.record_survey_status(uuid, smallint, jsonb, uuid) is
  'Carries a survey answer over into the history of the person''s subproject. The comment stays in the survey. For use inside definer functions only.';

create function private.submit_response(p_token text, p_answers jsonb, p_locale text, p_key uuid) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_member public.wave_members;
  v_wave public.waves;
  v_response public.responses;
  v_answers jsonb;
begin
  select m.* into v_member from public.wave_members m
  where m.token_hash = sha256(convert_to(coalesce(p_token, ''), 'UTF8')) for update;
  if not found then perform private.refuse('not_found', 'token'); end if;
  select * into v_response from public.responses r where r.member_id = v_member.id;
  if found then
    if v_response.idempotency_key = p_key then return 'answered'; end if;
    perform private.refuse('used', 'token');
  end if;
  select * into v_wave from public.waves w where w.id = v_member.wave_id;
  if private.wave_state(v_wave.opens_at, v_wave.closes_at) = 'closed' then perform private.refuse('expired', 'wave'); end if;

  select private.clean_answers(f.definition, p_answers) into v_answers from public.forms f where f.id = v_wave.form_id;
  if v_answers ->> 'who' = 'other' then
    update public.wave_members m set disposition = '2.20' where m.id = v_member.id;
    return 'other';
  end if;
  insert into public.responses (member_id, answers, locale, idempotency_key)
  values (v_member.id, v_answers, p_locale, coalesce(p_key, private.uuid_v7())) returning * into v_response;
  update public.wave_members m set disposition = '1.1', responded_at = now() where m.id = v_member.id;
  perform private.record_survey_status(v_member.person_id, v_member.round, v_answers, v_response.id);
  return 'answered';
end
$$;
comment on function private.submit_response(text, jsonb, text, uuid) is
  'Takes the answers of the holder of a personal link. answered, or other when they say that it is not for them: then only that is noted. Refuses: not_found, used, expired, invalid with the question''s name.';
grant execute on function private.submit_response(text, jsonb, text, uuid) to anon, authenticated;

create function public.submit_response(p_token text, p_answers jsonb, p_locale text, p_key uuid) returns text
language sql volatile set search_path = '' as $$ select private.submit_response(p_token, p_answers, p_locale, p_key) $$;
comment on function public.submit_response(text, jsonb, text, uuid) is 'The API''s door to private.submit_response: the holder of a link answers, with or without an account.';
grant execute on function public.submit_response(text, jsonb, text, uuid) to anon, authenticated;

create function private.open_survey(p_token text, p_bucket text) returns jsonb
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_member public.wave_members;
  v_wave public.waves;
begin
  select m.* into v_member from public.wave_members m
  where m.token_hash = sha256(convert_to(coalesce(p_token, ''), 'UTF8'));
  if not found then
    -- Only misses are counted: behind one address of a mobile network stand many who hold true links.
    if public.take_attempts(array[p_bucket], array[30], 900) > 0 then return jsonb_build_object('outcome', 'throttled'); end if;
    return jsonb_build_object('outcome', 'unknown');
  end if;
  select * into v_wave from public.waves w where w.id = v_member.wave_id;
  if v_member.responded_at is not null then
    return jsonb_build_object('outcome', 'answered', 'answeredAt', v_member.responded_at);
  end if;
  if private.wave_state(v_wave.opens_at, v_wave.closes_at) = 'closed' then
    return jsonb_build_object('outcome', 'closed', 'closedAt', v_wave.closes_at);
  end if;
  if v_member.opened_at is null then
    update public.wave_members m set opened_at = now() where m.id = v_member.id;
  end if;
  return (
    select jsonb_build_object('outcome', 'open', 'name', coalesce(p.full_name, p.registry_no),
      'closesAt', v_wave.closes_at, 'title', private.form_title(f), 'form', f.definition)
    from public.forms f, public.persons p
    where f.id = v_wave.form_id and p.id = v_member.person_id);
end
$$;
comment on function private.open_survey(text, text) is
  'What the holder of a link sees: {outcome: unknown | throttled | closed | answered | open, ...}. An unknown token tells nothing and counts as a guess in p_bucket (30 in 15 minutes).';
grant execute on function private.open_survey(text, text) to anon, authenticated;

create function public.page_survey(p_token text, p_bucket text) returns jsonb
language sql volatile set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer()) || private.open_survey(p_token, p_bucket)
$$;
comment on function public.page_survey(text, text) is 'The page behind a personal link; volatile because it notes the first opening and counts guesses.';
grant execute on function public.page_survey(text, text) to anon, authenticated;

-- Pages of staff ----------------------------------------------------------------------------------

create function public.page_waves(p_after timestamptz default null) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  if private.uid() is null then return jsonb_build_object('viewer', null); end if;
  if not private.is_staff() then return null; end if;
  return (
  with shown as (
    select w.id, w.title, w.kind, w.opens_at, w.closes_at, w.created_at, f.title_kk, f.title_ru, f.title_en
    from public.waves w join public.forms f on f.id = w.form_id
    where p_after is null or w.created_at < p_after
    order by w.created_at desc limit 20)
  select jsonb_build_object('viewer', private.viewer(),
    'waves', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', s.id, 'title', s.title, 'kind', s.kind, 'state', private.wave_state(s.opens_at, s.closes_at),
        'form', jsonb_build_object('kk', s.title_kk, 'ru', s.title_ru, 'en', s.title_en),
        'closesAt', s.closes_at, 'members', c.members, 'answered', c.answered) order by s.created_at desc), '[]')
      from shown s
      cross join lateral (
        select count(*) as members, count(m.responded_at) as answered
        from public.wave_members m where m.wave_id = s.id) c),
    'next', (select case when count(*) = 20 then min(created_at) end from shown)));
end
$$;
comment on function public.page_waves(timestamptz) is 'Twenty waves a page, newest first. Officers'' counts are those of their regions.';
grant execute on function public.page_waves(timestamptz) to anon, authenticated;

create function public.page_new_wave(p_audience jsonb default null) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  if private.uid() is null then return jsonb_build_object('viewer', null); end if;
  if not private.has_role('coordinator') then return null; end if;
  return jsonb_build_object('viewer', private.viewer(),
    'regions', (select jsonb_agg(jsonb_build_object('code', r.code, 'kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en)
      order by r.name_ru) from public.regions r),
    'directions', (select jsonb_agg(jsonb_build_object('code', d.code, 'kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en)
      order by d.position) from public.directions d),
    'rounds', (select coalesce(jsonb_agg(y order by y), '[]') from generate_series(2017, 2030) y
      where exists (select from public.participations t where t.round = y)),
    'forms', (select coalesce(jsonb_agg(jsonb_build_object('code', f.code, 'kk', f.title_kk, 'ru', f.title_ru, 'en', f.title_en)
      order by f.code), '[]') from public.forms f where f.code like 'followup%'),
    'count', case when p_audience is not null then private.count_audience(p_audience) end);
end
$$;
comment on function public.page_new_wave(jsonb) is 'What a new wave can choose from; with an audience also how many it would reach.';
grant execute on function public.page_new_wave(jsonb) to anon, authenticated;

create function public.page_wave(p_id uuid, p_after uuid default null) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  if private.uid() is null then return jsonb_build_object('viewer', null); end if;
  if not private.is_staff() then return null; end if;
  return (
  with waiting as (
    select m.id, m.disposition, m.region_code, m.person_id from public.wave_members m
    where m.wave_id = p_id and m.responded_at is null and (p_after is null or m.id > p_after)
    order by m.id limit 50)
  select jsonb_build_object('viewer', private.viewer(),
    'wave', (
      select jsonb_build_object('id', w.id, 'title', w.title, 'kind', w.kind,
        'state', private.wave_state(w.opens_at, w.closes_at), 'opensAt', w.opens_at, 'closesAt', w.closes_at,
        'form', jsonb_build_object('kk', f.title_kk, 'ru', f.title_ru, 'en', f.title_en))
      from public.waves w join public.forms f on f.id = w.form_id where w.id = p_id),
    'dispositions', (
      select coalesce(jsonb_agg(jsonb_build_object('code', d.disposition, 'count', d.n) order by d.disposition), '[]')
      from (select m.disposition, count(*) as n from public.wave_members m where m.wave_id = p_id group by 1) d),
    'waiting', (
      select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'personId', p.id, 'name', coalesce(p.full_name, p.registry_no),
        'code', m.disposition,
        'region', case when r.code is not null then jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en) end)
        order by m.id), '[]')
      from waiting m join public.persons p on p.id = m.person_id
      left join public.regions r on r.code = m.region_code),
    'next', (select case when count(*) = 50 then max(id::text) end from waiting)));
end
$$;
comment on function public.page_wave(uuid, uuid) is 'One wave: state, how its members ended by AAPOR code, and who has not answered, fifty a page. wave is null where there is none.';
grant execute on function public.page_wave(uuid, uuid) to anon, authenticated;

create function private.tabulate_wave(p_wave uuid, p_regions text[], p_full boolean) returns jsonb
language sql stable security definer set search_path = '' as $$
  with a as materialized (
    select m.round::text as round, m.vulnerable, m.neet,
      case w.kind when 'imported' then coalesce(m.legacy_region, m.region_code)
        else coalesce(m.region_code, m.legacy_region) end as region,
      r.answers ->> 'q22_continuing' as continuing,
      r.answers ->> 'q23_basis' as basis,
      r.answers ->> 'q24_other_business' as other_business
    from public.wave_members m
    join public.waves w on w.id = m.wave_id
    join public.responses r on r.member_id = m.id
    where m.wave_id = p_wave and (p_regions is null or m.region_code = any (p_regions))
  ), tall (question, split, part, answer) as (
    select 'continuing', 'all', '', continuing from a
    union all select 'continuing', 'round', coalesce(round, ''), continuing from a
    union all select 'continuing', 'vulnerable', case when vulnerable then 'yes' when not vulnerable then 'no' else '' end, continuing
      from a where p_full
    union all select 'continuing', 'neet', case when neet then 'yes' when not neet then 'no' else '' end, continuing
      from a where p_full
    union all select 'continuing', 'region', coalesce(region, ''), continuing from a where p_full
    union all select 'basis', 'all', '', basis from a where continuing = 'yes'
    union all select 'other_business', 'all', '', other_business from a
  ), cells as (
    select question, split, part, answer, count(*)::integer as count,
      sum(count(*) filter (where answer is not null)) over (partition by question, split, part)::integer as base
    from tall group by question, split, part, answer
  ), groups as (
    select question, split, part, base,
      rank() over (partition by question, split order by base, part) as place,
      count(*) filter (where base < 5) over (partition by question, split) as small
    from (select distinct question, split, part, coalesce(base, 0) as base from cells) b
  ), hidden as (
    -- A single hidden part could be told by subtraction from the whole: its smallest neighbour goes too.
    select question, split, part from groups
    where not p_full and (base < 5 or (split = 'round' and small = 1 and place = 2))
  )
  select jsonb_build_object(
    'respondents', (select count(*) from a),
    'noRegion', (select count(*) from a where region is null),
    'cells', coalesce((select jsonb_agg(jsonb_build_object(
      'question', c.question, 'split', c.split, 'part', c.part, 'answer', c.answer, 'count', c.count))
      from cells c where not exists (
        select from hidden h where h.question = c.question and h.split = c.split and h.part = c.part)), '[]'),
    'hidden', coalesce((select jsonb_agg(jsonb_build_object('question', h.question, 'split', h.split, 'part', h.part)) from hidden h), '[]'))
$$;
comment on function private.tabulate_wave(uuid, text[], boolean) is
  'Counts of answers by question, split and part; answer null counts the blanks. A region is a code, or in an imported wave the name that its file gives. Without p_full: no split by vulnerability, NEET or region, and no part whose base is under 5. For use inside definer functions only.';

create function private.wave_results(p_wave uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select case
    when private.has_role('coordinator') then private.tabulate_wave(p_wave, null, true)
    when private.has_role('officer') then private.tabulate_wave(p_wave, array(select private.my_regions()), false) end
$$;
comment on function private.wave_results(uuid) is 'The counts that the signed-in member of staff may see: all for coordinators, those of their regions without sensitive splits for officers, null for others.';
grant execute on function private.wave_results(uuid) to anon, authenticated;

create function public.page_wave_results(p_id uuid) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  if private.uid() is null then return jsonb_build_object('viewer', null); end if;
  if not private.is_staff() then return null; end if;
  return jsonb_build_object('viewer', private.viewer(),
    'wave', (
      select jsonb_build_object('id', w.id, 'title', w.title, 'kind', w.kind,
        'state', private.wave_state(w.opens_at, w.closes_at), 'closesAt', w.closes_at,
        'form', jsonb_build_object('kk', f.title_kk, 'ru', f.title_ru, 'en', f.title_en))
      from public.waves w join public.forms f on f.id = w.form_id where w.id = p_id),
    'full', private.has_role('coordinator'),
    'regions', (select jsonb_object_agg(r.code, jsonb_build_object('kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en)) from public.regions r),
    'counts', private.wave_results(p_id));
end
$$;
comment on function public.page_wave_results(uuid) is 'Counts of one wave for its tables. wave is null where there is none.';
grant execute on function public.page_wave_results(uuid) to anon, authenticated;

-- Import of a finished wave -----------------------------------------------------------------------

create table private.wave_imports (
  id uuid primary key default private.uuid_v7(),
  title text not null check (length(title) between 1 and 120),
  file_hash text not null check (file_hash ~ '^[0-9a-f]{64}$'),
  rows jsonb not null check (jsonb_typeof(rows) = 'array'),
  problems jsonb not null default '[]',
  created_by uuid not null references public.accounts (id) on delete cascade,
  created_at timestamptz not null default now(),
  wave_id uuid references public.waves (id) on delete set null
);
create index wave_imports_created_by_idx on private.wave_imports (created_by);
create index wave_imports_wave_id_idx on private.wave_imports (wave_id);
comment on table private.wave_imports is 'A wave file between its dry run and the word to import it; forgotten after a day.';

create function private.check_wave_rows(p_hash text, p_rows jsonb) returns jsonb
language sql stable security definer set search_path = '' as $$
  with given as (
    select (e ->> 'line')::integer as line, e ->> 'id' as registry_no from jsonb_array_elements(p_rows) e
  ), found as (
    select g.line, g.registry_no, p.id as person_id, m.id as member_id
    from given g
    left join public.persons p on p.registry_no = g.registry_no
    left join public.waves w on w.file_hash = p_hash
    left join public.wave_members m on m.wave_id = w.id and m.person_id = p.id
  )
  select jsonb_build_object(
    'fresh', (select count(*) from found where person_id is not null and member_id is null),
    'already', (select count(*) from found where member_id is not null),
    'unknown', (select count(*) from found where person_id is null),
    'unknownRows', (select coalesce(jsonb_agg(jsonb_build_object('line', u.line, 'id', u.registry_no) order by u.line), '[]')
      from (select * from found where person_id is null order by line limit 50) u),
    'waveId', (select w.id from public.waves w where w.file_hash = p_hash))
$$;
comment on function private.check_wave_rows(text, jsonb) is 'What importing these rows would do: {fresh, already, unknown, unknownRows, waveId}.';
grant execute on function private.check_wave_rows(text, jsonb) to service_role;

create function private.write_wave(p_title text, p_hash text, p_rows jsonb) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_wave uuid;
  v_count integer;
begin
  insert into public.waves (title, form_id, kind, file_hash, closes_at, created_by)
  select p_title, f.id, 'imported', p_hash, now(), private.uid()
  from public.forms f where f.code = 'zhas-2021' order by f.version desc limit 1
  on conflict (file_hash) do nothing returning id into v_wave;
  if v_wave is null then select w.id into v_wave from public.waves w where w.file_hash = p_hash for update; end if;

  with given as materialized (
    select p.id as person_id, e.*, private.uuid_v7() as member_id
    from jsonb_to_recordset(p_rows) as e (
      id text, round smallint, gender text, region text, role text, vulnerable boolean, neet boolean, answers jsonb)
    join public.persons p on p.registry_no = e.id
  ), asked as (
    insert into public.wave_members
      (id, wave_id, person_id, disposition, round, region_code, legacy_region, gender, role, vulnerable, neet, responded_at)
    select g.member_id, v_wave, g.person_id, '1.1', g.round, l.region_code, g.region, g.gender, g.role, g.vulnerable, g.neet, now()
    from given g
    join public.persons p on p.id = g.person_id
    left join public.legacy_regions l on l.name = g.region and (not l.is_split or l.region_code = p.region_code)
    on conflict (wave_id, person_id) do nothing
    returning id
  )
  insert into public.responses (member_id, answers)
  select a.id, g.answers from asked a join given g on g.member_id = a.id;
  get diagnostics v_count = row_count;
  perform private.audit('import_wave', 'wave', v_wave, null, jsonb_build_object('members', v_count));
  return v_wave;
end
$$;
comment on function private.write_wave(text, text, jsonb) is
  'Imports the rows whose person is known, as complete responses of a closed wave. The same file again adds only who was missing. Rows: [{line, id, round, gender, region, role, vulnerable, neet, answers}]. Checks nobody: for the functions around it.';
grant execute on function private.write_wave(text, text, jsonb) to service_role;

create function private.stage_wave_import(p_title text, p_hash text, p_rows jsonb, p_problems jsonb) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_id uuid;
begin
  if not private.has_role('coordinator') then perform private.refuse('forbidden'); end if;
  delete from private.wave_imports i where i.created_at < now() - interval '1 day';
  insert into private.wave_imports (title, file_hash, rows, problems, created_by)
  values (p_title, p_hash, p_rows, p_problems, private.uid()) returning id into v_id;
  return v_id;
end
$$;
comment on function private.stage_wave_import(text, text, jsonb, jsonb) is 'Keeps a read file for its dry run. Refuses: forbidden.';
grant execute on function private.stage_wave_import(text, text, jsonb, jsonb) to authenticated;

create function public.stage_wave_import(p_title text, p_hash text, p_rows jsonb, p_problems jsonb) returns uuid
language sql volatile set search_path = '' as $$ select private.stage_wave_import(p_title, p_hash, p_rows, p_problems) $$;
comment on function public.stage_wave_import(text, text, jsonb, jsonb) is 'The API''s door to private.stage_wave_import: keeps a checked file until it is applied.';
grant execute on function public.stage_wave_import(text, text, jsonb, jsonb) to authenticated;

create function private.apply_wave_import(p_id uuid) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_import private.wave_imports;
begin
  if not private.has_role('coordinator') then perform private.refuse('forbidden'); end if;
  select * into v_import from private.wave_imports i where i.id = p_id and i.created_by = private.uid() for update;
  if not found then perform private.refuse('not_found', 'import'); end if;
  if v_import.wave_id is not null then return v_import.wave_id; end if;
  v_import.wave_id := private.write_wave(v_import.title, v_import.file_hash, v_import.rows);
  update private.wave_imports i set wave_id = v_import.wave_id where i.id = p_id;
  return v_import.wave_id;
end
$$;
comment on function private.apply_wave_import(uuid) is 'Imports what the dry run of this file announced; a second call changes nothing. Refuses: forbidden, not_found.';
grant execute on function private.apply_wave_import(uuid) to authenticated;

create function public.apply_wave_import(p_id uuid) returns uuid
language sql volatile set search_path = '' as $$ select private.apply_wave_import(p_id) $$;
comment on function public.apply_wave_import(uuid) is 'The API''s door to private.apply_wave_import: makes a finished wave out of a staged file.';
grant execute on function public.apply_wave_import(uuid) to authenticated;

create function private.read_wave_import(p_id uuid) returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object('id', i.id, 'title', i.title, 'problems', i.problems, 'rows', jsonb_array_length(i.rows))
    || private.check_wave_rows(i.file_hash, i.rows)
  from private.wave_imports i
  where i.id = p_id and i.created_by = private.uid() and private.has_role('coordinator')
$$;
grant execute on function private.read_wave_import(uuid) to authenticated;

create function public.page_wave_import(p_id uuid default null) returns jsonb
language plpgsql stable set search_path = '' as $$
begin
  if private.uid() is null then return jsonb_build_object('viewer', null); end if;
  if not private.has_role('coordinator') then return null; end if;
  return jsonb_build_object('viewer', private.viewer(), 'report', private.read_wave_import(p_id));
end
$$;
comment on function public.page_wave_import(uuid) is 'The dry run of a staged file of the signed-in coordinator; report is null without one.';
grant execute on function public.page_wave_import(uuid) to anon, authenticated;

-- The same three steps for the program that is run from a terminal with the secret key.
create function public.check_wave(p_hash text, p_rows jsonb) returns jsonb
language sql stable set search_path = '' as $$ select private.check_wave_rows(p_hash, p_rows) $$;
comment on function public.check_wave(text, jsonb) is 'For npm run import: what importing these rows would do.';
grant execute on function public.check_wave(text, jsonb) to service_role;
create function public.import_wave(p_title text, p_hash text, p_rows jsonb) returns uuid
language sql volatile set search_path = '' as $$ select private.write_wave(p_title, p_hash, p_rows) $$;
comment on function public.import_wave(text, text, jsonb) is 'For npm run import: makes a finished wave out of checked rows.';
grant execute on function public.import_wave(text, text, jsonb) to service_role;
create function public.tabulate_wave(p_wave uuid) returns jsonb
language sql stable set search_path = '' as $$ select private.tabulate_wave(p_wave, null, true) $$;
grant execute on function private.tabulate_wave(uuid, text[], boolean) to service_role;
comment on function public.tabulate_wave(uuid) is 'For npm run import: the tables of a whole wave.';
grant execute on function public.tabulate_wave(uuid) to service_role;
