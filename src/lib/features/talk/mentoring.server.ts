import type { z } from 'zod';
import { unwrap, type Db } from '$lib/server/db.server';
import type { mentoring } from './schema';
import type { MentoringPage } from './types';

/** The visitor's own offer to be asked. */
export async function readMentoring(db: Db): Promise<MentoringPage> {
	return unwrap(await db.rpc('page_mentoring')) as MentoringPage;
}

/** Throws Refusal. */
export async function saveMentoring(db: Db, form: z.infer<typeof mentoring>): Promise<void> {
	unwrap(
		await db.rpc('save_mentoring', {
			p_directions: form.directions,
			p_topics: form.topics ?? null,
			p_limit: form.limit,
			p_paused: form.when === 'paused',
			p_paused_until: form.when === 'until' ? (form.until ?? null) : null
		})
	);
}
