import type { Locale } from '$lib/i18n';
import { unwrap, type Db } from '$lib/server/db.server';
import type { Outcome } from './rules';
import type { Channel, Message } from './types';

/**
 * Two lanes, so that one sends while the other waits for the database. Together they hold as many as
 * may be in flight: what a killed worker leaves uncertain is never more than twenty.
 */
const LANES = 2;
const BATCH = 10;
/** Longer than a batch can take, each message waiting out every timeout. */
const LEASE_SECONDS = 600;

interface Claimed {
	id: string;
	channel: Channel['name'];
	to_address: string;
	locale: Locale;
	subject: string;
	body: string;
	unsubscribe_token: string | null;
	unsubscribe_words: string | null;
}
interface Settled {
	id: string;
	outcome: Outcome;
}
interface Round {
	channels: Channel[];
	/** The address of the site, which links in messages lead to. */
	origin: string;
	/** Ends the round between two batches. */
	stop?: () => boolean;
	/** Until when patient messages wait, where now is night. */
	quietUntil?: () => Date | null;
}

/**
 * Sends what is due, until nothing is; returns how many went out. What an earlier worker left in
 * flight is first marked uncertain. Told to stop, it finishes what it claimed and leaves nothing
 * uncertain.
 */
export async function sendDue(db: Db, round: Round): Promise<number> {
	unwrap(await db.rpc('release_outbox'));
	const lanes = await Promise.allSettled(Array.from({ length: LANES }, () => runLane(db, round)));
	// Both have come to their end before an error is told: no lane sends on behind a new round.
	let sent = 0;
	for (const lane of lanes) {
		if (lane.status === 'rejected') throw lane.reason;
		sent += lane.value;
	}
	return sent;
}

async function runLane(db: Db, round: Round): Promise<number> {
	const { channels, origin, stop = () => false } = round;
	const byName = new Map(channels.map((channel) => [channel.name, channel]));
	let sent = 0;
	let done: Settled[] = [];
	for (;;) {
		const stopping = stop();
		if (stopping && done.length === 0) break;
		const claimed = await turn(db, done, stopping ? 0 : BATCH, round);
		if (claimed.length === 0) break;
		done = await Promise.all(
			claimed.map(async (row) => ({
				id: row.id,
				outcome: await attempt(byName.get(row.channel) as Channel, messageOf(row, origin))
			}))
		);
		sent += done.filter(({ outcome }) => outcome.is === 'sent').length;
	}
	return sent;
}

/** A channel that throws has told nothing: the message may have gone out. */
async function attempt(channel: Channel, message: Message): Promise<Outcome> {
	try {
		return await channel.send(message);
	} catch {
		return { is: 'uncertain' };
	}
}

/**
 * Tells what became of the last batch and takes the next. An uncertain message is left to its lease:
 * when that ends, release_outbox says so.
 */
async function turn(
	db: Db,
	done: Settled[],
	limit: number,
	{ channels, quietUntil = () => null }: Round
): Promise<Claimed[]> {
	const known = done.filter(({ outcome }) => outcome.is !== 'uncertain');
	const args = {
		p_ids: known.map(({ id }) => id),
		p_outcomes: known.map(({ outcome }) => outcome.is),
		p_errors: known.map(({ outcome }) => ('error' in outcome ? outcome.error : null)),
		p_afters: known.map(({ outcome }) => ('after' in outcome ? (outcome.after ?? null) : null)),
		p_limit: limit,
		p_lease_seconds: LEASE_SECONDS,
		p_channels: channels.map(({ name }) => name),
		p_quiet_until: quietUntil()?.toISOString()
	};
	return unwrap(await db.rpc('turn_outbox', args as never)) as unknown as Claimed[];
}

function messageOf(row: Claimed, origin: string): Message {
	const url = row.unsubscribe_token ? `${origin}/u/${row.unsubscribe_token}` : null;
	const words = url && row.unsubscribe_words?.replace('{link}', url);
	return {
		id: row.id,
		to: row.to_address,
		locale: row.locale,
		subject: row.subject,
		body: words ? `${row.body}\n\n${words}` : row.body,
		unsubscribeUrl: url
	};
}
