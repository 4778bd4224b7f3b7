import type { Locale } from '$lib/i18n';
import { unwrap, type Db } from '$lib/server/db.server';
import type { Outcome } from './rules';
import type { Channel, Message } from './types';

/** As many as may be in flight: what a killed worker leaves uncertain is never more. */
const BATCH = 20;
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
	const { channels, origin, stop = () => false, quietUntil = () => null } = round;
	const byName = new Map(channels.map((channel) => [channel.name, channel]));
	let sent = 0;
	unwrap(await db.rpc('release_outbox'));
	while (!stop()) {
		const claimed = unwrap(
			await db.rpc('claim_outbox', {
				p_limit: BATCH,
				p_lease_seconds: LEASE_SECONDS,
				p_channels: [...byName.keys()],
				p_quiet_until: quietUntil()?.toISOString()
			})
		) as unknown as Claimed[];
		if (claimed.length === 0) break;
		const outcomes = await Promise.all(
			claimed.map(async (row) => ({
				id: row.id,
				outcome: await attempt(byName.get(row.channel) as Channel, messageOf(row, origin))
			}))
		);
		await settle(db, outcomes);
		sent += outcomes.filter(({ outcome }) => outcome.is === 'sent').length;
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

/** An uncertain message is left to its lease: when that ends, release_outbox says so. */
async function settle(db: Db, all: { id: string; outcome: Outcome }[]): Promise<void> {
	const known = all.filter(({ outcome }) => outcome.is !== 'uncertain');
	const args = {
		p_ids: known.map(({ id }) => id),
		p_outcomes: known.map(({ outcome }) => outcome.is),
		p_errors: known.map(({ outcome }) => ('error' in outcome ? outcome.error : null)),
		p_afters: known.map(({ outcome }) => ('after' in outcome ? (outcome.after ?? null) : null))
	};
	unwrap(await db.rpc('settle_outbox', args as never));
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
