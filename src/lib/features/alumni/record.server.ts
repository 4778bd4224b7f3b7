import { unwrap, type Db } from '$lib/server/db.server';
import type { Locale } from '$lib/i18n';
import type { Viewer } from '$lib/viewer';

export type Names = Record<Locale, string>;

/** What people may correct of their record, named as the database names it. */
export type RecordField =
	'full_name' | 'gender' | 'birth_year' | 'region' | 'district' | 'settlement';
export type RecordFields = Record<RecordField, string>;

/** Whose word stands in a field, where it is not the roster's. */
export type Words = Partial<Record<RecordField, { by: 'person' | 'staff'; at: string }>>;

export interface MyRecord {
	registryNo: string;
	legacyRegion: string | null;
	fields: Record<RecordField, string | null>;
	words: Words;
	/** What staff changed, newest first. */
	changes: { field: RecordField; was: string | null; value: string | null; at: string }[];
}

export interface MyRecordPage {
	viewer: Viewer | null;
	/** Null for whoever has claimed no record. */
	record: MyRecord | null;
	regions: ({ code: string } & Names)[];
}

/** The caller's own record, to look through and correct. */
export async function readMyRecord(db: Db): Promise<MyRecordPage> {
	return unwrap(await db.rpc('page_my_record')) as unknown as MyRecordPage;
}

/** The caller's word on their record. Throws Refusal: invalid FIELD, not_found, too_many. */
export async function correctMyRecord(db: Db, fields: RecordFields): Promise<void> {
	unwrap(await db.rpc('correct_my_record', { p_fields: fields }));
}
