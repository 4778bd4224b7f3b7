import type { z } from 'zod';
import { unwrap, type Db } from '$lib/server/db.server';
import { inOrder } from './rules';
import type { DraftForm, reviewForm, startForm } from './schema';

/** Begins a guide, once a key; returns its id. */
export async function startGuide(db: Db, form: z.infer<typeof startForm>): Promise<string> {
	return unwrap(
		await db.rpc('start_guide', {
			p_key: form.key,
			p_direction: form.direction,
			p_locale: form.locale,
			p_title: form.title
		})
	);
}

/** Opens the next version of a published guide. */
export async function editGuide(db: Db, guide: string): Promise<void> {
	unwrap(await db.rpc('edit_guide', { p_guide: guide }));
}

/** Keeps all that was typed, with the answer that was chosen as the last step; returns the new revision. */
export async function saveDraft(db: Db, guide: string, form: DraftForm): Promise<number> {
	const steps = inOrder(
		form.step.map((answer, i) => ({
			answer,
			heading: form.heading[i] ?? '',
			note: form.note[i] ?? '',
			place: form.place[i] ?? i + 1,
			isDropped: form.drop.includes(answer)
		}))
	);
	if (form.add) steps.push({ answer: form.add, heading: '', note: '' });
	return unwrap(
		await db.rpc('save_guide', {
			p_guide: guide,
			p_base: form.base,
			p_title: form.title,
			p_intro: form.intro,
			p_steps: steps
		})
	);
}

export async function sendGuide(db: Db, guide: string, revision: number): Promise<void> {
	unwrap(await db.rpc('send_guide', { p_guide: guide, p_base: revision }));
}

export async function dropGuide(db: Db, guide: string): Promise<void> {
	unwrap(await db.rpc('drop_guide', { p_guide: guide }));
}

export async function reviewGuide(
	db: Db,
	guide: string,
	form: z.infer<typeof reviewForm>
): Promise<void> {
	unwrap(
		await db.rpc('review_guide', {
			p_guide: guide,
			p_base: form.base,
			p_publish: form.verdict === 'publish',
			p_note: form.note
		})
	);
}

/** Says that a guide still holds as it reads today. */
export async function checkGuide(db: Db, guide: string): Promise<void> {
	unwrap(await db.rpc('check_guide', { p_guide: guide }));
}

/** Takes a guide away from readers, or gives it back. */
export async function keepGuide(db: Db, guide: string, isAway: boolean): Promise<void> {
	unwrap(await db.rpc('withdraw_guide', { p_guide: guide, p_away: isAway }));
}
