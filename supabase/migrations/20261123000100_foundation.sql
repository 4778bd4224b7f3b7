-- Ground rules of the database: who may see what by default (nobody, nothing), and small helpers.

create schema if not exists extensions;
create extension if not exists pg_trgm with schema extensions;

create schema private;
comment on schema private is 'Helpers, roles and secrets. Not exposed by the API; roles may call what is granted by name.';
revoke all on schema private from public;
grant usage on schema private to anon, authenticated, service_role;

-- New tables and functions belong to nobody until a migration grants them by name.
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges revoke execute on functions from public;
alter default privileges in schema public revoke execute on functions from anon, authenticated, service_role;

create function private.uuid_v7() returns uuid
language sql volatile parallel safe set search_path = '' as $$
  select encode(
    set_bit(set_bit(
      overlay(uuid_send(gen_random_uuid())
        placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
        from 1 for 6),
      52, 1), 53, 1), 'hex')::uuid
$$;
comment on function private.uuid_v7() is 'Time-ordered UUID, version 7 (RFC 9562): 48 bits of Unix milliseconds, the rest random.';
grant execute on function private.uuid_v7() to anon, authenticated, service_role;

create function private.fold(source text) returns text
language sql immutable strict parallel safe set search_path = '' as $$
  select btrim(regexp_replace(regexp_replace(regexp_replace(
    replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(translate(source, 'әғқңөұүһіабвгдезийклмнопрстуфхыэёäğñöüūıáéíóúӘҒҚҢӨҰҮҺІАБВГДЕЗИЙКЛМНОПРСТУФХЫЭЁÄĞÑÖÜŪÁÉÍÓÚABCDEFGHIJKLMNOPQRSTUVWXYZqwyьъЬЪʼ''’`', 'agknouuhiabvgdeziiklmnoprstufhieeagnouuiaeiouagknouuhiabvgdeziiklmnoprstufhieeagnouuaeiouabcdefghijklmnopkrstuvvxizkvi'), 'щ', 'sh'), 'Щ', 'sh'), 'ш', 'sh'), 'Ш', 'sh'), 'ч', 'ch'), 'Ч', 'ch'), 'ц', 'ts'), 'Ц', 'ts'), 'ж', 'j'), 'Ж', 'j'), 'ю', 'iu'), 'Ю', 'iu'), 'я', 'ia'), 'Я', 'ia'), 'ş', 'sh'), 'Ş', 'sh'), 'ç', 'ch'), 'Ç', 'ch'), 'zh', 'j'), 'dj', 'j'), 'kh', 'h'), 'gh', 'g'), 'x', 'ks'),
    '[^a-z0-9]+', ' ', 'g'), '\mie', 'e', 'g'), '([a-z])\1+', '\1', 'g'))
$$;
comment on function private.fold(text) is
  'One spelling for a name or a title: Kazakh and Russian Cyrillic and the usual Latin transliterations meet in one lower-case Latin key (Қасымова = Касымова = Kasymova -> kasimova). Letters of both cases are listed because lower() knows only ASCII in the C locale.';
grant execute on function private.fold(text) to anon, authenticated, service_role;

create function private.refuse(code text, detail text default null) returns void
language plpgsql volatile set search_path = '' as $$
begin
  raise exception using errcode = 'P0001', message = code, detail = coalesce(detail, '');
end
$$;
comment on function private.refuse(text, text) is
  'Ends the transaction with a refusal the application understands: code is one of not_found, forbidden, invalid, conflict, expired, used, too_many; detail names the field or the reason.';
grant execute on function private.refuse(text, text) to anon, authenticated, service_role;

create table private.settings (
  key text primary key,
  value text not null
);
comment on table private.settings is 'Switches of this installation, such as demo = 1 where demo people live.';

create function private.is_demo() returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from private.settings where key = 'demo' and value = '1')
$$;
grant execute on function private.is_demo() to anon, authenticated, service_role;

create table private.audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor_id uuid,
  action text not null,
  subject_type text not null,
  subject_id uuid,
  region_code text,
  details jsonb not null default '{}'
);
create index audit_log_subject_idx on private.audit_log (subject_type, subject_id, at desc);
create index audit_log_actor_idx on private.audit_log (actor_id, at desc);
comment on table private.audit_log is 'Who did what to whom, appended by the functions that do it. Never holds the content of a text.';

create table private.attempts (
  bucket text primary key check (bucket ~ '^[0-9a-f]{64}$'),
  window_ends_at timestamptz not null,
  taken integer not null check (taken > 0)
);
comment on table private.attempts is 'Attempt limiter. bucket is an HMAC of account and address made by the server, so nobody outside can fill another''s bucket.';

create function private.take_attempt(p_bucket text, p_limit integer, p_window interval)
returns integer language plpgsql volatile security definer set search_path = '' as $$
declare
  v_row private.attempts;
begin
  delete from private.attempts where window_ends_at < now() - interval '1 day';
  insert into private.attempts as a (bucket, window_ends_at, taken)
  values (p_bucket, now() + p_window, 1)
  on conflict (bucket) do update set
    taken = case when a.window_ends_at <= now() then 1 else a.taken + 1 end,
    window_ends_at = case when a.window_ends_at <= now() then excluded.window_ends_at else a.window_ends_at end
  returning * into v_row;
  if v_row.taken <= p_limit then return 0; end if;
  return greatest(1, ceil(extract(epoch from v_row.window_ends_at - now())))::integer;
end
$$;
comment on function private.take_attempt(text, integer, interval) is
  'Counts one attempt in a fixed window. Returns 0 when it is allowed, else the seconds to wait.';
create index attempts_window_ends_at_idx on private.attempts (window_ends_at);

create function public.take_attempts(p_buckets text[], p_limits integer[], p_seconds integer)
returns integer language plpgsql volatile set search_path = '' as $$
declare
  v_wait integer := 0;
begin
  if cardinality(p_buckets) not between 1 and 4 or cardinality(p_limits) <> cardinality(p_buckets)
     or p_seconds not between 1 and 86400 then
    perform private.refuse('invalid', 'buckets');
  end if;
  for i in 1 .. cardinality(p_buckets) loop
    v_wait := greatest(v_wait, private.take_attempt(p_buckets[i], p_limits[i], make_interval(secs => p_seconds)));
  end loop;
  return v_wait;
end
$$;
comment on function public.take_attempts(text[], integer[], integer) is
  'Counts an attempt in each bucket (64 hex digits). Returns 0, or the seconds to wait.';
grant execute on function private.take_attempt(text, integer, interval) to anon, authenticated;
grant execute on function public.take_attempts(text[], integer[], integer) to anon, authenticated;
