import type { z } from 'zod';
import { unwrap, type Db } from '$lib/server/db.server';
import type { Viewer } from '$lib/viewer';
import { changes } from './changes';
import type { editForm, restoreForm } from './schema';
import type { EditPage, HistoryPage, Revision } from './types';

const SHOWN = 5;

/** One's own post in the form, with the topics of a question. */
export async function readEdit(db: Db, post: string): Promise<EditPage> {
	return unwrap(await db.rpc('page_edit_post', { p_post: post })) as EditPage;
}

/** New words for one's own post; returns its question. */
export async function editPost(
	db: Db,
	post: string,
	form: z.infer<typeof editForm>
): Promise<string> {
	const question = unwrap(
		await db.rpc('edit_post', {
			p_post: post,
			p_base: form.base,
			p_title: form.title,
			p_body: form.body
		})
	);
	if (form.dropPhoto) unwrap(await db.rpc('drop_post_photo', { p_post: post }));
	return question;
}

/** Brings earlier words back as a new revision. */
export async function restoreRevision(
	db: Db,
	post: string,
	form: z.infer<typeof restoreForm>
): Promise<void> {
	unwrap(
		await db.rpc('restore_revision', { p_post: post, p_base: form.base, p_number: form.number })
	);
}

interface StoredRevision extends Omit<Revision, 'title' | 'body'> {
	title: string | null;
	body: string;
}

/** The wordings of a post, each against the one before it; post is null where there is nothing to read. */
export async function readHistory(
	db: Db,
	post: string,
	before: number | undefined
): Promise<HistoryPage | { viewer: Viewer | null; post: null }> {
	const page = unwrap(await db.rpc('page_history', { p_post: post, p_before: before })) as
		| (Omit<HistoryPage, 'revisions'> & { revisions: StoredRevision[] })
		| { viewer: Viewer | null; post: null };
	if (!page.post) return page;
	const { revisions } = page;
	return {
		...page,
		revisions: revisions.slice(0, SHOWN).map((revision, i) => ({
			...revision,
			title: changes(revisions[i + 1]?.title ?? revision.title ?? '', revision.title ?? ''),
			body: changes(revisions[i + 1]?.body ?? revision.body, revision.body)
		})),
		before: revisions.length > SHOWN ? (revisions[SHOWN - 1]?.number ?? null) : null
	};
}
