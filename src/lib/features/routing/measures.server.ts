import { unwrap, type Db } from '$lib/server/db.server';
import type { Locale } from '$lib/i18n';
import type { MeasuresPage } from './types';

/** How soon questions are answered, for staff; directions in one language where it is chosen. */
export async function readMeasures(
	db: Db,
	query: { locale?: Locale | undefined }
): Promise<MeasuresPage> {
	return unwrap(await db.rpc('page_forum_measures', { p_locale: query.locale })) as MeasuresPage;
}
