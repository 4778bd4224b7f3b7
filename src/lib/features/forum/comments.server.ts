import type { z } from 'zod';
import { parseMarkdown } from '$lib/markdown/parse.server';
import { getLocale } from '$lib/paraglide/runtime';
import { unwrap, type Db } from '$lib/server/db.server';
import type { commentForm } from './schema';
import type { CommentsPage } from './types';

/** A post with its comments, 50 a page; null when there is no such post. */
export async function readComments(
	db: Db,
	post: string,
	after: string | undefined
): Promise<CommentsPage | null> {
	const page = unwrap(
		await db.rpc('page_comments', { p_post: post, p_after: after })
	) as CommentsPage | null;
	return page && { ...page, post: { ...page.post, text: parseMarkdown(page.post.body) } };
}

/** Comments, once a key, in the language of the page; returns the comment and the page on which it stands. */
export async function addComment(
	db: Db,
	post: string,
	form: z.infer<typeof commentForm>
): Promise<{ id: string; after: string | null }> {
	const id = unwrap(
		await db.rpc('add_comment', {
			p_key: form.key,
			p_post: post,
			p_body: form.comment,
			p_locale: getLocale()
		})
	);
	return { id, after: unwrap(await db.rpc('comment_page', { p_comment: id })) };
}

export async function deleteComment(db: Db, comment: string): Promise<void> {
	unwrap(await db.rpc('delete_comment', { p_comment: comment }));
}
