-- Selections of the registry that a member of staff comes back to.

create table public.registry_views (
  id uuid primary key default private.uuid_v7(),
  account_id uuid not null references public.accounts (id) on delete cascade,
  name text not null check (length(name) between 1 and 60),
  query jsonb not null check (jsonb_typeof(query) = 'object' and length(query::text) <= 500),
  created_at timestamptz not null default now(),
  unique (account_id, name)
);
alter table public.registry_views enable row level security;
create policy registry_views_read on public.registry_views for select to authenticated
  using (account_id = (select private.uid()));
grant select on public.registry_views to authenticated;
comment on table public.registry_views is 'Named selections of the registry, each account''s own. Written by save_registry_view and drop_registry_view alone.';
comment on column public.registry_views.query is 'The parameters of the registry page: {q, region, round, direction, state, contact, sort}.';

create function private.save_registry_view(p_name text, p_query jsonb) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if not (private.has_role('coordinator') or exists (select from private.my_regions())) then
    perform private.refuse('forbidden');
  end if;
  if (select count(*) from public.registry_views v where v.account_id = private.uid() and v.name <> p_name) >= 20 then
    perform private.refuse('too_many', 'views');
  end if;
  insert into public.registry_views (account_id, name, query) values (private.uid(), p_name, p_query)
  on conflict (account_id, name) do update set query = excluded.query;
end
$$;
comment on function private.save_registry_view(text, jsonb) is
  'Keeps a selection under a name; the same name again replaces it. Refuses forbidden sign_in, forbidden (staff only), too_many views (20 an account).';
grant execute on function private.save_registry_view(text, jsonb) to authenticated;

create function public.save_registry_view(p_name text, p_query jsonb) returns void
language sql volatile set search_path = '' as $$ select private.save_registry_view(p_name, p_query) $$;
comment on function public.save_registry_view(text, jsonb) is 'See private.save_registry_view.';
grant execute on function public.save_registry_view(text, jsonb) to authenticated;

create function private.drop_registry_view(p_id uuid) returns void
language sql volatile security definer set search_path = '' as $$
  delete from public.registry_views v where v.id = p_id and v.account_id = private.uid()
$$;
comment on function private.drop_registry_view(uuid) is 'Forgets a selection of the caller; another''s is left alone in silence.';
grant execute on function private.drop_registry_view(uuid) to authenticated;

create function public.drop_registry_view(p_id uuid) returns void
language sql volatile set search_path = '' as $$ select private.drop_registry_view(p_id) $$;
comment on function public.drop_registry_view(uuid) is 'See private.drop_registry_view.';
grant execute on function public.drop_registry_view(uuid) to authenticated;

create function private.my_registry_views() returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', v.id, 'name', v.name, 'query', v.query) order by v.name), '[]')
  from public.registry_views v where v.account_id = (select private.uid())
$$;
comment on function private.my_registry_views() is 'The caller''s selections: [{id, name, query}].';
grant execute on function private.my_registry_views() to anon, authenticated;

create or replace function public.page_registry(p_filters jsonb default '{}', p_sort text default 'number', p_after text default null)
returns jsonb language sql stable set search_path = '' as $$
  select case when private.has_role('coordinator') or exists (select from private.my_regions())
    then private.list_registry(p_filters, p_sort, p_after) || jsonb_build_object(
      'regions', (select jsonb_agg(jsonb_build_object('code', r.code, 'kk', r.name_kk, 'ru', r.name_ru, 'en', r.name_en) order by r.name_ru)
        from public.regions r
        where private.has_role('coordinator') or r.code in (select private.my_regions())),
      'directions', (select jsonb_agg(jsonb_build_object('code', d.code, 'kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en) order by d.position)
        from public.directions d),
      'views', private.my_registry_views())
    else '{}' end || jsonb_build_object('viewer', private.viewer())
$$;
comment on function public.page_registry(jsonb, text, text) is
  'The registry for coordinators and, within their regions, officers: {viewer, people, next, regions, directions, views}, 30 people a page. Filters and order as private.registry_people takes them; q is a name in any spelling or a number, phone the same as a normalised phone. Holds no sensitive marks.';
