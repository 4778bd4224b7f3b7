-- The embedded API in front of a real PostgreSQL encodes a jsonb array twice: rosters arrive as a text in it.

create function private.json_list(p_list jsonb) returns jsonb
language sql immutable set search_path = '' as $$
  select case jsonb_typeof(p_list) when 'string' then (p_list #>> '{}')::jsonb else p_list end
$$;
comment on function private.json_list(jsonb) is 'A JSON array that may have been encoded twice on its way.';
grant execute on function private.json_list(jsonb) to authenticated, service_role;

create or replace function public.begin_registry_import(p_filename text, p_sha256 text, p_source text, p_sheets jsonb)
returns uuid language sql volatile set search_path = '' as $$
  select private.begin_registry_import(p_filename, p_sha256, p_source, private.json_list(p_sheets))
$$;

create or replace function public.stage_registry_rows(p_import uuid, p_first boolean, p_rows jsonb, p_findings jsonb)
returns void language sql volatile set search_path = '' set statement_timeout = '5min' as $$
  select private.stage_registry_rows(p_import, p_first, private.json_list(p_rows), private.json_list(p_findings))
$$;

create or replace function public.check_registry_import(p_import uuid, p_sheet integer, p_mapping jsonb, p_total integer, p_rows integer)
returns jsonb language sql volatile set search_path = '' set statement_timeout = '10min' as $$
  select private.check_registry_import(p_import, p_sheet, private.json_list(p_mapping), p_total, p_rows)
$$;
