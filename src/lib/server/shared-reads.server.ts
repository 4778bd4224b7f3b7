/**
 * What everybody reads alike, held for a moment, so that a question that a whole district opens is put
 * together once; what is a reader's own is laid over it. Only what visitors may read belongs here.
 */
import { createClient } from '@supabase/supabase-js';
import type { Handle, RequestEvent } from '@sveltejs/kit';
import type { Database } from '$lib/database.types';
import { backend } from './backend.server';
import type { Db } from './db.server';

const KEPT_SECONDS = 5;
const MOST_READS = 300;
/** Whoever has just written sees it, also where another process holds an older page. */
const WROTE = 'wrote';

interface Kept {
	read: Promise<unknown>;
	readAt: number;
}

const kept = new Map<string, Kept>();
const isFresh = (readAt: number): boolean => Date.now() - readAt < KEPT_SECONDS * 1000;
let visitor: Promise<Db> | undefined;

async function openVisitor(): Promise<Db> {
	const { url, publishableKey, fetch } = await backend();
	return createClient<Database>(url, publishableKey, {
		global: { fetch },
		auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false }
	});
}

/** What `read` gives a visitor without a session, at most five seconds old. `key` names it among all reads. */
export async function sharedRead<Read>(
	key: string,
	read: (db: Db) => Promise<Read>
): Promise<Read> {
	const known = kept.get(key);
	if (known && isFresh(known.readAt)) return known.read as Promise<Read>;
	const made = (visitor ??= openVisitor()).then(read);
	kept.delete(key);
	kept.set(key, { read: made, readAt: Date.now() });
	// The oldest stand first: what nobody may be given any more is not kept in memory either.
	for (const [oldest, { readAt }] of kept)
		if (kept.size > MOST_READS || !isFresh(readAt)) kept.delete(oldest);
		else break;
	// A failure is told to those who wait for it, and to nobody after them.
	made.catch(() => {
		if (kept.get(key)?.read === made) kept.delete(key);
	});
	return made;
}

/** Whether a page is to be put together for this reader alone: visitors, and whoever has just written. */
export const readsAlone = ({ cookies }: RequestEvent): boolean =>
	cookies.get(WROTE) !== undefined ||
	!cookies.getAll().some(({ name }) => name.startsWith('jalgas'));

/** A form that was sent to this process makes all of it be read anew. */
export const writes: Handle = async ({ event, resolve }) => {
	if (event.request.method === 'GET' || event.request.method === 'HEAD') return resolve(event);
	event.cookies.set(WROTE, '1', {
		path: '/',
		maxAge: KEPT_SECONDS + 1,
		httpOnly: true,
		sameSite: 'lax',
		secure: event.url.protocol === 'https:'
	});
	try {
		return await resolve(event);
	} finally {
		kept.clear();
	}
};
