-- One way to say yes or no to any purpose, and the page that shows every word that was said.

create function private.consent_text_version(p_purpose text) returns text
language sql immutable parallel safe set search_path = '' as $$
  select case p_purpose
    when 'terms' then private.terms_version()
    when 'referrals' then private.referral_text_version()
    when 'followup' then '2026-11'
    when 'directory' then '2026-11' end
$$;
comment on function private.consent_text_version(text) is
  'Version of the words that stand beside a purpose now; null for an unknown purpose. src/lib/features/privacy/purposes.ts keeps the same version with the words, and a test compares the two.';

create function private.set_consent(p_purpose text, p_granted boolean, p_text_version text, p_locale text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_person uuid := private.my_person();
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  if v_person is null then perform private.refuse('not_found'); end if;
  if p_purpose is null or p_purpose not in ('followup', 'referrals', 'directory') then
    perform private.refuse('invalid', 'purpose');
  end if;
  if p_granted is null then perform private.refuse('invalid', 'granted'); end if;
  if p_locale is null or p_locale not in ('kk', 'ru', 'en') then perform private.refuse('invalid', 'locale'); end if;
  -- A yes is a yes to what was read; a no needs no text.
  if p_granted and p_text_version is distinct from private.consent_text_version(p_purpose) then
    perform private.refuse('expired', 'text');
  end if;
  perform 1 from public.persons p where p.id = v_person for update;
  -- The same word said twice is one word.
  if (select c.granted from public.consents c where c.person_id = v_person and c.purpose = p_purpose
      order by c.created_at desc, c.id desc limit 1) is not distinct from p_granted then return; end if;
  insert into public.consents (person_id, purpose, granted, text_version, locale, method, recorded_by, created_at)
  values (v_person, p_purpose, p_granted, private.consent_text_version(p_purpose), p_locale, 'web', private.uid(),
    -- Not now(): that is when the transaction began, before it waited for the lock.
    clock_timestamp());
end
$$;
grant execute on function private.set_consent(text, boolean, text, text) to authenticated;

create function public.set_consent(p_purpose text, p_granted boolean, p_text_version text, p_locale text) returns void
language sql volatile set search_path = '' as $$
  select private.set_consent(p_purpose, p_granted, p_text_version, p_locale)
$$;
comment on function public.set_consent(text, boolean, text, text) is
  'The signed-in person''s word on followup, referrals or directory, appended to their consents. p_text_version is the text that was read (a no needs none). The terms are not withdrawn here: erasing does that. Refuses: forbidden sign_in, not_found (no record), invalid (purpose, granted, locale), expired text.';
grant execute on function public.set_consent(text, boolean, text, text) to authenticated;

-- The word on offers goes the same way as every other.
drop function public.set_offers_consent(boolean, text);
drop function private.set_offers_consent(boolean, text);

create function private.my_consents() returns jsonb
language sql stable security definer set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'purpose', c.purpose, 'granted', c.granted, 'at', c.created_at, 'textVersion', c.text_version,
    'locale', c.locale, 'method', c.method) order by c.created_at desc, c.id desc), '[]')
  from (
    select * from public.consents x where x.person_id = (select private.my_person())
    order by x.created_at desc, x.id desc limit 500) c
$$;
comment on function private.my_consents() is 'Every word the signed-in person has said, newest first: [{purpose, granted, at, textVersion, locale, method}].';
grant execute on function private.my_consents() to anon, authenticated;

create function public.page_privacy() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer(), 'consents', private.my_consents())
$$;
comment on function public.page_privacy() is 'The page of consents: {viewer, consents}; the newest of a purpose is what holds.';
grant execute on function public.page_privacy() to anon, authenticated;
