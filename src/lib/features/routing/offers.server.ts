import { fail } from '@sveltejs/kit';
import { Refusal, unwrap, type Db } from '$lib/server/db.server';
import { parseForm, refused } from '$lib/server/forms.server';
import { limits, pass } from './schema';
import type { OffersPage } from './types';

/** Questions that were offered to the visitor, and how many more they want. */
export async function readOffers(db: Db): Promise<OffersPage> {
	return unwrap(await db.rpc('page_offers')) as OffersPage;
}

/** Whoever is signed out, or was not asked, reads the question like everybody else. */
export async function openOffer(db: Db, question: string): Promise<void> {
	try {
		unwrap(await db.rpc('open_offer', { p_question: question }));
	} catch (cause) {
		if (!(cause instanceof Refusal)) throw cause;
	}
}

/** Leaves a question to others; the form again where that could not be. */
export async function passOffer(db: Db, form: FormData) {
	const { data, state } = parseForm(pass, form);
	if (!data) return fail(400, state);
	try {
		unwrap(await db.rpc('pass_offer', { p_question: data.question }));
	} catch (cause) {
		return refused(cause, state, {});
	}
}

/** Saves the limit; the form again where it was refused, else nothing. */
export async function saveLimits(db: Db, form: FormData) {
	const { data, state } = parseForm(limits, form);
	if (!data) return fail(400, state);
	try {
		unwrap(
			await db.rpc('save_offer_limits', {
				p_weekly: data.weekly,
				p_paused_until: data.until ?? null
			})
		);
	} catch (cause) {
		return refused(cause, state, { 'invalid:paused_until': ['until', 'routing_until_bad'] });
	}
}
