-- A restriction that is lifted early left the appeal against it waiting for a verdict on nothing.

create or replace function private.lift_restriction(p_id uuid, p_note text) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  r private.forum_restrictions;
  v_appeal private.appeals;
  v_note text := private.clean_text(left(p_note, 2000));
begin
  if private.uid() is null then perform private.refuse('forbidden', 'sign_in'); end if;
  select * into r from private.forum_restrictions x where x.id = p_id for update;
  if r.id is null or r.account_id = private.uid() or not private.moderates(r.region_code, r.locale) then perform private.refuse('not_found', 'restriction'); end if;
  if r.lifted_at is not null or r.until <= now() then perform private.refuse('used', 'over'); end if;
  if length(v_note) not between 10 and 500 then perform private.refuse('invalid', 'note'); end if;
  update private.forum_restrictions x set lifted_at = now(), lifted_by = private.uid() where x.id = p_id;
  perform private.log_moderation('lifted', r.case_id, r.account_id, r.region_code, r.locale, null, v_note);
  -- Whoever objected has their answer with it.
  update private.appeals x set state = 'granted', answer = v_note, answered_by = private.uid(), answered_at = now()
  where x.restriction_id = p_id and x.state = 'open' returning * into v_appeal;
  if v_appeal.id is not null then
    perform private.log_moderation('appeal_granted', r.case_id, r.account_id, r.region_code, r.locale, null, v_note);
  end if;
  perform private.tell_moderated('forum_lifted', r.account_id, r.id || ':', '/me/moderation');
end
$$;
comment on function public.lift_restriction(uuid, text) is
  'Ends a restriction early, with a note of 10 to 500 signs, which answers an appeal that waits. Refuses forbidden sign_in; not_found; used (over already); invalid note.';

update private.appeals a set state = 'granted', answered_by = r.lifted_by, answered_at = r.lifted_at
from private.forum_restrictions r where r.id = a.restriction_id and a.state = 'open' and r.lifted_at is not null;
