-- One call a batch: the worker says what became of the last one and takes the next.

create function public.turn_outbox(
  p_ids uuid[], p_outcomes text[], p_errors text[], p_afters integer[],
  p_limit integer, p_lease_seconds integer, p_channels text[], p_quiet_until timestamptz default null)
returns table (id uuid, channel text, to_address text, locale text, subject text, body text,
  unsubscribe_token text, unsubscribe_words text)
language sql volatile set search_path = '' as $$
  select public.settle_outbox(p_ids, p_outcomes, p_errors, p_afters) where cardinality(p_ids) > 0;
  select * from public.claim_outbox(p_limit, p_lease_seconds, p_channels, p_quiet_until) where p_limit > 0
$$;
comment on function public.turn_outbox(uuid[], text[], text[], integer[], integer, integer, text[], timestamptz) is
  'settle_outbox and then claim_outbox, in one transaction: half the waiting of a worker. Nothing to settle, or p_limit 0, leaves that half out.';
grant execute on function public.turn_outbox(uuid[], text[], text[], integer[], integer, integer, text[], timestamptz) to service_role;
