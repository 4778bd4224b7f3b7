import { unwrap, type Db } from '$lib/server/db.server';
import type { Viewer } from '$lib/viewer';
import type { Report, SheetView, ShownFinding } from './batch.server';
import type { Mapping } from './columns';

export interface ImportPage {
	viewer: Viewer | null;
	import: {
		id: string;
		filename: string;
		state: 'uploaded' | 'checked' | 'imported';
		sheets: SheetView[];
		sheet: number;
		mapping: Mapping | Record<string, never>;
		report: Report | null;
		findings: ShownFinding[];
	} | null;
}

/** The import page; null when this import is not the caller's or its day is over. */
export async function readImportPage(
	db: Db,
	id: string | null,
	findings = 200
): Promise<ImportPage | null> {
	if (id !== null && !/^[0-9a-f-]{36}$/i.test(id)) return null;
	return unwrap(
		await db.rpc('page_registry_import', { p_import: id, p_limit: findings })
	) as ImportPage | null;
}
