import { error } from '@sveltejs/kit';
import { unwrap, type Db } from '$lib/server/db.server';
import { toLogin } from '$lib/server/guard.server';
import type { Viewer } from '$lib/viewer';
import { idParam } from './schema';
import type { DuplicatesPage } from './types';

/** Where a question is joined with another; 404 for whoever may not, to sign in first for visitors. */
export async function readDuplicates(
	db: Db,
	id: string,
	q: string | undefined
): Promise<DuplicatesPage> {
	if (!idParam(id)) error(404, 'not_found');
	const page = unwrap(await db.rpc('page_repeats', { p_id: id, p_q: q })) as
		DuplicatesPage | { viewer: Viewer | null; question: null };
	if (!page.viewer) toLogin();
	if (!page.question) error(404, 'not_found');
	return page;
}

/** Says that a question repeats another; tells whether they are joined by that. */
export async function proposeDuplicate(db: Db, question: string, kept: string): Promise<boolean> {
	const became = await db.rpc('propose_duplicate', { p_question: question, p_kept: kept });
	return unwrap(became) === 'merged';
}

/** Says that it repeats none of those proposed. */
export async function declineDuplicate(db: Db, question: string): Promise<void> {
	unwrap(await db.rpc('decline_duplicate', { p_question: question }));
}

/** Makes a question stand by itself again. */
export async function undoDuplicate(db: Db, question: string): Promise<void> {
	unwrap(await db.rpc('undo_duplicate', { p_question: question }));
}
