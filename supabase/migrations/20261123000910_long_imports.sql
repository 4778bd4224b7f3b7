-- A registry of 200 000 rows takes minutes, and a full Supabase stops the statement of a signed-in
-- account after seconds. PostgREST reads the limit of a function from here before it calls it.
alter function public.stage_registry_rows(uuid, boolean, jsonb, jsonb) set statement_timeout = '5min';
alter function public.check_registry_import(uuid, integer, jsonb, integer, integer) set statement_timeout = '10min';
alter function public.import_registry(uuid, boolean) set statement_timeout = '10min';
alter function public.import_wave(text, text, jsonb) set statement_timeout = '10min';
