-- Somebody who leaves while staff of the server delete the same account: one had the forum and waited for the row,
-- the other had the row and waited for the forum. Whoever deletes an account has the forum before any row.
create trigger users_lock_forum before delete on auth.users
for each statement execute function private.lock_forum_for_gone();
