import { unwrap, type Db } from '$lib/server/db.server';

/** Few at a time: a mail server trusts a steady trickle, and a whole registry is asked within weeks. */
const CHECKS_AN_HOUR = 20;

/** Does what the calendar asks for: ends listings by age and queues letters; the database decides whose. Returns how many letters. */
export async function queueDue(db: Db, origin: string): Promise<number> {
	unwrap(await db.rpc('end_minor_listings'));
	return unwrap(
		await db.rpc('queue_contact_checks', { p_origin: origin, p_limit: CHECKS_AN_HOUR })
	) as number;
}
