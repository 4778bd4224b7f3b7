import { unwrap, type Db } from '$lib/server/db.server';

/** Few at a time: a mail server trusts a steady trickle, and a whole registry is asked within weeks. */
const CHECKS_AN_HOUR = 20;

/** Queues the letters that the calendar asks for; the database decides to whom. Returns how many. */
export async function queueDue(db: Db, origin: string): Promise<number> {
	return unwrap(
		await db.rpc('queue_contact_checks', { p_origin: origin, p_limit: CHECKS_AN_HOUR })
	) as number;
}
