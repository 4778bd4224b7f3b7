import { redirect } from '@sveltejs/kit';
import type { z } from 'zod';
import { route } from '$lib/route';
import { unwrap, type Db } from '$lib/server/db.server';
import type { Viewer } from '$lib/viewer';
import { idParam, type appealForm, type flagForm } from './schema';
import type { FlagPage, MyModerationPage, OwnPost } from './types';

/** A post that stands, before it is flagged; null for all others. */
export async function readFlagPage(db: Db, post: string): Promise<FlagPage | null> {
	return unwrap(await db.rpc('page_flag', { p_post: post })) as FlagPage | null;
}

/** Says that a post is out of place, once; returns its question. Throws Refusal. */
export async function flagPost(
	db: Db,
	post: string,
	{ reason, note }: z.infer<typeof flagForm>
): Promise<string> {
	return unwrap(await db.rpc('flag_post', { p_post: post, p_reason: reason, p_note: note }));
}

/** How one's own post stands; null for everybody but its author. */
export async function readOwnPost(
	db: Db,
	post: string
): Promise<{ viewer: Viewer | null; post: OwnPost } | null> {
	return unwrap(await db.rpc('page_own_post', { p_post: post })) as Awaited<
		ReturnType<typeof readOwnPost>
	>;
}

/**
 * Leads whoever wrote a question that others do not see to where it says why, or where they bring it back;
 * does nothing for all others.
 */
export async function leadToOwnPost(db: Db, id: string): Promise<null> {
	const post = idParam(id);
	const page = post && (await readOwnPost(db, post));
	if (!page || !page.viewer || page.post.stands) return null;
	const { id: own, withdrawnFor } = page.post;
	redirect(303, withdrawnFor === 'author' ? route.withdrawPost(own) : route.ownPost(own));
}

/** What holds for the reader, and which of their posts others do not see. */
export async function readMyModeration(db: Db): Promise<MyModerationPage> {
	return unwrap(await db.rpc('page_my_moderation')) as unknown as MyModerationPage;
}

/** Objects to what hides a post (its case), or to a restriction. Throws Refusal. */
export async function appeal(
	db: Db,
	verdict: string | null,
	{ restriction, words }: z.infer<typeof appealForm>
): Promise<void> {
	unwrap(
		await db.rpc('appeal', {
			p_case: verdict,
			p_restriction: verdict ? null : (restriction ?? null),
			p_words: words
		})
	);
}
