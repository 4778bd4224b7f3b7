-- The page /me/notifications: by which way, and about what.

create function private.my_notifications() returns jsonb
language sql stable security definer set search_path = '' as $$
  select jsonb_build_object(
    'channel', case when l.id is not null and c.channel = 'telegram' then 'telegram' else 'email' end,
    'linkedAt', l.linked_at,
    'hasRecord', a.person_id is not null,
    'offers', a.person_id is not null and not private.has_stopped(a.person_id, 'offers'))
  from public.accounts a
  left join private.message_preferences c on c.account_id = a.id
  left join private.telegram_links l on l.account_id = a.id and l.ended_at is null
  where a.id = private.uid()
$$;
grant execute on function private.my_notifications() to anon, authenticated;
create function public.page_notifications() returns jsonb
language sql stable set search_path = '' as $$
  select jsonb_build_object('viewer', private.viewer()) || coalesce(private.my_notifications(), '{}')
$$;
comment on function public.page_notifications() is
  'How the signed-in account is written to: {viewer, channel, linkedAt (of Telegram, or null), hasRecord, offers}.';
grant execute on function public.page_notifications() to anon, authenticated;

create function private.save_notifications(p_channel text, p_offers boolean) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_account public.accounts;
begin
  select * into v_account from public.accounts a where a.id = private.uid();
  if not found then perform private.refuse('forbidden', 'sign_in'); end if;
  if p_channel is null or p_channel not in ('email', 'telegram') or (p_channel = 'telegram' and not exists (
    select from private.telegram_links l where l.account_id = v_account.id and l.ended_at is null))
  then perform private.refuse('invalid', 'channel'); end if;
  perform private.set_channel(v_account.id, p_channel);

  if v_account.person_id is null or p_offers is null then return; end if;
  if not p_offers then
    perform private.stop_topic(v_account.person_id, 'offers', v_account.locale);
  elsif private.has_stopped(v_account.person_id, 'offers') then
    insert into private.message_choices (person_id, topic, wanted) values (v_account.person_id, 'offers', true);
  end if;
end
$$;
comment on function private.save_notifications(text, boolean) is
  'The channel and, for people with a record, whether offers of programmes are sent. Refuses: forbidden (sign_in), invalid (channel).';
grant execute on function private.save_notifications(text, boolean) to authenticated;
create function public.save_notifications(p_channel text, p_offers boolean) returns void
language sql volatile set search_path = '' as $$ select private.save_notifications(p_channel, p_offers) $$;
comment on function public.save_notifications(text, boolean) is 'The API''s door to private.save_notifications.';
grant execute on function public.save_notifications(text, boolean) to authenticated;
