import { readMailbox } from '$lib/features/identity/mailbox.server';
import { publicPage } from '$lib/server/guard.server';

export const load = ({ locals, url }) => publicPage(readMailbox(locals.db, url.origin));
