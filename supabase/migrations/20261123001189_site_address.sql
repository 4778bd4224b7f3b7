-- Letters lead back to the site: the worker says where that is, and the answer to a claim has its link.

create function private.lay_site_url(p_url text) returns void
language sql volatile security definer set search_path = '' as $$
  insert into private.settings as s (key, value)
  select 'site_url', p_url where p_url ~ '^https?://[A-Za-z0-9.:\[\]-]+$'
  on conflict (key) do update set value = excluded.value where s.value <> excluded.value
$$;
grant execute on function private.lay_site_url(text) to service_role;
create function public.lay_site_url(p_url text) returns void
language sql volatile set search_path = '' as $$ select private.lay_site_url(p_url) $$;
comment on function public.lay_site_url(text) is
  'The worker lays down where the site answers (https://jalgas.kz, without a path), for the links in letters. What is no origin changes nothing.';
grant execute on function public.lay_site_url(text) to service_role;

create or replace function private.queue_mail(
  p_key text, p_locale text, p_occasion text, p_to text, p_person uuid, p_contact uuid,
  p_code text default '', p_account text default '')
returns void language sql volatile security definer set search_path = '' as $$
  insert into private.outbox (person_id, contact_point_id, channel, to_address, purpose, occasion, locale, subject, body)
  select p_person, p_contact, 'email', p_to, p_key, p_occasion, p_locale,
    replace(t.subject, '{code}', p_code),
    replace(replace(replace(t.body, '{code}', p_code), '{account}', p_account),
      '{link}', coalesce(E'\n\n' || private.site_url() || '/' || p_locale || private.notice_path(u.path, p_occasion), ''))
  from private.mail_texts t left join private.message_purposes u on u.purpose = t.key
  where t.key = p_key and t.locale = p_locale
  on conflict do nothing
$$;
comment on function private.queue_mail(text, text, text, text, uuid, uuid, text, text) is 'Queues one of the fixed mails; {link} becomes the page that its notice leads to. For use inside definer functions only: granted to nobody.';

update private.mail_texts set body = body || '{link}' where key = 'claim_answered';
