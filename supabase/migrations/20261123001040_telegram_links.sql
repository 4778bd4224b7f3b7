-- Telegram: who linked which chat, by a token that leaves the site once, and which channel a person prefers.

create table private.telegram_links (
  id uuid primary key default private.uuid_v7(),
  account_id uuid not null references public.accounts (id) on delete cascade,
  chat_id bigint not null,
  linked_at timestamptz not null default now(),
  ended_at timestamptz
);
create index telegram_links_account_id_idx on private.telegram_links (account_id);
create unique index telegram_links_live_account_idx on private.telegram_links (account_id) where ended_at is null;
create unique index telegram_links_live_chat_idx on private.telegram_links (chat_id) where ended_at is null;
comment on table private.telegram_links is 'Chats that people linked with the bot; an ended link stays as history. One live link an account and a chat.';

create table private.telegram_starts (
  token_hash bytea primary key check (length(token_hash) = 32),
  account_id uuid not null references public.accounts (id) on delete cascade,
  expires_at timestamptz not null default now() + interval '15 minutes',
  used_at timestamptz
);
create index telegram_starts_account_id_idx on private.telegram_starts (account_id);
comment on table private.telegram_starts is 'Tokens of https://t.me/BOT?start=TOKEN: 15 minutes, once, the newest of an account only.';
comment on column private.telegram_starts.token_hash is 'SHA-256 of the token; the token itself stands only in the link.';

create table private.telegram_updates (
  update_id bigint primary key,
  seen_at timestamptz not null default now()
);
create index telegram_updates_seen_at_idx on private.telegram_updates (seen_at);
comment on table private.telegram_updates is 'Updates of the bot that were answered: Telegram delivers again what it believes lost.';

create table private.message_preferences (
  account_id uuid primary key references public.accounts (id) on delete cascade,
  channel text not null check (channel in ('email', 'telegram')),
  updated_at timestamptz not null default now()
);
comment on table private.message_preferences is 'The channel an account chose. Telegram counts while a link lives; otherwise messages go by e-mail.';

create function private.set_channel(p_account uuid, p_channel text) returns void
language sql volatile security definer set search_path = '' as $$
  insert into private.message_preferences (account_id, channel) values (p_account, p_channel)
  on conflict (account_id) do update set channel = excluded.channel, updated_at = now()
$$;
comment on function private.set_channel(uuid, text) is 'For use inside definer functions only: granted to nobody.';

create function private.trust_telegram_webhook(p_hash text) returns void
language sql volatile security definer set search_path = '' as $$
  insert into private.settings (key, value)
  select 'telegram_webhook', p_hash where p_hash ~ '^[0-9a-f]{64}$'
  on conflict (key) do update set value = excluded.value
$$;
grant execute on function private.trust_telegram_webhook(text) to service_role;
create function public.trust_telegram_webhook(p_hash text) returns void
language sql volatile set search_path = '' as $$ select private.trust_telegram_webhook(p_hash) $$;
comment on function public.trust_telegram_webhook(text) is
  'The worker lays down the SHA-256 (hex) of the webhook''s secret: whoever knows the secret speaks for Telegram.';
grant execute on function public.trust_telegram_webhook(text) to service_role;

create function private.start_telegram_link() returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_token text := encode(substring(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) from 1 for 16), 'hex');
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  delete from private.telegram_starts s where s.account_id = private.uid() or s.expires_at < now() - interval '1 day';
  insert into private.telegram_starts (token_hash, account_id)
  values (sha256(convert_to(v_token, 'UTF8')), private.uid());
  return v_token;
end
$$;
grant execute on function private.start_telegram_link() to authenticated;
create function public.start_telegram_link() returns text
language sql volatile set search_path = '' as $$ select private.start_telegram_link() $$;
comment on function public.start_telegram_link() is 'A new token of 128 bits for the signed-in account; earlier ones stop working.';
grant execute on function public.start_telegram_link() to authenticated;

create function private.end_telegram_link() returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  update private.telegram_links l set ended_at = now()
  where l.account_id = private.uid() and l.ended_at is null;
  if found then
    perform private.set_channel(private.uid(), 'email');
    perform private.audit('end_telegram_link', 'account', private.uid());
  end if;
end
$$;
grant execute on function private.end_telegram_link() to authenticated;
create function public.end_telegram_link() returns void
language sql volatile set search_path = '' as $$ select private.end_telegram_link() $$;
comment on function public.end_telegram_link() is 'Ends the link of the signed-in account; messages go by e-mail again.';
grant execute on function public.end_telegram_link() to authenticated;

create function private.take_telegram_update(
  p_secret text, p_update bigint, p_chat bigint, p_verb text, p_token text)
returns jsonb language plpgsql volatile security definer set search_path = '' as $$
declare
  v_account uuid;
begin
  if not exists (
    select from private.settings s
    where s.key = 'telegram_webhook' and s.value = encode(sha256(convert_to(p_secret, 'UTF8')), 'hex'))
  then perform private.refuse('forbidden'); end if;

  delete from private.telegram_updates u where u.seen_at < now() - interval '2 days';
  insert into private.telegram_updates (update_id) values (p_update) on conflict do nothing;
  if not found then return jsonb_build_object('outcome', 'seen'); end if;

  if p_verb = 'stop' then
    update private.telegram_links l set ended_at = now()
    where l.chat_id = p_chat and l.ended_at is null returning l.account_id into v_account;
    if not found then return jsonb_build_object('outcome', 'not_linked'); end if;
    perform private.set_channel(v_account, 'email');
    perform private.audit('end_telegram_link', 'account', v_account);
  else
    update private.telegram_starts s set used_at = now()
    where s.token_hash = sha256(convert_to(p_token, 'UTF8')) and s.used_at is null and s.expires_at > now()
    returning s.account_id into v_account;
    if not found then return jsonb_build_object('outcome', 'unknown_token'); end if;
    update private.telegram_links l set ended_at = now()
    where (l.chat_id = p_chat or l.account_id = v_account) and l.ended_at is null;
    insert into private.telegram_links (account_id, chat_id) values (v_account, p_chat);
    perform private.set_channel(v_account, 'telegram');
    perform private.audit('link_telegram', 'account', v_account);
  end if;
  return jsonb_build_object(
    'outcome', case p_verb when 'stop' then 'stopped' else 'linked' end,
    'locale', (select a.locale from public.accounts a where a.id = v_account));
end
$$;
comment on function private.take_telegram_update(text, bigint, bigint, text, text) is
  'One command of a chat: start with a token, or stop. Believes only whoever knows the webhook''s secret; the same update twice does nothing. Gives {outcome: linked, unknown_token, stopped, not_linked or seen; locale}.';
grant execute on function private.take_telegram_update(text, bigint, bigint, text, text) to anon, authenticated;
create function public.take_telegram_update(
  p_secret text, p_update bigint, p_chat bigint, p_verb text, p_token text)
returns jsonb language sql volatile set search_path = '' as $$
  select private.take_telegram_update(p_secret, p_update, p_chat, p_verb, p_token)
$$;
comment on function public.take_telegram_update(text, bigint, bigint, text, text) is
  'The API''s door to private.take_telegram_update, which says what it takes and refuses.';
grant execute on function public.take_telegram_update(text, bigint, bigint, text, text) to anon, authenticated;
