import { error } from '@sveltejs/kit';
import { Refusal, unwrap, type Db } from '$lib/server/db.server';
import { refused, type FormState } from '$lib/server/forms.server';
import { toLogin } from '$lib/server/guard.server';
import type { MyPostsPage, WithdrawPage } from './types';

/** One's own post before it is taken away; post is null for everybody but its author. */
export async function readWithdraw(db: Db, post: string): Promise<WithdrawPage> {
	return unwrap(await db.rpc('page_withdraw', { p_post: post })) as WithdrawPage;
}

/** One's own questions, 20 a page, and what one may bring back. */
export async function readMyPosts(db: Db, after: string | undefined): Promise<MyPostsPage> {
	return unwrap(await db.rpc('page_my_posts', { p_after: after })) as MyPostsPage;
}

export async function withdrawPost(db: Db, post: string): Promise<void> {
	unwrap(await db.rpc('withdraw_own_post', { p_post: post }));
}

/** Returns the question, or null when that is gone itself. */
export async function bringBackPost(db: Db, post: string): Promise<string | null> {
	return unwrap(await db.rpc('bring_back_post', { p_post: post }));
}

export async function hideAsker(db: Db, question: string): Promise<void> {
	unwrap(await db.rpc('hide_asker', { p_question: question }));
}

/** What was refused, in words; to sign in when nobody is signed in. */
export function refusedOwn(cause: unknown, state: FormState) {
	if (!(cause instanceof Refusal)) throw cause;
	if (cause.code === 'forbidden' && cause.detail === 'sign_in') toLogin();
	if (cause.code === 'not_found') error(404, 'not_found');
	return refused(cause, state, {
		'forbidden:answered': ['', 'forum_drafts_answered_meanwhile'],
		too_many: ['', 'forum_drafts_too_often']
	});
}
