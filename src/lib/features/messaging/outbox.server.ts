import type { Locale } from '$lib/i18n';
import { unwrap, type Db } from '$lib/server/db.server';
import { setbackOf, type SendFailure } from './rules';
import type { Channel } from './types';

const BATCH = 10;
/** Longer than a batch can take, each message waiting out every timeout. */
const LEASE_SECONDS = 600;

interface OutboxRow {
	id: string;
	to_address: string;
	locale: Locale;
	subject: string;
	body: string;
}

/**
 * Sends what is due, until nothing is; returns how many went out. What an earlier worker left in
 * flight is first marked uncertain. `stop` ends it between two messages; those already claimed are
 * finished, so that a worker told to stop leaves nothing uncertain.
 */
export async function sendDue(
	db: Db,
	channel: Channel,
	stop: () => boolean = () => false
): Promise<number> {
	let sent = 0;
	unwrap(await db.rpc('release_outbox'));
	while (!stop()) {
		const claimed = unwrap(
			await db.rpc('claim_outbox', { p_limit: BATCH, p_lease_seconds: LEASE_SECONDS })
		) as unknown as OutboxRow[];
		if (claimed.length === 0) break;
		for (const row of claimed) if (await sendOne(db, channel, row)) sent++;
	}
	return sent;
}

async function sendOne(db: Db, channel: Channel, row: OutboxRow): Promise<boolean> {
	try {
		await channel.send({ ...row, to: row.to_address });
	} catch (cause) {
		const setback = setbackOf(cause as SendFailure);
		// An uncertain message is left to its lease: when that ends, release_outbox says so.
		if (setback !== 'uncertain') await settle(db, row.id, setback, describe(cause));
		return false;
	}
	await settle(db, row.id, 'sent');
	return true;
}

async function settle(db: Db, id: string, outcome: string, error?: string): Promise<void> {
	unwrap(await db.rpc('settle_outbox', { p_id: id, p_outcome: outcome, p_error: error }));
}

/**
 * The kind of an error, the reply code and what it replied to ("EENVELOPE 550 RCPT TO": the address
 * does not exist). The server's words may quote an address, so they stay out.
 */
function describe(cause: unknown): string {
	const { code, responseCode, command } = cause as SendFailure;
	return [code, responseCode, command].filter(Boolean).join(' ') || 'unknown';
}
