-- A topic that is among the most used of many directions is put together once and not once in each.
create or replace function private.list_tags() returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    with top as materialized (
      select d.code, c.tag_id, c.questions
      from public.directions d
      cross join lateral (
        select c.tag_id, c.questions from private.tag_counts c
        where c.direction = d.code and c.questions > 0 order by c.questions desc, c.tag_id limit 30) c),
    cards as materialized (
      select t.id, t.slug, private.tag_card(t) as card from private.tags t where t.id in (select p.tag_id from top p)),
    shelves as (
      select p.code, jsonb_agg(c.card || jsonb_build_object('questions', p.questions) order by p.questions desc, c.slug) as tags
      from top p join cards c on c.id = p.tag_id group by p.code)
    select coalesce(jsonb_agg(jsonb_build_object(
      'code', d.code, 'name', jsonb_build_object('kk', d.name_kk, 'ru', d.name_ru, 'en', d.name_en), 'tags', s.tags) order by d.position), '[]')
    from public.directions d join shelves s on s.code = d.code);
end
$$;
