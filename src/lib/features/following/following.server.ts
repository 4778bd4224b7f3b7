import type { z } from 'zod';
import { unwrap, type Db } from '$lib/server/db.server';
import type { startForm } from './schema';
import type { FollowingPage } from './types';

/** What the reader follows. */
export async function readFollowing(db: Db): Promise<FollowingPage> {
	return unwrap(await db.rpc('page_following')) as FollowingPage;
}

/** Follows a question, a topic or a person; again is the same. Throws Refusal. */
export async function follow(db: Db, form: z.infer<typeof startForm>): Promise<void> {
	unwrap(await db.rpc('follow', { p_kind: form.kind, p_target: form.target }));
}

/** Ends a follow, or without one all of them. */
export async function unfollow(db: Db, id: string | undefined): Promise<void> {
	unwrap(await db.rpc('unfollow', { p_follow: id }));
}

/** Asks for the weekly letter, or for no more of them. */
export async function chooseWeekly(db: Db, wanted: boolean): Promise<void> {
	unwrap(await db.rpc('choose_weekly', { p_wanted: wanted }));
}
