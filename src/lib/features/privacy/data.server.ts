import { unwrap, type Db } from '$lib/server/db.server';
import { archive, type Entry } from './archive';
import { dataPage } from './data-page';
import type { ErasePage, Exported, MyDataPage, StoredRecord } from './types';

/** Who is looking, and how long until the next download. */
export const readMyData = async (db: Db): Promise<MyDataPage> =>
	unwrap(await db.rpc('page_my_data')) as MyDataPage;

/**
 * Everything about the visitor as a ZIP: data.json for programs, data.html to read, and the photos
 * they sent, one after the other so that memory does not grow with them. Throws Refusal too_many.
 */
export async function exportMyData(db: Db): Promise<ReadableStream<Uint8Array>> {
	const { exported_at: at, ...data } = unwrap(await db.rpc('export_my_data')) as Exported & {
		exported_at: string;
	};
	// Written here, where the reader's language is known.
	const page = Buffer.from(dataPage(data, at));
	const json = Buffer.from(JSON.stringify({ exported_at: at, ...data }, null, '\t'));
	return archive(entries(db, page, json, data.photos ?? []));
}

async function* entries(
	db: Db,
	page: Uint8Array,
	json: Uint8Array,
	photos: StoredRecord[]
): AsyncGenerator<Entry> {
	yield { name: 'data.html', bytes: page };
	yield { name: 'data.json', bytes: json };
	for (const photo of photos) {
		const bytes = await readMyPhoto(db, photo);
		if (bytes) yield { name: String(photo.file), bytes };
	}
}

async function readMyPhoto(db: Db, { id }: StoredRecord): Promise<Buffer | null> {
	const photo = unwrap(await db.rpc('export_my_photo', { p_id: String(id) })) as string | null;
	return photo === null ? null : Buffer.from(photo, 'base64');
}

/** Who is about to be erased. */
export const readErase = async (db: Db): Promise<ErasePage> =>
	unwrap(await db.rpc('page_erase')) as ErasePage;

/** Erases the visitor for good. Wants a session that has just begun. Throws Refusal. */
export async function eraseMe(db: Db, forum: 'keep' | 'delete'): Promise<void> {
	unwrap(await db.rpc('erase_me', { p_forum: forum }));
}
