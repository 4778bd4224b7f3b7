-- A run of routing points at many accounts and questions: whoever leaves waits for it, and it for them.
create or replace function public.route_questions(p_limit integer) returns integer
language sql volatile set search_path = '' as $$
  select private.lock_forum('many');
  select private.route_questions(p_limit)
$$;
