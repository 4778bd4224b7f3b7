-- An offer quotes the title of a question to strangers. When the question goes, so does what was told of it;
-- when its title is mended, it says the new one.

create function private.retell_offers() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
declare
  v_occasions text[] := array(
    select old.id || ':' || f.account_id from private.question_offers f where f.question_id = old.id);
begin
  if v_occasions = '{}' then return coalesce(new, old); end if;
  if tg_op = 'UPDATE' and new.withdrawn_at is null then
    update public.notices n set body = replace(n.body, old.title, new.title)
    where n.occasion = any (v_occasions) and n.purpose = 'question_offered';
    update private.outbox o set body = replace(o.body, old.title, new.title)
    where o.purpose = 'question_offered' and o.occasion = any (v_occasions) and o.state in ('queued', 'waiting', 'app');
    return new;
  end if;
  delete from public.notices n where n.occasion = any (v_occasions) and n.purpose = 'question_offered';
  -- What has left is in other hands.
  delete from private.outbox o
  where o.purpose = 'question_offered' and o.occasion = any (v_occasions) and o.state in ('queued', 'waiting', 'app');
  return coalesce(new, old);
end
$$;
comment on function private.retell_offers() is 'Keeps what was told of a question to those whom it was offered to as the question stands. Granted to nobody.';

create trigger questions_retell_offers after update of title, withdrawn_at on public.questions for each row
  when (new.title is distinct from old.title or (new.withdrawn_at is not null and old.withdrawn_at is null))
  execute function private.retell_offers();
create trigger questions_take_back_offers before delete on public.questions for each row execute function private.retell_offers();

-- What was told of questions that have gone since.
do $$ begin
  with gone as (
    delete from public.notices n using private.question_offers f, public.questions q
    where n.purpose = 'question_offered' and n.occasion = f.question_id || ':' || f.account_id
      and q.id = f.question_id and q.withdrawn_at is not null)
  delete from private.outbox o using private.question_offers f, public.questions q
  where o.purpose = 'question_offered' and o.occasion = f.question_id || ':' || f.account_id
    and q.id = f.question_id and q.withdrawn_at is not null and o.state in ('queued', 'waiting', 'app');
end $$;
