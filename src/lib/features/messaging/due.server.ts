import { unwrap, type Db } from '$lib/server/db.server';
import { mornings } from './rules';

/** Few at a time: a mail server trusts a steady trickle, and a whole registry is asked within weeks. */
const CHECKS_AN_HOUR = 20;
const DIGESTS_AT_ONCE = 200;
const QUESTIONS_AT_ONCE = 20;
/** Each is read together from several lists. */
const WEEKLIES_AT_ONCE = 50;

/**
 * What the calendar asks for by the hour: listings that end by age, letters that are due, old notices to
 * forget, and once a night the forum's ledger, its
 * experts and its measures.
 */
export async function doHourly(db: Db, origin: string): Promise<void> {
	unwrap(await db.rpc('end_minor_listings'));
	unwrap(await db.rpc('queue_contact_checks', { p_origin: origin, p_limit: CHECKS_AN_HOUR }));
	unwrap(await db.rpc('forget_old_notices'));
	const drift = unwrap(await db.rpc('check_reputation'));
	if (drift !== null) unwrap(await db.rpc('refresh_standing'));
	unwrap(await db.rpc('measure_forum'));
	if (drift) process.stderr.write(`worker: ${drift} reputations or scores did not add up\n`);
}

/**
 * Queues the weekly letters of the newest Monday morning; again, or by a second worker, it queues
 * nothing twice, because the letter of a person and a week is a row of its own.
 */
export async function queueWeekly(db: Db, origin: string, now: Date): Promise<void> {
	const args = {
		p_origin: origin,
		p_week: mornings(now).week.toISOString(),
		p_limit: WEEKLIES_AT_ONCE
	};
	let people: number;
	do people = unwrap(await db.rpc('queue_weekly', args));
	while (people > 0);
}

/**
 * Queues the digests of the newest morning. Again the same morning, or by a second worker, it queues
 * nothing twice: what was collected is marked in the same transaction that queues it.
 */
export async function queueDigests(db: Db, origin: string, now: Date): Promise<void> {
	const { day, week } = mornings(now);
	const args = {
		p_origin: origin,
		p_day: day.toISOString(),
		p_week: week.toISOString(),
		p_limit: DIGESTS_AT_ONCE
	};
	let people: number;
	do people = unwrap(await db.rpc('queue_digests', args));
	while (people > 0);
}

/** Offers questions that wait to people who fit them. Again, or by a second worker, it offers nothing twice. */
export async function routeQuestions(db: Db): Promise<void> {
	let questions: number;
	do questions = unwrap(await db.rpc('route_questions', { p_limit: QUESTIONS_AT_ONCE }));
	while (questions > 0);
}
