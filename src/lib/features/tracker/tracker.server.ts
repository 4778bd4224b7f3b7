import { Refusal, unwrap, type Db } from '$lib/server/db.server';
import type { StoredPhoto } from '$lib/server/photo.server';
import type { StatusUpdateForm } from './schema';
import type { MePage, MyProjectPage, UpdateProjectPage } from './types';

const PAGE = 20;

/** The graduate's home. */
export async function readMe(db: Db): Promise<MePage> {
	return unwrap(await db.rpc('page_me')) as MePage;
}

/** A team's project with its history; null when it is not the visitor's. */
export async function readMyProject(
	db: Db,
	project: string | undefined,
	after: string | undefined
): Promise<MyProjectPage | null> {
	const page = unwrap(
		await db.rpc('page_my_project', { p_project: project, p_after: after })
	) as Omit<MyProjectPage, 'after'> | null;
	if (!page) return null;
	const updates = page.updates.slice(0, PAGE);
	return {
		...page,
		updates,
		after: page.updates.length > PAGE ? (updates.at(-1)?.id ?? null) : null
	};
}

/** What the one-minute form needs to ask well; null when the project is not the visitor's. */
export async function readUpdateProject(
	db: Db,
	project: string | undefined
): Promise<UpdateProjectPage | null> {
	return unwrap(
		await db.rpc('page_update_project', { p_project: project })
	) as UpdateProjectPage | null;
}

/** Throws Refusal unless the project is the visitor's; asked before a photo costs any work. */
export async function mustBeMine(db: Db, project: string): Promise<void> {
	const page = await readUpdateProject(db, project);
	if (!page) throw new Refusal('not_found', 'project');
	if (!page.viewer) throw new Refusal('forbidden', 'sign_in');
	if (!page.project) throw new Refusal('not_found', 'project');
}

/**
 * Appends an entry to a project's history, with its photo in the same transaction. The same key
 * again changes nothing. Throws Refusal.
 */
export async function recordStatusUpdate(
	db: Db,
	form: StatusUpdateForm,
	photo: StoredPhoto | null
): Promise<void> {
	unwrap(
		await db.rpc('record_status_update', {
			p_subproject: form.project,
			p_key: form.key,
			p_state: form.standing.state,
			p_basis: form.standing.basis ?? undefined,
			p_stop_reason: form.standing.stopReason ?? undefined,
			p_something_new: form.something_new === '1',
			p_needs: form.needs,
			p_note: form.note,
			p_photo: photo?.webp.toString('base64'),
			p_width: photo?.width,
			p_height: photo?.height,
			p_corrects: form.corrects,
			p_keep_photo: form.keep_photo === '1'
		})
	);
}

/** A photo's WebP, or null when there is none that the visitor may see. */
export async function readPhoto(db: Db, id: string): Promise<Buffer | null> {
	const photo = unwrap(await db.rpc('read_photo', { p_id: id })) as string | null;
	return photo === null ? null : Buffer.from(photo, 'base64');
}
