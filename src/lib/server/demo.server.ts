import { DEMO_PEOPLE, seed } from '../../../supabase/seed/index.ts';
import type { Embedded } from './embedded.server';

/**
 * Fills a new database with the demo, once: a folder that has people keeps them. `origin` is where the
 * app answers: it stands in the links of the demo's mails.
 */
export async function prepareDemo(
	backend: Embedded,
	origin: string,
	now = new Date()
): Promise<void> {
	const [state] = await backend.query<{ filled: boolean }>(
		`select exists (select from private.settings where key = 'demo')
		     or exists (select from public.persons) as filled`
	);
	if (state?.filled) return;
	// One transaction: a start that breaks off leaves nothing behind.
	await backend.execAll(seed({ people: DEMO_PEOPLE, now, origin }));
}
