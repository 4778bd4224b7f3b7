-- The name of a new topic is written by whoever names it first: like everything else, not by somebody who is muted.
create trigger tags_keep_voice before insert on private.tags for each row
  when (new.created_by is not null) execute function private.keep_voice();
