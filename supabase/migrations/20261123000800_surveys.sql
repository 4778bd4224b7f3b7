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
