-- Notices speak the language that is read now. What was sent stays as it was sent.

create view private.fixed_texts with (security_invoker = on) as
select key as purpose, locale, private.notice_title(subject) as title,
  -- Where a message is queued, a link glued to a sentence becomes a paragraph of its own.
  private.notice_body(replace(regexp_replace(body, '(\S){link}', E'\\1\n\n://', 'g'), '{link}', '://')) as body
from (select key, locale, subject, body from private.mail_texts
  union all select purpose, locale, subject, body from private.message_templates) t;
comment on view private.fixed_texts is 'Title and telling paragraph of every fixed message in each language, with its {places} unfilled. For use inside definer functions only: granted to nobody.';

create function private.retell(p_told text, p_template text, p_other text) returns text
language plpgsql immutable parallel safe set search_path = '' as $$
declare
  v_names text[] := array(select m[1] from regexp_matches(p_template, '{([a-z]+)}', 'g') m);
  -- The signs of a pattern stand for themselves; each {place} takes what was filled in.
  v_pattern text := regexp_replace(regexp_replace(p_template, '([\\.*+?^$(){}|\[\]])', '\\\1', 'g'), '\\{[a-z]+\\}', '(.*)', 'g');
  v_values text[] := regexp_match(p_told, '^' || v_pattern || '$');
begin
  if v_values is null then return null; end if;
  return (
    select case when bool_and(x.words is not null) then string_agg(x.words, '' order by x.place) end
    from (
      -- Place by place, so that nothing in what was filled in is filled in again.
      select case when m[1] ~ '^{[a-z]+}$' then v_values[array_position(v_names, btrim(m[1], '{}'))] else m[1] end as words, place
      from regexp_matches(p_other, '({[a-z]+}|[^{]+|{)', 'g') with ordinality t (m, place)) x);
end
$$;
comment on function private.retell(text, text, text) is 'What was told, in the words of another template: what stands in the {places} of the first is put into the same places of the other. Null where it was not told in the words of the first.';

create function private.notice_words(p_notice public.notices, p_locale text) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
declare
  v_then record;
  v_now record;
  v_title text;
  v_body text;
begin
  if p_locale is distinct from p_notice.locale then
    select * into v_then from private.fixed_texts t where t.purpose = p_notice.purpose and t.locale = p_notice.locale;
    select * into v_now from private.fixed_texts t where t.purpose = p_notice.purpose and t.locale = p_locale;
    v_title := private.retell(p_notice.title, v_then.title, v_now.title);
    v_body := private.retell(p_notice.body, v_then.body, v_now.body);
    -- Both or neither: a notice is in one language.
    if v_title is not null and (v_body is not null or p_notice.body is null) then
      return jsonb_build_object('title', v_title, 'text', v_body, 'locale', p_locale);
    end if;
  end if;
  return jsonb_build_object('title', p_notice.title, 'text', p_notice.body, 'locale', p_notice.locale);
end
$$;
comment on function private.notice_words(public.notices, text) is 'A notice in this language: {title, text, locale}; as it was told where it cannot be said in that language. Granted to nobody.';

drop function public.page_notices(uuid);
drop function private.my_notices(uuid);
create function private.my_notices(p_after uuid, p_locale text) returns jsonb
language sql stable security definer set search_path = '' as $$
  with page as (
    select n from public.notices n
    where n.account_id = (select private.uid()) and (p_after is null or n.id < p_after)
    order by n.id desc limit 21
  ), shown as (select p.n from page p order by (p.n).id desc limit 20)
  select jsonb_build_object(
    'notices', coalesce((
      select jsonb_agg(private.notice_words(s.n, p_locale) || jsonb_build_object('id', (s.n).id,
        'at', (s.n).created_at, 'isNew', (s.n).read_at is null, 'leads', (s.n).path is not null) order by (s.n).id desc) from shown s), '[]'),
    'after', case when (select count(*) from page) > 20 then (select (s.n).id from shown s order by (s.n).id limit 1) end)
$$;
comment on function private.my_notices(uuid, text) is 'Notices of the signed-in account that are older than p_after, newest first, 20 at most, in p_locale where they can be: {notices: [{id, title, text, locale, at, isNew, leads}], after}.';
grant execute on function private.my_notices(uuid, text) to anon, authenticated;
create function public.page_notices(p_after uuid, p_locale text) returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer()) || private.my_notices(p_after, p_locale)
$$;
comment on function public.page_notices(uuid, text) is 'The page of notices: {viewer, notices, after}, see private.my_notices.';
grant execute on function public.page_notices(uuid, text) to anon, authenticated;
